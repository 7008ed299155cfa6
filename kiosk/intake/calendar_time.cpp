// Times and lengths of one VEVENT, read by libical.
#include "kiosk/intake/calendar_time.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/base/text.h"

namespace vestibule {
namespace {

// "20261121T093000Z"
std::string instant_name(Instant at) {
    const auto t = EventZone::utc().wall_time(at);
    return fmt::format("{}T{:02}{:02}{:02}Z", day_name(t), t.hour, t.minute, t.second);
}

constexpr auto half_a_day = std::chrono::hours{12};

bool is_usable(const icaltimetype& t) {
    return !icaltime_is_null_time(t) && icaltime_is_valid_time(t) && t.year >= 1900 && t.year <= 2200 &&
           t.month >= 1 && t.month <= 12 && t.day >= 1 && t.day <= 31 && t.hour < 24 && t.minute < 60 &&
           t.second <= 60;
}

Problem unknown_zone(const std::string& tzid, std::string_view what, const CalendarZones& zones) {
    const auto name = clean_line(tzid, line_length_max);
    if (zones.is_unread(name))
        return {
            .remedy = Remedy::give_up,
            .what = fmt::format("the time zone \"{}\" of its {} is defined in the file by a rule that doesn't repeat "
                                "yearly, which isn't read; give the event a zone such as \"Europe/Berlin\"",
                                name, what)};
    return {
        .remedy = Remedy::give_up,
        .what = fmt::format("the time zone \"{}\" of its {} isn't known; use an IANA zone such as \"Europe/Berlin\"",
                            name, what)};
}

WallTime midnight_of(const WallTime& wall) {
    return {wall.year, wall.month, wall.day, 0, 0, 0};
}

// The day that a time stands for in an all-day series: as it is written, or of a UTC time the day whose midnight
// somewhere it is.
WallTime day_meant(const WallTime& wall, bool utc, const EventZone& site) {
    if (!utc || wall == midnight_of(wall)) return midnight_of(wall);
    const auto here = site.wall_time(EventZone::utc().instant(wall));
    if (here == midnight_of(here)) return here;
    return midnight_of(wall_of(as_if_utc(wall) + half_a_day));
}

}  // namespace

Result<ReadTime> read_time(icalproperty* property, const icaltimetype& t, std::string_view what,
                           const TimeReading& reading) {
    if (!is_usable(t)) return give_up(fmt::format("its {} can't be read; correct it in the calendar", what));
    ReadTime out{.date_only = t.is_date != 0};
    out.wall = {t.year, t.month, t.day, 0, 0, 0};
    if (out.date_only) return out;
    out.wall = {t.year, t.month, t.day, t.hour, t.minute, t.second};
    auto* parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    if (icaltime_is_utc(t) != 0) {
        out.zone = EventZone::utc();
        out.utc = true;
    } else if (parameter != nullptr && icalparameter_get_tzid(parameter) != nullptr) {
        const std::string tzid = icalparameter_get_tzid(parameter);
        out.zone = reading.zones.named(tzid);
        if (!out.zone) return tl::unexpected(unknown_zone(tzid, what, reading.zones));
    }
    return out;
}

EventStart start_within(const EventTerms& event, const ReadTime& time) {
    const auto& wall = time.wall;
    if (event.all_day) {
        const auto day = day_meant(wall, time.utc, event.zone);
        return {.wall = day, .at = event.zone.instant(day), .length = {}};
    }
    if (time.date_only) {
        const auto& own = event.start.wall;
        const WallTime there{wall.year, wall.month, wall.day, own.hour, own.minute, own.second};
        return {.wall = there, .at = event.zone.instant(there), .length = {}};
    }
    const auto at = time.at(event.zone);
    return {.wall = event.zone.wall_time(at), .at = at, .length = {}};
}

EventLength length_of(const icaldurationtype& duration) {
    // More than is ever taken, so that nothing runs over.
    constexpr std::uint64_t days_max = 100'000;
    const auto days = std::min(days_max, std::uint64_t{duration.weeks} * 7 + duration.days);
    return {.days = static_cast<int>(days),
            .exact = std::chrono::hours{duration.hours} + std::chrono::minutes{duration.minutes} +
                     std::chrono::seconds{duration.seconds}};
}

Result<> check_length(const EventLength& length) {
    if (length.days + std::chrono::ceil<std::chrono::days>(length.exact).count() > event_length_max.count())
        return give_up("it lasts longer than a year; correct its end in the calendar");
    return {};
}

std::string day_name(const WallTime& wall) {
    return fmt::format("{:04}{:02}{:02}", wall.year, wall.month, wall.day);
}

std::string occurrence_name(const EventTerms& series, const EventStart& start) {
    return series.all_day ? day_name(start.wall) : instant_name(start.at);
}

}  // namespace vestibule
