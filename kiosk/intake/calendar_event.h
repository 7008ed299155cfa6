// One VEVENT as values.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/intake/calendar.h"
#include "kiosk/intake/calendar_people.h"
#include "kiosk/intake/calendar_terms.h"
#include "kiosk/intake/calendar_text.h"

namespace vestibule {

// RECURRENCE-ID as it is written. Which occurrence that is only the series can tell (occurrence_meant).
struct OccurrenceId {
    WallTime wall;
    std::optional<EventZone> zone;  // none: DTSTART's
    bool date_only = false, utc = false;
    bool and_all_later = false;  // RANGE=THISANDFUTURE
};

struct CalendarEvent {
    int line = 0, calendar = 0;
    Method method = Method::publish;
    std::string uid;
    std::optional<OccurrenceId> occurrence;  // the one of a series that it changes
    bool occurrence_unread = false;          // it may be about one, but which can't be told
    CalendarRevision revision;
    bool cancelled = false;  // STATUS:CANCELLED
    bool has_start = false;  // a cancellation may do without; what follows is then empty
    EventTerms terms;
    EventLength length;
    std::string rule;               // RRULE's value; empty = none
    std::vector<EventStart> added;  // RDATE
    std::set<std::string> removed;  // EXDATE as occurrence_name(), or as a day alone
    std::string purpose, room, level;
    std::vector<std::string> categories;  // but for the level
    EventPeople people;
    std::string broken;  // why it can't be read; what is known of it stands above

    [[nodiscard]] bool repeats() const { return !rule.empty() || !added.empty(); }
};

// The start within `series` that `id` means, whatever form its writer gave it: another zone, no zone, a day alone, a
// midnight on an all-day series.
[[nodiscard]] EventStart occurrence_meant(const EventTerms& series, const OccurrenceId& id);

// What can't be read of it stands in `broken`: no UID, no start, times that can't be read, unknown zones, too many
// attendees.
[[nodiscard]] CalendarEvent read_event(const EventText& text, const CalendarOptions& options, CalendarZones& zones);

}  // namespace vestibule
