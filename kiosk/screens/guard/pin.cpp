// The guard's PIN screen: says what the PIN is asked for.
#include "kiosk/screens/common/pin_pad.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/guard/view.h"

namespace vestibule::guard {
namespace {

std::string reason_of(const Texts& t, const PinPurpose& purpose) {
    if (const auto* let_in = std::get_if<LetIn>(&purpose)) {
        if (!let_in->check.visit) return t.say("To let this visitor in. Your name is recorded.");
        return t.say("To let {name} in. Your name is recorded.", {{"name", words::visitor(t, *let_in->check.visit)}});
    }
    if (std::holds_alternative<OpenList>(purpose)) return t.say("Visitors’ names are only for staff.");
    return t.say("You’ll be signed out automatically when nobody touches this display.");
}

std::string message_of(const Texts& t, const EnterPin& screen, const View& view) {
    if (!view.has_staff) return t.say("No PIN is set on this site yet. It is set when a station is started anew.");
    if (screen.notice) return words_of(t, *screen.notice);
    if (const auto closed = words::keypad_closed(t, view.keypad); !closed.empty()) return closed;
    if (!screen.wrong) return view.reading.problem ? words::problem(t, *view.reading.problem) : std::string{};
    return words::pin_wrong(t, view.keypad);
}

}  // namespace

std::optional<Event> draw(ui::Ui& ui, const EnterPin& screen, const View& view, Draft& draft) {
    auto& t = ui.texts();
    const auto answer = pin_pad(ui,
                                {.screen = "guard.pin",
                                 .rect = ui.display().inset(ui.px(72)),
                                 .title = t.say("Your PIN, please"),
                                 .reason = reason_of(t, screen.purpose),
                                 .message = message_of(t, screen, view),
                                 .back = t.say("Back"),
                                 .locked = view.keypad.wait_s > 0 || view.keypad.locked},
                                draft.pin);
    if (answer == PinAnswer::submitted) return PinEntered{draft.pin};
    if (answer == PinAnswer::back) return Back{};
    return std::nullopt;
}

}  // namespace vestibule::guard
