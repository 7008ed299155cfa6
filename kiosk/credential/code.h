// Codes that a person types: Crockford base32, "XXXX-XXXX", forgiving case and O/0, I/L/1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/ids.h"

namespace vestibule {

inline constexpr std::string_view invitation_prefix = "VI1:";

// 8 letters without the dash, as they are kept and compared.
inline constexpr std::size_t code_letters = 8;

[[nodiscard]] std::string random_code();                                      // 40 random bits
[[nodiscard]] std::string badge_code(const BadgeId& badge);                   // first 40 bits of SHA-256(cti)
[[nodiscard]] std::optional<std::string> parse_code(std::string_view typed);  // spaces, dashes and VI1: allowed
[[nodiscard]] std::string shown_code(std::string_view code);                  // "XXXX-XXXX"

}  // namespace vestibule
