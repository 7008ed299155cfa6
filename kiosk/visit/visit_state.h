// What a visit is, as a pure and total fold over the set of its events.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "kiosk/visit/event.h"

namespace vestibule {

// expected → (waiting) → approved → inside → left; waiting = at the door, an answer is needed before admission (R2,
// R3).
enum class VisitPhase { unknown, expected, waiting, approved, declined, inside, left, cancelled, merged };
[[nodiscard]] std::string_view name_of(VisitPhase phase);

struct VisitState {
    VisitPhase phase = VisitPhase::unknown;
    bool walk_in = false;
    PersonId person;               // the visitor
    std::optional<PersonId> host;  // none: reception decides (R4)
    std::string type;              // a name in policy
    std::string code;              // the appointment's code, "XXXXXXXX", empty for walk-ins
    int companions = 0;
    std::int64_t sequence = -1;  // iCalendar SEQUENCE of the newest import taken
    Instant from{}, until{};     // planned
    std::optional<Instant> arrived_at, decided_at, admitted_at, left_at;
    std::optional<PersonId> decided_by;  // staff, where a person decided
    std::optional<BadgeId> badge;        // of the admission that counts
    std::optional<VisitId> merged_into;
    bool host_told = false;
    // The newest rows that hold sealed details of the visit (purpose, plate), oldest first.
    std::vector<EventKey> sealed_rows;

    bool operator==(const VisitState&) const = default;
};

// `events`: all events of one visit's stream, in any order, possibly twice. Unknown and impossible ones are ignored.
[[nodiscard]] VisitState fold_visit(std::span<const Event> events);

}  // namespace vestibule
