// The badge: its picture, what happens next, and the plain truth when the printer doesn't do it.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/common/flow.h"
#include "kiosk/screens/lobby/badge_words.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {
namespace {

// A line of the card; cut off `area`.
void line(ui::Ui& ui, std::string_view id, ui::Rect& area, std::string_view text, const ui::TextLook& look) {
    if (text.empty()) return;
    area.cut_top(ui::label(ui, {.id = id, .rect = area, .text = text, .look = look, .ground = ui.palette().card}));
}

void escort_line(ui::Ui& ui, const BadgeView& badge, ui::Rect area) {
    const auto& p = ui.palette();
    std::string words = badge.escort ? ui.texts().say("Escort") : std::string{};
    if (!badge.zones.empty()) words += (words.empty() ? "" : " · ") + badge.zones;
    if (words.empty()) return;
    const auto colours = ui::colours_of(p, badge.escort ? ui::Tone::attention : ui::Tone::neutral);
    ui::TextLook look{
        .type = ui::Type::caption, .weight = ui::Weight::semibold, .colour = colours.ink, .lines_max = 3};
    const float side = badge.escort ? ui.theme().type_px(ui::Type::caption) * 1.1F : 0;
    const float around = side * 1.35F + ui.px(46), pad = ui.theme().type_px(ui::Type::caption) * 0.4F;
    const float width = std::min(area.width, ui.paint().text_size(words, look).width + around);
    const auto height_of = [&] {
        return ui.paint().text_size(words, look, std::max(1.0F, width - around + ui.px(6))).height;
    };
    for (; look.lines_max > 1 && height_of() + pad > area.height; --look.lines_max) look.type = ui::Type::small;
    const float height = height_of();
    auto box = area.cut_bottom(height + pad).cut_left(width);
    ui.paint().fill(box, colours.wash, ui.px(12));
    box = box.inset(ui.px(20), 0);
    if (side > 0) {
        ui.paint().icon("escort", box.cut_left(side).middle({side, side}), colours.ink);
        box.cut_left(side * 0.35F);
    }
    ui::label(ui, {.id = "badge.access",
                   .rect = box,
                   .text = words,
                   .look = look,
                   .within = ui::Within::middle,
                   .ground = colours.wash});
}

// The QR with its code below it, in the lower right corner; cut off `area`.
void draw_code(ui::Ui& ui, const BadgeView& badge, ui::Rect& area) {
    const auto& p = ui.palette();
    const float code_height = ui.theme().type_px(ui::Type::caption) * 1.3F;
    const float side = std::min(area.height - code_height, area.width * 0.42F);
    auto column = area.cut_right(side);
    area.cut_right(ui.px(20));
    const ui::TextLook look{.type = ui::Type::caption,
                            .weight = ui::Weight::semibold,
                            .colour = p.ink,
                            .align = ui::Align::centre,
                            .lines_max = 1,
                            .tabular = true};
    ui::label(ui, {.id = "badge.code",
                   .rect = column.cut_bottom(code_height),
                   .text = badge.code,
                   .look = look,
                   .within = ui::Within::bottom,
                   .ground = p.card});
    if (!badge.token.empty()) ui::qr_code(ui, "badge.qr", column.cut_bottom(side), badge.token, badge.code);
}

// The badge as it is printed: type and date, name, company, host, zones; the QR with its code at the right.
void draw_card(ui::Ui& ui, const BadgeView& badge, ui::Rect rect) {
    const auto& p = ui.palette();
    ui::card(ui, rect, ui.px(36));
    auto inside = rect.inset(ui.px(48), ui.px(44));
    const auto one = [](ui::TextLook look) {
        look.lines_max = 1;
        return look;
    };
    auto top = inside.cut_top(ui.theme().type_px(ui::Type::caption) * 1.4F);
    const auto date = one(ui::second_ink(ui, ui::Type::caption, ui::Align::end));
    const float date_width = ui.paint().text_size(badge.date_line, date).width + 2;
    ui::label(ui, {.id = "badge.date",
                   .rect = top.cut_right(date_width),
                   .text = badge.date_line,
                   .look = date,
                   .ground = p.card});
    ui::label(ui, {.id = "badge.type",
                   .rect = top,
                   .text = badge.type_label,
                   .look = {.type = ui::Type::caption, .weight = ui::Weight::bold, .colour = p.brand, .lines_max = 1},
                   .ground = p.card});
    inside.cut_top(ui.px(16));
    auto name = ui::ink(ui, ui::Type::question, ui::Weight::semibold);
    if (ui.paint().text_size(badge.name, name).width > inside.width) name.type = ui::Type::choice;
    name.lines_max = inside.height < ui.theme().type_px(ui::Type::body) * 8 ? 1 : 2;
    line(ui, "badge.name", inside, badge.name, name);
    draw_code(ui, badge, inside);
    line(ui, "badge.company", inside, badge.company, one(ui::ink(ui, ui::Type::body)));
    if (!badge.host.empty()) {
        inside.cut_top(ui.px(14));
        line(ui, "badge.host_label", inside, ui.texts().say("Host"), one(ui::second_ink(ui, ui::Type::caption)));
        line(ui, "badge.host", inside, badge.host, one(ui::ink(ui, ui::Type::body, ui::Weight::semibold)));
    }
    escort_line(ui, badge, inside);
}

// The code that people type; as large as there is room.
void draw_letters(ui::Ui& ui, const BadgeView& badge, ui::Rect rect) {
    ui::TextLook look{.type = ui::Type::face,
                      .weight = ui::Weight::semibold,
                      .colour = ui.palette().ink,
                      .align = ui::Align::centre,
                      .lines_max = 1,
                      .tabular = true};
    for (const auto smaller : {ui::Type::question, ui::Type::choice}) {
        const auto size = ui.paint().text_size(badge.code, look);
        if (size.width <= rect.width && size.height <= rect.height) break;
        look.type = smaller;
    }
    ui::label(ui, {.id = "badge.code",
                   .rect = rect,
                   .text = badge.code,
                   .look = look,
                   .within = ui::Within::middle,
                   .ground = ui.palette().card});
}

// Without paper the code is the pass, so it is as large as a guard's scanner needs.
void draw_pass(ui::Ui& ui, const BadgeView& badge, ui::Rect rect) {
    ui::card(ui, rect, ui.px(36));
    auto inside = rect.inset(ui.px(40), ui.px(36));
    if (!badge.token.empty()) draw_letters(ui, badge, inside.cut_bottom(ui.theme().type_px(ui::Type::choice) * 1.3F));
    auto name = ui::ink(ui, ui::Type::body, ui::Weight::semibold, ui::Align::centre);
    name.lines_max = 1;
    ui::label(ui, {.id = "badge.name",
                   .rect = inside.cut_top(ui.theme().type_px(ui::Type::body) * 1.4F),
                   .text = badge.name,
                   .look = name,
                   .ground = ui.palette().card});
    auto date = ui::second_ink(ui, ui::Type::caption, ui::Align::centre);
    date.lines_max = 1;
    ui::label(ui, {.id = "badge.date",
                   .rect = inside.cut_top(ui.theme().type_px(ui::Type::caption) * 1.4F),
                   .text = badge.date_line,
                   .look = date,
                   .ground = ui.palette().card});
    inside.cut_top(ui.px(8));
    if (badge.token.empty()) return draw_letters(ui, badge, inside);
    const float side = std::min(inside.width, inside.height);
    ui::qr_code(ui, "badge.qr", inside.middle({side, side}), badge.token, badge.code);
}

// What is said beside the picture.
std::vector<Line> words_of(ui::Ui& ui, const View& view, const BadgeView& badge, ui::Align align) {
    return {
        {"badge.title", badge_title(ui.texts(), badge, view),
         ui::ink(ui, ui::Type::question, ui::Weight::semibold, align)},
        {"badge.text", badge_steps(ui.texts(), badge, view), ui::second_ink(ui, ui::Type::body, align), ui.px(24)}};
}

void draw_words(ui::Ui& ui, const std::vector<Line>& words, ui::Rect area, ui::Align align) {
    for (const auto& line : fitted(ui, words, area.width, area.height)) {
        const bool first = line.id == "badge.title";
        const float width = first ? area.width : ui::balanced_width(ui, line.text, line.look, area.width);
        if (!first) area.cut_top(line.gap_before);
        const auto at = align == ui::Align::centre ? area.middle({width, area.height})
                                                   : ui::Rect{area.x, area.y, width, area.height};
        area.cut_top(ui::label(ui, {.id = line.id, .rect = at, .text = line.text, .look = line.look}));
    }
}

// The way on; where the printer couldn't tell, the visitor is asked instead.
Action draw_answers(ui::Ui& ui, const BadgeView& badge, ui::Rect row) {
    const auto& texts = ui.texts();
    Action action;
    if (badge.print != PrintOutcome::unknown) {
        if (ui::button(ui, {.id = "badge.done", .rect = row, .label = texts.say("Done"), .by_enter = true}))
            action = Closed{};
        return action;
    }
    const float gap = ui.px(32);
    if (ui::button(ui, {.id = "badge.not_out",
                        .rect = row.cut_left((row.width - gap) / 2),
                        .label = texts.say("No, it didn’t"),
                        .kind = ui::ButtonKind::secondary}))
        action = PrintReported{.came_out = false};
    row.cut_left(gap);
    if (ui::button(ui, {.id = "badge.came_out", .rect = row, .label = texts.say("Yes, I have it")}))
        action = PrintReported{.came_out = true};
    return action;
}

void draw_picture(ui::Ui& ui, const BadgeView& badge, const View& view, ui::Rect area) {
    if (is_pass(badge, view)) {
        const float height = std::min(area.height, ui.px(820));
        draw_pass(ui, badge, area.middle({std::min(area.width, height * 0.84F), height}));
    } else {
        const float width = std::min(area.width, ui.px(880));
        draw_card(ui, badge, area.middle({width, std::min(area.height, width * 0.66F)}));
    }
}

}  // namespace

