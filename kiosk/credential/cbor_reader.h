// Reads CBOR item by item in the order that the caller expects, without allocating: a length in the input drives
// nothing. It doesn't judge determinism: who needs it encodes what was read again and compares the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "kiosk/base/bytes.h"

namespace vestibule {

// Once something isn't as expected, the reader has failed and stays so; values read then are empty.
class CborReader {
  public:
    explicit CborReader(ByteView input) : rest_{input} {}

    [[nodiscard]] std::int64_t integer();
    [[nodiscard]] ByteView bytes();  // views into the input
    [[nodiscard]] std::string_view text();
    [[nodiscard]] bool boolean();
    // Each expects exactly this.
    void integer(std::int64_t expected);
    void array(std::uint64_t items);
    void map(std::uint64_t pairs);
    void tag(std::uint64_t number);  // with the shortest head

    // All as expected, and nothing left over.
    [[nodiscard]] bool done() const { return !failed_ && rest_.empty(); }

  private:
    struct Item;
    [[nodiscard]] Item next();
    ByteView rest_;
    bool failed_ = false;
};

}  // namespace vestibule
