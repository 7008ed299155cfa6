// The words beside a badge, for its page.
#pragma once

#include <string>

#include "kiosk/base/texts.h"
#include "kiosk/screens/lobby/draft.h"

namespace vestibule::lobby {

// No paper is in the visitor's hand: the code on the display is their pass until then.
[[nodiscard]] bool is_pass(const BadgeView& badge, const View& view);
[[nodiscard]] std::string badge_title(const Texts& texts, const BadgeView& badge, const View& view);
// A line each: the badge, whom to wait for, what to put on, where to go.
[[nodiscard]] std::string badge_steps(const Texts& texts, const BadgeView& badge, const View& view);

}  // namespace vestibule::lobby
