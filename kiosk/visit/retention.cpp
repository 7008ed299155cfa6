// The rule of retention.
#include "kiosk/visit/retention.h"

#include <algorithm>

namespace vestibule {
namespace {

bool is_open(const VisitState& visit, Instant now) {
    switch (visit.phase) {
        case VisitPhase::inside:
            return true;
        case VisitPhase::expected:
        case VisitPhase::waiting:
        case VisitPhase::approved:
            return visit.until > now;
        case VisitPhase::unknown:
        case VisitPhase::declined:
        case VisitPhase::left:
        case VisitPhase::cancelled:
        case VisitPhase::merged:
            return false;
    }
    return false;
}

// When a visit that isn't open was over; nothing where it never took place.
std::optional<Instant> end_of(const VisitState& visit) {
    switch (visit.phase) {
        case VisitPhase::left:
            return visit.left_at;
        case VisitPhase::declined:
            return visit.decided_at ? visit.decided_at : visit.arrived_at;
        case VisitPhase::expected:
        case VisitPhase::waiting:
        case VisitPhase::approved:
            return visit.until;
        case VisitPhase::cancelled:
        case VisitPhase::merged:
            return visit.arrived_at;
        case VisitPhase::unknown:
        case VisitPhase::inside:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Instant> erasure_due(const Policy& policy, const RetentionInput& input, Instant now) {
    if (input.erased || input.listed) return std::nullopt;
    const auto open = [&](const VisitState& visit) { return is_open(visit, now); };
    if (std::any_of(input.visits.begin(), input.visits.end(), open)) return std::nullopt;
    constexpr auto day = std::chrono::hours{24};
    std::optional<Instant> last;
    for (const auto& visit : input.visits)
        if (const auto end = end_of(visit); end && (!last || *end > *last)) last = end;
    // Somebody who never came: from when they were noted.
    const auto visits_due = last.value_or(input.noted) + policy.retention_days * day;
    if (!input.was_listed) return visits_due;
    const auto listing_due = input.noted + policy.host_retention_days * day;
    return last ? std::max(visits_due, listing_due) : listing_due;
}

}  // namespace vestibule
