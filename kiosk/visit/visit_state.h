// What a visit is, as a pure and total fold over the set of its events.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/visit/event.h"
#include "kiosk/visit/revision.h"

namespace vestibule {

// expected → (waiting) → approved → inside → left; waiting = at the door, an answer is needed before admission (R2,
// R3).
enum class VisitPhase { unknown, expected, waiting, approved, declined, inside, left, cancelled, merged };
[[nodiscard]] std::string_view name_of(VisitPhase phase);

// What a calendar says of a visit. Kept beside the state while somebody has changed by hand what it says.
struct CalendarPlan {
    Instant from{}, until{};
    std::string type;
    std::optional<PersonId> host;
    int companions = 0;
    std::optional<EventKey> details;  // the sealed row
    bool operator==(const CalendarPlan&) const = default;
};

struct VisitState {
    VisitPhase phase = VisitPhase::unknown;
    bool walk_in = false;
    PersonId person;               // the visitor
    std::optional<PersonId> host;  // none: reception decides (R4)
    std::string type;              // a name in policy
    std::string code;              // the appointment's code, "XXXXXXXX", empty for walk-ins
    int companions = 0;
    std::int64_t sequence = -1;  // iCalendar SEQUENCE of the newest import taken
    Instant stamp{}, taken{};    // the rest of its revision; the epoch in events of before
    // Of what the calendar's event says this is; empty for others. All are hashes with a secret of the site.
    std::optional<StreamId> calendar;  // its UID
    std::string occurrence;            // its RECURRENCE-ID; empty where it doesn't repeat
    std::string series;                // its UID and the visitor
    std::string apart;  // "occurrence", "visitor": said by a word about that alone; empty: about the whole event
    Revision base;      // of the whole event, where `revision()` is another; sequence -1: it isn't
    std::vector<std::string> feeds;    // the files that have it, of those that were imported by name
    std::optional<CalendarPlan> said;  // what the calendar says, where that was changed by hand since
    std::string cancelled_why;         // a word of cancelled_why.h, or by whom; empty where that's not known
    Instant from{}, until{};           // planned
    std::optional<Instant> arrived_at, decided_at, admitted_at, left_at;
    std::optional<StationId> door;       // the station at which they arrived
    int number = 0;                      // by which that one calls them; 0: by name
    std::optional<Instant> called_at;    // since when the newest answer stands on its display
    std::optional<PersonId> decided_by;  // staff, where a person decided
    std::optional<BadgeId> badge;        // of the admission that counts
    std::optional<VisitId> merged_into;
    bool host_told = false;
    // The newest rows that hold sealed details of the visit (purpose, plate), oldest first.
    std::vector<EventKey> sealed_rows;

    bool operator==(const VisitState&) const = default;
    [[nodiscard]] Revision revision() const { return {.sequence = sequence, .stamp = stamp, .taken = taken}; }
};

inline constexpr int call_number_max = 999;

// `events`: all events of one visit's stream, in any order, possibly twice. Unknown and impossible ones are ignored.
[[nodiscard]] VisitState fold_visit(std::span<const Event> events);

}  // namespace vestibule
