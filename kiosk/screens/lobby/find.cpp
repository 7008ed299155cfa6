// Finding an appointment: by its code, or by name and the last four digits of the phone (ACCEPTANCE E4).
#include <utility>

#include "kiosk/base/text.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {
namespace {

enum class AskedBy { code, phone, host };

std::string unknown(const Texts& texts, AskedBy by) {
    switch (by) {
        case AskedBy::code:
            return texts.say("We can’t find that code. Please check it, or touch “Continue without an appointment”.");
        case AskedBy::phone:
            return texts.say(
                "We can’t find a visit of today with that name and number. If you gave us no number, enter "
                "your host’s name instead.");
        case AskedBy::host:
            return texts.say(
                "We can’t find a visit of today with that name and host. Please ask at reception; they’ll be glad to "
                "help.");
    }
    return {};
}

std::string said(const Texts& texts, NotFound why, AskedBy by, Instant again_at, Instant now) {
    switch (why) {
        case NotFound::none:
        case NotFound::not_inside:
            return {};
        case NotFound::unknown:
            return unknown(texts, by);
        case NotFound::not_today:
            return texts.say("Your appointment is on another day. Please ask at reception; they’ll be glad to help.");
        case NotFound::already_inside:
            return texts.say("You’re already checked in. If you need another badge, please ask at reception.");
        case NotFound::over:
            return texts.say("This appointment is no longer open. Please ask at reception; they’ll be glad to help.");
        case NotFound::called_off:
            return texts.say("This appointment was called off. Please ask at reception; they’ll be glad to help.");
        case NotFound::moved:
            return texts.say("This appointment has a new time. Please ask at reception; they’ll be glad to help.");
        case NotFound::uninvited:
            return texts.say("This appointment has changed. Please ask at reception; they’ll be glad to help.");
        case NotFound::turned_down:
            return texts.say(
                "This appointment was declined in your name. Please ask at reception; they’ll be glad to help.");
        case NotFound::too_many_tries:
            return wait_words(texts, again_at, now);
    }
    return {};
}

enum class Way { none, other, walk_in };

// Two quiet ways on: below each other, side by side on a wide display.
Way other_ways(ui::Ui& ui, ui::Rect area, std::string_view id, const std::string& other) {
    auto way = Way::none;
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
        way = Way::other;
    const auto walk_in = ui.texts().say("Continue without an appointment");
    if (ui::button(ui, {.id = base + ".walk_in", .rect = second, .label = walk_in, .kind = kind, .type = type}))
        way = Way::walk_in;
    return way;
}

// What besides the name shows that the visit is theirs.
ui::FieldSpec proof_field(const Texts& texts, bool by_host, ui::Rect rect) {
    if (by_host)
        return {.id = "find_name.host",
                .rect = rect,
                .label = texts.say("Your host’s name"),
                .kind = ui::FieldKind::name,
                .length_max = name_length_max};
    return {.id = "find_name.phone",
            .rect = rect,
            .label = texts.say("Last four digits of your phone number"),
            .kind = ui::FieldKind::digits,
            .length_max = 4};
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
    trouble(ui, "find_code.trouble", said(texts, screen.why, AskedBy::code, screen.again_at, view.now), page, area);
    Action action;
    const auto way = other_ways(ui, area, "find_code", texts.say("I don’t have the code"));
    if (way == Way::other) action = ByNameAsked{};
    if (way == Way::walk_in) action = WalkInChosen{};
    if ((page.next || result.submitted) && ready) action = CodeEntered{draft.code};
    if (page.back) action = Back{};
    return action;
}

Action draw(ui::Ui& ui, const FindByName& screen, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    if (std::exchange(draft.turned, false)) ui.focus(draft.by_host ? "find_name.host" : "find_name.phone");
    ui.focus_if_none("find_name.name");
    const bool paused = screen.why == NotFound::too_many_tries && view.now < screen.again_at;
    if (paused) ui.redraw_in(1000);
    const auto why = paused || draft.by_host == draft.asked_by_host ? screen.why : NotFound::none;
    const bool in_name = ui.focused() == "find_name.name", by_host = draft.by_host;
    auto& proof = by_host ? draft.name_of_host : draft.phone_last4;
    const bool named = !clean_line(draft.name, name_length_max).empty(),
               proven = by_host ? !clean_line(proof, name_length_max).empty() : proof.size() == 4,
               ready = named && proven && !paused;
    const auto& current = in_name ? draft.name : proof;
    auto page =
        begin_page(ui, view,
                   {.id = "find_name",
                    .question = texts.say("What’s your name?"),
                    .hint = ui.theme().portrait() ? texts.say("Already checked in? Enter your name to continue.")
                                                  : std::string{},
                    .compact = why != NotFound::none,
                    .keyboard = in_name || by_host ? ui::FieldKind::name : ui::FieldKind::digits,
                    .at_start_of_word = current.empty() || current.back() == ' ',
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
    const auto asked = proof_field(texts, by_host, area.cut_top(ui::field_height(ui, true)));
    const auto typed = ui::field(ui, asked, proof);
    area.cut_top(ui.px(24));
    const auto by = by_host ? AskedBy::host : AskedBy::phone;
    trouble(ui, "find_name.trouble", said(texts, why, by, screen.again_at, view.now), page, area);
    const auto way = other_ways(ui, area, "find_name",
                                by_host ? texts.say("Use my phone number") : texts.say("I gave no phone number"));
    if (way == Way::other) {
        draft.by_host = !by_host;
        draft.turned = named;
        ui.redraw_in(1);
    }
    if ((page.next && in_name) || name.submitted) {
        ui.focus(asked.id);
        ui.redraw_in(1);
    } else if ((page.next || typed.submitted) && ready) {
        draft.asked_by_host = by_host;
        return by_host ? NameEntered{draft.name, {}, proof} : NameEntered{draft.name, proof, {}};
    }
    if (page.back) return ByCodeAsked{};
    if (way == Way::walk_in) return WalkInChosen{};
    return std::nullopt;
}

}  // namespace vestibule::lobby
