// Issues and verifies badge tokens: Ed25519 by libsodium over the bytes that token_form makes.
#include "kiosk/credential/token.h"

#include <sodium.h>

#include <algorithm>

#include "kiosk/base/ensure.h"
#include "kiosk/credential/base45.h"
#include "kiosk/credential/token_form.h"

namespace vestibule {
namespace {

// What scanners add around a code. The token's own last character is never a space: the last base45 digit of a group
// is at most 32 ("W"), a space is 36; its first characters are the prefix.
std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    const auto first = text.find_first_not_of(white);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white) - first + 1);
}

std::optional<TokenForm> read_token(std::string_view token) {
    token = trimmed(token);
    if (token.size() > token_length_max || !token.starts_with(token_prefix)) return std::nullopt;
    const auto cose = from_base45(token.substr(token_prefix.size()));
    if (!cose) return std::nullopt;
    return read_cose(*cose);
}

bool signature_holds(const TokenForm& form, ByteView message, const CandidateKey& candidate) {
    return crypto_sign_verify_detached(form.signature.data(), message.data(), message.size(), candidate.key.data()) ==
           0;
}

}  // namespace

KeyId key_id_of(ByteView public_key) {
    Hash hash{};
    crypto_hash_sha256(hash.data(), public_key.data(), public_key.size());
    return {hash[0], hash[1], hash[2], hash[3]};
}

Result<std::string> issue_token(const Claims& claims, std::string_view issuer, ByteView public_key,
                                ByteView signing_key) {
    ensure(public_key.size() == crypto_sign_PUBLICKEYBYTES && signing_key.size() == crypto_sign_SECRETKEYBYTES,
           "an Ed25519 key of another length");
    if (!is_issuer(issuer))
        return give_up(fmt::format("the issuer \"{}\" must be 1 to {} ASCII characters: correct [site] issuer",
                                   issuer, issuer_length_max));
    if (!within_bounds(claims))
        return give_up(
            fmt::format("a badge of type \"{}\" can't be written as a token: a type's name has at most {} bytes, "
                        "zones are 16, times lie between 1970 and 2106",
                        claims.type, badge_type_bytes_max));
    TokenForm form{.key_id = key_id_of(public_key), .issuer = std::string{issuer}, .claims = claims, .signature = {}};
    const auto message = signed_part(form);
    crypto_sign_detached(form.signature.data(), nullptr, message.data(), message.size(), signing_key.data());
    auto token = std::string{token_prefix} + to_base45(cose_of(form));
    ensure(token.size() <= token_length_max, "a token within the bounds is too long");
    return token;
}

tl::expected<VerifiedToken, Refusal> verify_token(std::string_view token, std::string_view issuer,
                                                  const KeysById& keys) {
    const auto form = read_token(token);
    if (!form) return tl::unexpected(Refusal::unreadable);
    if (form->issuer != issuer) return tl::unexpected(Refusal::wrong_site);
    const auto candidates = keys(form->key_id);
    if (candidates.empty()) return tl::unexpected(Refusal::unknown_key);
    const auto message = signed_part(*form);
    const auto signer = std::ranges::find_if(
        candidates, [&](const CandidateKey& candidate) { return signature_holds(*form, message, candidate); });
    if (signer == candidates.end()) return tl::unexpected(Refusal::forged);
    return VerifiedToken{.claims = form->claims, .signer = signer->station};
}

}  // namespace vestibule
