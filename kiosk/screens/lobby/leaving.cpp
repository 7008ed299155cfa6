// Leaving and the goodbye; and what is said when nobody can be registered now.
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {
namespace {

std::string said(const Texts& texts, const Leaving& screen, Instant now) {
    switch (screen.why) {
        case NotFound::none:
            return {};
        case NotFound::not_inside:
            return texts.say("You’ve already signed out. Thank you, and goodbye.");
        case NotFound::too_many_tries:
            return wait_words(texts, screen.again_at, now);
        case NotFound::unknown:
        case NotFound::not_today:
        case NotFound::already_inside:
        case NotFound::over:
        case NotFound::called_off:
        case NotFound::moved:
        case NotFound::uninvited:
        case NotFound::turned_down:
            return texts.say("We can’t find that badge. Please check the code, or hand the badge in at reception.");
    }
    return {};
}

}  // namespace

Action draw(ui::Ui& ui, const Leaving& screen, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    ui.focus_if_none("leaving.code");
    const bool paused = screen.why == NotFound::too_many_tries && view.now < screen.again_at;
    if (paused) ui.redraw_in(1000);
    const bool ready = code_complete(draft.badge_code) && !paused;
    auto page = begin_page(ui, view,
                           {.id = "leaving",
                            .question = texts.say("Leaving? Scan your badge."),
                            .hint = screen.why != NotFound::none && !ui.theme().portrait()
                                        ? std::string{}
                                        : texts.say("Hold its QR code under the scanner, or type the code below it."),
                            .compact = screen.why != NotFound::none,
                            .keyboard = ui::FieldKind::code,
                            .action = texts.say("Check out"),
                            .action_enabled = ready,
                            .back = texts.say("Back")});
    auto area = page.content;
    const auto typed = ui::field(ui,
                                 {.id = "leaving.code",
                                  .rect = area.cut_top(ui::field_height(ui, false)),
                                  .placeholder = "XXXX-XXXX",
                                  .kind = ui::FieldKind::code,
                                  .length_max = code_length_max,
                                  .type = ui::Type::choice,
                                  .valid = screen.why == NotFound::none},
                                 draft.badge_code);
    area.cut_top(ui.px(24));
    trouble(ui, "leaving.trouble", said(texts, screen, view.now), page, area);
    if (page.back) return Back{};
    if ((page.next || typed.submitted) && ready) return CodeEntered{draft.badge_code};
    return std::nullopt;
}

Action draw(ui::Ui& ui, const Goodbye& screen, const View& view, Draft&) {
    const auto& texts = ui.texts();
    const auto title =
        screen.visitor.empty() ? texts.say("Goodbye.") : texts.say("Goodbye, {name}.", {{"name", screen.visitor}});
    const Message words{.id = "goodbye",
                        .icon = "wave",
                        .title = title,
                        .text = texts.say("Thank you for coming. Have a safe journey.")};
    return closing_message(ui, view, "goodbye", words, screen.closes_at);
}

// What went wrong is for staff; the visitor is told where to go.
Action draw(ui::Ui& ui, const Unavailable& screen, const View& view, Draft&) {
    const auto& texts = ui.texts();
    const Message words{.id = "unavailable",
                        .icon = "bell",
                        .tone = ui::Tone::attention,
                        .title = texts.say("We can’t register you here just now."),
                        .text = texts.say("We’re sorry. Please go to the reception desk; they’ll take care of you.")};
    return closing_message(ui, view, "unavailable", words, screen.closes_at,
                           screen.may_retry ? texts.say("Try again") : "");
}

}  // namespace vestibule::lobby
