// The bytes of a badge token: a CWT (RFC 8392) in COSE_Sign1 (RFC 9052 §4.2), deterministically encoded. FORMATS.md.
// Form only: nothing is signed or verified here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/bytes.h"
#include "kiosk/credential/token.h"

namespace vestibule {

inline constexpr std::size_t issuer_length_max = 4;
inline constexpr int zones_max = 0xFFFF;                     // 16 bits
inline constexpr std::int64_t token_time_max = 0xFFFF'FFFF;  // seconds since 1970: until the year 2106

struct TokenForm {
    KeyId key_id{};
    std::string issuer;
    Claims claims;  // times in whole seconds
    Signature signature{};
};

// What is signed: RFC 9052 §4.4, ["Signature1", protected, h'', payload].
[[nodiscard]] Bytes signed_part(const TokenForm& form);
[[nodiscard]] Bytes cose_of(const TokenForm& form);
// Nothing where a byte differs from what cose_of() makes of it: other orders, longer heads, duplicates, trailing
// bytes.
[[nodiscard]] std::optional<TokenForm> read_cose(ByteView cose);

// The bounds of FORMATS.md on what a token may say.
[[nodiscard]] bool is_issuer(std::string_view text);
[[nodiscard]] bool within_bounds(const Claims& claims);

}  // namespace vestibule
