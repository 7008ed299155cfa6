// Who is called is told so in their own language, whatever the page around it speaks.
#include "kiosk/screens/lobby/called.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk/ui/widgets.h"

namespace vestibule::lobby {
namespace {

using ui::Rect, ui::Type, ui::Weight;

std::string called_one(const Call& one) {
    if (one.call.number == 0) return one.call.name;
    return one.texts->say("Number {n}", {{"n", std::to_string(one.call.number)}});
}

std::string what_waits(const Call& one) {
    const auto& t = *one.texts;
    if (one.call.refused) return t.say("There’s an answer for you.");
    if (one.call.elsewhere) return t.say("Please come to reception: your badge is there.");
    if (one.call.host.empty()) return t.say("Your badge is waiting for you.");
    return one.call.escort ? t.say("Please wait here for {host}.", {{"host", one.call.host}})
                           : t.say("{host} is expecting you.", {{"host", one.call.host}});
}

std::string way_on(const Call& one) {
    const bool only_read = one.call.refused || one.call.elsewhere;
    return only_read ? one.texts->say("Touch here to read it") : one.texts->say("Touch here for your badge");
}

// What a card does without where there is little room, or much to say.
enum class Fit { whole, without_hint, small, name_only };
constexpr std::array fits = {Fit::whole, Fit::without_hint, Fit::small, Fit::name_only};

// As large as fits: one line of the largest, else as many as it takes of smaller ones, never dots.
ui::TextLook name_look(ui::Ui& ui, const std::string& name, float width, Fit fit) {
    auto look = ui::ink(ui, Type::greeting, Weight::semibold);
    if (fit < Fit::small && ui.paint().text_size(name, look).width <= width) return look;
    const float lines = ui.theme().portrait() ? 2 : 1;
    look.type = Type::question;
    if (fit < Fit::small &&
        ui.paint().text_size(name, look, width).height <= ui.theme().type_px(look.type) * 1.3F * lines)
        return look;
    look.type = Type::choice;
    if (ui.paint().text_size(name, look, width).height <= ui.theme().type_px(look.type) * 1.3F * 2) return look;
    look.type = Type::body;
    return look;
}

struct Card {
    std::string name, text, action, not_you;
    ui::TextLook name_look, text_look, small;
    float pad, gap, top, name_height, text_height, button, below;
    [[nodiscard]] float height() const {
        return 2 * pad + top + gap + name_height + (text.empty() ? 0 : gap + text_height) + 2 * gap + button +
               (not_you.empty() ? 0 : gap + below);
    }
};

Card card_of(ui::Ui& ui, const Call& one, float width, Fit fit) {
    Card card{.name = called_one(one), .text = {}, .action = way_on(one)};
    const bool upright = ui.theme().portrait();
    if (fit < Fit::name_only) card.text = what_waits(one);
    if (fit < Fit::without_hint)
        card.not_you =
            upright ? one.texts->say("Not you? Just carry on below.") : one.texts->say("Not you? Just carry on.");
    card.pad = ui.px(upright ? 52.0F : 32.0F), card.gap = ui.px(upright ? 18.0F : 14.0F);
    const float inner = width - 2 * card.pad;
    auto& paint = ui.paint();
    card.name_look = name_look(ui, card.name, inner, fit);
    card.text_look = ui::ink(ui, fit < Fit::small ? Type::body : Type::caption);
    card.small = ui::ink(ui, Type::caption, Weight::regular, ui::Align::centre);
    card.top = ui.theme().type_px(Type::body) * 1.4F;
    card.name_height = paint.text_size(card.name, card.name_look, inner).height;
    card.text_height = paint.text_size(card.text, card.text_look, inner).height;
    card.button = std::max(ui.px(upright ? 152.0F : 128.0F), ui.theme().mm(20.2F));
    card.below = paint.text_size(card.not_you, card.small, inner).height;
    return card;
}

Action draw_card(ui::Ui& ui, const Call& one, const Card& card, Rect rect) {
    const auto& p = ui.palette();
    ui.paint().fill(rect, p.welcome_wash, ui.px(36));
    ui.paint().outline(rect, p.welcome, std::max(2.0F, ui.px(4)), ui.px(36));
    auto inside = rect.inset(card.pad, card.pad);
    const auto line = [&](std::string_view id, Rect at, const std::string& text, const ui::TextLook& look) {
        ui::label(ui, {.id = id, .rect = at, .text = text, .look = look, .ground = p.welcome_wash});
    };
    auto top = inside.cut_top(card.top);
    const float side = ui.theme().type_px(Type::body) * 1.15F;
    ui.paint().icon("bell", top.cut_left(side).middle({side, side}), p.welcome);
    top.cut_left(ui.px(20));
    line("called.title", top, one.texts->say("You’re being called"), ui::ink(ui, Type::body, Weight::semibold));
    inside.cut_top(card.gap);
    line("called.name", inside.cut_top(card.name_height), card.name, card.name_look);
    if (!card.text.empty()) {
        inside.cut_top(card.gap);
        line("called.text", inside.cut_top(card.text_height), card.text, card.text_look);
    }
    inside.cut_top(2 * card.gap);
    Action action;
    if (ui::button(ui, {.id = "called.take",
                        .rect = inside.cut_top(card.button),
                        .label = card.action,
                        .kind = ui::ButtonKind::welcome}))
        action = CallTaken{one.call.visit};
    inside.cut_top(card.gap);
    line("called.not_you", inside, card.not_you, card.small);
    return action;
}

// The fullest card that fits.
Card fitting_card(ui::Ui& ui, const Call& one, float width, float room) {
    auto card = card_of(ui, one, width, Fit::whole);
    for (const auto fit : fits) {
        if (card.height() <= room) break;
        card = card_of(ui, one, width, fit);
    }
    return card;
}

float row_height(const ui::Ui& ui) {
    return std::max(ui.px(112), ui.theme().target_min());
}

float row_gap(const ui::Ui& ui) {
    return ui.px(20);
}

// "That's me ›" at the right; the name, and as far as there is room, what waits for them.
// In one line, else two smaller ones, else three of the smallest letters.
ui::TextLook row_name_look(ui::Ui& ui, const std::string& name, float width) {
    auto look = ui::ink(ui, Type::body, Weight::semibold);
    if (ui.paint().text_size(name, look).width <= width) return look;
    look.type = Type::caption;
    const float two_lines = ui.theme().type_px(look.type) * 1.4F * 2;
    const bool fits = ui.paint().text_size(name, look, std::floor(width)).height <= two_lines;
    look.lines_max = fits ? 2 : 3;
    if (!fits) look.type = Type::small;
    return look;
}

Action draw_row(ui::Ui& ui, const std::string& id, const Call& one, Rect rect) {
    const auto& p = ui.palette();
    auto& paint = ui.paint();
    const auto name = called_one(one), text = what_waits(one), me = one.texts->say("That’s me");
    const auto touch = ui.touch({.id = id,
                                 .rect = rect,
                                 .role = ui::WidgetRole::button,
                                 .label = name,
                                 .value = text,
                                 .fg = p.ink,
                                 .bg = p.card});
    paint.fill(rect, mix(p.card, p.welcome_wash, touch.press), ui.px(30));
    paint.outline(rect, p.line, std::max(1.5F, ui.px(2)), ui.px(30));
    auto inside = rect.inset(ui.px(40), 0);
    const ui::TextLook strong{.type = Type::caption, .weight = Weight::semibold, .colour = p.welcome, .lines_max = 1};
    const float side = ui.theme().type_px(Type::caption);
    paint.icon("chevron-right", inside.cut_right(side).middle({side, side}), p.welcome);
    inside.cut_right(ui.px(10));
    const float me_width = paint.text_size(me, strong).width + 2, gap = ui.px(28);
    auto look = row_name_look(ui, name, inside.width - me_width - gap);
    if (look.type == Type::small) {  // the longest names need the room of the words more
        look = row_name_look(ui, name, inside.width);
    } else {
        paint.text(inside.cut_right(me_width), me, strong, ui::Within::middle);
        inside.cut_right(gap);
    }
    const auto second = ui::second_ink(ui, Type::caption);
    const float name_width = paint.text_size(name, look).width + 2;
    const bool both = name_width + ui.px(28) + paint.text_size(text, second).width <= inside.width;
    ui::label(ui, {.id = id + ".name",
                   .rect = both ? inside.cut_left(name_width) : inside,
                   .text = name,
                   .look = look,
                   .within = ui::Within::middle,
                   .ground = p.card});
    inside.cut_left(ui.px(28));
    if (both)
        ui::label(ui, {.id = id + ".text",
                       .rect = inside,
                       .text = text,
                       .look = second,
                       .within = ui::Within::middle,
                       .ground = p.card});
    if (touch.focused) ui::focus_ring(ui, rect, ui.px(30));
    if (touch.clicked) return CallTaken{one.call.visit};
    return std::nullopt;
}

bool draw_more(ui::Ui& ui, std::size_t others, Rect row) {
    const auto words = ui.texts().say_count("{n} more is called", "{n} more are called", static_cast<int>(others));
    const float width = ui::pill_width(ui, words, Type::caption, true);
    return ui::pill(ui, {.id = "called.more",
                         .rect = row.cut_right(std::min(width, row.width)),
                         .label = words,
                         .icon = "chevron-right"});
}

}  // namespace

Action draw_calls(ui::Ui& ui, const View& view, std::size_t from, float room, Rect& area) {
    if (view.calls.empty()) return std::nullopt;
    const auto first = from < view.calls.size() ? from : 0;
    const float each = row_height(ui) + row_gap(ui), more = std::max(ui.px(88), ui.theme().target_min());
    // Beside the card at least one row, or the way to the rest, has to stand.
    const float beside = view.calls.size() > 1 ? std::max(each, more + row_gap(ui)) : 0;
    const auto card = fitting_card(ui, view.calls[first], area.width, room - beside);
    auto action = draw_card(ui, view.calls[first], card, area.cut_top(card.height()));
    room -= card.height();
    const auto left = view.calls.size() - first;
    auto rows = std::min({left - 1, calls_a_page - 1, static_cast<std::size_t>(std::max(0.0F, room / each))});
    // What isn't all shown keeps room for the way to the rest.
    const bool all = first == 0 && rows + 1 == view.calls.size();
    while (!all && rows > 0 && static_cast<float>(rows) * each + more + row_gap(ui) > room) --rows;
    for (std::size_t i = 1; i <= rows; ++i) {
        area.cut_top(row_gap(ui));
        const auto id = "called.row." + std::to_string(i);
        if (auto taken = draw_row(ui, id, view.calls[first + i], area.cut_top(row_height(ui)))) action = taken;
    }
    if (all) return action;
    area.cut_top(row_gap(ui));
    const auto next = first + rows + 1;
    if (draw_more(ui, view.calls.size() - rows - 1, area.cut_top(more)))
        action = CallsTurned{next < view.calls.size() ? next : 0};
    return action;
}

Action draw_call_rows(ui::Ui& ui, const View& view, std::size_t rows_max, Rect& area) {
    Action action;
    const auto shown = view.calls.size() <= rows_max ? view.calls.size() : rows_max - 1;
    for (std::size_t i = 0; i < shown; ++i) {
        const auto id = "called.row." + std::to_string(i + 1);
        if (auto taken = draw_row(ui, id, view.calls[i], area.cut_top(row_height(ui)))) action = taken;
        area.cut_top(row_gap(ui));
    }
    if (shown == view.calls.size()) return action;
    if (draw_more(ui, view.calls.size() - shown, area.cut_top(row_height(ui)))) action = NextVisitorCame{};
    area.cut_top(row_gap(ui));
    return action;
}

}  // namespace vestibule::lobby
