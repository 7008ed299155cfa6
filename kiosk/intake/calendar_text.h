// Cuts an iCalendar file into its events, so that a broken one spoils no other and errors have a line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/intake/import_rows.h"

namespace vestibule {

inline constexpr std::size_t content_line_bytes_max = 64 * 1024;  // unfolded; an event with a longer one is refused
inline constexpr std::size_t time_zones_max = 200;

struct EventText {
    int line = 0;            // where it begins in the file, from 1
    bool cancelled = false;  // METHOD:CANCEL
    std::string ical;        // BEGIN:VEVENT … END:VEVENT, only the properties that an appointment is made of
};

struct CalendarText {
    std::vector<EventText> events;
    std::vector<std::string> time_zones;  // BEGIN:VTIMEZONE … END:VTIMEZONE, only with harmless rules
    std::vector<Refused> refused;         // events that aren't closed, and the like
    std::vector<std::string> remarks;
};

// Errors: give_up as decode_text(), or when there's no BEGIN:VCALENDAR in it.
[[nodiscard]] Result<CalendarText> cut_calendar(std::string_view content, std::string_view file_name);

}  // namespace vestibule
