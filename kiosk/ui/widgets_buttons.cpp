// Labels, buttons, cards to choose, pills.
#include <cmath>

#include "kiosk/ui/widgets.h"

namespace vestibule::ui {
namespace {

struct ButtonColours {
    Colour fill, ink, line;
    bool outlined = false;
};

ButtonColours colours_of_button(const Palette& p, const ButtonSpec& spec) {
    const auto ground = spec.ground.value_or(p.paper);
    switch (spec.kind) {
        case ButtonKind::primary:
            return {p.brand, p.on_brand, p.brand};
        case ButtonKind::welcome:
            return {p.welcome, p.card, p.welcome};
        case ButtonKind::secondary:
            return {p.card, p.ink, p.line, true};
        case ButtonKind::quiet:
            return {faded(p.brand_wash, 0), p.brand, p.brand};
        case ButtonKind::stop:
            return {p.card, p.stop, p.stop, true};
        case ButtonKind::inverse:
            return {p.card, ground, p.card};
        case ButtonKind::outline_on_colour:
            return {faded(p.card, 0), p.card, p.card, true};
    }
    return {};
}

Colour when_pressed(Colour fill, Colour ink, float press) {
    if (fill.alpha == 0) return faded(ink, 0.12 * press);
    return mix(fill, ink, (fill.red > 128 ? 0.10 : 0.16) * press);
}

// Icon and words as one group in the middle.
void button_face(Ui& ui, const ButtonSpec& spec, Rect rect, Colour ink_colour) {
    auto& paint = ui.paint();
    TextLook look{
        .type = spec.type, .weight = Weight::semibold, .colour = ink_colour, .align = Align::centre, .lines_max = 2};
    const float side = spec.icon.empty() ? 0 : ui.theme().type_px(spec.type) * 1.05F;
    const float gap = spec.icon.empty() || spec.label.empty() ? 0 : side * 0.45F;
    const float room = rect.width - side - gap - ui.px(32);
    const auto size = paint.text_size(spec.label, look, std::max(1.0F, room));
    const float natural = paint.text_size(spec.label, look).width;
    const float text_width =
        std::min(std::ceil(std::max(size.width, std::min(natural, room))) + 2, std::max(1.0F, room));
    auto group = rect.middle({side + gap + text_width, rect.height});
    if (side > 0) {
        const auto box = spec.icon_after ? group.cut_right(side) : group.cut_left(side);
        paint.icon(spec.icon, box.middle({side, side}), ink_colour);
        static_cast<void>(spec.icon_after ? group.cut_right(gap) : group.cut_left(gap));
    }
    words_on(ui, spec.id, group, spec.label, look, Within::middle);
}

}  // namespace

ToneColours colours_of(const Palette& p, Tone tone) {
    switch (tone) {
        case Tone::neutral:
            return {p.ink_second, p.neutral_wash};
        case Tone::brand:
            return {p.brand, p.brand_wash};
        case Tone::attention:
            return {p.attention, p.attention_wash};
        case Tone::welcome:
            return {p.welcome, p.welcome_wash};
        case Tone::stop:
            return {p.stop, p.stop_wash};
    }
    return {};
}

float balanced_width(Ui& ui, std::string_view text, const TextLook& look, float width) {
    constexpr int halvings = 6;
    const float height = ui.paint().text_size(text, look, width).height;
    float narrow = width * 0.45F, wide = width;
    for (int i = 0; i < halvings; ++i) {
        const float middle = std::round((narrow + wide) / 2);
        const auto size = ui.paint().text_size(text, look, middle);
        (size.height > height || size.width > middle ? narrow : wide) = middle;
    }
    return wide;
}

TextLook ink(const Ui& ui, Type type, Weight weight, Align align) {
    return {.type = type, .weight = weight, .colour = ui.palette().ink, .align = align};
}

TextLook second_ink(const Ui& ui, Type type, Align align) {
    return {.type = type, .colour = ui.palette().ink_second, .align = align};
}

float label(Ui& ui, const LabelSpec& spec) {
    const auto drawn = ui.paint().text(spec.rect, spec.text, spec.look, spec.within);
    if (!spec.id.empty() && !spec.text.empty()) {
        const auto seen = drawn.rect.overlap(ui.paint().clip());
        const auto ground = spec.ground.alpha == 0 || spec.ground == Colour{} ? ui.palette().paper : spec.ground;
        if (!seen.empty())
            ui.report({.id = std::string{spec.id},
                       .role = WidgetRole::text,
                       .label = std::string{spec.text},
                       .value = {},
                       .ellipsized = drawn.ellipsized,
                       .fg = spec.look.colour,
                       .bg = ground,
                       .rect = seen});
    }
    return spec.text.empty() ? 0 : drawn.rect.height;
}

void words_on(Ui& ui, std::string_view id, Rect rect, std::string_view text, const TextLook& look, Within within) {
    constexpr float leading = 1.15F;  // a line's box is a little taller than its letters
    const auto drawn = ui.paint().text(rect, text, look, within);
    if (drawn.ellipsized || drawn.rect.height > rect.height * leading) ui.report_cut_off(id);
}

void focus_ring(Ui& ui, Rect rect, float radius) {
    const float gap = ui.px(6), width = std::max(2.0F, ui.px(5));
    ui.paint().outline(rect.inset(-gap - width), ui.palette().brand, width, radius + gap + width);
}

bool button(Ui& ui, const ButtonSpec& spec) {
    const auto& p = ui.palette();
    auto colours = colours_of_button(p, spec);
    if (!spec.enabled) {
        const bool filled = spec.kind == ButtonKind::primary || spec.kind == ButtonKind::welcome;
        const auto fill = filled ? p.hairline : p.paper;
        colours = {fill, darkened_until(p.ink_second, fill, text_contrast_min), p.line, !filled};
        if (ui.comfort().large && filled) colours.fill = p.neutral_wash, colours.outlined = true;
    }
    const auto ground = colours.fill.alpha == 0 ? spec.ground.value_or(p.paper) : colours.fill;
    const auto touch = ui.touch({.id = spec.id,
                                 .rect = spec.rect,
                                 .role = WidgetRole::button,
                                 .label = spec.label,
                                 .enabled = spec.enabled,
                                 .by_enter = spec.by_enter,
                                 .fg = colours.ink,
                                 .bg = ground});
    const float radius = std::min(ui.px(30), spec.rect.height * 0.3F);
    const auto face = touch.press > 0 ? spec.rect.inset(ui.px(3) * touch.press) : spec.rect;
    ui.paint().fill(face, when_pressed(colours.fill, colours.ink, touch.press), radius);
    if (colours.outlined) ui.paint().outline(face, colours.line, std::max(1.5F, ui.px(2.5F)), radius);
    button_face(ui, spec, face, colours.ink);
    if (touch.focused) focus_ring(ui, spec.rect, radius);
    return touch.clicked;
}

bool choice_card(Ui& ui, const ChoiceSpec& spec) {
    const auto& p = ui.palette();
    auto& paint = ui.paint();
    const auto fill = spec.primary ? p.brand : p.card, words = spec.primary ? p.on_brand : p.ink;
    const auto touch = ui.touch({.id = spec.id,
                                 .rect = spec.rect,
                                 .role = WidgetRole::choice,
                                 .label = spec.title,
                                 .value = spec.subtitle,
                                 .fg = words,
                                 .bg = fill});
    const float radius = std::min(ui.px(36), spec.rect.height * 0.28F);
    const auto face = spec.rect.inset(ui.px(3) * touch.press);
    paint.fill(face, when_pressed(fill, spec.primary ? p.ink : p.brand, touch.press), radius);
    if (!spec.primary) paint.outline(face, p.line, std::max(1.5F, ui.px(2)), radius);
    auto inner = face.inset(std::min(ui.px(50), face.height * 0.26F), 0);
    const bool two = !spec.subtitle.empty();
    const float side = std::min(two ? ui.px(112) : ui.px(52), face.height * 0.66F);
    const auto box = inner.cut_left(side).middle({side, side});
    if (two) paint.fill(box, spec.primary ? mix(p.brand, p.card, 0.17) : p.brand_wash, side * 0.26F);
    const float icon_side = two ? side * 0.56F : side;
    paint.icon(spec.icon, box.middle({icon_side, icon_side}), spec.primary ? p.on_brand : p.brand);
    inner.cut_left(two ? ui.px(40) : ui.px(28));
    if (spec.chevron) paint.icon("chevron-right", inner.cut_right(ui.px(44)).middle({ui.px(44), ui.px(44)}), words);
    TextLook title{
        .type = two ? Type::choice : Type::body, .weight = Weight::semibold, .colour = words, .lines_max = 2};
    const TextLook below{
        .type = Type::caption, .colour = spec.primary ? p.on_brand_second : p.ink_second, .lines_max = 2};
    float title_height = paint.text_size(spec.title, title, inner.width).height;
    const float below_height = two ? paint.text_size(spec.subtitle, below, inner.width).height : 0;
    if (title_height + below_height > face.height * 0.94F) {  // large text on a small display
        title.type = Type::caption;
        title_height = paint.text_size(spec.title, title, inner.width).height;
    }
    auto text = inner.middle({inner.width, title_height + below_height});
    words_on(ui, spec.id, text.cut_top(title_height), spec.title, title);
    if (two) words_on(ui, spec.id, text, spec.subtitle, below);
    if (title_height + below_height > face.height) ui.report_cut_off(spec.id);
    if (touch.focused) focus_ring(ui, spec.rect, radius);
    return touch.clicked;
}

float pill_width(Ui& ui, std::string_view label, Type type, bool icon) {
    const float text = ui.paint().text_size(label, {.type = type, .weight = Weight::semibold}).width;
    const float side = icon ? ui.theme().type_px(type) * 1.5F : 0;
    return std::max(ui.theme().target_min() * 1.1F, text + side + ui.px(64));
}

bool pill(Ui& ui, const PillSpec& spec) {
    const auto& p = ui.palette();
    const auto words = spec.selected ? p.brand : p.ink;
    const auto touch = ui.touch({.id = spec.id,
                                 .rect = spec.rect,
                                 .role = WidgetRole::choice,
                                 .label = spec.label,
                                 .value = spec.selected ? "selected" : "",
                                 .fg = words,
                                 .bg = p.card});
    const float radius = spec.rect.height / 2;
    auto& paint = ui.paint();
    paint.fill(spec.rect, when_pressed(p.card, p.brand, touch.press), radius);
    paint.outline(spec.rect, spec.selected ? p.brand : p.line, spec.selected ? ui.px(4) : std::max(1.5F, ui.px(2)),
                  radius);
    const TextLook look{.type = spec.type,
                        .weight = spec.selected ? Weight::semibold : Weight::regular,
                        .colour = words,
                        .align = Align::centre,
                        .lines_max = 1};
    auto inside = spec.rect;
    if (!spec.icon.empty()) {
        const float side = ui.theme().type_px(spec.type) * 1.15F;
        const float text = paint.text_size(spec.label, look).width;
        inside = inside.middle({text + side * 1.35F + 4, inside.height});
        paint.icon(spec.icon, inside.cut_right(side).middle({side, side}), words);
        inside.cut_right(side * 0.35F);
    }
    words_on(ui, spec.id, inside, spec.label, look, Within::middle);
    if (touch.focused) focus_ring(ui, spec.rect, radius);
    return touch.clicked;
}

}  // namespace vestibule::ui