Action draw(ui::Ui& ui, const ShowBadge& screen, const View& view, Draft&) {
    const auto& badge = screen.badge;
    auto area = page_area(ui);
    static_cast<void>(header(ui, view, "badge", area));
    ui.paint().mark_content();
    closing_line(ui, "badge", area.cut_bottom(ui.theme().type_px(ui::Type::caption) * 1.5F), screen.closes_at,
                 view.now);
    area.cut_bottom(ui.px(16));
    auto row = area.cut_bottom(ui.theme().primary_height());
    if (!ui.theme().portrait()) row = row.middle({std::min(row.width, ui.px(1000)), row.height});
    const auto action = draw_answers(ui, badge, row);
    area.cut_bottom(ui.px(32));
    if (ui.theme().portrait()) {
        const auto words = words_of(ui, view, badge, ui::Align::centre);
        const float below = lines_height(ui, words, area.width);
        auto lower = area.cut_bottom(std::min(area.height * 0.55F, below + ui.px(110)));
        draw_picture(ui, badge, view, area);
        draw_words(ui, words, lower, ui::Align::centre);
    } else {
        auto left = area.cut_left(area.width * 0.5F - ui.px(36));
        area.cut_left(ui.px(72));
        draw_picture(ui, badge, view, left);
        const auto words = words_of(ui, view, badge, ui::Align::start);
        const float height = std::min(area.height, lines_height(ui, words, area.width));
        draw_words(ui, words, area.middle({area.width, height}), ui::Align::start);
    }
    return action;
}

}  // namespace vestibule::lobby
