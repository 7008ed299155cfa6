// The occurrences of a repeating event within a span of time.
#pragma once

#include <chrono>
#include <vector>

#include "kiosk/intake/calendar_event.h"

namespace vestibule {

inline constexpr int recurrence_steps_max = 100'000;  // daily since 1752

struct Occurrence {
    EventStart start;
    Instant until;
    std::string name;      // occurrence_name(); empty for an event that doesn't repeat
    bool removed = false;  // named by EXDATE
};

// When an occurrence that starts then is over.
[[nodiscard]] Instant end_of(const CalendarEvent& event, const SiteZone& site, const EventStart& start);

struct Span {
    Instant from, until;
};

// In order of time, each name once; only those that touch `span`. An event that doesn't repeat has one.
// Errors: give_up for rules that repeat within a day, never come true, or take longer than `deadline` to expand.
[[nodiscard]] Result<std::vector<Occurrence>> occurrences_of(const CalendarEvent& event, const SiteZone& site,
                                                             const Span& span,
                                                             std::chrono::steady_clock::time_point deadline);

}  // namespace vestibule
