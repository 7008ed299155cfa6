// Cuts an iCalendar file into its events, so that a broken one spoils no other and errors have a line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/intake/import_rows.h"

namespace vestibule {

inline constexpr std::size_t content_line_bytes_max = 64 * 1024;  // unfolded; an event with a longer one is refused
inline constexpr std::size_t time_zones_max = 200;
inline constexpr std::size_t uid_length_max = 500;

// iTIP's methods (RFC 5546 1.4), as far as they matter to what is expected at the door.
enum class Method {
    publish,  // or none: an export of what a calendar holds
    request,
    cancel,
    reply,
    other,  // asks or offers something, and settles nothing
};

struct EventText {
    int line = 0;      // where it begins in the file, from 1
    int calendar = 0;  // which VCALENDAR of the file
    Method method = Method::publish;
    std::string uid;            // as it is written; empty where there's none
    std::int64_t sequence = 0;  // some programs count in milliseconds, which libical's int can't hold
    std::string ical;           // BEGIN:VEVENT … END:VEVENT, only the properties that an appointment is made of
    std::string broken;         // why it can't be read; empty: it can
};

struct CalendarText {
    std::vector<EventText> events;
    std::vector<std::string> time_zones;    // BEGIN:VTIMEZONE … END:VTIMEZONE, only with harmless rules
    std::vector<std::string> zones_unread;  // TZIDs of the others
    std::optional<int> cut_off_at;          // the line after which a part of the file is missing
    std::vector<std::string> remarks;
};

// Errors: give_up as decode_text(), or when there's no BEGIN:VCALENDAR in it.
[[nodiscard]] Result<CalendarText> cut_calendar(std::string_view content, std::string_view file_name);

}  // namespace vestibule
