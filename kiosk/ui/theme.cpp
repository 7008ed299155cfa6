// The look: DESIGN.md's tokens, checked and scaled.
#include "kiosk/ui/theme.h"

#include <algorithm>

namespace vestibule::ui {
namespace {

constexpr float capital_of_em = 0.727F;        // Inter's capital height
constexpr float large_capital_mm_min = 7.35F;  // ACCEPTANCE F.1

Palette calm_palette(Colour brand) {
    Palette p{};
    p.paper = rgb(0xF5F2EC), p.card = rgb(0xFFFFFF), p.ink = rgb(0x17212B), p.ink_second = rgb(0x47525D);
    p.hairline = rgb(0xDFD9CF), p.line = rgb(0x857E71);
    p.brand_wash = mix(rgb(0xFFFFFF), brand, 0.077);
    p.brand = darkened_until(darkened_until(brand, p.brand_wash, text_contrast_min), p.paper, text_contrast_min);
    p.on_brand = rgb(0xFFFFFF);
    double softened = 0.09;
    do p.on_brand_second = mix(rgb(0xFFFFFF), p.brand, softened);
    while (contrast(p.on_brand_second, p.brand) < text_contrast_min && (softened -= 0.01) > 0);
    p.attention = rgb(0x6B4000), p.attention_wash = rgb(0xFFF1D6);
    p.welcome = rgb(0x0B6136), p.welcome_wash = mix(rgb(0xFFFFFF), rgb(0x0B6136), 0.045);
    p.stop = rgb(0x9A1C1A), p.stop_wash = mix(rgb(0xFFFFFF), rgb(0x9A1C1A), 0.05);
    p.neutral_wash = rgb(0xF4F1EB);
    p.keyboard = rgb(0xE8E3DA), p.key = rgb(0xFFFFFF), p.key_side = rgb(0xD8D2C6);
    return p;
}

// Stronger for those who asked: black on white, and every decoration becomes a line that can be seen.
Palette strong_palette(Colour brand) {
    auto p = calm_palette(darkened_until(brand, rgb(0xFFFFFF), 10));
    p.paper = rgb(0xFFFFFF), p.ink = rgb(0x000000), p.ink_second = rgb(0x17212B);
    p.hairline = rgb(0x5B5750), p.line = rgb(0x17212B);
    p.on_brand_second = rgb(0xFFFFFF);
    p.keyboard = rgb(0xD8D2C6), p.key_side = rgb(0xF5F2EC);
    return p;
}

constexpr float small_height_mm = 200;

float reference_mm_width(Role role, Size window) {
    if (role != Role::lobby) return window.width > window.height ? 531 : 299;
    if (window.width <= window.height) return 268;
    return window.width <= 1280 ? 217 : 476;
}

float reference_px(Type type) {
    switch (type) {
        case Type::verdict:
            return 150;
        case Type::face:
            return 92;
        case Type::greeting:
            return 104;
        case Type::question:
            return 72;
        case Type::choice:
            return 46;
        case Type::body:
            return 38;
        case Type::caption:
            return 30;
        case Type::title:
            return 54;
        case Type::stat:
            return 60;
        case Type::row:
            return 28;
        case Type::small:
            return 24;
    }
    return 38;
}

}  // namespace

Theme::Theme(const Config::Display& display, Role role, Size window, Comfort comfort)
    : window_{window}, comfort_{comfort}, motion_{display.motion} {
    const auto brand = parse_colour(display.brand).value_or(rgb(0x0A5354));
    palette_ = comfort.large ? strong_palette(brand) : calm_palette(brand);
    const float width = std::max(1.0F, window.width), height = std::max(1.0F, window.height);
    scale_ = height > width ? std::min(width / 1080, height / 1920) : std::min(width / 1920, height / 1080);
    const float width_mm = display.width.value > 0 ? display.width.value : reference_mm_width(role, window);
    mm_per_px_ = width_mm / width;
}

float Theme::type_px(Type type) const {
    const float size = px(reference_px(type));
    if (!comfort_.large) return size;
    const float wanted = std::max(size * 1.12F, mm(large_capital_mm_min / capital_of_em));
    // A 10″ display held sideways has no room for more; it is also read from nearer.
    const bool small_display = mm_per_px_ * window_.height < small_height_mm;
    return small_display ? std::min(wanted, size * 1.25F) : wanted;
}

}  // namespace vestibule::ui
