// When doors may hold the key of a visit's person: a pure rule over the visit and the policy.
#pragma once

#include "kiosk/visit/policy.h"
#include "kiosk/visit/visit_state.h"

namespace vestibule {

inline constexpr std::chrono::hours key_window_before{24 * 30};  // ARCHITECTURE: doors hold 30 days
inline constexpr std::chrono::hours key_window_ahead{6};         // of somebody inside, at least

struct KeyWindow {
    Instant from{}, until{};
    bool operator==(const KeyWindow&) const = default;
};

// From 30 days before an appointment, from a walk-in's day on; until the day of its end is over and its badge has
// ended. Whoever is inside keeps the name until they have left, over midnight and past their end: their window is
// moved on by some hours again and again, and by the same steps at every station, so that none of them offers anew
// what another one did.
[[nodiscard]] KeyWindow key_window(const Policy& policy, const VisitState& visit, const SiteZone& zone, Instant now);

}  // namespace vestibule
