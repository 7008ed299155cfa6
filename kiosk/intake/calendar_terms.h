// When an event is, how long it lasts, and what its occurrences are called.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "kiosk/intake/calendar_zone.h"

namespace vestibule {

// Days by the calendar, then exact time (RFC 5545 3.3.6): P1D over a change of the clocks isn't 24 hours.
struct EventLength {
    int days = 0;
    std::chrono::microseconds exact{};
    bool operator==(const EventLength&) const = default;
};

// A start in wall-clock time of the event's zone; all-day events have no time of day.
struct EventStart {
    WallTime wall;
    Instant at;
    std::optional<EventLength> length;  // its own, of a PERIOD
};

// In whose terms the occurrences of a series are named.
struct EventTerms {
    bool all_day = false;
    EventZone zone;
    EventStart start;
};

// What RECURRENCE-ID would say, the same in every import: of an all-day event its day, else its instant.
[[nodiscard]] std::string occurrence_name(const EventTerms& series, const EventStart& start);
[[nodiscard]] std::string day_name(const WallTime& wall);  // "20261121"

}  // namespace vestibule
