// Times and lengths of one VEVENT, read by libical and said in the event's own terms.
#pragma once

#include <libical/ical.h>

#include <optional>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/intake/calendar.h"
#include "kiosk/intake/calendar_terms.h"

namespace vestibule {

inline constexpr auto event_length_max = std::chrono::days{366};

struct TimeReading {
    const CalendarOptions& options;
    CalendarZones& zones;
};

// A time that libical has read.
struct ReadTime {
    WallTime wall;
    std::optional<EventZone> zone;  // none: it says none
    bool date_only = false, utc = false;

    [[nodiscard]] Instant at(const EventZone& otherwise) const { return zone.value_or(otherwise).instant(wall); }
};

// `what` names it in the message. Errors: give_up where it can't be, or its zone isn't known.
[[nodiscard]] Result<ReadTime> read_time(icalproperty* property, const icaltimetype& time, std::string_view what,
                                         const TimeReading& reading);

// Said in the event's own terms, so that all its occurrences are named alike: a day alone is that day's occurrence, a
// midnight in an all-day series its day.
[[nodiscard]] EventStart start_within(const EventTerms& event, const ReadTime& time);

[[nodiscard]] EventLength length_of(const icaldurationtype& duration);
// Errors: give_up for more than a year.
[[nodiscard]] Result<> check_length(const EventLength& length);

}  // namespace vestibule
