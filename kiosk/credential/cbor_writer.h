// Writes deterministic CBOR (RFC 8949 §4.2.1): shortest heads, definite lengths. The caller keeps the order of map
// keys.
#pragma once

#include <cstdint>
#include <string_view>

#include "kiosk/base/bytes.h"

namespace vestibule {

class CborWriter {
  public:
    CborWriter& integer(std::int64_t value);
    CborWriter& bytes(ByteView value);
    CborWriter& text(std::string_view value);
    CborWriter& boolean(bool value);
    CborWriter& array(std::size_t items);
    CborWriter& map(std::size_t pairs);
    CborWriter& tag(std::uint64_t number);

    [[nodiscard]] Bytes take() { return std::move(out_); }

  private:
    void append(ByteView raw) { out_.insert(out_.end(), raw.begin(), raw.end()); }
    Bytes out_;
};

}  // namespace vestibule
