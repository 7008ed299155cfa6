// Appointments from an iCalendar file (RFC 5545, 5546; FORMATS, Imports).
#pragma once

#include <chrono>
#include <set>
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
inline constexpr std::size_t categories_max = 50;           // of one event; more say nothing of the visitor's type
// Repeating rules that never come true are slow to see through; what isn't expanded by then is refused.
inline constexpr auto calendar_expansion_max = std::chrono::seconds{10};

struct CalendarOptions {
    std::vector<std::string> own_domains;  // attendees in these, or below them, are staff and not visitors
    SiteZone zone;                         // of times without a zone, and of all-day events
    Instant now;                           // what ended more than a day before it is left out
    std::chrono::milliseconds expansion_max = calendar_expansion_max;
};

// Something said apart from a series as a whole: of one occurrence, of one visitor, or of both.
struct ApartWord {
    std::string occurrence;  // its name; empty: all of them
    std::string email;       // the visitor's; empty: all of them
    CalendarRevision revision;
    bool cancelled = false;  // the occurrence is called off, or the visitor won't come
};

// What one calendar of a file says of one UID.
struct CalendarItem {
    enum class Says {
        whole,  // all of it: what it doesn't yield is no more
        apart,  // of some occurrences, or visitors, and nothing of the others
    };
    Says says = Says::whole;
    int line = 0;
    std::string uid;
    // A message about this event (iTIP): its DTSTAMP is this revision's own. In an export it may be the export's.
    bool message = false;
    bool called_off = false;  // METHOD:CANCEL
    bool cancelled = false;   // a whole whose STATUS says so
    // Of a whole: the series' own, and the newest of all its parts. Occurrences that are said apart are among
    // `words` with theirs.
    CalendarRevision revision, newest;
    std::vector<ApartWord> words;
    std::set<std::string> emails;      // of all visitors, whenever they come
    std::set<std::string> held_back;   // occurrences of which nothing can be said: they stay as they are
    std::vector<AppointmentRow> rows;  // by time
};

struct CalendarRead {
    std::vector<CalendarItem> items;    // in the file's order
    std::set<std::string> uids_unread;  // of which nothing could be taken: what's known of them stays as it is
    bool cut_off = false;               // a part of the file is missing
    bool empty = false;                 // there is no event in it
    std::vector<Refused> refused;
    std::vector<std::string> remarks;
};

// Rows for each visitor of each occurrence from one day back to 400 days ahead. ORGANIZER is the host, or the first
// attendee of our own where somebody else organizes. Rooms are nobody's visitor. Of several versions of one event in
// one calendar the newest counts (SEQUENCE, then DTSTAMP). A change to "this and all later" occurrences moves them
// all (RFC 5545 3.8.4.4). What can't be read is said with its line and UID and held back whole: the event, or the one
// occurrence of it; the rest is taken.
//
// Thread: any. Blocks: never on I/O; at most about expansion_max.
//
// Errors: give_up as decode_text(), or when it's no iCalendar file.
[[nodiscard]] Result<CalendarRead> read_calendar(std::string_view content, std::string_view file_name,
                                                 const CalendarOptions& options);

// AppointmentRow::series of a visitor's appointment.
[[nodiscard]] std::string series_key(std::string_view uid, std::string_view email);

}  // namespace vestibule
