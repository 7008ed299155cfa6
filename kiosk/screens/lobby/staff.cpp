// Behind the corner: the first PIN, the samples, signing in, and the way to the other screens.
#include "kiosk/base/text.h"
#include "kiosk/screens/common/keypads.h"
#include "kiosk/screens/common/pin_pad.h"
#include "kiosk/screens/common/printer_words.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/lobby/draw.h"
#include "kiosk/screens/lobby/page.h"

namespace vestibule::lobby {
namespace {

Action after_pin(PinAnswer answer, const std::string& pin) {
    switch (answer) {
        case PinAnswer::none:
            return std::nullopt;
        case PinAnswer::submitted:
            return PinEntered{pin};
        case PinAnswer::back:
            return Back{};
    }
    return std::nullopt;
}

ui::Rect below_header(ui::Ui& ui, const View& view, std::string_view id) {
    auto area = page_area(ui);
    static_cast<void>(header(ui, view, id, area));
    ui.paint().mark_content();
    if (ui.theme().portrait()) area.cut_top(ui.px(120));
    return area;
}

std::string wrong_pin(const Texts& texts, const EnterPin& screen, const KeypadView& keypad) {
    if (auto closed = words::keypad_closed(texts, keypad); !closed.empty()) return closed;
    if (!screen.wrong) return {};
    return texts.say("That PIN isn’t right. Please try again.");
}

struct MenuEntry {
    std::string_view id, icon;
    std::string title, subtitle;
    AppRequest request;
};

}  // namespace

Action draw(ui::Ui& ui, const SetUpName&, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    constexpr std::string_view field = "set_up_name.name";
    ui.focus_if_none(field);
    const bool named = !clean_line(draft.staff_name, name_length_max).empty();
    const auto page = begin_page(
        ui, view,
        {.id = "set_up_name",
         .question = texts.say("Welcome. Who are you?"),
         .hint = texts.say("You are the first member of staff here. Your name stands beside what you decide."),
         .keyboard = ui::FieldKind::name,
         .at_start_of_word = draft.staff_name.empty() || draft.staff_name.back() == ' ',
         .action = texts.say("Next"),
         .action_enabled = named});
    auto area = page.content;
    const auto typed = ui::field(ui,
                                 {.id = field,
                                  .rect = area.cut_top(ui::field_height(ui, true)),
                                  .label = texts.say("Your name"),
                                  .kind = ui::FieldKind::name,
                                  .length_max = name_length_max},
                                 draft.staff_name);
    if (named && (page.next || typed.submitted)) return Next{};
    return std::nullopt;
}

Action draw(ui::Ui& ui, const SetUpPin& screen, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    const auto area = below_header(ui, view, "set_up");
    std::string message =
        screen.differed ? texts.say("The two PINs differ. Please choose one again.") : std::string{};
    if (!screen.refused.empty()) message = texts.say("This PIN is too easy to guess. Please choose another one.");
    const auto answer =
        pin_pad(ui,
                {.screen = screen.repeating ? "set_up_again" : "set_up",
                 .rect = area,
                 .title = screen.repeating ? texts.say("Once more, please") : texts.say("Choose a staff PIN"),
                 .reason = screen.repeating ? texts.say("Type the same PIN again.")
                                            : texts.say("Six digits or more. Staff reach their own screens with it."),
                 .message = message,
                 .back = texts.say("Back")},
                draft.pin);
    return after_pin(answer, draft.pin);
}

Action draw(ui::Ui& ui, const OfferSamples& screen, const View& view, Draft&) {
    const auto& texts = ui.texts();
    const auto hint = screen.failed ? texts.say("The samples couldn’t be loaded. You can go on without them.")
                                    : texts.say("A few made-up hosts and appointments to try everything with.");
    const auto page =
        begin_page(ui, view, {.id = "samples", .question = texts.say("Start with samples?"), .hint = hint});
    auto area = page.content;
    const float tall = std::max(ui.px(200), ui.theme().mm(20.2F));
    if (!ui.theme().portrait()) area.cut_top(ui.px(20));
    Action action;
    if (ui::choice_card(ui, {.id = "samples.yes",
                             .rect = area.cut_top(tall),
                             .icon = "people",
                             .title = texts.say("Yes, with samples"),
                             .subtitle = texts.say("To look around"),
                             .primary = true}))
        action = SamplesAnswered{true};
    area.cut_top(ui.px(32));
    if (ui::choice_card(ui, {.id = "samples.no",
                             .rect = area.cut_top(tall),
                             .icon = "check",
                             .title = texts.say("No, start empty"),
                             .subtitle = texts.say("Bring in your own hosts and appointments later")}))
        action = SamplesAnswered{false};
    return action;
}

Action draw(ui::Ui& ui, const EnterPin& screen, const View& view, Draft& draft) {
    const auto& texts = ui.texts();
    const auto area = below_header(ui, view, "pin_page");
    const bool locked = view.keypad.locked || view.keypad.wait_s > 0;
    if (view.keypad.wait_s > 0) ui.redraw_in(1000);
    const auto answer = pin_pad(ui,
                                {.screen = "pin",
                                 .rect = area,
                                 .title = texts.say("Staff only"),
                                 .reason = texts.say("Please enter your PIN."),
                                 .message = wrong_pin(texts, screen, view.keypad),
                                 .back = texts.say("Back"),
                                 .locked = locked},
                                draft.pin);
    return after_pin(answer, draft.pin);
}

Action draw(ui::Ui& ui, const StaffMenu& screen, const View& view, Draft&) {
    const auto& texts = ui.texts();
    const auto store =
        texts.say("Central store: {state}", {{"state", words::exchange_state(texts, view.exchange, view.now)}});
    const auto page = begin_page(ui, view,
                                 {.id = "staff",
                                  .question = texts.say("Where to?"),
                                  .hint = texts.say("Signed in: {name}", {{"name", screen.staff.name}}) + "\n" +
                                          store + "\n" + words::printer_state(texts, view.printer),
                                  .back = texts.say("Back to the lobby")});
    const MenuEntry entries[] = {{"staff.guard", "shield", texts.say("Guard’s screen"),
                                  texts.say("Check badges, see who is inside"), AppRequest::go_guard},
                                 {"staff.reception", "list", texts.say("Reception’s screen"),
                                  texts.say("Today’s visitors, decisions, reprints"), AppRequest::go_reception},
                                 {"staff.quit", "power", texts.say("Close the program"),
                                  texts.say("Nobody can check in until it is started again"), AppRequest::quit}};
    auto area = page.content;
    const float gap = ui.px(28),
                tall = std::min(std::max(ui.px(190), ui.theme().target_min()), (area.height - 2 * gap) / 3);
    Action action;
    for (const auto& entry : entries) {
        if (ui::choice_card(ui, {.id = entry.id,
                                 .rect = area.cut_top(tall),
                                 .icon = entry.icon,
                                 .title = entry.title,
                                 .subtitle = entry.subtitle,
                                 .chevron = true}))
            action = MenuChosen{entry.request};
        area.cut_top(gap);
    }
    if (page.back) action = Back{};
    return action;
}

}  // namespace vestibule::lobby
