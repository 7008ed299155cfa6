// Identities: random UUIDs and their text form (RFC 9562).
#include "kiosk/base/ids.h"

#include <sys/random.h>

#include "kiosk/base/ensure.h"

namespace vestibule {

std::array<std::uint8_t, 16> random_uuid() {
    std::array<std::uint8_t, 16> bytes{};
    ensure(getrandom(bytes.data(), bytes.size(), 0) == 16, "the kernel gave no random bytes");
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x40U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
    return bytes;
}

std::string uuid_text(const std::array<std::uint8_t, 16>& bytes) {
    auto hex = to_hex(bytes);
    for (const std::size_t at : {20U, 16U, 12U, 8U}) hex.insert(at, 1, '-');
    return hex;
}

std::optional<std::array<std::uint8_t, 16>> parse_uuid(std::string_view text) {
    std::array<std::uint8_t, 16> bytes{};
    std::size_t digits = 0;
    for (const char c : text) {
        if (c == '-') continue;
        const auto digit = hex_digit(c);
        if (!digit || digits == 2 * bytes.size()) return std::nullopt;
        auto& byte = bytes[digits++ / 2];
        byte = static_cast<std::uint8_t>(byte << 4U | *digit);
    }
    if (digits != 2 * bytes.size()) return std::nullopt;
    return bytes;
}

}  // namespace vestibule
