// The PIN screen: one column upright, words left and digits right on a wide display.
#include "kiosk/screens/common/pin_pad.h"

#include <algorithm>

#include "kiosk/screens/common/flow.h"

namespace vestibule {
namespace {

void take_digit(const std::string& key, std::string& pin) {
    if (key == "clear") {
        pin.clear();
    } else if (key == "back") {
        if (!pin.empty()) pin.pop_back();
    } else if (pin.size() < pin_digits_max) {
        pin += key;
    }
}

std::vector<Line> title_lines(ui::Ui& ui, const PinPad& spec, ui::Align align) {
    return {{spec.screen + ".title", spec.title, ui::ink(ui, ui::Type::question, ui::Weight::semibold, align)},
            {spec.screen + ".reason", spec.reason, ui::second_ink(ui, ui::Type::body, align), ui.px(12)}};
}

ui::TextLook message_look(ui::Ui& ui, ui::Align align) {
    auto look = ui::ink(ui, ui::Type::caption, ui::Weight::semibold, align);
    look.colour = ui.palette().stop;
    return look;
}

// Of all that draw_words() draws, upright.
float words_height(ui::Ui& ui, const PinPad& spec, float width) {
    constexpr auto centre = ui::Align::centre;
    const float message =
        spec.message.empty() ? 0 : ui.paint().text_size(spec.message, message_look(ui, centre), width).height;
    return ui.px(96 + 32) + lines_height(ui, title_lines(ui, spec, centre), width) + ui.px(48 + 40 + 28) + message +
           ui.px(24);
}

void draw_words(ui::Ui& ui, const PinPad& spec, ui::Rect rect, const std::string& pin, ui::Align align) {
    const auto& p = ui.palette();
    const float side = ui.px(96);
    auto icon = rect.cut_top(side);
    const float x = align == ui::Align::centre ? icon.x + (icon.width - side) / 2 : icon.x;
    icon = {x, icon.y, side, side};
    ui.paint().fill(icon, p.brand_wash, side * 0.28F);
    ui.paint().icon("lock", icon.middle({side * 0.54F, side * 0.54F}), p.brand);
    rect.cut_top(ui.px(32));
    const auto ground = p.paper;
    const auto lines = title_lines(ui, spec, align);
    const float height = lines_height(ui, lines, rect.width);
    draw_lines(ui, rect.cut_top(height), lines, ground);
    rect.cut_top(ui.px(48));
    auto dots = rect.cut_top(ui.px(40));
    if (align == ui::Align::start) dots.width = std::min(dots.width, ui.px(64) * 5 + ui.px(32));
    ui::pin_dots(ui, spec.screen + ".digits", dots, pin.size(), pin_digits_min, spec.title);
    rect.cut_top(ui.px(28));
    ui::label(ui, {.id = spec.screen + ".message",
                   .rect = rect,
                   .text = spec.message,
                   .look = message_look(ui, align),
                   .ground = ground});
}

float button_height(const ui::Ui& ui) {
    return std::max(ui.px(112), ui.theme().target_min());
}

// Digits and what follows them; the column's buttons stand below each other.
PinAnswer draw_keys(ui::Ui& ui, const PinPad& spec, ui::Rect rect, std::string& pin, bool with_back) {
    PinAnswer answer = PinAnswer::none;
    const float gap = ui.px(20), height = button_height(ui);
    for (const auto& key : ui::keypad(ui, spec.screen + ".key", rect.cut_top(ui::keypad_height(ui))))
        take_digit(key, pin), ui.redraw_in(1);  // the dots may be drawn already
    rect.cut_top(ui.px(32));
    const bool ready = pin.size() >= pin_digits_min && !spec.locked;
    if (ui::button(ui, {.id = spec.screen + ".sign_in",
                        .rect = rect.cut_top(height),
                        .label = ui.texts().say("Continue"),
                        .type = ui::Type::body,
                        .enabled = ready}))
        answer = PinAnswer::submitted;
    rect.cut_top(gap);
    if (with_back && ui::button(ui, {.id = spec.screen + ".back",
                                     .rect = rect.cut_top(height),
                                     .label = spec.back,
                                     .kind = ui::ButtonKind::quiet,
                                     .type = ui::Type::body}))
        answer = PinAnswer::back;
    if (ready && ui.focused().empty() && ui.pressed(ui::Key::enter)) answer = PinAnswer::submitted;
    return answer;
}

}  // namespace

PinAnswer pin_pad(ui::Ui& ui, const PinPad& spec, std::string& pin) {
    PinAnswer answer = PinAnswer::none;
    const bool has_back = !spec.back.empty();
    const float keys_height = ui::keypad_height(ui) + ui.px(32) + button_height(ui);
    if (ui.theme().portrait()) {
        const float below = ui.px(20) + button_height(ui), width = std::min(spec.rect.width, ui.px(720));
        const float words = std::max(ui.px(480), words_height(ui, spec, width));
        auto column = spec.rect.middle({width, std::min(spec.rect.height, words + keys_height + below)});
        draw_words(ui, spec, column.cut_top(words), pin, ui::Align::centre);
        answer = draw_keys(ui, spec, column, pin, has_back);
    } else {
        auto area =
            spec.rect.middle({std::min(spec.rect.width, ui.px(1400)), std::min(spec.rect.height, ui.px(840))});
        auto keys = area.cut_right(ui.px(560));
        area.cut_right(ui.px(120));
        keys = keys.middle({keys.width, std::min(keys.height, keys_height)});
        const float foot = has_back ? button_height(ui) + ui.px(20) : 0;
        const float words = std::min(spec.rect.height, words_height(ui, spec, area.width) + foot);
        area = area.middle({area.width, std::max(keys.height, words)});
        if (has_back) {
            const auto at = area.cut_bottom(button_height(ui)).cut_left(ui.px(280));
            if (ui::button(ui, {.id = spec.screen + ".back",
                                .rect = at,
                                .label = spec.back,
                                .icon = "arrow-left",
                                .kind = ui::ButtonKind::secondary,
                                .type = ui::Type::body}))
                answer = PinAnswer::back;
        }
        draw_words(ui, spec, area, pin, ui::Align::start);
        const auto from_keys = draw_keys(ui, spec, keys, pin, false);
        if (from_keys != PinAnswer::none) answer = from_keys;
    }
    if (has_back && ui.pressed(ui::Key::escape)) answer = PinAnswer::back;
    return answer;
}

}  // namespace vestibule
