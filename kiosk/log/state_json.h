// The folded states as text for the projections' `state` column, and back. Deterministic: equal states, equal bytes.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/visit/badge_state.h"
#include "kiosk/visit/person_state.h"
#include "kiosk/visit/visit_state.h"

namespace vestibule {

// Fields that have their default value are left out.
[[nodiscard]] std::string state_text(const VisitState& state);
[[nodiscard]] std::string state_text(const BadgeState& state);
[[nodiscard]] std::string state_text(const PersonState& state);

// Total: what is missing or of another type keeps its default.
[[nodiscard]] VisitState visit_state_of(std::string_view text);
[[nodiscard]] BadgeState badge_state_of(std::string_view text);
[[nodiscard]] PersonState person_state_of(std::string_view text);

}  // namespace vestibule
