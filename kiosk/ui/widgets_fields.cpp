// Fields, the stepper, the keypad.
#include <array>
#include <cmath>

#include "kiosk/ui/widgets.h"

namespace vestibule::ui {
namespace {

std::string shown_text(const FieldSpec& spec, const std::string& text) {
    if (spec.kind != FieldKind::secret) return text;
    std::string dots;
    for (std::size_t i = 0; i < text.size(); ++i) dots += "•";
    return dots;
}

// Applies what was typed on either keyboard; the strokes are used up.
FieldResult edit(Ui& ui, const FieldSpec& spec, std::string& text) {
    FieldResult result{.focused = true};
    auto& caret = ui.caret();
    keep_inside(caret, text);
    std::vector<Stroke> left;
    const auto before = text;
    for (auto& stroke : ui.input().strokes()) {
        if (const auto* typed = std::get_if<std::string>(&stroke))
            insert_text(text, caret, *typed, spec.length_max);
        else if (const auto* key = std::get_if<EditKey>(&stroke))
            apply_key(text, caret, *key);
        else if (std::get<Key>(stroke) == Key::enter)
            result.submitted = true;
        else if (std::get<Key>(stroke) != Key::space)
            left.push_back(stroke);
    }
    ui.input().strokes() = std::move(left);
    result.changed = text != before;
    return result;
}

struct FieldParts {
    Rect face, text, clear;
    bool clearable = false;
};

FieldParts parts_of(Ui& ui, const FieldSpec& spec, bool clearable) {
    FieldParts parts{.face = spec.rect,
                     .text = spec.rect.inset(std::min(ui.px(40), spec.rect.height * 0.3F), 0),
                     .clear = {},
                     .clearable = clearable};
    if (!spec.icon.empty()) {
        const float side = ui.theme().type_px(spec.type);
        ui.paint().icon(spec.icon, parts.text.cut_left(side).middle({side, side}), ui.palette().ink_second);
        parts.text.cut_left(side * 0.5F);
    }
    if (clearable) {
        const float side = std::max(ui.theme().target_min(), std::min(spec.rect.height, ui.px(96)));
        auto right = spec.rect;
        parts.clear = right.cut_right(std::min(side, spec.rect.height * 1.1F));
        parts.text.width = std::max(1.0F, parts.clear.x - parts.text.x);
    }
    if (!spec.label.empty()) {
        parts.text.cut_top(spec.rect.height * 0.1F);
        parts.text.cut_bottom(spec.rect.height * 0.06F);
    }
    return parts;
}

// The line of text, shifted so that the caret stays in sight.
void draw_line(Ui& ui, const FieldSpec& spec, Rect area, const std::string& shown, bool focused, std::size_t caret_at,
               std::size_t anchor_at) {
    auto& paint = ui.paint();
    const auto& p = ui.palette();
    const TextLook look{.type = spec.type, .colour = p.ink, .tabular = spec.kind == FieldKind::digits};
    const auto setting = paint.setting(look, 0);
    const float line_height = std::round(setting.size_px * setting.line_height),
                y = area.y + (area.height - line_height) / 2;
    auto hint = area;
    if (focused) hint.cut_left(ui.px(10));  // beside the caret, not under it
    if (shown.empty() && !spec.placeholder.empty())
        words_on(ui, spec.id, hint, spec.placeholder, {.type = spec.type, .colour = p.ink_second, .lines_max = 1},
                 Within::middle);
    const float caret_x = focused ? paint.texts().caret_x(shown, setting, caret_at) : 0;
    const float overflow = std::max(0.0F, paint.text_size(shown, look).width + 4 - area.width);
    const float shift = focused ? std::clamp(caret_x - area.width * 0.8F, 0.0F, overflow) : 0;
    paint.push_clip(area.inset(-2, 0));
    if (focused && anchor_at != caret_at) {
        const float other = paint.texts().caret_x(shown, setting, anchor_at);
        const float left = std::min(other, caret_x) - shift, right = std::max(other, caret_x) - shift;
        paint.fill({area.x + left, y, right - left, line_height}, p.brand_wash, 2);
    }
    if (!shown.empty()) {
        const float width = paint.text_size(shown, look).width + 8;
        paint.text({area.x - shift, y, std::max(width, 1.0F), line_height}, shown,
                   {.type = look.type, .colour = look.colour, .lines_max = 1, .tabular = look.tabular});
    }
    if (focused) {
        const float width = std::max(2.0F, ui.px(3.5F));
        paint.fill({area.x + caret_x - shift, y + line_height * 0.12F, width, line_height * 0.76F}, p.brand, 1);
    }
    paint.pop_clip();
}

// A byte of the secret's dots stands for one letter of it.
std::size_t shown_byte(const FieldSpec& spec, std::size_t byte) {
    return spec.kind == FieldKind::secret ? byte * std::string_view{"•"}.size() : byte;
}

// A real keyboard works as well as the keypad; what is typed fast arrives as several digits in one stroke.
void add_typed_digits(const std::vector<Stroke>& strokes, std::vector<std::string>& taken) {
    for (const auto& stroke : strokes) {
        if (const auto* typed = std::get_if<std::string>(&stroke)) {
            for (const char letter : *typed)
                if (letter >= '0' && letter <= '9') taken.emplace_back(1, letter);
        } else if (const auto* key = std::get_if<EditKey>(&stroke); key != nullptr && *key == EditKey::backspace) {
            taken.emplace_back("back");
        }
    }
}

bool clear_button(Ui& ui, const FieldSpec& spec, Rect rect) {
    const auto id = std::string{spec.id} + ".clear";
    const auto& p = ui.palette();
    const auto touch = ui.touch({.id = id,
                                 .rect = rect,
                                 .role = WidgetRole::button,
                                 .label = ui.texts().say("Clear"),
                                 .focusable = false,
                                 .fg = p.ink_second,
                                 .bg = p.card});
    const float side = ui.theme().type_px(spec.type) * 0.95F;
    ui.paint().icon("cross", rect.middle({side, side}), touch.press > 0 ? p.brand : p.ink_second);
    return touch.clicked;
}

}  // namespace

float field_height(const Ui& ui, bool with_label) {
    const float text = ui.theme().type_px(Type::body) * 1.4F,
                small = with_label ? ui.theme().type_px(Type::caption) * 1.25F : 0;
    return std::max({ui.theme().target_min(), ui.px(with_label ? 136.0F : 124.0F), text + small + ui.px(32)});
}

FieldResult field(Ui& ui, const FieldSpec& spec, std::string& text) {
    const auto& p = ui.palette();
    auto& paint = ui.paint();
    const auto touch = ui.touch({.id = spec.id,
                                 .rect = spec.rect,
                                 .role = WidgetRole::field,
                                 .label = spec.label.empty() ? spec.placeholder : spec.label,
                                 .value = spec.kind == FieldKind::secret ? std::string(text.size(), '*') : text,
                                 .fg = p.ink,
                                 .bg = p.card});
    if (touch.held && ui.input().pointer().pressed) ui.focus_by_touch(spec.id);
    const bool focused = touch.focused && !ui.inert();
    const auto result = focused ? edit(ui, spec, text) : FieldResult{};
    // The button that this text makes ready may be drawn already, and the tree tells of the text as it was.
    if (result.changed) ui.redraw_in(1);
    const float radius = std::min(ui.px(28), spec.rect.height * 0.26F);
    paint.fill(spec.rect, p.card, radius);
    const auto line = !spec.valid ? p.attention : focused ? p.brand : p.line;
    paint.outline(spec.rect, line, focused || !spec.valid ? ui.px(4) : std::max(1.5F, ui.px(2)), radius);
    auto parts = parts_of(ui, spec, !text.empty() && !ui.inert() && spec.kind != FieldKind::secret);
    if (!spec.label.empty()) {
        const float height = ui.theme().type_px(Type::caption) * 1.3F;
        const auto colour = !spec.valid ? p.attention : focused ? p.brand : p.ink_second;
        words_on(ui, spec.id, parts.text.cut_top(height), spec.label,
                 {.type = Type::caption, .colour = colour, .lines_max = 1}, Within::middle);
    }
    const auto shown = shown_text(spec, text);
    const auto setting =
        paint.setting({.type = spec.type, .colour = p.ink, .tabular = spec.kind == FieldKind::digits}, 0);
    if (touch.held && focused && ui.input().pointer().pressed && spec.kind != FieldKind::secret) {
        const auto at = paint.texts().byte_at(shown, setting, ui.input().pointer().at.x - parts.text.x);
        ui.caret() = {at, at};
    }
    draw_line(ui, spec, parts.text, shown, focused, shown_byte(spec, ui.caret().at),
              shown_byte(spec, ui.caret().anchor));
    auto out = result;
    out.focused = focused;
    if (parts.clearable && clear_button(ui, spec, parts.clear)) {
        text.clear();
        ui.focus(spec.id);  // a mouse brings no keyboard by that, and a finger's stays
        out.changed = true;
        ui.redraw_in(1);
    }
    return out;
}

bool stepper(Ui& ui, const StepperSpec& spec, int& value) {
    const auto& p = ui.palette();
    auto& paint = ui.paint();
    const float radius = std::min(ui.px(28), spec.rect.height * 0.26F);
    paint.fill(spec.rect, p.card, radius);
    paint.outline(spec.rect, p.line, std::max(1.5F, ui.px(2)), radius);
    auto inside = spec.rect.inset(ui.px(16), 0);
    const float side = std::max(ui.theme().target_min(), ui.px(88));
    const auto id = std::string{spec.id};
    const auto step = [&](const char* name, const char* icon, Rect rect, bool enabled, const std::string& words) {
        const auto touch = ui.touch({.id = id + name,
                                     .rect = rect,
                                     .role = WidgetRole::button,
                                     .label = words,
                                     .enabled = enabled,
                                     .fg = p.brand,
                                     .bg = p.brand_wash});
        const auto face = rect.middle({side * 0.84F, side * 0.84F});
        paint.fill(face, enabled ? mix(p.brand_wash, p.brand, 0.2 * touch.press) : p.neutral_wash, face.width * 0.3F);
        const float icon_side = face.width * 0.5F;
        paint.icon(icon, face.middle({icon_side, icon_side}), enabled ? p.brand : p.ink_second);
        if (touch.focused) focus_ring(ui, face, face.width * 0.3F);
        return touch.clicked;
    };
    const int before = value;
    if (step(".more", "plus", inside.cut_right(side), value < spec.most, ui.texts().say("More"))) ++value;
    const auto middle = inside.cut_right(std::max(ui.px(88), ui.theme().type_px(Type::choice) * 1.6F));
    if (step(".less", "minus", inside.cut_right(side), value > spec.least, ui.texts().say("Fewer"))) --value;
    paint.text(
        middle, std::to_string(value),
        {.type = Type::choice, .weight = Weight::semibold, .colour = p.ink, .align = Align::centre, .tabular = true},
        Within::middle);
    inside.cut_left(ui.px(24));
    label(ui, {.id = id,
               .rect = inside,
               .text = spec.label,
               .look = {.type = Type::body, .colour = p.ink, .lines_max = 2},
               .within = Within::middle,
               .ground = p.card});
    return value != before;
}

float keypad_height(const Ui& ui) {
    const float key = std::max(ui.theme().target_min(), ui.px(128));
    return 4 * key + 3 * ui.px(16);
}

std::vector<std::string> keypad(Ui& ui, std::string_view id, Rect rect) {
    constexpr std::array<const char*, 12> keys{"1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "back"};
    const auto& p = ui.palette();
    const float gap = ui.px(16), width = (rect.width - 2 * gap) / 3, height = (rect.height - 3 * gap) / 4;
    std::vector<std::string> taken;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string key{keys[i]};
        const Rect at{rect.x + static_cast<float>(i % 3) * (width + gap),
                      rect.y + static_cast<float>(i / 3) * (height + gap), width, height};
        const bool digit = key.size() == 1;
        const auto words = digit ? key : key == "back" ? ui.texts().say("Delete") : ui.texts().say("Clear");
        const auto touch = ui.touch({.id = std::string{id} + "." + key,
                                     .rect = at,
                                     .role = WidgetRole::key,
                                     .label = words,
                                     .fg = p.ink,
                                     .bg = p.card});
        const float radius = std::min(ui.px(28), height * 0.28F);
        const auto fill = digit ? p.card : p.neutral_wash;
        ui.paint().fill(at, mix(fill, p.brand, 0.16 * touch.press), radius);
        ui.paint().outline(at, p.line, std::max(1.5F, ui.px(2)), radius);
        const float icon_side = ui.px(52);
        if (key == "back")
            ui.paint().icon("backspace", at.middle({icon_side, icon_side}), p.ink);
        else
            words_on(ui, std::string{id} + "." + key, at, words,
                     {.type = digit ? Type::choice : Type::caption,
                      .weight = Weight::semibold,
                      .colour = p.ink,
                      .align = Align::centre,
                      .lines_max = 1,
                      .tabular = true},
                     Within::middle);
        if (touch.focused) focus_ring(ui, at, radius);
        if (touch.clicked) taken.push_back(key);
    }
    if (ui.inert()) return {};
    ui.await_typing();
    add_typed_digits(ui.input().strokes(), taken);
    return taken;
}

void pin_dots(Ui& ui, std::string_view id, Rect rect, std::size_t filled, std::size_t of, std::string_view words) {
    const auto& p = ui.palette();
    const float radius = ui.px(16), pitch = ui.px(64);
    const auto count = std::max(filled, of);
    float x = rect.centre().x - pitch * static_cast<float>(count - 1) / 2;
    for (std::size_t i = 0; i < count; ++i, x += pitch) {
        const Point centre{x, rect.centre().y};
        if (i < filled)
            ui.paint().fill_circle(centre, radius, p.brand);
        else
            ui.paint().ring(centre, radius - 2, 1, p.line, std::max(2.0F, ui.px(3)));
    }
    ui.report({.id = std::string{id},
               .role = WidgetRole::text,
               .label = std::string{words},
               .value = std::to_string(filled),
               .fg = p.brand,
               .bg = p.paper,
               .rect = rect});
}

}  // namespace vestibule::ui
