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
[[nodiscard]] std::string next_step_of(const Texts& texts, const VisitView& visit);
// "Printed 2 min ago"; empty without a badge.
[[nodiscard]] std::string badge_story(const Texts& texts, const View& view);
[[nodiscard]] std::string words_of(const Texts& texts, const Notice& notice, const std::string& name);
[[nodiscard]] std::string words_of(const Texts& texts, ReprintReason reason);

}  // namespace vestibule::reception
