// Drawing the list of sites.
#include "kiosk/screens/reception/site_list.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vestibule::reception {
namespace {

using ui::Rect, ui::Type, ui::Weight;

constexpr const char* list_id = "reception.sites";

bool needs_a_look(const SiteRow& site) {
    return site.waiting > 0 || site.stale || site.problem;
}

float row_height(const ui::Ui& ui) {
    return std::max(ui.px(82), ui.theme().target_min());
}

float gap_of(const ui::Ui& ui) {
    return ui.px(6);
}

float heading_height(const ui::Ui& ui) {
    return ui.px(52);
}

int rows_of(const View& view, int columns) {
    return (static_cast<int>(view.sites.size()) + columns - 1) / columns;
}

float all_rows_height(const ui::Ui& ui, int rows) {
    return static_cast<float>(rows) * (row_height(ui) + gap_of(ui)) - gap_of(ui);
}

// What is said of a site below its name: never by colour alone.
std::string state_of(const Texts& t, const SiteRow& site) {
    if (site.problem) return t.say("can’t be shown");
    const auto waiting = site.waiting > 0 ? t.say_count("{n} waiting", "{n} waiting", site.waiting) : std::string{};
    if (!site.stale) return waiting.empty() ? t.say("nobody waiting") : waiting;
    return waiting.empty() ? t.say("old data") : waiting + " · " + t.say("old data");
}

bool draw_site(ui::Ui& ui, const std::string& id, Rect rect, const SiteRow& site, bool selected) {
    const auto& p = ui.palette();
    const auto words = selected ? p.brand : p.ink, ground = selected ? p.brand_wash : p.paper;
    const auto state = state_of(ui.texts(), site);
    const ui::TextLook name_look{
        .type = Type::row, .weight = selected ? Weight::semibold : Weight::medium, .colour = words, .lines_max = 1};
    const ui::TextLook state_look{.type = Type::small,
                                  .weight = needs_a_look(site) ? Weight::semibold : Weight::regular,
                                  .colour = needs_a_look(site) ? p.attention : p.ink_second,
                                  .lines_max = 1};
    const auto touch = ui.touch({.id = id,
                                 .rect = rect,
                                 .role = ui::WidgetRole::choice,
                                 .label = site.name + ", " + state,
                                 .value = selected ? "selected" : "",
                                 .fg = words,
                                 .bg = ground});
    const float radius = ui.px(16);
    ui.paint().fill(rect, mix(ground, p.brand_wash, touch.press), radius);
    auto inside = rect.inset(ui.px(20), 0);
    const float name_height = ui.theme().type_px(Type::row) * 1.3F,
                state_height = ui.theme().type_px(Type::small) * 1.3F;
    inside.cut_top((inside.height - name_height - state_height) / 2);
    ui::label(ui, {.id = id + ".name",
                   .rect = inside.cut_top(name_height),
                   .text = site.name,
                   .look = name_look,
                   .within = ui::Within::middle,
                   .ground = ground});
    ui::label(ui, {.id = id + ".state",
                   .rect = inside.cut_top(state_height),
                   .text = state,
                   .look = state_look,
                   .within = ui::Within::middle,
                   .ground = ground});
    if (touch.focused) focus_ring(ui, rect.inset(ui.px(6)), radius);
    return touch.clicked;
}

// Where not all can be seen at once, the heading says how many wait in them all.
void draw_heading(ui::Ui& ui, Rect rect, const View& view, bool scrolls) {
    const int waiting = std::accumulate(view.sites.begin(), view.sites.end(), 0,
                                        [](int sum, const SiteRow& site) { return sum + site.waiting; });
    auto& t = ui.texts();
    auto look = ui::second_ink(ui, Type::small);
    look.weight = Weight::semibold;
    look.lines_max = 1;
    if (scrolls && waiting > 0) look.colour = ui.palette().attention;
    ui::label(ui, {.id = "reception.sites_title",
                   .rect = rect.inset(ui.px(20), 0),
                   .text = scrolls && waiting > 0
                               ? t.say_count("All sites · {n} waiting", "All sites · {n} waiting", waiting)
                               : t.say("Sites"),
                   .look = look,
                   .within = ui::Within::middle});
}

// The site that is shown from this frame on comes into view.
void keep_shown_in_view(ui::Ui& ui, const View& view, int columns, float body_height) {
    const auto row = static_cast<float>(static_cast<int>(view.site_shown) / columns);
    const float top = row * (row_height(ui) + gap_of(ui));
    auto& offset = ui.scroll_offset(list_id);
    offset = std::clamp(offset, std::max(0.0F, top + row_height(ui) - body_height), top);
}

}  // namespace

float sites_height(const ui::Ui& ui, const View& view, int columns) {
    return heading_height(ui) + all_rows_height(ui, std::min(rows_of(view, columns), site_rows_max));
}

std::optional<Event> draw_sites(ui::Ui& ui, Rect rect, const View& view, int columns) {
    const float all = all_rows_height(ui, rows_of(view, columns)), gap = gap_of(ui);
    const bool scrolls = all > rect.height - heading_height(ui);
    draw_heading(ui, rect.cut_top(heading_height(ui)), view, scrolls);
    if (view.site_fresh) keep_shown_in_view(ui, view, columns, rect.height);
    std::optional<Event> event;
    auto content = ui.begin_scroll(list_id, rect, all);
    if (scrolls) content.cut_right(ui.px(14));  // the bar's
    const auto count = static_cast<float>(columns);
    const float width = std::floor((content.width - gap * (count - 1)) / count);
    for (std::size_t i = 0; i < view.sites.size(); ++i) {
        const auto row = static_cast<float>(static_cast<int>(i) / columns),
                   column = static_cast<float>(static_cast<int>(i) % columns);
        const Rect at{content.x + column * (width + gap), content.y + row * (row_height(ui) + gap), width,
                      row_height(ui)};
        if (at.overlap(rect).empty()) continue;
        if (draw_site(ui, "reception.site." + std::to_string(i), at, view.sites[i], i == view.site_shown))
            event = SiteChosen{i};
    }
    ui.end_scroll();
    return event;
}

}  // namespace vestibule::reception
