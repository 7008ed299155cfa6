// Base45 (RFC 9285): bytes as text of QR's alphanumeric mode; 2 bytes become 3 characters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/bytes.h"

namespace vestibule {

[[nodiscard]] std::string to_base45(ByteView bytes);
// Strict: nothing for a character outside the alphabet (lower case included), a length that can't be (RFC 9285 §6) or
// a group above its bytes' range. What decodes encodes to the same text again.
[[nodiscard]] std::optional<Bytes> from_base45(std::string_view text);

}  // namespace vestibule
