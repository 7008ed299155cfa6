// How a visit's state is said at reception: the pill, the row's one next step, the badge's story, notices.
#pragma once

#include <string>

#include "kiosk/base/texts.h"
#include "kiosk/screens/reception/view.h"
#include "kiosk/ui/widgets.h"

namespace vestibule::reception {

struct Pill {
    std::string text;
    ui::Tone tone = ui::Tone::neutral;
    bool outlined = false;
};
[[nodiscard]] Pill pill_of(const Texts& texts, const VisitView& visit, const View& view);
// The badge that was issued didn't come out, or nobody knows.
[[nodiscard]] bool badge_in_trouble(const VisitView& visit);
[[nodiscard]] bool badge_in_doubt(const VisitView& visit);  // nobody knows
// Or it waits for a printer that can't print it: only of the visit that is open its job is known.
[[nodiscard]] bool badge_needs_a_person(const VisitView& visit, const View& view);
inline constexpr std::chrono::minutes door_silence_max{3};
inline constexpr std::chrono::minutes call_heeded_max{10};  // then somebody looks for the visitor
// For how long nothing can have reached the lobby at which they stand, where that's long enough to be said: it isn't
// heard of, or this station itself is cut off.
[[nodiscard]] std::optional<std::chrono::microseconds> silence_of_door(const VisitView& visit, const View& view);
// Why it isn't expected any more; empty where it is, or nobody knows.
[[nodiscard]] std::string why_cancelled(const Texts& texts, const VisitView& visit);
[[nodiscard]] std::string next_step_of(const Texts& texts, const VisitView& visit);
// "Printed 2 min ago"; empty without a badge.
[[nodiscard]] std::string badge_story(const Texts& texts, const View& view);
[[nodiscard]] std::string words_of(const Texts& texts, const Notice& notice, const View& view);
// Of an approval: what really happens next, as far as it's known.
[[nodiscard]] std::string words_of_approval(const Texts& texts, const VisitView& visit, const View& view);
[[nodiscard]] std::string words_of(const Texts& texts, ReprintReason reason);

}  // namespace vestibule::reception
