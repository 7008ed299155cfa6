// Appointments from an iCalendar file (RFC 5545, 5546; FORMATS, Imports).
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/intake/import_rows.h"

namespace vestibule {

inline constexpr auto calendar_days_ahead = std::chrono::days{400};
inline constexpr auto calendar_days_back = std::chrono::days{1};
inline constexpr std::size_t calendar_events_max = 20'000;  // of one file; the rest is refused
inline constexpr std::size_t calendar_rows_max = 200'000;   // taken from one file; the rest is refused
inline constexpr std::size_t attendees_max = 500;           // of one event
// Repeating rules that never come true are slow to see through; what isn't expanded by then is refused.
inline constexpr auto calendar_expansion_max = std::chrono::seconds{10};

struct CalendarOptions {
    std::vector<std::string> own_domains;  // attendees in these, or below them, are staff and not visitors
    SiteZone zone;                         // of times without a zone, and of all-day events
    Instant now;                           // what ended more than a day before it is left out
    std::chrono::milliseconds expansion_max = calendar_expansion_max;
};

// One row for each visitor of each occurrence from one day back to 400 days ahead. ORGANIZER is the host, or the
// first attendee of our own where somebody else organizes. An attendee who declined, an occurrence taken out by
// EXDATE, and whatever METHOD:CANCEL or STATUS:CANCELLED names come as cancelled rows; of several versions of one
// event in the file the highest SEQUENCE counts. Rooms and events without visitors yield nothing. A broken event is
// refused with its line and UID, the rest is taken.
//
// Thread: any. Blocks: never on I/O; at most about expansion_max.
//
// Errors: give_up as decode_text(), or when it's no iCalendar file.
[[nodiscard]] Result<Imported<AppointmentRow>> read_calendar(std::string_view content, std::string_view file_name,
                                                             const CalendarOptions& options);

}  // namespace vestibule
