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
        case NotFound::too_many_tries: {
            const auto left =
                std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(screen.again_at - now).count());
            return texts.say("Please wait {n} seconds before the next try, or ask at reception.",
                             {{"n", std::to_string(left)}});
        }
        case NotFound::unknown:
        case NotFound::not_today:
        case NotFound::already_inside:
        case NotFound::over:
            return texts.say("We can’t find that badge. Please check the code, or hand the badge in at reception.");
    }
    return {};
}

bool complete(const std::string& code) {
    std::size_t letters = 0;
    for (const char c : code)
        if (c != '-' && c != ' ') ++letters;
    return letters >= 8;
}

struct Closing {
    std::string_view id;
    Message words;
    Instant closes_at{};
};

// A message with one button below it, which closes by itself.
Action draw_closing(ui::Ui& ui, const View& view, const Closing& spec) {
    auto area = page_area(ui);
    Action action = header(ui, view, spec.id, area);
    ui.paint().mark_content();
    closing_line(ui, spec.id, area.cut_bottom(ui.theme().type_px(ui::Type::caption) * 1.5F), spec.closes_at,
                 view.now);
    area.cut_bottom(ui.px(16));
    auto row = area.cut_bottom(ui.theme().primary_height());
    if (!ui.theme().portrait()) row = row.middle({std::min(row.width, ui.px(1000)), row.height});
    if (ui::button(ui, {.id = std::string{spec.id} + ".done", .rect = row, .label = ui.texts().say("Done")}))
        action = Closed{};
    const float width = std::min(area.width, ui.px(1000));
    message(ui, area.middle({width, message_height(ui, width, spec.words)}), spec.words);
    return action;
}

}  // namespace

Action draw(ui::Ui& ui, const Leaving& screen, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    ui.focus_if_none("leaving.code");
    const bool paused = screen.why == NotFound::too_many_tries && view.now < screen.again_at;
    if (paused) ui.redraw_in(1000);
    const bool ready = complete(draft.badge_code) && !paused;
    auto page =
        begin_page(ui, view,
                   {.id = "leaving",
                    .question = texts.say("Thank you for your visit."),
                    .hint = texts.say("Hold your badge’s QR code under the scanner, or type the code below it."),
                    .keyboard = ui::FieldKind::code,
                    .action = texts.say("Sign out"),
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
    if (const auto words = said(texts, screen, view.now); !words.empty()) {
        ui::BannerSpec banner{.id = "leaving.trouble", .rect = area, .icon = "info", .title = {}, .text = words};
        banner.rect.height = ui::banner_height(ui, banner);
        ui::banner(ui, banner);
    }
    if (page.back) return Back{};
    if ((page.next || typed.submitted) && ready) return CodeEntered{draft.badge_code};
    return std::nullopt;
}

Action draw(ui::Ui& ui, const Goodbye& screen, const View& view, Draft&) {
    const auto& texts = ui.texts();
    return draw_closing(
        ui, view,
        {.id = "goodbye",
         .words = {.id = "goodbye",
                   .icon = "wave",
                   .tone = ui::Tone::brand,
                   .title = screen.visitor.empty() ? texts.say("Goodbye.")
                                                   : texts.say("Goodbye, {name}.", {{"name", screen.visitor}}),
                   .text = texts.say("Thank you for coming. Have a safe journey.")},
         .closes_at = screen.closes_at});
}

// What went wrong is for staff; the visitor is told where to go.
Action draw(ui::Ui& ui, const Unavailable& screen, const View& view, Draft&) {
    const auto& texts = ui.texts();
    return draw_closing(
        ui, view,
        {.id = "unavailable",
         .words = {.id = "unavailable",
                   .icon = "bell",
                   .tone = ui::Tone::attention,
                   .title = texts.say("We can’t register you here just now."),
                   .text = texts.say("We’re sorry. Please go to the reception desk; they’ll take care of you.")},
         .closes_at = screen.closes_at});
}

}  // namespace vestibule::lobby
