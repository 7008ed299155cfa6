// Everything read back before it counts: a walk-in's answers, each open to change, or an appointment that was found.
#include <vector>

#include "kiosk/base/text.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {
namespace {

struct Read {  // one thing that is read back
    std::string id, icon, title, subtitle;
    std::optional<Part> change{};
};

void append(std::string& to, const std::string& text) {
    if (text.empty()) return;
    if (!to.empty()) to += " · ";
    to += text;
}

// One thing on the card; true when "Change" was touched.
bool draw_row(ui::Ui& ui, const Read& row, ui::Rect rect, bool line_above) {
    const auto& p = ui.palette();
    auto& paint = ui.paint();
    if (line_above) paint.fill({rect.x + 2, rect.y, rect.width - 4, std::max(1.0F, ui.px(2))}, p.hairline);
    bool changed = false;
    auto inside = rect.inset(ui.px(36), 0);
    if (row.change) {
        const auto words = ui.texts().say("Change");
        const float width =
            paint.text_size(words, {.type = ui::Type::caption, .weight = ui::Weight::semibold}).width + ui.px(56);
        const auto at = inside.cut_right(width);
        inside.cut_right(ui.px(24));
        changed = ui::button(ui, {.id = row.id + ".change",
                                  .rect = at.middle({at.width + ui.px(40), rect.height - ui.px(8)}),
                                  .label = words,
                                  .kind = ui::ButtonKind::quiet,
                                  .type = ui::Type::caption,
                                  .ground = p.card});
    }
    const float side = std::min(ui.px(84), inside.height * 0.6F);
    ui::monogram(ui, inside.cut_left(side).middle({side, side}), {}, row.icon, false);
    inside.cut_left(ui.px(28));
    const ui::TextLook title{.type = ui::Type::body, .weight = ui::Weight::medium, .colour = p.ink, .lines_max = 2};
    const ui::TextLook below{.type = ui::Type::caption, .colour = p.ink_second, .lines_max = 2};
    const float first = paint.text_size(row.title, title, inside.width).height;
    const float second = row.subtitle.empty() ? 0 : paint.text_size(row.subtitle, below, inside.width).height;
    auto text = inside.middle({inside.width, first + second});
    ui::label(ui, {.id = row.id, .rect = text.cut_top(first), .text = row.title, .look = title, .ground = p.card});
    ui::label(ui, {.id = row.subtitle.empty() ? "" : row.id + ".more",
                   .rect = text,
                   .text = row.subtitle,
                   .look = below,
                   .ground = p.card});
    return changed;
}

// High enough for the longest of the rows.
float height_of_rows(ui::Ui& ui, const std::vector<Read>& rows, float width) {
    float height = std::max(ui.px(148), ui.theme().target_min());
    const ui::TextLook title{.type = ui::Type::body, .weight = ui::Weight::medium, .lines_max = 2};
    const ui::TextLook below{.type = ui::Type::caption, .lines_max = 2};
    const float words = std::max(1.0F, width - ui.px(420));
    for (const auto& row : rows) {
        const float second = row.subtitle.empty() ? 0 : ui.paint().text_size(row.subtitle, below, words).height;
        height = std::max(height, ui.paint().text_size(row.title, title, words).height + second + ui.px(24));
    }
    return height;
}

Action draw_card(ui::Ui& ui, const std::vector<Read>& rows, std::string_view id, ui::Rect area) {
    const float row_height = height_of_rows(ui, rows, area.width);
    const float height = row_height * static_cast<float>(rows.size());
    auto box = area;
    box.height = std::min(area.height, height);
    ui::card(ui, box);
    Action action;
    auto inside = ui.begin_scroll(id, box, height);
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (draw_row(ui, rows[i], inside.cut_top(row_height), i > 0)) action = ChangeAsked{*rows[i].change};
    ui.end_scroll();
    return action;
}

std::vector<Read> answers(const Texts& texts, const View& view, const Draft& draft) {
    const auto& v = draft.visit;
    std::string contact;
    append(contact, clean_line(v.company, name_length_max));
    append(contact, clean_line(v.phone, phone_length_max));
    const auto host = v.host ? draft.host_name : texts.say("Reception will help you");
    auto asked_for = v.host ? draft.host_department : v.host_text;
    const auto& type = v.type.empty() && !view.visit_types.empty() ? view.visit_types.front() : v.type;
    const auto kind = standing_alone(texts.say(type));
    const auto purpose = clean_line(v.purpose, line_length_max);
    const auto company = v.companions > 0
                             ? texts.say_count("{n} person with you", "{n} people with you", v.companions)
                             : texts.say("Just you");
    const auto plate = clean_line(v.plate, plate_length_max);
    return {{"confirm.who", "person", clean_line(v.name, name_length_max), contact, Part::who},
            {"confirm.host", "target", host, asked_for, Part::host},
            {"confirm.purpose", "briefcase", purpose.empty() ? kind : purpose, purpose.empty() ? "" : kind,
             Part::purpose},
            {"confirm.details", "people", company, plate, Part::details}};
}

}  // namespace

Action draw(ui::Ui& ui, const Confirm&, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    auto page = begin_page(ui, view,
                           {.id = "confirm",
                            .question = texts.say("Is everything right?"),
                            .action = texts.say("Confirm"),
                            .back = texts.say("Back")});
    auto action = draw_card(ui, answers(texts, view, draft), "confirm.list", page.content);
    if (page.next) action = Confirmed{};
    if (page.back) action = Back{};
    return action;
}

Action draw(ui::Ui& ui, const MeetAppointment& screen, const View& view, Draft&) {
    const auto& texts = ui.texts();
    const auto& visit = screen.visit;
    auto page =
        begin_page(ui, view,
                   {.id = "meet",
                    .question = visit.visitor.empty() ? texts.say("Welcome.")
                                                      : texts.say("Welcome, {name}.", {{"name", visit.visitor}}),
                    .hint = texts.say("We’re expecting you. Is this your appointment?"),
                    .action = texts.say("Yes, I’m here"),
                    .back = texts.say("No, back")});
    std::string hours = view.zone->hour_minute(visit.from) + "–" + view.zone->hour_minute(visit.until);
    std::string where = visit.host_department;
    append(where, visit.room.empty() ? visit.host_location : visit.room);
    std::vector<Read> rows{{"meet.time", "clock", hours, texts.long_day(visit.from, *view.zone)}};
    if (!visit.host_name.empty()) rows.push_back({"meet.host", "person", visit.host_name, where});
    if (!visit.purpose.empty()) rows.push_back({"meet.purpose", "briefcase", visit.purpose, visit.company});
    if (visit.companions > 0)
        rows.push_back({"meet.companions", "people",
                        texts.say_count("{n} person with you", "{n} people with you", visit.companions), ""});
    auto action = draw_card(ui, rows, "meet.list", page.content);
    if (page.next) action = Confirmed{};
    if (page.back) action = Back{};
    return action;
}

}  // namespace vestibule::lobby
