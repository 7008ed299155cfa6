// Packing events for the central store.
#include "kiosk/sync/packed_rows.h"

#include "kiosk/base/clock.h"

namespace vestibule {

void ArrayText::add(std::int64_t number) {
    next() += std::to_string(number);
}

void ArrayText::add_text(std::string_view text) {
    auto& out = next();
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

void ArrayText::add_bytes(ByteView bytes) {
    next() += "\"\\\\x" + to_hex(bytes) + '"';
}

void PackedColumn::add(ByteView value) {
    starts_.add(static_cast<std::int64_t>(bytes_.size()) + 1);
    lengths_.add(static_cast<std::int64_t>(value.size()));
    bytes_.insert(bytes_.end(), value.begin(), value.end());
}

void PackedColumn::add_null() {
    starts_.add(1);
    lengths_.add_null();
}

PackedRows packed(std::span<const Event> events) {
    PackedRows rows;
    const auto append = [](Bytes& to, ByteView bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); };
    for (const auto& event : events) {
        rows.seqs.add(static_cast<std::int64_t>(event.seq));
        rows.turns.add(static_cast<std::int64_t>(event.turn));
        rows.ats.add(micros(event.at));
        rows.kinds.add_text(event.kind);
        append(rows.streams, event.stream.bytes);
        if (event.subject)
            rows.subjects.add(event.subject->bytes);
        else
            rows.subjects.add_null();
        rows.bodies.add(view(event.body));
        if (event.sealed)
            rows.sealeds.add(*event.sealed);
        else
            rows.sealeds.add_null();
        append(rows.prevs, event.prev);
        append(rows.hashes, event.hash);
    }
    return rows;
}

}  // namespace vestibule
