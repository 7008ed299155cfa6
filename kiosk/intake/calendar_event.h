// One VEVENT as values.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/intake/calendar.h"
#include "kiosk/intake/calendar_text.h"
#include "kiosk/intake/calendar_zone.h"

namespace vestibule {

struct EventVisitor {
    std::string name, email, language;
    bool declined = false;
};

// A start in wall-clock time of the event's zone; all-day events have no time of day.
struct EventStart {
    WallTime wall;
    Instant at;
};

struct CalendarEvent {
    int line = 0;
    std::string uid;
    std::string recurrence_id;  // occurrence_name() of the one occurrence it changes; else empty
    std::int64_t sequence = 0;
    bool cancelled = false;
    bool called_off = false;  // by METHOD:CANCEL, which may name a whole series without its rule
    bool all_day = false;
    EventZone zone;
    EventStart start;
    std::chrono::microseconds length{};  // of a timed event
    int days = 1;                        // of an all-day event
    std::string rule;                    // RRULE's value; empty = none
    std::vector<EventStart> added;       // RDATE
    std::set<std::string> removed;       // EXDATE as occurrence_name(), or as a day alone
    std::string host_email, host_name, purpose, room, type, level;
    std::vector<EventVisitor> visitors;
};

// What RECURRENCE-ID would say, the same in every import: of an all-day event its day, else its instant.
[[nodiscard]] std::string occurrence_name(const CalendarEvent& event, const EventStart& start);
[[nodiscard]] std::string day_name(const WallTime& wall);  // "20261121"
[[nodiscard]] std::string instant_name(Instant at);        // "20261121T093000Z"

// `remarks` gets what was left out of an event that is taken (an attendee without a mail address).
// Errors: give_up with the UID where there's one: no UID, no start, times that can't be read, unknown zones, too many
// attendees, or a change to "this and all later ones".
[[nodiscard]] Result<CalendarEvent> read_event(const EventText& text, const CalendarOptions& options,
                                               CalendarZones& zones, std::vector<Refused>& remarks);

}  // namespace vestibule
