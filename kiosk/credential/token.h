// What a badge's QR says: a CWT (RFC 8392) in COSE_Sign1 (RFC 9052), Ed25519 (RFC 8032), base45 (RFC 9285).
// FORMATS.md.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/bytes.h"
#include "kiosk/base/result.h"
#include "kiosk/visit/check.h"

namespace vestibule {

inline constexpr std::size_t token_length_max = 221;  // QR version 8, level M, alphanumeric
inline constexpr std::string_view token_prefix = "VB1:";
// UTF-8 bytes of a visit type's name in a token: with an issuer of 4 characters and 16 zones that makes 220
// characters; one more byte would make 222.
inline constexpr std::size_t badge_type_bytes_max = 15;

using KeyId = std::array<std::uint8_t, 4>;  // first 4 bytes of SHA-256(public key)
[[nodiscard]] KeyId key_id_of(ByteView public_key);

// Times are cut to whole seconds. Thread: any, as all here.
// Errors: give_up when the claims don't fit (type longer than badge_type_bytes_max, issuer not 1 to 4 ASCII
// characters, more than 16 zones, times outside 1970 to 2106).
[[nodiscard]] Result<std::string> issue_token(const Claims& claims, std::string_view issuer, ByteView public_key,
                                              ByteView signing_key);

// All known public keys with that id (a collision is possible, so it may be more than one). Station that owns it
// beside it.
struct CandidateKey {
    std::array<std::uint8_t, 32> key{};
    StationId station;
};
using KeysById = std::function<std::vector<CandidateKey>(const KeyId&)>;

struct VerifiedToken {
    Claims claims;
    StationId signer;
};

// Checks form, determinism, issuer and signature; never the times (visit/check does). White space that a scanner adds
// around the token is ignored; lower case is refused (base45 has none). Pure, no allocation is driven by
// a length in the input beyond token_length_max. The Refusal is unreadable, wrong_site, unknown_key or forged.
[[nodiscard]] tl::expected<VerifiedToken, Refusal> verify_token(std::string_view token, std::string_view issuer,
                                                                const KeysById& keys);

}  // namespace vestibule
