// Drawing the names: measured first, so that a row is as high as its name needs.
#include "kiosk/screens/common/roll_call_list.h"

#include <algorithm>
#include <cmath>

#include "kiosk/screens/common/words.h"

namespace vestibule {
namespace {

using ui::Rect, ui::Type, ui::Weight;

constexpr const char* rows_id = "roll_call.rows";

struct Entry {
    const RollCallPlace* place = nullptr;  // a heading, or …
    const RollCallRow* row = nullptr;      // … one name
    float height = 0;
};

ui::TextLook name_look(ui::Ui& ui) {
    auto look = ui::ink(ui, Type::choice, Weight::semibold);
    look.lines_max = 4;
    return look;
}

ui::TextLook detail_look(ui::Ui& ui) {
    auto look = ui::second_ink(ui, Type::caption);
    look.lines_max = 3;
    return look;
}

std::string name_of(const Texts& t, const RollCallRow& row) {
    if (!row.name.empty()) return row.name;
    return row.erased ? t.say("Erased") : t.say("Name not known here");
}

// Whom they came to, where from, and how to tell them.
std::string details_of(const Texts& t, const RollCallRow& row) {
    auto out = row.company;
    const auto add = [&out](const std::string& part) {
        if (!part.empty()) out += (out.empty() ? "" : " · ") + part;
    };
    add(t.say("to {host}", {{"host", row.host.empty() ? t.say("Reception") : row.host}}));
    add(row.plate);
    add(row.code);
    return out;
}

float side_width(const ui::Ui& ui) {
    return ui.px(300);
}

float words_width(const ui::Ui& ui, float width) {
    return std::floor(width - 2 * ui.px(36) - side_width(ui) - ui.px(24));
}

float heading_height(ui::Ui& ui) {
    return ui.theme().type_px(Type::caption) * 1.3F + ui.px(36);
}

// At the right: since when, and how many they are where they're more than one.
struct Side {
    std::string since, people;
    ui::TextLook since_look, people_look;
    float since_height = 0, height = 0;
};

Side side_of(ui::Ui& ui, const RollCallRow& row, const RollCallPage& page) {
    const auto& t = ui.texts();
    const auto time = words::moment(t, page.zone, row.since, page.list.at);
    Side side{.since = row.only_admitted ? t.say("admitted {time}", {{"time", time}})
                                         : t.say("since {time}", {{"time", time}}),
              .people = {},
              .since_look = ui::ink(ui, Type::body, Weight::medium, ui::Align::end),
              .people_look = ui::ink(ui, Type::body, Weight::semibold, ui::Align::end)};
    side.since_look.lines_max = 2, side.since_look.tabular = true;
    side.people_look.lines_max = 2;
    side.since_height = ui.paint().text_size(side.since, side.since_look, side_width(ui)).height;
    side.height = side.since_height;
    if (row.people < 2) return side;
    side.people = t.say_count("{n} person", "{n} people", row.people);
    side.height += ui.paint().text_size(side.people, side.people_look, side_width(ui)).height;
    return side;
}

float row_height(ui::Ui& ui, const RollCallRow& row, const RollCallPage& page, float words) {
    const auto& t = ui.texts();
    const float name = ui.paint().text_size(name_of(t, row), name_look(ui), words).height;
    const float below = ui.paint().text_size(details_of(t, row), detail_look(ui), words).height;
    return std::ceil(std::max(name + below, side_of(ui, row, page).height) + ui.px(48));
}

std::vector<Entry> entries_of(ui::Ui& ui, const RollCallPage& page, float width) {
    std::vector<Entry> out;
    const float words = words_width(ui, width);
    for (const auto& place : page.list.places) {
        out.push_back({.place = &place, .height = heading_height(ui)});
        for (const auto& row : place.rows) out.push_back({.row = &row, .height = row_height(ui, row, page, words)});
    }
    return out;
}

void draw_heading(ui::Ui& ui, Rect rect, const RollCallPlace& place, std::size_t index) {
    const auto& t = ui.texts();
    const auto name = place.name.empty() ? t.say("Place not known") : t.say(place.name);
    auto look = ui::second_ink(ui, Type::caption);
    look.weight = Weight::semibold, look.lines_max = 1;
    ui.paint().fill(rect, ui.palette().paper);
    ui::label(ui, {.id = "roll_call.place." + std::to_string(index),
                   .rect = rect.inset(ui.px(36), 0),
                   .text = name + " · " + t.say_count("{n} person", "{n} people", place.people),
                   .look = look,
                   .within = ui::Within::middle});
}

void draw_side(ui::Ui& ui, Rect rect, const RollCallRow& row, const std::string& id, const RollCallPage& page) {
    const auto side = side_of(ui, row, page);
    const auto card = ui.palette().card;
    ui::label(ui, {.id = id + ".since",
                   .rect = rect.cut_top(side.since_height),
                   .text = side.since,
                   .look = side.since_look,
                   .ground = card});
    if (side.people.empty()) return;
    ui::label(ui,
              {.id = id + ".people", .rect = rect, .text = side.people, .look = side.people_look, .ground = card});
}

void draw_row(ui::Ui& ui, Rect rect, const RollCallRow& row, const RollCallPage& page) {
    const auto& p = ui.palette();
    const auto id = "roll_call.row." + to_string(row.visit).substr(0, 8);
    ui.paint().fill(rect, p.card);
    ui.paint().fill({rect.x, rect.y, rect.width, std::max(1.0F, ui.px(2))}, p.hairline);
    auto inside = rect.inset(ui.px(36), ui.px(24));
    draw_side(ui, inside.cut_right(side_width(ui)), row, id, page);
    inside.width = words_width(ui, rect.width);
    inside.cut_top(ui::label(
        ui, {.id = id, .rect = inside, .text = name_of(ui.texts(), row), .look = name_look(ui), .ground = p.card}));
    ui::label(ui, {.id = id + ".details",
                   .rect = inside,
                   .text = details_of(ui.texts(), row),
                   .look = detail_look(ui),
                   .ground = p.card});
}

// The page keys are the scroll region's own.
void scroll_by_arrows(ui::Ui& ui) {
    if (ui.inert()) return;
    auto& offset = ui.scroll_offset(rows_id);
    if (ui.pressed(ui::Key::down)) offset += ui.px(160);
    if (ui.pressed(ui::Key::up)) offset -= ui.px(160);
}

void draw_nobody(ui::Ui& ui, Rect rect) {
    auto box = rect.middle({std::min(rect.width, ui.px(900)), ui.px(260)});
    const float side = ui.px(104);
    const auto circle = box.cut_top(side);
    ui::monogram(ui, {circle.centre().x - side / 2, circle.y, side, side}, {}, "people", true);
    box.cut_top(ui.px(28));
    ui::label(ui, {.id = "roll_call.empty",
                   .rect = box,
                   .text = ui.texts().say("No visitor is signed in at this time."),
                   .look = ui::second_ink(ui, Type::body, ui::Align::centre)});
}

}  // namespace

void draw_roll_call_list(ui::Ui& ui, Rect rect, const RollCallPage& page) {
    if (page.list.places.empty()) return draw_nobody(ui, rect);
    const auto entries = entries_of(ui, page, rect.width);
    float all = 0;
    for (const auto& entry : entries) all += entry.height;
    scroll_by_arrows(ui);
    auto content = ui.begin_scroll(rows_id, rect, all);
    std::size_t places = 0;
    for (const auto& entry : entries) {
        const auto at = content.cut_top(entry.height);
        const auto index = places;
        if (entry.place != nullptr) ++places;
        if (at.overlap(rect).empty()) continue;
        if (entry.place != nullptr)
            draw_heading(ui, at, *entry.place, index);
        else
            draw_row(ui, at, *entry.row, page);
    }
    ui.end_scroll();
}

}  // namespace vestibule
