// Drawing the sidebar.
#include "kiosk/screens/reception/sidebar.h"

#include <algorithm>

#include "kiosk/screens/common/printer_words.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/reception/print_words.h"
#include "kiosk/screens/reception/site_list.h"

namespace vestibule::reception {
namespace {

using ui::Rect, ui::Type, ui::Weight;

struct Health {
    const char* id;
    std::string text;
    bool trouble = false;
    bool well = true;  // false, and no trouble either: there is none of it
};

// Of several printers in a house: which one is meant, unless what is wrong names it itself.
std::string printer_line(const Texts& t, const PrinterView& printer) {
    auto state = words::printer_state(t, printer);
    const auto name = words::queue_name(printer.name);
    const bool names_queues = printer.reason == "not-found" || printer.reason == "not-chosen";
    if (!words::in_trouble(printer) || printer.saves_files || name.empty() || names_queues) return state;
    return t.say("{printer}: {state}", {{"printer", name}, {"state", state}});
}

std::vector<Health> health_of(const Texts& t, const View& view) {
    std::vector<Health> out;
    const auto age = words::exchange_state(t, view.exchange, view.now);
    out.push_back({"reception.exchange", t.say("Central store: {state}", {{"state", age}}), view.exchange.stale});
    const auto& printer = view.printer;
    out.push_back({"reception.printer", printer_line(t, printer), words::in_trouble(printer),
                   !printer.saves_files && !printer.printers.empty()});
    return out;
}

// A dot is never alone: the words say the same.
float draw_health(ui::Ui& ui, Rect rect, const Health& health) {
    const auto& p = ui.palette();
    const float dot = ui.px(9), indent = ui.px(32);
    ui::TextLook look{
        .type = Type::small, .colour = health.trouble ? p.attention : p.ink_second, .lines_max = 3, .tabular = true};
    if (health.trouble) look.weight = Weight::semibold;
    const auto colour = health.trouble ? p.attention : health.well ? p.welcome : p.line;
    ui.paint().fill_circle({rect.x + dot, rect.y + ui.theme().type_px(Type::small) * 0.7F}, dot, colour);
    rect.cut_left(indent);
    return ui::label(ui, {.id = health.id, .rect = rect, .text = health.text, .look = look});
}

void draw_house(ui::Ui& ui, Rect rect, const View& view) {
    const float side = ui.px(48);
    ui::logo(ui, "reception.logo", rect.cut_left(side).middle({side, side}), view.logo);
    rect.cut_left(ui.px(18));
    ui::label(
        ui, {.id = "reception.site",
             .rect = rect,
             .text = view.site,
             .look = {.type = Type::caption, .weight = Weight::semibold, .colour = ui.palette().ink, .lines_max = 2},
             .within = ui::Within::middle});
}

float page_height(const ui::Ui& ui) {
    return std::max(ui.px(76), ui.theme().target_min());
}

constexpr float pages = 3;

float pages_height(const ui::Ui& ui) {
    return pages * (page_height(ui) + ui.px(10));
}

std::optional<Event> draw_pages(ui::Ui& ui, Rect rect, const Day& screen, const View& view, bool in_a_row) {
    auto& t = ui.texts();
    const float height = page_height(ui), gap = ui.px(10), each = (rect.width - gap * (pages - 1)) / pages;
    std::optional<Event> event;
    const auto item = [&](const char* id, const char* icon, const std::string& words, int count, Page page) {
        const auto at = in_a_row ? rect.cut_left(each) : rect.cut_top(height);
        static_cast<void>(in_a_row ? rect.cut_left(gap) : rect.cut_top(gap));
        if (ui::nav_item(ui, {.id = id,
                              .rect = at,
                              .icon = icon,
                              .label = words,
                              .count = count,
                              .selected = screen.page == page}))
            event = PageChosen{page};
    };
    item("reception.page_today", "calendar", t.say("Today"), view.day.waiting, Page::today);
    item("reception.page_inside", "people", t.say_count("Inside {n}", "Inside {n}", view.inside), 0, Page::inside);
    const auto in_need =
        std::ranges::count_if(view.jobs, [&](const PrintJobView& job) { return needs_a_person(job, view.now); });
    item("reception.page_badges", "printer", t.say("Badges"), static_cast<int>(in_need), Page::badges);
    return event;
}

std::optional<Event> draw_staff_buttons(ui::Ui& ui, Rect rect, const View& view) {
    auto& t = ui.texts();
    std::optional<Event> event;
    const float gap = ui.px(12);
    auto out = rect;
    if (view.shares_display) {
        const auto home = out.cut_left((rect.width - gap) / 2);
        out.cut_left(gap);
        if (ui::button(ui, {.id = "reception.lobby",
                            .rect = home,
                            .label = t.say("Lobby"),
                            .kind = ui::ButtonKind::secondary,
                            .type = Type::small}))
            event = LobbyAsked{};
    }
    if (ui::button(ui, {.id = "reception.sign_out",
                        .rect = out,
                        .label = t.say("Sign out"),
                        .kind = ui::ButtonKind::secondary,
                        .type = Type::small}))
        event = SignOutAsked{};
    return event;
}

float health_height(ui::Ui& ui, const std::vector<Health>& all, float width) {
    float height = 0;
    for (const auto& health : all)
        height += ui.paint()
                      .text_size(health.text,
                                 {.type = Type::small,
                                  .weight = health.trouble ? Weight::semibold : Weight::regular,
                                  .lines_max = 3,
                                  .tabular = true},
                                 std::floor(width - ui.px(32)))
                      .height +
                  ui.px(12);
    return height;
}

// From the bottom upwards; what stays of `rect` is for others.
std::optional<Event> draw_foot(ui::Ui& ui, Rect& rect, const State& state, const View& view) {
    auto& t = ui.texts();
    auto event = draw_staff_buttons(ui, rect.cut_bottom(std::max(ui.px(72), ui.theme().target_min())), view);
    rect.cut_bottom(ui.px(24));
    const auto name = state.session.staff ? state.session.staff->name : std::string{};
    ui::label(ui,
              {.id = "reception.staff",
               .rect = rect.cut_bottom(ui.theme().type_px(Type::small) * 1.5F),
               .text = t.say("Signed in: {name}", {{"name", name}}),
               .look = {.type = Type::small, .weight = Weight::medium, .colour = ui.palette().ink, .lines_max = 1}});
    rect.cut_bottom(ui.px(20));
    const auto all = health_of(t, view);
    auto health_rect = rect.cut_bottom(health_height(ui, all, rect.width));
    for (const auto& health : all) health_rect.cut_top(draw_health(ui, health_rect, health) + ui.px(12));
    return event;
}

std::optional<Event> draw_column(ui::Ui& ui, Rect rect, const Day& screen, const State& state, const View& view) {
    ui.paint().fill({rect.right() - std::max(1.0F, ui.px(2)), rect.y, std::max(1.0F, ui.px(2)), rect.height},
                    ui.palette().hairline);
    auto inside = rect.inset(ui.px(32), ui.px(48));
    draw_house(ui, inside.cut_top(ui.px(64)), view);
    inside.cut_top(ui.px(28));
    auto event = draw_pages(ui, inside.cut_top(pages_height(ui)), screen, view, false);
    if (auto other = draw_foot(ui, inside, state, view)) event = std::move(other);
    if (view.sites.empty()) return event;
    inside.cut_top(ui.px(12));
    inside.cut_bottom(ui.px(20));
    if (auto other = draw_sites(ui, inside, view, 1)) event = std::move(other);
    return event;
}

// Upright: side by side under the pages.
float health_row_height(ui::Ui& ui, const std::vector<Health>& all, float width) {
    const float each = width / static_cast<float>(all.size()) - ui.px(16);
    float height = 0;
    for (const auto& health : all) height = std::max(height, health_height(ui, {health}, each));
    return height;
}

void draw_health_row(ui::Ui& ui, Rect rect, const std::vector<Health>& all) {
    const float each = rect.width / static_cast<float>(all.size());
    for (const auto& health : all) {
        auto at = rect.cut_left(each);
        at.cut_right(ui.px(16));
        draw_health(ui, at, health);
    }
}

std::optional<Event> draw_bar(ui::Ui& ui, Rect rect, const Day& screen, const State& state, const View& view) {
    const float row = std::max(ui.px(80), ui.theme().target_min());
    auto top = rect.cut_top(row);
    auto buttons = top.cut_right(ui.px(view.shares_display ? 420.0F : 220.0F));
    auto event = draw_staff_buttons(ui, buttons, view);
    top.cut_right(ui.px(24));
    const auto name = state.session.staff ? state.session.staff->name : std::string{};
    auto look = ui::second_ink(ui, Type::small, ui::Align::end);
    look.lines_max = 2;
    ui::label(ui, {.id = "reception.staff",
                   .rect = top.cut_right(top.width * 0.4F),
                   .text = name,
                   .look = look,
                   .within = ui::Within::middle});
    draw_house(ui, top, view);
    rect.cut_top(ui.px(20));
    if (auto other = draw_pages(ui, rect.cut_top(row), screen, view, true)) event = std::move(other);
    rect.cut_top(ui.px(20));
    const auto all = health_of(ui.texts(), view);
    draw_health_row(ui, rect.cut_top(health_row_height(ui, all, rect.width)), all);
    if (view.sites.empty()) return event;
    rect.cut_top(ui.px(24));
    if (auto other = draw_sites(ui, rect, view, sites_in_a_row)) event = std::move(other);
    return event;
}

}  // namespace

std::optional<Event> draw_sidebar(ui::Ui& ui, ui::Rect& page, const Day& screen, const State& state,
                                  const View& view) {
    if (!ui.theme().portrait()) return draw_column(ui, page.cut_left(ui.px(348)), screen, state, view);
    page = page.inset(ui.px(48), ui.px(48));
    const float row = std::max(ui.px(80), ui.theme().target_min());
    const float sites = view.sites.empty() ? 0 : ui.px(24) + sites_height(ui, view, sites_in_a_row);
    const float health = ui.px(20) + health_row_height(ui, health_of(ui.texts(), view), page.width);
    auto bar = page.cut_top(2 * row + ui.px(20) + health + sites);
    page.cut_top(ui.px(32));
    return draw_bar(ui, bar, screen, state, view);
}

}  // namespace vestibule::reception
