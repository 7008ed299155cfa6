// Puts the events of one UID together: the series, its changed occurrences, who comes to which.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/intake/calendar.h"
#include "kiosk/intake/calendar_event.h"
#include "kiosk/intake/calendar_recurrence.h"

namespace vestibule {

struct ItemReading {
    const CalendarOptions& options;
    Span span;
    std::chrono::steady_clock::time_point deadline;
    bool parts_missing = false;  // the file isn't whole: a series may lack its changes
    std::size_t rows_left = calendar_rows_max;
};

// `events`: all that one calendar has of one UID, in the file's order. What can't be read is added to `refused`, what
// was left out of the rest to `remarks`. Nothing: nothing of this UID may be taken.
[[nodiscard]] std::optional<CalendarItem> item_of(const std::vector<CalendarEvent>& events, ItemReading& reading,
                                                  std::vector<Refused>& refused);

}  // namespace vestibule
