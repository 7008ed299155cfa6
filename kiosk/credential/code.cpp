// Codes that a person types: Crockford base32 (https://www.crockford.com/base32.html), 40 bits in 8 letters.
#include "kiosk/credential/code.h"

#include <sodium.h>

#include "kiosk/base/bytes.h"
#include "kiosk/base/ensure.h"

namespace vestibule {
namespace {

constexpr std::string_view code_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // no I, L, O, U
constexpr std::size_t typed_length_max = 64;                                    // what is longer is no code

// The first 40 bits of `bytes`.
std::string code_of(ByteView bytes) {
    std::uint64_t bits = 0;
    for (const auto byte : bytes.first(5)) bits = bits << 8U | byte;
    std::string out;
    for (std::size_t letter = 0; letter < code_letters; ++letter)
        out += code_alphabet[bits >> (35U - 5U * letter) & 0x1FU];
    return out;
}

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// The letter that a person meant.
char meant(char c) {
    c = upper(c);
    if (c == 'O') return '0';
    if (c == 'I' || c == 'L') return '1';
    return c;
}

bool starts_with_invitation(std::string_view text) {
    if (text.size() < invitation_prefix.size()) return false;
    for (std::size_t i = 0; i < invitation_prefix.size(); ++i)
        if (upper(text[i]) != invitation_prefix[i]) return false;
    return true;
}

}  // namespace

std::string random_code() {
    return code_of(random_uuid());
}  // a UUID's first 40 bits are random

std::string badge_code(const BadgeId& badge) {
    Hash hash{};
    crypto_hash_sha256(hash.data(), badge.bytes.data(), badge.bytes.size());
    return code_of(hash);
}

std::optional<std::string> parse_code(std::string_view typed) {
    if (typed.size() > typed_length_max) return std::nullopt;
    const auto first = typed.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return std::nullopt;
    typed.remove_prefix(first);
    if (starts_with_invitation(typed)) typed.remove_prefix(invitation_prefix.size());
    std::string code;
    for (const char c : typed) {
        if (c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n') continue;
        if (code_alphabet.find(meant(c)) == std::string_view::npos) return std::nullopt;
        code += meant(c);
    }
    if (code.size() != code_letters) return std::nullopt;
    return code;
}

std::string shown_code(std::string_view code) {
    ensure(code.size() == code_letters, "a code that wasn't parsed is shown");
    return fmt::format("{}-{}", code.substr(0, code_letters / 2), code.substr(code_letters / 2));
}

}  // namespace vestibule
