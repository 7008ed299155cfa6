// Please wait (R2, R3): the time waited, what happens, a way to ask and a way out; and the polite refusal.
#include <algorithm>

#include "kiosk/screens/lobby/called.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {
namespace {

// Never says whether the host is in, busy or away (R3).
std::string what_happens(const Texts& texts, bool booked) {
    return booked ? texts.say("We’re letting them know you’re here. You’ll be met as soon as there’s an answer.")
                  : texts.say(
                        "We’re letting them know you’re here. You’ll see the answer on this display as soon as there "
                        "is one.");
}

// The display is everybody's: how the visitor gets back to where they are now.
std::string how_to_return(const Texts& texts, const Waiting& screen) {
    if (screen.number > 0)
        return texts.say(
            "Others may check in while you wait. As soon as there’s an answer, your number is shown here: touch it.");
    return texts.say(
        "Others may check in while you wait. As soon as there’s an answer, your name is shown here: touch it.");
}

// Two ways on, and a quiet one for the next visitor: below them, beside them on a wide display.
Action draw_ways_on(ui::Ui& ui, ui::Rect& area) {
    const auto& texts = ui.texts();
    Action action;
    const float gap = ui.px(32), quiet_height = button_height(ui);
    const bool upright = ui.theme().portrait();
    auto next = upright ? area.cut_bottom(quiet_height) : ui::Rect{};
    if (upright) area.cut_bottom(ui.px(16));
    auto row = area.cut_bottom(ui.theme().primary_height());
    if (!upright) next = row.cut_right((row.width - 2 * gap) * 0.3F), row.cut_right(gap);
    if (ui::button(ui, {.id = "waiting.next_visitor",
                        .rect = upright ? next.middle({std::min(next.width, ui.px(620)), quiet_height}) : next,
                        .label = texts.say("I’m the next visitor"),
                        .kind = ui::ButtonKind::quiet,
                        .type = ui::Type::body}))
        action = NextVisitorCame{};
    if (ui::button(ui, {.id = "waiting.give_up",
                        .rect = row.cut_left((row.width - gap) / 2),
                        .label = texts.say("Stop waiting"),
                        .kind = ui::ButtonKind::secondary}))
        action = GivingUpAsked{};
    row.cut_left(gap);
    if (ui::button(ui, {.id = "waiting.ask",
                        .rect = row,
                        .label = texts.say("Ask reception"),
                        .kind = ui::ButtonKind::secondary}))
        action = ReceptionAsked{};
    area.cut_bottom(gap);
    return action;
}

void draw_how_to_return(ui::Ui& ui, const Waiting& screen, ui::Rect& area) {
    const auto text = how_to_return(ui.texts(), screen);
    const auto look = ui::second_ink(ui, ui::Type::caption, ui::Align::centre);
    const float width =
        ui::balanced_width(ui, text, look, std::min(area.width, ui.px(ui.theme().portrait() ? 1000.0F : 1500.0F)));
    const float height = ui.paint().text_size(text, look, width).height;
    ui::label(ui, {.id = "waiting.come_back",
                   .rect = area.cut_bottom(height).middle({width, height}),
                   .text = text,
                   .look = look});
}

struct SheetWords {
    std::string_view id;
    std::string title, text, primary, second;
};
enum class SheetAnswer { none, primary, second };

SheetAnswer ask(ui::Ui& ui, const SheetWords& words) {
    const auto all = ui.display();
    const float width = std::min(all.width - ui.px(144), ui.px(936));
    const float inside_width = width - ui.px(112), gap = ui.px(24);
    const auto look = ui::ink(ui, ui::Type::choice, ui::Weight::semibold);
    const float title = ui.paint().text_size(words.title, look, inside_width).height;
    const float text = ui.paint().text_size(words.text, ui::second_ink(ui, ui::Type::body), inside_width).height;
    const float buttons = ui.theme().primary_height();
    const auto id = std::string{words.id};
    auto body = ui::sheet(ui, id, {width, title + gap + text + 2 * gap + buttons + ui.px(112)});
    ui::label(ui, {.id = id + ".title", .rect = body.cut_top(title), .text = words.title, .look = look});
    body.cut_top(gap);
    ui::label(ui, {.id = id + ".text",
                   .rect = body.cut_top(text),
                   .text = words.text,
                   .look = ui::second_ink(ui, ui::Type::body)});
    auto row = body.cut_bottom(buttons);
    SheetAnswer answer = SheetAnswer::none;
    if (!words.second.empty()) {
        if (ui::button(ui, {.id = id + ".second",
                            .rect = row.cut_left((row.width - gap) / 2),
                            .label = words.second,
                            .kind = ui::ButtonKind::secondary,
                            .type = ui::Type::body}))
            answer = SheetAnswer::second;
        row.cut_left(gap);
    }
    if (ui::button(ui, {.id = id + ".primary", .rect = row, .label = words.primary, .type = ui::Type::body}))
        answer = SheetAnswer::primary;
    if (ui.pressed(ui::Key::escape)) answer = SheetAnswer::primary;
    return answer;
}

Action draw_sheets(ui::Ui& ui, const Waiting& screen) {
    const auto& texts = ui.texts();
    if (screen.asks_reception) {
        const auto answer = ask(
            ui,
            {"waiting.reception",
             texts.say("Reception can see that you’re waiting."),
             texts.say("Please go to the reception desk, or speak to any member of staff. They’ll gladly help you."),
             texts.say("Thank you"),
             {}});
        if (answer != SheetAnswer::none) return Closed{};
    }
    if (screen.asks_giving_up) {
        const auto answer =
            ask(ui, {"waiting.giving_up", texts.say("Would you like to stop waiting?"),
                     texts.say("Your registration is withdrawn. You’re welcome to come back at any time."),
                     texts.say("Keep waiting"), texts.say("Stop waiting")});
        if (answer == SheetAnswer::primary) return Closed{};
        if (answer == SheetAnswer::second) return GivenUp{};
    }
    return std::nullopt;
}

std::string title(const Texts& texts, const Waiting& screen) {
    if (screen.number > 0)
        return texts.say("Please take a seat.\nYour number is {n}.", {{"n", std::to_string(screen.number)}});
    if (screen.visitor.empty()) return texts.say("Please take a seat.");
    return texts.say("Please take a seat,\n{name}.", {{"name", screen.visitor}});
}

void draw_ring(ui::Ui& ui, const Waiting& screen, Instant now, ui::Rect at) {
    const auto waited =
        std::max<std::int64_t>(0, std::chrono::floor<std::chrono::seconds>(now - screen.since).count());
    const auto text = fmt::format("{}:{:02}", waited / 60, waited % 60);
    ui::ring(ui, "waiting.time", at, static_cast<float>(waited % 60) / 60, text, ui.texts().say("Time waited"));
    ui.redraw_in(1000);
}

}  // namespace

