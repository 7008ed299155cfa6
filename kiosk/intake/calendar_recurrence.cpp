// Expands RRULE, RDATE and EXDATE; libical turns the rule into wall-clock times, which our zones turn into instants.
#include "kiosk/intake/calendar_recurrence.h"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "kiosk/base/text.h"

namespace vestibule {
namespace {

using Iterator =
    std::unique_ptr<icalrecur_iterator, decltype([](icalrecur_iterator* i) { icalrecur_iterator_free(i); })>;

icaltimetype floating(const WallTime& wall, bool date_only) {
    auto out = icaltime_null_time();
    out.year = wall.year;
    out.month = wall.month;
    out.day = wall.day;
    out.hour = wall.hour;
    out.minute = wall.minute;
    out.second = wall.second;
    out.is_date = date_only ? 1 : 0;
    return out;
}

// UNTIL is in UTC (RFC 5545 §3.3.10) but is compared with wall-clock times.
void make_until_local(icalrecurrencetype& rule, const CalendarEvent& event) {
    if (icaltime_is_null_time(rule.until) != 0) return;
    const WallTime until{rule.until.year, rule.until.month,  rule.until.day,
                         rule.until.hour, rule.until.minute, rule.until.second};
    if (rule.until.is_date != 0) {  // that whole day still counts
        auto end = until;
        end.hour = 23;
        end.minute = end.second = 59;
        rule.until = floating(event.terms.all_day ? until : end, event.terms.all_day);
    } else if (icaltime_is_utc(rule.until) != 0) {
        const auto instant = EventZone::utc().instant(until);
        rule.until = floating(event.terms.zone.wall_time(instant), event.terms.all_day);
    }
}

bool is_removed(const CalendarEvent& event, const Occurrence& occurrence) {
    return event.removed.contains(occurrence.name) || event.removed.contains(day_name(occurrence.start.wall));
}

Result<std::vector<EventStart>> starts_by_rule(const CalendarEvent& event, Instant until,
                                               std::chrono::steady_clock::time_point deadline) {
    auto rule = icalrecurrencetype_from_string(event.rule.c_str());
    const std::unique_ptr<char, decltype(&std::free)> calendar_named{rule.rscale,
                                                                     std::free};  // outlives the iterator
    if (rule.freq == ICAL_NO_RECURRENCE) return give_up("its RRULE can't be read; correct it in the calendar");
    if (rule.freq == ICAL_HOURLY_RECURRENCE || rule.freq == ICAL_MINUTELY_RECURRENCE ||
        rule.freq == ICAL_SECONDLY_RECURRENCE)
        return give_up("it repeats more often than daily, which no visit does; correct it in the calendar");
    if (icaltime_is_null_time(rule.until) == 0 && (rule.until.year < 1900 || rule.until.year > 2582))
        return give_up("its RRULE ends at a time that can't be read; correct it in the calendar");
    make_until_local(rule, event);
    const Iterator iterator{icalrecur_iterator_new(rule, floating(event.terms.start.wall, event.terms.all_day))};
    if (iterator == nullptr) return give_up("its RRULE never comes true; correct it in the calendar");
    std::vector<EventStart> out;
    for (int steps = 0;; ++steps) {
        if (steps >= recurrence_steps_max || std::chrono::steady_clock::now() > deadline)
            return give_up("it repeats too often, or the file has too many such events; import it in smaller parts");
        const auto next = icalrecur_iterator_next(iterator.get());
        if (icaltime_is_null_time(next) != 0 || next.year > 2200) return out;
        const WallTime wall{next.year, next.month, next.day, next.hour, next.minute, next.second};
        const EventStart start{.wall = wall, .at = event.terms.zone.instant(wall), .length = {}};
        if (start.at > until) return out;
        out.push_back(start);
    }
}

}  // namespace

Instant end_of(const CalendarEvent& event, const SiteZone& site, const EventStart& start) {
    const auto length = start.length.value_or(event.length);
    const auto last = wall_of(as_if_utc(start.wall) + std::chrono::days{length.days});
    if (event.terms.all_day) return site.at(last.year, last.month, last.day);
    return (length.days == 0 ? start.at : event.terms.zone.instant(last)) + length.exact;
}

Result<std::vector<Occurrence>> occurrences_of(const CalendarEvent& event, const SiteZone& site, const Span& span,
                                               std::chrono::steady_clock::time_point deadline) {
    std::vector<EventStart> starts = {event.terms.start};
    if (!event.rule.empty()) {
        if (std::chrono::steady_clock::now() > deadline)
            return give_up("the file has too many repeating events; import it in smaller parts");
        VESTIBULE_TRY(by_rule, starts_by_rule(event, span.until, deadline));
        starts.insert(starts.end(), by_rule.begin(), by_rule.end());
    }
    starts.insert(starts.end(), event.added.begin(), event.added.end());
    std::stable_sort(starts.begin(), starts.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    std::vector<Occurrence> out;
    for (const auto& start : starts) {
        const auto until = end_of(event, site, start);
        if (until < span.from || start.at > span.until) continue;
        Occurrence occurrence{
            .start = start, .until = until, .name = event.repeats() ? occurrence_name(event.terms, start) : ""};
        occurrence.removed = is_removed(event, occurrence);
        if (out.empty() || out.back().start.at != start.at) out.push_back(std::move(occurrence));
    }
    return out;
}

}  // namespace vestibule
