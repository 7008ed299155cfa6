// The rule of retention.
#include "kiosk/visit/retention.h"

#include <algorithm>

namespace vestibule {
namespace {

constexpr std::chrono::hours earliest_before_begin{48};  // longer than any lead_hours

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

// A time is what some station's clock said: nobody was over with a visit long before it began, nor later than now.
std::optional<Instant> believed(std::optional<Instant> said, const VisitState& visit, Instant now) {
    if (!said) return std::nullopt;
    return std::min(*said < visit.from - earliest_before_begin ? visit.until : *said, now);
}

// When a visit that isn't open was over; nothing where it never took place.
std::optional<Instant> end_of(const VisitState& visit, Instant now) {
    switch (visit.phase) {
        case VisitPhase::left:
            return believed(visit.left_at, visit, now);
        case VisitPhase::declined:
            return visit.decided_at ? std::min(*visit.decided_at, now) : believed(visit.arrived_at, visit, now);
        case VisitPhase::expected:
        case VisitPhase::waiting:
        case VisitPhase::approved:
            return visit.until;
        case VisitPhase::cancelled:
        case VisitPhase::merged:
            return believed(visit.arrived_at, visit, now);
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
        if (const auto end = end_of(visit, now); end && (!last || *end > *last)) last = end;
    // Somebody who never came: from when they were noted.
    const auto visits_due = last.value_or(std::min(input.noted, now)) + policy.retention_days * day;
    if (!input.was_listed) return visits_due;
    const auto listing_due = std::min(input.noted, now) + policy.host_retention_days * day;
    return last ? std::max(visits_due, listing_due) : listing_due;
}

}  // namespace vestibule
