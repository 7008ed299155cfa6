// Events as the columns that vestibule.push takes (config/central/exchange.sql): numbers as arrays, bytes packed one
// after the other, so that a batch is one call and no byte is spelled out in hexadecimal.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kiosk/base/bytes.h"
#include "kiosk/visit/event.h"

namespace vestibule {

// An array in PostgreSQL's text form, such as {1,2,NULL} or {"a","b"}.
class ArrayText {
  public:
    void add(std::int64_t number);
    void add_null() { next() += "NULL"; }
    void add_text(std::string_view text);
    void add_bytes(ByteView bytes);  // of a bytea[]
    [[nodiscard]] std::string text() const { return out_ + "}"; }

  private:
    std::string& next() { return out_.size() == 1 ? out_ : out_ += ','; }
    std::string out_ = "{";
};

// Byte strings of any length, some of them missing.
class PackedColumn {
  public:
    void add(ByteView value);
    void add_null();
    [[nodiscard]] ByteView bytes() const { return bytes_; }
    [[nodiscard]] std::string starts() const { return starts_.text(); }  // from 1
    [[nodiscard]] std::string lengths() const { return lengths_.text(); }

  private:
    Bytes bytes_;
    ArrayText starts_, lengths_;
};

struct PackedRows {
    ArrayText seqs, turns, ats, kinds;
    PackedColumn subjects, bodies, sealeds;
    Bytes streams, prevs, hashes;  // of 16, 32 and 32 bytes each
};
[[nodiscard]] PackedRows packed(std::span<const Event> events);

}  // namespace vestibule
