// Takes what a calendar says into the log: its last word is the whole truth, in whatever order words come.
#pragma once

#include <string>

#include "kiosk/desk/imports.h"
#include "kiosk/intake/calendar.h"

namespace vestibule {

struct CalendarWay {
    ImportWay way{};
    std::string feed;    // the file's name among those that are imported again and again; empty: it has none
    bool whole = false;  // what this feed had and hasn't any more is withdrawn
    bool sure = false;   // also where the file looks damaged: empty, cut off, or without more than half of it
};

// After it, of each UID those visits are expected that its newest revision alone gives, by SEQUENCE, then DTSTAMP
// (RFC 5546 2.1.5): a visit that it no longer yields is withdrawn with its reason, one that it yields again is
// expected again. Those who are at the door or inside stay; what was changed by hand stays until a newer revision.
// Stations that took the same files in, in any order, come to the same once they have each other's events.
//
// A `whole` whose file looks damaged takes nothing, and says so among what is refused. Errors: give_up where `whole`
// is asked for without a feed.
[[nodiscard]] Result<ImportReport> import_calendar(Desk& desk, const CalendarRead& read, const CalendarWay& way = {});

}  // namespace vestibule
