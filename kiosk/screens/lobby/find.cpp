// Finding an appointment: by its code, or by name and the last four digits of the phone (ACCEPTANCE E4).
#include "kiosk/base/text.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {
namespace {

std::string said(const Texts& texts, NotFound why, bool by_code, Instant again_at, Instant now) {
    switch (why) {
        case NotFound::none:
        case NotFound::not_inside:
            return {};
        case NotFound::unknown:
            return by_code
                       ? texts.say(
                             "We can’t find that code. Please check it, or touch “Continue without an appointment”.")
                       : texts.say(
                             "We can’t find an appointment for today with that name and number. Please check both.");
        case NotFound::not_today:
            return texts.say("Your appointment is on another day. Please ask at reception; they’ll be glad to help.");
        case NotFound::already_inside:
            return texts.say("You’re already checked in. If you need another badge, please ask at reception.");
        case NotFound::over:
            return texts.say("This appointment is no longer open. Please ask at reception; they’ll be glad to help.");
        case NotFound::too_many_tries: {
            const auto left =
                std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(again_at - now).count());
            return texts.say("Please wait {n} seconds before the next try, or ask at reception.",
                             {{"n", std::to_string(left)}});
        }
    }
    return {};
}

// Two quiet ways on: below each other, side by side on a wide display.
Action other_ways(ui::Ui& ui, ui::Rect area, std::string_view id, const std::string& other, Event other_event) {
    Action action;
    const auto base = std::string{id};
    const float height = button_height(ui), gap = ui.px(20);
    const bool wide = !ui.theme().portrait();
    auto first = area.cut_top(height), second = first;
    if (wide) {
        first = second.cut_left((second.width - gap) / 2);
        second.cut_left(gap);
    } else {
        area.cut_top(gap);
        second = area.cut_top(height);
    }
    const auto kind = wide ? ui::ButtonKind::secondary : ui::ButtonKind::quiet;
    const auto type = wide ? ui::Type::caption : ui::Type::body;
    if (ui::button(
            ui,
            {.id = base + ".other", .rect = first, .label = other, .kind = ui::ButtonKind::secondary, .type = type}))
        action = std::move(other_event);
    const auto walk_in = ui.texts().say("Continue without an appointment");
    if (ui::button(ui, {.id = base + ".walk_in", .rect = second, .label = walk_in, .kind = kind, .type = type}))
        action = WalkInChosen{};
    return action;
}

}  // namespace

Action draw(ui::Ui& ui, const FindByCode& screen, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    ui.focus_if_none("find_code.code");
    const bool paused = screen.why == NotFound::too_many_tries && view.now < screen.again_at;
    if (paused) ui.redraw_in(1000);
    const bool ready = code_complete(draft.code) && !paused;
    auto page = begin_page(
        ui, view,
        {.id = "find_code",
         .question = texts.say("What’s your code?"),
         .hint = screen.why != NotFound::none && !ui.theme().portrait()
                     ? std::string{}
                     : texts.say(
                           "It’s in your invitation. You can also hold the invitation’s QR code under the scanner."),
         .compact = screen.why != NotFound::none,
         .keyboard = ui::FieldKind::code,
         .action = texts.say("Continue"),
         .action_enabled = ready,
         .back = texts.say("Back")});
    auto area = page.content;
    const auto result = ui::field(ui,
                                  {.id = "find_code.code",
                                   .rect = area.cut_top(ui::field_height(ui, false)),
                                   .placeholder = "XXXX-XXXX",
                                   .kind = ui::FieldKind::code,
                                   .length_max = code_length_max,
                                   .type = ui::Type::choice,
                                   .valid = screen.why == NotFound::none},
                                  draft.code);
    area.cut_top(ui.px(24));
    trouble(ui, "find_code.trouble", said(texts, screen.why, true, screen.again_at, view.now), page, area);
    auto action = other_ways(ui, area, "find_code", texts.say("I don’t have the code"), ByNameAsked{});
    if ((page.next || result.submitted) && ready) action = CodeEntered{draft.code};
    if (page.back) action = Back{};
    return action;
}

Action draw(ui::Ui& ui, const FindByName& screen, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    ui.focus_if_none("find_name.name");
    const bool paused = screen.why == NotFound::too_many_tries && view.now < screen.again_at;
    if (paused) ui.redraw_in(1000);
    const bool in_name = ui.focused() == "find_name.name";
    const bool named = !clean_line(draft.name, name_length_max).empty(),
               ready = named && draft.phone_last4.size() == 4 && !paused;
    auto page =
        begin_page(ui, view,
                   {.id = "find_name",
                    .question = texts.say("Who has the appointment?"),
                    .hint = ui.theme().portrait() && screen.why == NotFound::none
                                ? texts.say("If you’re waiting already, your name leads you back to your visit.")
                                : std::string{},
                    .compact = screen.why != NotFound::none,
                    .keyboard = in_name ? ui::FieldKind::name : ui::FieldKind::digits,
                    .at_start_of_word = draft.name.empty() || draft.name.back() == ' ',
                    .action = texts.say("Continue"),
                    .action_enabled = in_name ? named : ready,
                    .back = texts.say("Back")});
    auto area = page.content;
    const auto name = ui::field(ui,
                                {.id = "find_name.name",
                                 .rect = area.cut_top(ui::field_height(ui, true)),
                                 .label = texts.say("Your name"),
                                 .kind = ui::FieldKind::name,
                                 .length_max = name_length_max},
                                draft.name);
    area.cut_top(ui.px(20));
    const auto digits = ui::field(ui,
                                  {.id = "find_name.phone",
                                   .rect = area.cut_top(ui::field_height(ui, true)),
                                   .label = texts.say("Last four digits of your phone number"),
                                   .kind = ui::FieldKind::digits,
                                   .length_max = 4},
                                  draft.phone_last4);
    area.cut_top(ui.px(24));
    trouble(ui, "find_name.trouble", said(texts, screen.why, false, screen.again_at, view.now), page, area);
    auto action = other_ways(ui, area, "find_name", texts.say("I have a code"), ByCodeAsked{});
    if ((page.next && in_name) || name.submitted) {
        ui.focus("find_name.phone");
        ui.redraw_in(1);
    } else if ((page.next || digits.submitted) && ready) {
        action = NameEntered{draft.name, draft.phone_last4};
    }
    if (page.back) action = Back{};
    return action;
}

}  // namespace vestibule::lobby
