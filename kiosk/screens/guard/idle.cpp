// The guard's screen at rest: scan a badge, or type its code; how many are inside and who waits; how old the data is.
#include <algorithm>

#include "kiosk/screens/common/flow.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/guard/view.h"
#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/tables.h"

namespace vestibule::guard {
namespace {

constexpr std::size_t code_letters_max = 12;

using ui::Align, ui::Rect, ui::Type, ui::Weight;

void draw_header(ui::Ui& ui, Rect rect, const View& view) {
    auto& texts = ui.texts();
    const auto time = view.zone.hour_minute(view.now);
    auto right = rect.cut_right(rect.width * 0.62F);
    ui::label(ui,
              {.id = "guard.gate",
               .rect = rect,
               .text = view.gate,
               .look = {.type = Type::choice, .weight = Weight::semibold, .colour = ui.palette().ink, .lines_max = 1},
               .within = ui::Within::middle});
    auto look = ui::second_ink(ui, Type::caption, Align::end);
    look.lines_max = 1, look.tabular = true;
    const auto age = words::exchange_state(texts, view.exchange, view.now);
    ui::label(
        ui,
        {.id = "guard.clock", .rect = right, .text = time + " · " + age, .look = look, .within = ui::Within::middle});
}

// Loud only where it matters: the picture is too old, or there is no picture.
float draw_trouble(ui::Ui& ui, Rect rect, const View& view) {
    const float unread = draw_reading(ui, "guard.log_trouble", rect, view.reading, view.zone, view.now);
    if (unread > 0) return unread;
    auto& t = ui.texts();
    if (const auto clock = words::clock_trouble(t, view.exchange); !clock.empty()) {
        ui::BannerSpec banner{.id = "guard.clock_trouble",
                              .rect = rect,
                              .icon = "clock",
                              .title = t.say("Check the clock"),
                              .text = clock};
        banner.rect.height = ui::banner_height(ui, banner);
        ui::banner(ui, banner);
        return banner.rect.height + ui.px(32);
    }
    if (!view.exchange.stale) return 0;
    const auto text = view.exchange.last_contact
                          ? t.say("New and withdrawn badges of the last {age} are unknown here.",
                                  {{"age", words::duration(t, view.now - *view.exchange.last_contact)}})
                          : t.say("This station hasn’t reached the central store yet.");
    const auto title = t.say("This gate works alone");
    ui::BannerSpec banner{.id = "guard.stale", .rect = rect, .icon = "warning", .title = title, .text = text};
    banner.rect.height = ui::banner_height(ui, banner);
    ui::banner(ui, banner);
    return banner.rect.height + ui.px(32);
}

float hero_height(const ui::Ui& ui) {
    return ui.px(440);
}

void draw_hero(ui::Ui& ui, Rect rect, Align align) {
    const auto& p = ui.palette();
    const float side = ui.px(184);
    auto mark = rect.cut_top(side);
    mark = {align == Align::centre ? mark.x + (mark.width - side) / 2 : mark.x, mark.y, side, side};
    ui.paint().fill(mark, p.brand, side * 0.26F);
    ui.paint().icon("qr", mark.middle({side * 0.56F, side * 0.56F}), p.on_brand);
    rect.cut_top(ui.px(36));
    const std::vector<Line> lines = {
        {"guard.prompt", ui.texts().say("Scan a badge"), ui::ink(ui, Type::greeting, Weight::semibold, align)},
        {"guard.hint", ui.texts().say("Hold its code under the reader."), ui::second_ink(ui, Type::body, align),
         ui.px(12)},
    };
    draw_lines(ui, rect, lines, p.paper);
}

std::optional<Event> draw_direction(ui::Ui& ui, Rect rect, Passage passage) {
    const float gap = ui.px(16);
    auto left = rect.cut_left((rect.width - gap) / 2);
    rect.cut_left(gap);
    std::optional<Event> event;
    if (ui::pill(ui, {.id = "guard.coming_in",
                      .rect = left,
                      .label = ui.texts().say("Coming in"),
                      .selected = passage == Passage::in,
                      .icon = "enter",
                      .type = Type::body}))
        event = PassageChosen{Passage::in};
    if (ui::pill(ui, {.id = "guard.going_out",
                      .rect = rect,
                      .label = ui.texts().say("Going out"),
                      .selected = passage == Passage::out,
                      .icon = "leave",
                      .type = Type::body}))
        event = PassageChosen{Passage::out};
    return event;
}

// Letters typed on a real keyboard find the field by themselves.
void catch_typing(ui::Ui& ui, Draft& draft) {
    if (!ui.focused().empty()) return;
    for (const auto& stroke : ui.input().strokes()) {
        const auto* typed = std::get_if<std::string>(&stroke);
        if (typed == nullptr) continue;
        ui::Caret end{draft.code.size(), draft.code.size()};
        ui::insert_text(draft.code, end, *typed, code_letters_max);
        ui.focus("guard.code");
    }
    if (ui.focused().empty()) return;
    // What was typed is taken; an Enter of the same frame is the field's.
    std::erase_if(ui.input().strokes(), [](const ui::Stroke& s) { return std::holds_alternative<std::string>(s); });
    ui.redraw_in(1);
}

std::optional<Event> draw_code(ui::Ui& ui, Rect rect, Draft& draft) {
    catch_typing(ui, draft);
    const float gap = ui.px(16);
    const auto words = ui.texts().say("Check");
    const float width = std::max(ui.px(220), ui::pill_width(ui, words, Type::body));
    const auto go = rect.cut_right(width);
    rect.cut_right(gap);
    const auto placeholder = ui.texts().say("Code below the QR");
    const auto typed = ui::field(ui,
                                 {.id = "guard.code",
                                  .rect = rect,
                                  .placeholder = placeholder,
                                  .kind = ui::FieldKind::code,
                                  .length_max = code_letters_max},
                                 draft.code);
    const bool checked = ui::button(
        ui, {.id = "guard.check", .rect = go, .label = words, .type = Type::body, .enabled = !draft.code.empty()});
    if ((checked || typed.submitted) && !draft.code.empty()) return Scanned{draft.code};
    return std::nullopt;
}

std::optional<Event> draw_counts(ui::Ui& ui, Rect rect, const View& view) {
    auto& t = ui.texts();
    const float gap = ui.px(20);
    auto left = rect.cut_left((rect.width - gap) / 2);
    rect.cut_left(gap);
    std::optional<Event> event;
    if (ui::stat_card(ui, {.id = "guard.open_inside",
                           .rect = left,
                           .number = std::to_string(view.inside),
                           .caption = words::inside_caption(t, view.only_admitted, view.overdue),
                           .attention = view.overdue > 0}))
        event = ListAsked{List::inside};
    if (ui::stat_card(ui, {.id = "guard.open_waiting",
                           .rect = rect,
                           .number = std::to_string(view.waiting),
                           .caption = view.waiting > 0 ? t.say("waiting for an answer") : t.say("waiting"),
                           .attention = view.waiting > 0}))
        event = ListAsked{List::waiting};
    return event;
}

std::optional<Event> draw_staff(ui::Ui& ui, Rect rect, const State& state, const Idle& screen, bool shares_display) {
    auto& t = ui.texts();
    std::optional<Event> event;
    if (shares_display) {
        const auto lobby = t.say("Lobby");
        if (ui::button(ui,
                       {.id = "guard.lobby",
                        .rect = rect.cut_left(std::max(ui.px(210), ui::pill_width(ui, lobby, Type::caption, true))),
                        .label = lobby,
                        .icon = "home",
                        .kind = ui::ButtonKind::secondary,
                        .type = Type::caption}))
            event = LobbyAsked{};
        rect.cut_left(ui.px(24));
    }
    const auto& staff = state.session.staff;
    const auto words = staff ? t.say("Sign out") : t.say("Sign in");
    const float width = std::max(ui.px(240), ui::pill_width(ui, words, Type::caption, true));
    const auto at = rect.cut_right(width);
    if (ui::button(ui, {.id = staff ? "guard.sign_out" : "guard.sign_in",
                        .rect = at,
                        .label = words,
                        .icon = staff ? "power" : "lock",
                        .kind = ui::ButtonKind::secondary,
                        .type = Type::caption}))
        event = staff ? Event{SignOutAsked{}} : Event{SignInAsked{}};
    rect.cut_right(ui.px(24));
    auto said = staff ? t.say("Signed in: {name}", {{"name", staff->name}}) : t.say("Nobody is signed in");
    auto look = ui::second_ink(ui, Type::caption);
    look.lines_max = 2;
    if (screen.notice) {
        said = words_of(t, *screen.notice);
        look.weight = Weight::semibold;
        look.lines_max = 3;
        look.colour = screen.notice->about == Notice::About::failed ? ui.palette().stop : ui.palette().ink;
    }
    ui::label(ui, {.id = screen.notice ? "guard.notice" : "guard.staff",
                   .rect = rect,
                   .text = said,
                   .look = look,
                   .within = ui::Within::middle});
    return event;
}

bool types_on_glass(ui::Ui& ui) {
    return ui.focused() == "guard.code" && ui.on_glass();
}

std::optional<Event> draw_keyboard(ui::Ui& ui, const Draft& draft) {
    auto display = ui.display();
    const auto rect = display.cut_bottom(ui::keyboard_height(ui, ui::FieldKind::code));
    const auto words = ui.texts().say("Check");
    if (ui::keyboard(
            ui,
            {.rect = rect, .kind = ui::FieldKind::code, .action = words, .action_enabled = !draft.code.empty()}) &&
        !draft.code.empty())
        return Scanned{draft.code};
    return std::nullopt;
}

struct Places {
    Rect header, trouble, hero, direction, code, counts, staff;
    Align align = Align::start;
};

Places places(const ui::Ui& ui, float trouble_height, bool with_direction) {
    Places at;
    auto page = ui.display().inset(ui.px(72));
    const float bar = std::max(ui.px(104), ui.theme().target_min()), code = ui::field_height(ui, false);
    const float count = std::max(ui.px(168), ui.theme().target_min());
    at.header = page.cut_top(ui.px(64));
    page.cut_top(ui.px(48));
    at.trouble = page;
    page.cut_top(trouble_height);
    auto column = page;
    if (!ui.theme().portrait()) {
        column = page.cut_right(page.width * 0.48F);
        page.cut_right(ui.px(96));
        at.hero = page.middle({page.width, std::min(page.height, hero_height(ui))});
        at.hero.y = page.y + ui.px(48);
        column.cut_top(ui.px(48));
    } else {
        column.cut_top(ui.px(24));
        at.hero = column.cut_top(hero_height(ui));
        column.cut_top(ui.px(56));
    }
    if (with_direction) {
        at.direction = column.cut_top(bar);
        column.cut_top(ui.px(28));
    }
    at.code = column.cut_top(code);
    at.staff = column.cut_bottom(bar);
    column.cut_bottom(ui.px(28));
    at.counts = column.cut_bottom(count);
    return at;
}

}  // namespace

std::optional<Event> draw(ui::Ui& ui, const Idle& screen, const State& state, const View& view, Draft& draft) {
    std::optional<Event> event;
    const auto take = [&event](std::optional<Event> other) {
        if (other) event = std::move(other);
    };
    const bool two_ways = view.direction == GateDirection::both;
    auto at = places(ui, 0, two_ways);
    draw_header(ui, at.header, view);
    at = places(ui, draw_trouble(ui, at.trouble, view), two_ways);
    draw_hero(ui, at.hero, at.align);
    const bool keyboard = types_on_glass(ui);
    if (two_ways) take(draw_direction(ui, at.direction, state.passage));
    take(draw_code(ui, at.code, draft));
    if (!keyboard) {
        take(draw_counts(ui, at.counts, view));
        take(draw_staff(ui, at.staff, state, screen, view.shares_display));
    } else {
        take(draw_keyboard(ui, draft));
    }
    if (ui.pressed(ui::Key::escape)) {
        draft.code.clear();
        ui.blur();
        ui.redraw_in(1);
    }
    return event;
}

}  // namespace vestibule::guard
