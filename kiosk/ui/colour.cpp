// Colours and their contrast.
#include "kiosk/ui/colour.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace vestibule::ui {
namespace {

double linear(std::uint8_t channel) {
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) {
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

std::uint8_t blend(std::uint8_t from, std::uint8_t to, double amount) {
    return static_cast<std::uint8_t>(std::lround(from + (to - from) * std::clamp(amount, 0.0, 1.0)));
}

}  // namespace

std::optional<Colour> parse_colour(std::string_view text) {
    if (text.size() != 7 || text.front() != '#') return std::nullopt;
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return rgb(value);
}

std::string hex(Colour c) {
    return fmt::format("#{:02X}{:02X}{:02X}", c.red, c.green, c.blue);
}

double contrast(Colour a, Colour b) {
    const double first = luminance(a), second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

Colour mix(Colour from, Colour to, double amount) {
    return {blend(from.red, to.red, amount), blend(from.green, to.green, amount), blend(from.blue, to.blue, amount),
            blend(from.alpha, to.alpha, amount)};
}

Colour faded(Colour colour, double opacity) {
    colour.alpha = blend(0, colour.alpha, opacity);
    return colour;
}

Colour darkened_until(Colour colour, Colour ground, double ratio) {
    constexpr int steps_max = 64;
    for (int step = 0; step < steps_max && contrast(colour, ground) < ratio; ++step)
        colour = mix(colour, rgb(0), 0.05);
    return colour;
}

}  // namespace vestibule::ui
