// The rule of doors' keys.
#include "kiosk/visit/key_window.h"

#include <algorithm>

namespace vestibule {
namespace {

// So many hours ahead at least, in steps of that length.
Instant still_inside_until(Instant now) {
    const auto since_epoch = now.time_since_epoch();
    return Instant{since_epoch - since_epoch % key_window_ahead + 2 * key_window_ahead};
}

}  // namespace

KeyWindow key_window(const Policy& policy, const VisitState& visit, const SiteZone& zone, Instant now) {
    KeyWindow window{.from = visit.walk_in ? zone.start_of_day(visit.from) : visit.from - key_window_before,
                     .until = std::max(zone.end_of_day(visit.until),
                                       visit.until + std::chrono::minutes{policy.badge_grace_minutes})};
    if (visit.phase != VisitPhase::inside) return window;
    window.from = std::min(window.from, visit.admitted_at.value_or(now));  // another day's may be admitted today
    window.until = std::max(window.until, still_inside_until(now));
    return window;
}

}  // namespace vestibule
