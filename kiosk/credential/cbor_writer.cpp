// Deterministic CBOR by libcbor's encoders, which choose the shortest head.
#include "kiosk/credential/cbor_writer.h"

#include <cbor.h>

#include "kiosk/base/ensure.h"

namespace vestibule {
namespace {

// A CBOR head is at most 9 bytes (RFC 8949 §3).
struct Head {
    std::array<unsigned char, 9> bytes{};
    std::size_t length = 0;
    [[nodiscard]] ByteView view() const { return ByteView{bytes}.first(length); }
};

template <class Argument>
Head head(std::size_t (*encode)(Argument, unsigned char*, std::size_t), Argument argument) {
    Head made;
    made.length = encode(argument, made.bytes.data(), made.bytes.size());
    ensure(made.length > 0, "a CBOR head doesn't fit its buffer");
    return made;
}

}  // namespace

CborWriter& CborWriter::integer(std::int64_t value) {
    // A negative n is written as -1 - n, which is its bits inverted (RFC 8949 §3.1).
    if (value < 0)
        append(head(cbor_encode_negint, static_cast<std::uint64_t>(~value)).view());
    else
        append(head(cbor_encode_uint, static_cast<std::uint64_t>(value)).view());
    return *this;
}

CborWriter& CborWriter::bytes(ByteView value) {
    append(head(cbor_encode_bytestring_start, value.size()).view());
    append(value);
    return *this;
}

CborWriter& CborWriter::text(std::string_view value) {
    append(head(cbor_encode_string_start, value.size()).view());
    append(view(value));
    return *this;
}

CborWriter& CborWriter::boolean(bool value) {
    append(head(cbor_encode_bool, value).view());
    return *this;
}

CborWriter& CborWriter::array(std::size_t items) {
    append(head(cbor_encode_array_start, items).view());
    return *this;
}

CborWriter& CborWriter::map(std::size_t pairs) {
    append(head(cbor_encode_map_start, pairs).view());
    return *this;
}

CborWriter& CborWriter::tag(std::uint64_t number) {
    append(head(cbor_encode_tag, number).view());
    return *this;
}

}  // namespace vestibule
