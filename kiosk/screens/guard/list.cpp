// The guard's lists: those inside, with letting out; those who wait, with approving and declining.
#include <algorithm>

#include "kiosk/base/text.h"
#include "kiosk/screens/common/flow.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/guard/view.h"
#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/tables.h"

namespace vestibule::guard {
namespace {

using ui::Rect, ui::Tone, ui::Type, ui::Weight;

std::string state_of(const Texts& t, const VisitView& visit, const View& view) {
    if (visit.phase == VisitPhase::inside) {
        if (visit.overdue) return words::overdue(t, visit, view.now);
        if (visit.inside_since)
            return t.say("since {time}", {{"time", words::moment(t, view.zone, *visit.inside_since, view.now)}});
        const auto admitted = visit.admitted_at.value_or(visit.from);
        return t.say("admitted {time}", {{"time", words::moment(t, view.zone, admitted, view.now)}});
    }
    const auto since = visit.arrived_at.value_or(visit.from);
    return t.say("waiting {time}", {{"time", words::duration(t, view.now - since)}});
}

bool draw_row(ui::Ui& ui, Rect rect, const VisitView& visit, const View& view, bool first) {
    auto& t = ui.texts();
    const auto id = "guard.row." + to_string(visit.id).substr(0, 8);
    const auto name = words::visitor(t, visit);
    const auto state = state_of(t, visit, view);
    const bool loud = visit.overdue || visit.phase == VisitPhase::waiting;
    auto pill = rect.inset(ui.px(36), 0);
    pill = pill.cut_right(ui.paint().text_size(state, {.type = Type::small, .weight = Weight::semibold}).width +
                          ui.px(48));
    auto row = rect;
    row.cut_right(pill.width + ui.px(36));
    const auto below = (visit.companions > 0 ? words::people(t, visit.people()) + " · " : "") +
                       t.say("to {host}", {{"host", words::host(t, visit)}}) +
                       (visit.company.empty() ? "" : " · " + visit.company);
    const bool opened = ui::list_row(
        ui,
        {.id = id, .rect = row, .monogram = monogram(name), .title = name, .subtitle = below, .line_above = false});
    const auto rest = ui.touch({.id = id + ".state",
                                .rect = {row.right(), rect.y, rect.right() - row.right(), rect.height},
                                .role = ui::WidgetRole::button,
                                .label = state,
                                .focusable = false,
                                .fg = ui.palette().ink,
                                .bg = ui.palette().card});
    const auto calm = visit.only_admitted() ? Tone::neutral : Tone::welcome;
    ui::status_pill(ui, {}, pill, state, loud ? Tone::attention : calm);
    if (!first)
        ui.paint().fill({rect.x + 2, rect.y, rect.width - 4, std::max(1.0F, ui.px(2))}, ui.palette().hairline);
    return opened || rest.clicked;
}

std::optional<Event> draw_rows(ui::Ui& ui, Rect rect, const View& view) {
    auto look = ui::second_ink(ui, Type::caption);
    look.lines_max = 1, look.tabular = true;
    rect.cut_top(ui::label(ui, {.id = "guard.heads",
                                .rect = rect,
                                .text = words::heads(ui.texts(), heads_of(view.rows)),
                                .look = look}) +
                 ui.px(16));
    const float height = std::max(ui.px(128), ui.theme().target_min());
    const float all = height * static_cast<float>(view.rows.size());
    auto body = rect;
    body.height = std::min(rect.height, all);
    ui::card(ui, body, ui.px(28));
    std::optional<Event> event;
    auto content = ui.begin_scroll("guard.rows", body, all);
    for (std::size_t i = 0; i < view.rows.size(); ++i) {
        const auto row = content.cut_top(height);
        if (row.overlap(body).empty()) continue;
        if (draw_row(ui, row, view.rows[i], view, i == 0)) event = VisitChosen{view.rows[i].id};
    }
    ui.end_scroll();
    return event;
}

void draw_empty(ui::Ui& ui, Rect rect, const std::string& words) {
    auto box = rect.middle({std::min(rect.width, ui.px(900)), ui.px(260)});
    const float side = ui.px(104);
    const auto circle = box.cut_top(side);
    ui::monogram(ui, {circle.centre().x - side / 2, circle.y, side, side}, {}, "people", true);
    box.cut_top(ui.px(28));
    ui::label(
        ui,
        {.id = "guard.empty", .rect = box, .text = words, .look = ui::second_ink(ui, Type::body, ui::Align::centre)});
}

std::string empty_words(const Texts& t, const ShowList& screen, const View& view) {
    if (view.rows_in_all > 0) return t.say("No one by that name. Try fewer letters.");
    return screen.list == List::inside ? t.say("Nobody is inside.") : t.say("Nobody waits for an answer.");
}

std::vector<Fact> facts_of(const Texts& t, const VisitView& visit, const View& view) {
    std::vector<Fact> facts;
    const auto add = [&facts](const char* id, std::string label, const std::string& value,
                              std::optional<Tone> tone = {}) {
        if (!value.empty()) facts.push_back({id, std::move(label), value, tone.has_value(), tone});
    };
    add("visit.host", t.say("Host"),
        words::host(t, visit) + (visit.host_department.empty() ? "" : " · " + visit.host_department));
    add("visit.purpose", t.say("Purpose"), visit.purpose);
    add("visit.phone", t.say("Phone"), visit.phone);
    add("visit.plate", t.say("Plate"), visit.plate);
    if (visit.arrived_at)
        add("visit.arrived", t.say("Arrived"), words::moment(t, view.zone, *visit.arrived_at, view.now));
    if (visit.admitted_at)
        add("visit.admitted", t.say("Admitted"), words::moment(t, view.zone, *visit.admitted_at, view.now));
    if (visit.inside_since && visit.inside_since != visit.admitted_at)
        add("visit.inside", t.say("Inside since"), words::moment(t, view.zone, *visit.inside_since, view.now));
    add("visit.until", t.say("Until"), words::end_of(t, view.zone, visit.badge_until.value_or(visit.until), view.now),
        visit.overdue ? std::optional{Tone::attention} : std::nullopt);
    return facts;
}

struct SheetButton {
    const char* id;
    std::string label;
    ui::ButtonKind kind;
    Event event;
};

std::vector<SheetButton> buttons_of(const Texts& t, List list) {
    if (list == List::inside)
        return {{"visit.let_out", t.say("Let out"), ui::ButtonKind::primary, LetOutAsked{}},
                {"visit.close", t.say("Close"), ui::ButtonKind::secondary, Back{}}};
    return {{"visit.approve", t.say("Approve"), ui::ButtonKind::primary, Approved{}},
            {"visit.decline", t.say("Decline"), ui::ButtonKind::stop, Declined{}},
            {"visit.close", t.say("Close"), ui::ButtonKind::secondary, Back{}}};
}

std::optional<Event> draw_sheet(ui::Ui& ui, const ShowList& screen, const VisitView& visit, const View& view) {
    auto& t = ui.texts();
    const float width = std::min(ui.px(1000), ui.display().width - ui.px(64)), inner = width - 2 * ui.px(56);
    const FactsLook look{.type = Type::body, .label_width = ui.px(230), .gap = ui.px(12), .value_lines_max = 2};
    auto name = ui::ink(ui, Type::title, Weight::semibold);
    name.lines_max = 4;
    std::vector<Line> lines = {
        {"visit.name", words::visitor(t, visit), name},
        {"visit.company", words::company_and_type(t, visit), ui::second_ink(ui, Type::body), ui.px(6)}};
    if (screen.notice && screen.notice->about == Notice::About::failed) {
        auto trouble = ui::ink(ui, Type::caption, Weight::semibold);
        trouble.colour = ui.palette().stop;
        lines.push_back({"visit.notice", words_of(t, *screen.notice), trouble, ui.px(16)});
    }
    const auto facts = facts_of(t, visit, view);
    const float words_height = lines_height(ui, lines, inner), button = std::max(ui.px(124), ui.theme().mm(20.2F));
    const float facts_tall = facts_height(ui, facts, inner, look);
    auto area = ui::sheet(ui, "guard.visit",
                          {width, 2 * ui.px(56) + words_height + ui.px(40) + facts_tall + ui.px(56) + button});
    auto bar = area.cut_bottom(button);
    draw_lines(ui, area.cut_top(words_height), lines, ui.palette().paper);
    area.cut_top(ui.px(40));
    area.cut_bottom(ui.px(28));
    // What the display has no room for is scrolled to; another visit's sheet begins at its own top.
    const auto body = ui.begin_scroll("visit.facts." + to_string(visit.id).substr(0, 8), area, facts_tall);
    draw_facts(ui, body, facts, look);
    ui.end_scroll();
    const auto buttons = buttons_of(t, screen.list);
    const float gap = ui.px(20), each = (bar.width - gap * static_cast<float>(buttons.size() - 1)) /
                                        static_cast<float>(buttons.size());
    std::optional<Event> event;
    for (const auto& choice : buttons) {
        const auto at = bar.cut_left(each);
        bar.cut_left(gap);
        if (ui::button(ui,
                       {.id = choice.id, .rect = at, .label = choice.label, .kind = choice.kind, .type = Type::body}))
            event = choice.event;
    }
    if (ui.pressed(ui::Key::escape)) event = Back{};
    return event;
}

std::optional<Event> draw_top(ui::Ui& ui, Rect rect, const ShowList& screen, const State& state) {
    auto& t = ui.texts();
    std::optional<Event> event;
    const auto home = t.say("Gate");
    if (ui::button(ui, {.id = "guard.back",
                        .rect = rect.cut_left(ui.px(220)),
                        .label = home,
                        .icon = "arrow-left",
                        .kind = ui::ButtonKind::secondary,
                        .type = Type::caption}))
        event = Back{};
    rect.cut_left(ui.px(32));
    const auto out = t.say("Sign out");
    if (ui::button(ui, {.id = "guard.sign_out",
                        .rect = rect.cut_right(std::max(ui.px(230), ui::pill_width(ui, out, Type::caption, true))),
                        .label = out,
                        .icon = "power",
                        .kind = ui::ButtonKind::secondary,
                        .type = Type::caption}))
        event = SignOutAsked{};
    rect.cut_right(ui.px(24));
    auto look = ui::second_ink(ui, Type::caption, ui::Align::end);
    look.lines_max = 3;
    auto said = state.session.staff ? state.session.staff->name : std::string{};
    if (screen.notice && !screen.chosen) {
        said = words_of(t, *screen.notice);
        look.type = Type::small;
        look.weight = Weight::semibold;
        look.colour = screen.notice->about == Notice::About::failed ? ui.palette().stop : ui.palette().ink;
    }
    ui::label(ui, {.id = screen.notice ? "guard.notice" : "guard.staff",
                   .rect = rect,
                   .text = said,
                   .look = look,
                   .within = ui::Within::middle});
    return event;
}

std::optional<Event> draw_tabs(ui::Ui& ui, Rect rect, const ShowList& screen, const View& view) {
    auto& t = ui.texts();
    std::optional<Event> event;
    const auto tab = [&](const char* id, const std::string& words, List list) {
        const float width = ui::pill_width(ui, words, Type::body);
        if (ui::pill(ui, {.id = id,
                          .rect = rect.cut_left(width),
                          .label = words,
                          .selected = screen.list == list,
                          .type = Type::body}) &&
            screen.list != list)
            event = ListAsked{list};
        rect.cut_left(ui.px(20));
    };
    tab("guard.tab_inside", t.say_count("Inside {n}", "Inside {n}", view.inside), List::inside);
    tab("guard.tab_waiting", t.say_count("Waiting {n}", "Waiting {n}", view.waiting), List::waiting);
    const auto roll_call = t.say("Roll call");
    if (ui::pill(ui, {.id = "guard.roll_call",
                      .rect = rect.cut_left(ui::pill_width(ui, roll_call, Type::body, true)),
                      .label = roll_call,
                      .icon = "list",
                      .type = Type::body}))
        event = RollCallAsked{};
    return event;
}

}  // namespace

std::optional<Event> draw(ui::Ui& ui, const ShowList& screen, const State& state, const View& view, Draft& draft) {
    auto& t = ui.texts();
    const auto chosen =
        std::find_if(view.rows.begin(), view.rows.end(), [&](const VisitView& v) { return screen.chosen == v.id; });
    const bool sheet = screen.chosen && chosen != view.rows.end();
    std::optional<Event> event;
    ui.set_inert(sheet);
    auto page = ui.display().inset(ui.px(72));
    const float bar = std::max(ui.px(96), ui.theme().target_min());
    event = draw_top(ui, page.cut_top(bar), screen, state);
    page.cut_top(ui.px(40));
    auto tools = page.cut_top(bar);
    auto tabs = tools;
    if (ui.theme().portrait()) {
        page.cut_top(ui.px(24));
        tools = page.cut_top(bar);
    } else {
        tools = tabs.cut_right(tabs.width * 0.45F);
    }
    if (auto other = draw_tabs(ui, tabs, screen, view)) event = std::move(other);
    const auto hint = t.say("Name, company, host, plate…");
    const auto typed = ui::search_field(ui, "guard.search", tools, hint, draft.search);
    page.cut_top(ui.px(32));
    page.cut_top(draw_reading(ui, "guard.log_trouble", page, view.reading, view.zone, view.now));
    std::optional<UnlockAsked> unlock;
    page.cut_top(draw_locked_keypads(ui, page, view.locked_keypads, view.zone, view.now, unlock));
    if (unlock) event = *unlock;
    const bool glass = typed.focused && ui.on_glass();
    auto display = ui.display();
    const auto keys = display.cut_bottom(ui::keyboard_height(ui, ui::FieldKind::words));
    if (glass) page.height = std::max(0.0F, keys.y - ui.px(24) - page.y);
    if (view.rows.empty())
        draw_empty(ui, page, empty_words(t, screen, view));
    else if (auto other = draw_rows(ui, page, view))
        event = std::move(other);
    if (glass && ui::keyboard(ui, {.rect = keys, .kind = ui::FieldKind::words, .action = t.say("Done")}))
        ui.blur(), ui.redraw_in(1);
    ui.set_inert(false);
    if (sheet) return draw_sheet(ui, screen, *chosen, view);
    if (ui.pressed(ui::Key::escape)) event = Back{};
    return event;
}

}  // namespace vestibule::guard
