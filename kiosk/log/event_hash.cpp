// The hash that chains the rows of a log, and the part of a head that is signed (FORMATS.md, "Event row").
#include <sodium.h>

#include "kiosk/log/log.h"

namespace vestibule {
namespace {

void put_big_endian(Bytes& out, std::uint64_t value, int width) {
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put_field(Bytes& out, ByteView field) {
    put_big_endian(out, field.size(), 4);
    out.insert(out.end(), field.begin(), field.end());
}

void put_integer(Bytes& out, std::uint64_t value) {
    put_big_endian(out, 8, 4);
    put_big_endian(out, value, 8);
}

void put_null(Bytes& out) {
    put_big_endian(out, 0xFFFFFFFFU, 4);
}

}  // namespace

Hash hash_of(const Event& event) {
    constexpr std::size_t fixed_fields = 256;
    thread_local Bytes row;
    row.clear();
    row.reserve(fixed_fields + event.kind.size() + event.body.size() + (event.sealed ? event.sealed->size() : 0));
    const auto tag = view("VE1");
    row.insert(row.end(), tag.begin(), tag.end());
    put_field(row, event.station.bytes);
    put_integer(row, event.seq);
    put_integer(row, event.turn);
    put_integer(row, static_cast<std::uint64_t>(micros(event.at)));
    put_field(row, view(event.kind));
    put_field(row, event.stream.bytes);
    if (event.subject)
        put_field(row, event.subject->bytes);
    else
        put_null(row);
    put_field(row, view(event.body));
    if (event.sealed)
        put_field(row, *event.sealed);
    else
        put_null(row);
    put_field(row, event.prev);
    Hash hash{};
    crypto_hash_sha256(hash.data(), row.data(), row.size());
    return hash;
}

Bytes signed_part(const Head& head) {
    Bytes out;
    const auto tag = view("VH1");
    out.insert(out.end(), tag.begin(), tag.end());
    out.insert(out.end(), head.station.bytes.begin(), head.station.bytes.end());
    put_big_endian(out, head.seq, 8);
    out.insert(out.end(), head.hash.begin(), head.hash.end());
    return out;
}

}  // namespace vestibule
