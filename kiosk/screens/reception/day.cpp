// The day, or those inside: counters that filter, search as you type, one row a visit with its one next step.
#include <algorithm>
#include <cmath>
#include <functional>

#include "kiosk/screens/common/words.h"
#include "kiosk/screens/reception/badges.h"
#include "kiosk/screens/reception/sidebar.h"
#include "kiosk/screens/reception/table_card.h"
#include "kiosk/screens/reception/troubles.h"
#include "kiosk/screens/reception/visit_words.h"
#include "kiosk/ui/keyboard.h"

namespace vestibule::reception {
namespace {

using ui::Cell, ui::Rect, ui::Type, ui::Weight;

constexpr const char* search_id = "reception.search";
constexpr const char* day_rows_id = "reception.rows";

float header_row(const ui::Ui& ui) {
    return std::max(ui.px(80), ui.theme().target_min());
}

float header_height(const ui::Ui& ui) {
    return ui.theme().portrait() ? 2 * header_row(ui) + ui.px(12) : header_row(ui);
}

std::string title_of(const Texts& t, Page page, const View& view) {
    switch (page) {
        case Page::today:
            return t.long_day(view.now, view.zone);
        case Page::inside:
            return t.say("Inside now");
        case Page::badges:
            break;
    }
    return t.say("Badge printing");
}

void draw_title(ui::Ui& ui, Rect rect, const Day& screen, const View& view) {
    const auto title = title_of(ui.texts(), screen.page, view);
    auto look = ui::ink(ui, Type::title, Weight::semibold);
    look.lines_max = 1;
    if (ui.paint().text_size(title, look).width > rect.width) look.type = Type::choice;
    ui::label(ui, {.id = "reception.title", .rect = rect, .text = title, .look = look, .within = ui::Within::middle});
}

// Whoever counts heads outside reads it aloud, or has it on paper.
std::optional<Event> draw_roll_call_button(ui::Ui& ui, Rect rect) {
    if (ui::button(ui, {.id = "reception.roll_call",
                        .rect = rect,
                        .label = ui.texts().say("Roll call"),
                        .kind = ui::ButtonKind::secondary,
                        .type = Type::row}))
        return RollCallAsked{};
    return std::nullopt;
}

ui::FieldResult draw_header(ui::Ui& ui, Rect rect, const Day& screen, const View& view, Draft& draft,
                            std::optional<Event>& event) {
    auto& t = ui.texts();
    auto field = rect;
    if (ui.theme().portrait()) {
        rect = field.cut_top(header_row(ui));
        field.cut_top(ui.px(12));
    } else {
        field = rect.cut_right(std::min(ui.px(560), rect.width * 0.42F));
        rect.cut_right(ui.px(32));
    }
    if (screen.page == Page::inside) {
        event = draw_roll_call_button(ui, rect.cut_right(ui.px(320)));
        rect.cut_right(ui.px(24));
    }
    draw_title(ui, rect, screen, view);
    return ui::search_field(ui, search_id, field, t.say("Name, company, host, plate…"), draft.search);
}

struct Counter {
    const char* id;
    int number;
    std::string caption;
    Filter filter;
};

std::vector<Counter> counters_of(const Texts& t, const View& view, bool narrow) {
    auto waiting = t.say("waiting");
    if (view.day.longest_wait_since && view.day.waiting > 0) {
        const auto longest = words::duration(t, view.now - *view.day.longest_wait_since);
        waiting += " · " + (narrow ? longest : t.say("longest {time}", {{"time", longest}}));
    }
    return {{"reception.expected", view.day.expected, t.say("expected"), Filter::expected},
            {"reception.waiting", view.day.waiting, waiting, Filter::waiting},
            {"reception.inside", view.day.inside, words::inside_caption(t, view.day.only_admitted, view.day.overdue),
             Filter::inside},
            {"reception.left", view.day.left, t.say("left"), Filter::left},
            {"reception.no_show", view.day.no_show, t.say("no-show"), Filter::no_show}};
}

bool is_urgent(Filter filter, const View& view) {
    return (filter == Filter::waiting && view.day.waiting > 0) || (filter == Filter::inside && view.day.overdue > 0);
}

std::optional<Event> draw_counters(ui::Ui& ui, Rect rect, const Day& screen, const View& view) {
    const auto counters = counters_of(ui.texts(), view, ui.theme().portrait());
    const float gap = ui.px(24), width = std::floor((rect.width - gap * 4) / 5);
    std::optional<Event> event;
    for (const auto& counter : counters) {
        const bool last = &counter == &counters.back();
        const auto at = rect.cut_left(last ? rect.width : width);
        rect.cut_left(gap);
        if (ui::stat_card(ui, {.id = counter.id,
                               .rect = at,
                               .number = std::to_string(counter.number),
                               .caption = counter.caption,
                               .attention = is_urgent(counter.filter, view),
                               .selected = screen.filter == counter.filter}))
            event = FilterChosen{counter.filter};
    }
    return event;
}

// An appointment's is the planned one: when they came is in their state. Of those inside it's since when.
Instant shown_time(const VisitView& visit, Page page) {
    if (page == Page::inside) return visit.inside_since.value_or(visit.admitted_at.value_or(visit.from));
    return visit.walk_in ? visit.arrived_at.value_or(visit.from) : visit.from;
}

bool is_of_today(const VisitView& visit, const View& view, Page page) {
    return view.zone.start_of_day(shown_time(visit, page)) == view.zone.start_of_day(view.now);
}

// Among those inside the state is worth a word where it's another one.
Pill pill_in(Page page, const Texts& t, const VisitView& visit, const View& view) {
    auto pill = pill_of(t, visit, view);
    if (page == Page::inside && visit.phase == VisitPhase::inside && pill.tone == ui::Tone::welcome)
        pill.text.clear();
    return pill;
}

std::vector<ui::Column> columns_of(const Texts& t, const View& view, Page page, bool narrow,
                                   std::vector<std::string>& titles) {
    titles = {page == Page::inside ? t.say("Since") : t.say("Time"), t.say("Visitor"), t.say("Host"),
              t.say("Purpose"), t.say("State")};
    // A date below the time takes room that an upright display has only where there is one.
    const bool dated =
        std::ranges::any_of(view.rows, [&](const VisitView& v) { return !is_of_today(v, view, page); });
    const bool stated =
        std::ranges::any_of(view.rows, [&](const VisitView& v) { return !pill_in(page, t, v, view).text.empty(); });
    if (!stated) titles[4].clear();
    if (narrow && !stated) return {{titles[0], 0.9F}, {titles[1], 4.2F}, {"", 0.3F}, {"", 1.25F, ui::Align::end}};
    if (narrow)
        return {{titles[0], dated ? 0.9F : 0.72F},
                {titles[1], dated ? 2.17F : 2.35F},
                {titles[4], 2.4F},
                {"", 1.25F, ui::Align::end}};
    if (!stated)
        return {{titles[0], 0.75F}, {titles[1], 2.9F}, {titles[2], 2.1F},
                {titles[3], 2.3F},  {"", 0.1F},        {"", 1.15F, ui::Align::end}};
    return {{titles[0], 0.75F}, {titles[1], 2.35F}, {titles[2], 1.75F},
            {titles[3], 1.6F},  {titles[4], 1.85F}, {"", 1.15F, ui::Align::end}};
}

std::vector<Cell> cells_of(const Texts& t, const VisitView& visit, const View& view, Page page, bool narrow) {
    const auto when = shown_time(visit, page);
    const auto pill = pill_in(page, t, visit, view);
    const Cell state{.text = pill.text, .as_pill = !pill.text.empty(), .tone = pill.tone, .outlined = pill.outlined};
    const Cell time{
        .text = view.zone.hour_minute(when),
        .second = is_of_today(visit, view, page) ? std::string{} : t.short_day(when, view.zone, view.now)};
    Cell visitor{
        .text = words::visitor(t, visit), .second = words::company_or_type(t, visit), .weight = Weight::semibold};
    if (narrow) {
        visitor.second = t.say("to {host}", {{"host", words::host(t, visit)}}) +
                         (visitor.second.empty() ? "" : " · " + visitor.second);
        return {time, visitor, state};
    }
    return {time,
            visitor,
            {.text = words::host(t, visit), .second = visit.host_department},
            {.text = visit.purpose, .second = visit.room},
            state};
}

void draw_empty(ui::Ui& ui, Rect rect, const Day& screen, const View& view) {
    auto& t = ui.texts();
    auto title = screen.page == Page::today ? t.say("No visits today yet") : t.say("Nobody is inside");
    auto text =
        screen.page == Page::today ? t.say("Appointments and walk-ins appear here by themselves.") : std::string{};
    if (view.rows_in_all > 0)
        title = t.say("No visit matches"), text = t.say("Press Esc, or touch the counter again, to see all.");
    if (view.searched) title = t.say("No one by that name");
    if (view.searched && screen.page == Page::today && screen.filter == Filter::all && view.other_days_ready)
        text = t.say("Neither today nor on any other day. Try fewer letters.");
    auto box = rect.middle({std::min(rect.width, ui.px(900)), ui.px(240)});
    const float side = ui.px(96);
    const auto circle = box.cut_top(side);
    ui::monogram(ui, {circle.centre().x - side / 2, circle.y, side, side}, {},
                 view.rows_in_all > 0 || view.searched ? "search" : "calendar", true);
    box.cut_top(ui.px(24));
    auto look = ui::ink(ui, Type::choice, Weight::semibold, ui::Align::centre);
    box.cut_top(ui::label(ui, {.id = "reception.empty", .rect = box, .text = title, .look = look}) + ui.px(8));
    ui::label(ui, {.id = "reception.empty_hint",
                   .rect = box,
                   .text = text,
                   .look = ui::second_ink(ui, Type::row, ui::Align::centre)});
}

float heading_height(const ui::Ui& ui, const View& view) {
    return view.other_days_from < view.rows.size() ? ui.px(72) : 0;
}

// Between today's rows and those of other days, which show their date.
void draw_heading(ui::Ui& ui, Rect rect, const View& view) {
    auto& t = ui.texts();
    const auto shown = view.rows.size() - view.other_days_from;
    const auto text =
        view.other_days_matches > shown
            ? t.say_count("Earlier and later visits · {shown} of {n}", "Earlier and later visits · {shown} of {n}",
                          static_cast<int>(view.other_days_matches), {{"shown", std::to_string(shown)}})
            : t.say("Earlier and later visits");
    if (view.other_days_from > 0)
        ui.paint().fill({rect.x, rect.y, rect.width, std::max(1.0F, ui.px(2))}, ui.palette().hairline);
    auto look = ui::second_ink(ui, Type::small);
    look.weight = Weight::semibold;
    ui::label(ui, {.id = "reception.other_days",
                   .rect = rect.inset(ui.px(28), 0),
                   .text = text,
                   .look = look,
                   .within = ui::Within::middle});
}

// Brings the row that the arrow keys stand on into view.
void keep_row_in_view(ui::Ui& ui, const View& view, const Day& screen, float row_height, float body_height) {
    const auto at =
        std::find_if(view.rows.begin(), view.rows.end(), [&](const VisitView& v) { return screen.row == v.id; });
    if (at == view.rows.end()) return;
    auto& offset = ui.scroll_offset(day_rows_id);
    const auto index = static_cast<std::size_t>(at - view.rows.begin());
    const float top =
        row_height * static_cast<float>(index) + (index >= view.other_days_from ? heading_height(ui, view) : 0);
    offset = std::clamp(offset, std::max(0.0F, top + row_height - body_height), top);
}

// Which list it is: another page, filter or search begins at its top.
std::size_t hash_of(const Day& screen, const std::string& searched) {
    return std::hash<std::string>{}(searched)*31 + static_cast<std::size_t>(screen.page) * 8 +
           static_cast<std::size_t>(screen.filter);
}

std::optional<Event> draw_table(ui::Ui& ui, Rect rect, const Day& screen, const View& view,
                                const std::string& searched, bool row_moved) {
    auto& t = ui.texts();
    const bool narrow = ui.theme().portrait();
    std::vector<std::string> titles;
    const auto columns = columns_of(t, view, screen.page, narrow, titles);
    const float height = ui::table_row_height(ui), heading = heading_height(ui, view),
                all = height * static_cast<float>(view.rows.size()) + heading;
    const auto body = draw_table_card(ui, rect, columns, all);
    if (row_moved) keep_row_in_view(ui, view, screen, height, body.height);
    std::optional<Event> event;
    ui.scroll_anew_for(day_rows_id, hash_of(screen, searched));
    auto content = ui.begin_scroll(day_rows_id, body, all);
    for (const auto& visit : view.rows) {
        if (heading > 0 && &visit == &view.rows[view.other_days_from]) {
            const auto title = content.cut_top(heading);
            if (!title.overlap(body).empty()) draw_heading(ui, title, view);
        }
        const auto row = content.cut_top(height);
        if (row.overlap(body).empty()) continue;
        const auto id = "visit." + to_string(visit.id).substr(0, 8);
        const auto cells = cells_of(t, visit, view, screen.page, narrow);
        const auto done = ui::table_row(ui, {.id = id,
                                             .rect = row,
                                             .columns = columns,
                                             .cells = cells,
                                             .action = next_step_of(t, visit),
                                             .selected = screen.row == visit.id});
        if (done.opened || done.acted) event = DetailsAsked{visit.id};
    }
    ui.end_scroll();
    return event;
}

// At the bottom of `page`, which it cuts off.
void draw_notice(ui::Ui& ui, const Day& screen, const View& view, Rect& page) {
    if (!screen.notice) return;
    const bool approval = screen.notice->done == Done::approved && view.noticed_visit;
    const auto text = approval ? words_of_approval(ui.texts(), *view.noticed_visit, view)
                               : words_of(ui.texts(), *screen.notice, view);
    const bool good = screen.notice->done.has_value();
    ui::BannerSpec banner{.id = "reception.notice",
                          .rect = page,
                          .icon = good ? "check-circle" : "warning",
                          .title = text,
                          .text = {},
                          .tone = good ? ui::Tone::welcome : ui::Tone::stop};
    banner.rect.height = ui::banner_height(ui, banner);
    banner.rect.y = page.bottom() - banner.rect.height;
    page.cut_bottom(banner.rect.height + ui.px(24));
    ui.paint().outline(banner.rect.inset(-ui.px(2)), good ? ui.palette().welcome : ui.palette().stop,
                       std::max(1.5F, ui.px(3)), ui.px(30));
    ui::banner(ui, banner);
}

// "/" goes to the search, whatever has the focus but a field.
bool slash_pressed(ui::Ui& ui) {
    if (ui.focused() == search_id || ui.inert()) return false;
    auto& strokes = ui.input().strokes();
    const auto slash = [](const ui::Stroke& s) { return s == ui::Stroke{std::string{"/"}}; };
    const bool found = std::any_of(strokes.begin(), strokes.end(), slash);
    if (found) std::erase_if(strokes, slash);
    return found;
}

std::optional<Event> row_keys(ui::Ui& ui, const Day& screen, const View& view, bool enter_in_search) {
    const auto rows = rows_of(screen, view);
    if (rows.empty() || ui.inert()) return std::nullopt;
    const auto at = std::find(rows.begin(), rows.end(), screen.row);
    const auto count = static_cast<std::ptrdiff_t>(rows.size()), index = at == rows.end() ? -1 : at - rows.begin();
    const auto go = [&](std::ptrdiff_t to) {
        return RowChosen{rows[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(to, 0, count - 1))]};
    };
    if (ui.pressed(ui::Key::down)) return go(index + 1);
    if (ui.pressed(ui::Key::up)) return go(index < 0 ? 0 : index - 1);
    const bool enter = enter_in_search || (ui.focused().empty() && ui.pressed(ui::Key::enter));
    if (!enter) return std::nullopt;
    if (index >= 0) return DetailsAsked{*at};
    if (enter_in_search) return DetailsAsked{rows.front()};
    return std::nullopt;
}

std::optional<Event> escape_key(ui::Ui& ui, Draft& draft) {
    if (ui.inert() || !ui.pressed(ui::Key::escape)) return std::nullopt;
    ui.blur();
    ui.redraw_in(1);
    if (!draft.search.empty()) {
        draft.search.clear();
        return std::nullopt;
    }
    return Back{};
}

// A row is a visit, and may stand for several people.
float draw_heads(ui::Ui& ui, Rect page, const View& view) {
    if (view.heads.visits == 0) return 0;
    auto look = ui::second_ink(ui, Type::small);
    look.lines_max = 1, look.tabular = true;
    return ui::label(
               ui,
               {.id = "reception.heads", .rect = page, .text = words::heads(ui.texts(), view.heads), .look = look}) +
           ui.px(12);
}

std::optional<Event> draw_visits(ui::Ui& ui, Rect page, const Day& screen, const View& view,
                                 const std::string& searched, bool row_moved) {
    page.cut_top(draw_heads(ui, page, view));
    if (!view.rows.empty())
        return draw_table(ui, page, screen, view, searched,
                          row_moved || (screen.row && ui.input().by_keys() && !ui.inert()));
    draw_empty(ui, page, screen, view);
    return std::nullopt;
}

float draw_banners(ui::Ui& ui, Rect page, const Day& screen, const View& view, std::optional<Event>& asked) {
    const float reading = draw_reading(ui, "reception.log_trouble", page, view.reading, view.zone, view.now);
    page.cut_top(reading);
    return reading + draw_troubles(ui, page, view, screen.page, asked);
}

std::optional<Event> draw_visits_page(ui::Ui& ui, Rect page, const Day& screen, const View& view, Draft& draft) {
    std::optional<Event> event;
    const auto take = [&event](std::optional<Event> other) {
        if (other) event = std::move(other);
    };
    if (slash_pressed(ui)) ui.focus(search_id);
    const auto typed = draw_header(ui, page.cut_top(header_height(ui)), screen, view, draft, event);
    page.cut_top(ui.px(28));
    if (screen.page == Page::today) {
        take(draw_counters(ui, page.cut_top(std::max(ui.px(172), ui.theme().target_min())), screen, view));
        page.cut_top(ui.px(28));
    }
    page.cut_top(draw_banners(ui, page, screen, view, event));
    const bool glass = typed.focused && ui.on_glass();
    auto display = ui.display();
    if (!ui.theme().portrait()) display.cut_left(page.x - ui.px(56));  // what the sidebar holds stays in reach
    const auto keys = glass ? display.cut_bottom(ui::keyboard_height(ui, ui::FieldKind::words)) : Rect{};
    if (glass) page.height = std::max(0.0F, keys.y - ui.px(20) - page.y);
    draw_notice(ui, screen, view, page);
    const auto moved = row_keys(ui, screen, view, typed.submitted);
    take(draw_visits(ui, page, screen, view, draft.search, moved && std::holds_alternative<RowChosen>(*moved)));
    take(moved);
    if (glass && ui::keyboard(ui, {.rect = keys, .kind = ui::FieldKind::words, .action = ui.texts().say("Done")}))
        ui.blur(), ui.redraw_in(1);
    return event;
}

std::optional<Event> draw_badges_page(ui::Ui& ui, Rect page, const Day& screen, const View& view) {
    draw_title(ui, page.cut_top(header_row(ui)), screen, view);
    page.cut_top(ui.px(28));
    std::optional<Event> event;
    page.cut_top(draw_banners(ui, page, screen, view, event));
    draw_notice(ui, screen, view, page);
    if (auto other = draw_badges(ui, page, screen, view)) event = std::move(other);
    if (auto moved = row_keys(ui, screen, view, false)) event = std::move(moved);
    return event;
}

}  // namespace

std::optional<Event> draw(ui::Ui& ui, const Day& screen, const State& state, const View& view, Draft& draft,
                          bool behind_sheet) {
    ui.set_inert(behind_sheet);
    std::optional<Event> event;
    const auto take = [&event](std::optional<Event> other) {
        if (other) event = std::move(other);
    };
    auto page = ui.display();
    take(draw_sidebar(ui, page, screen, state, view));
    if (!ui.theme().portrait()) page = page.inset(ui.px(56), ui.px(44));
    take(screen.page == Page::badges ? draw_badges_page(ui, page, screen, view)
                                     : draw_visits_page(ui, page, screen, view, draft));
    take(escape_key(ui, draft));
    ui.set_inert(false);
    return event;
}

}  // namespace vestibule::reception
