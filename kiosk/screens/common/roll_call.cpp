// Drawing the roll call's page: the count, how far it can be trusted, the names, and what to do with them.
#include "kiosk/screens/common/roll_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kiosk/screens/common/roll_call_list.h"
#include "kiosk/screens/common/roll_call_printers.h"
#include "kiosk/screens/common/words.h"

namespace vestibule {
namespace {

using ui::Rect, ui::Tone, ui::Type, ui::Weight;

struct Trust {
    std::string text;
    bool warning = true;
};

// As the paper says it.
Trust trust_of(const Texts& t, const RollCallPage& page) {
    const auto& list = page.list;
    if (!list.last_contact)
        return {
            t.say("This list knows this station only: it has never reached the central store. "
                  "Please ask at every entrance.")};
    const auto time = words::moment(t, page.zone, *list.last_contact, list.at);
    if (list.at - *list.last_contact > page.data_age_limit)
        return {
            t.say("This list may be incomplete: the central store was last reached at {time}. "
                  "Please ask at every entrance.",
                  {{"time", time}})};
    return {t.say("All stations’ records up to {time} are in this list.", {{"time", time}}), false};
}

float draw_trust(ui::Ui& ui, Rect rect, const RollCallPage& page) {
    const auto trust = trust_of(ui.texts(), page);
    if (!trust.warning)
        return ui::label(
            ui,
            {.id = "roll_call.trust", .rect = rect, .text = trust.text, .look = ui::second_ink(ui, Type::caption)});
    ui::BannerSpec banner{.id = "roll_call.trust", .rect = rect, .icon = "warning", .title = {}, .text = trust.text};
    banner.rect.height = ui::banner_height(ui, banner);
    ui::banner(ui, banner);
    return banner.rect.height;
}

// As the paper says it: some of those counted may still stand outside the gate.
float draw_admitted(ui::Ui& ui, Rect rect, const RollCall& list) {
    if (list.only_admitted == 0) return 0;
    const auto words =
        ui.texts().say_count("{n} of them hasn’t been seen at the gate yet, but may be inside.",
                             "{n} of them haven’t been seen at the gate yet, but may be inside.", list.only_admitted);
    return ui::label(ui,
                     {.id = "roll_call.admitted", .rect = rect, .text = words, .look = ui::ink(ui, Type::caption)});
}

// The number that counts, at the right; what it is a list of, at the left.
void draw_head(ui::Ui& ui, Rect rect, const RollCallPage& page) {
    const auto& t = ui.texts();
    const auto figure = std::to_string(page.list.people);
    const auto caption = page.list.only_admitted > 0
                             ? t.say_count("person admitted", "people admitted", page.list.people)
                             : t.say_count("person inside", "people inside", page.list.people);
    auto number = ui::ink(ui, Type::face, Weight::semibold, ui::Align::end);
    number.lines_max = 1, number.tabular = true;
    auto below = ui::second_ink(ui, Type::caption, ui::Align::end);
    below.lines_max = 1;
    const float width =
        std::max(ui.paint().text_size(figure, number).width, ui.paint().text_size(caption, below).width) + ui.px(8);
    auto right = rect.cut_right(std::ceil(width));
    rect.cut_right(ui.px(32));
    right.cut_top(ui::label(ui, {.id = "roll_call.people", .rect = right, .text = figure, .look = number}));
    ui::label(ui, {.id = "roll_call.people_inside", .rect = right, .text = caption, .look = below});
    auto title = ui::ink(ui, Type::question, Weight::semibold);
    title.lines_max = 1;
    rect.cut_top(ui.px(16));
    rect.cut_top(ui::label(ui, {.id = "roll_call.title", .rect = rect, .text = t.say("Roll call"), .look = title}));
    auto line = ui::second_ink(ui, Type::caption);
    line.lines_max = 1;
    const auto hour = page.zone.hour_minute(page.list.at);
    auto when = fmt::format("{} · {} · {}", hour, t.full_day(page.list.at, page.zone), page.site);
    if (ui.paint().text_size(when, line).width > rect.width) line.type = Type::small;
    if (ui.paint().text_size(when, line).width > rect.width)
        when = fmt::format("{} · {} · {}", hour, t.short_day(page.list.at, page.zone), page.site);
    ui::label(ui, {.id = "roll_call.when", .rect = rect, .text = when, .look = line});
}

float head_height(const ui::Ui& ui) {
    return ui.theme().type_px(Type::face) * 1.25F + ui.theme().type_px(Type::caption) * 1.4F;
}

std::optional<RollCallAction> draw_bar(ui::Ui& ui, Rect bar, const RollCallPage& page) {
    const auto& t = ui.texts();
    std::optional<RollCallAction> action;
    const float gap = ui.px(24), each = (bar.width - 2 * gap) / 3;
    const auto button = [&](const char* id, const std::string& label, const char* icon, ui::ButtonKind kind) {
        const auto at = bar.cut_left(each);
        bar.cut_left(gap);
        return ui::button(ui, {.id = id, .rect = at, .label = label, .icon = icon, .kind = kind, .type = Type::body});
    };
    if (button("roll_call.back", t.say("Back"), "arrow-left", ui::ButtonKind::secondary)) action = RollCallClosed{};
    if (button("roll_call.save", t.say("Save as a file"), "note", ui::ButtonKind::secondary))
        action = RollCallSaveAsked{};
    if (button("roll_call.print", t.say("Print"), "printer", ui::ButtonKind::primary)) {
        const bool elsewhere = page.office_queue.empty() || asks_for_another_printer(page.job);
        action = elsewhere ? RollCallAction{PrinterChoiceAsked{}} : RollCallAction{RollCallPrintAsked{}};
    }
    return action;
}

}  // namespace

PrinterView held_for_choice(PrinterView fresh, const PrinterView& shown, bool choosing) {
    if (choosing && !shown.queues.empty()) fresh.queues = shown.queues;
    return fresh;
}

std::optional<RollCallAction> draw_roll_call(ui::Ui& ui, const RollCallPage& page) {
    ui.set_inert(page.choosing_printer);
    const auto& theme = ui.theme();
    auto area = ui.display().inset(ui.px(theme.portrait() ? 72.0F : 56.0F), ui.px(theme.portrait() ? 64.0F : 40.0F));
    draw_head(ui, area.cut_top(head_height(ui)), page);
    area.cut_top(ui.px(16));
    area.cut_top(draw_reading(ui, "roll_call.log_trouble", area, page.reading, page.zone, page.list.at));
    area.cut_top(draw_trust(ui, area, page));
    area.cut_top(draw_admitted(ui, area, page.list));
    area.cut_top(ui.px(24));
    auto action = draw_bar(ui, area.cut_bottom(std::max(ui.px(112), theme.target_min())), page);
    area.cut_bottom(ui.px(24));
    const float status = roll_call_status_height(ui, area.width, page);
    if (status > 0) {
        draw_roll_call_status(ui, area.cut_bottom(status), page);
        area.cut_bottom(ui.px(20));
    }
    draw_roll_call_list(ui, area, page);
    ui.set_inert(false);
    if (page.choosing_printer) return draw_printer_choice(ui, page);
    if (ui.pressed(ui::Key::escape)) return RollCallClosed{};
    return action;
}

}  // namespace vestibule