Action draw(ui::Ui& ui, const Waiting& screen, const View& view, Draft&) {
    const auto& texts = ui.texts();
    const bool sheet = screen.asks_reception || screen.asks_giving_up;
    ui.set_inert(sheet);
    auto area = page_area(ui);
    Action action;
    static_cast<void>(header(ui, view, "waiting", area));
    ui.paint().mark_content();
    const auto called = draw_call_rows(ui, view, ui.theme().portrait() ? 2 : 1, area);
    action = draw_ways_on(ui, area);
    if (called) action = called;
    draw_how_to_return(ui, screen, area);
    const Message words{.id = "waiting",
                        .icon = {},
                        .tone = ui::Tone::brand,
                        .title = title(texts, screen),
                        .text = what_happens(texts, screen.booked)};
    const bool upright = ui.theme().portrait();
    const float width = std::min(area.width, ui.px(upright ? 1000.0F : 1400.0F)),
                space = ui.px(upright ? 72.0F : 40.0F);
    const float text = message_height(ui, width, words);
    const float ring = std::clamp(area.height - text - space - ui.px(32), ui.px(200), ui.px(280));
    const float height = ring + space + text;
    auto middle = area.middle({width, std::min(height, area.height)});
    middle.y -= std::min(ui.px(24), (area.height - middle.height) / 2);
    draw_ring(ui, screen, view.now, middle.cut_top(ring));
    middle.cut_top(space);
    message(ui, middle, words);
    ui.set_inert(false);
    if (auto answer = draw_sheets(ui, screen)) action = answer;
    return action;
}

Action draw(ui::Ui& ui, const Declined& screen, const View& view, Draft&) {
    const auto& texts = ui.texts();
    const Message words{
        .id = "declined",
        .icon = "bell",
        .title = texts.say("Thank you for waiting."),
        .text = texts.say(
            "We’re sorry that we can’t arrange this visit today. Reception will gladly help you with another time.")};
    return closing_message(ui, view, "declined", words, screen.closes_at);
}

}  // namespace vestibule::lobby
