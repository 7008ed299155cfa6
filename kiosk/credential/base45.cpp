// Base45 (RFC 9285 §4): little-endian groups of three digits for two bytes, two digits for a last single byte.
#include "kiosk/credential/base45.h"

namespace vestibule {
namespace {

constexpr std::string_view base45_alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr unsigned base = 45;

// The number that `digits` (two or three of them) stand for.
std::optional<unsigned> group_value(std::string_view digits) {
    unsigned value = 0, weight = 1;
    for (const char c : digits) {
        const auto digit = base45_alphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        value += static_cast<unsigned>(digit) * weight;
        weight *= base;
    }
    return value;
}

}  // namespace

std::string to_base45(ByteView bytes) {
    std::string out;
    out.reserve((bytes.size() + 1) / 2 * 3);
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        const bool pair = i + 1 < bytes.size();
        const unsigned value = pair ? bytes[i] * 256U + bytes[i + 1] : bytes[i];
        out += base45_alphabet[value % base];
        out += base45_alphabet[value / base % base];
        if (pair) out += base45_alphabet[value / (base * base)];
    }
    return out;
}

std::optional<Bytes> from_base45(std::string_view text) {
    if (text.size() % 3 == 1) return std::nullopt;
    Bytes out;
    out.reserve(text.size() / 3 * 2 + 1);
    for (std::size_t i = 0; i < text.size(); i += 3) {
        const auto digits = text.substr(i, 3);
        const auto value = group_value(digits);
        if (!value || *value > (digits.size() == 3 ? 0xFFFFU : 0xFFU)) return std::nullopt;
        if (digits.size() == 3) out.push_back(static_cast<std::uint8_t>(*value >> 8U));
        out.push_back(static_cast<std::uint8_t>(*value & 0xFFU));
    }
    return out;
}

}  // namespace vestibule
