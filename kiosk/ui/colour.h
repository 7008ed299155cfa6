// Colours and their contrast (WCAG 2.1 relative luminance), so that "readable" is computed and not hoped for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vestibule::ui {

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
    auto operator<=>(const Colour&) const = default;
};

inline constexpr double text_contrast_min = 7.0;     // every text on its ground
inline constexpr double control_contrast_min = 3.5;  // lines of controls on their ground

// "#RRGGBB", nothing else.
[[nodiscard]] std::optional<Colour> parse_colour(std::string_view text);
[[nodiscard]] std::string hex(Colour colour);
[[nodiscard]] constexpr Colour rgb(std::uint32_t value) {
    return {static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8),
            static_cast<std::uint8_t>(value), 255};
}
// 1 (same) to 21 (black on white). Alpha isn't looked at.
[[nodiscard]] double contrast(Colour a, Colour b);
// `amount` 0 gives `from`, 1 gives `to`.
[[nodiscard]] Colour mix(Colour from, Colour to, double amount);
[[nodiscard]] Colour faded(Colour colour, double opacity);
// `colour`, darkened step by step until it stands at least `ratio` off `ground`.
[[nodiscard]] Colour darkened_until(Colour colour, Colour ground, double ratio);

}  // namespace vestibule::ui
