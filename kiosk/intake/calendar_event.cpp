// One VEVENT as values, read by libical.
#include "kiosk/intake/calendar_event.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "kiosk/base/text.h"
#include "kiosk/intake/calendar_time.h"
#include "kiosk/intake/calendar_value.h"
#include "kiosk/intake/fields.h"

namespace vestibule {
namespace {

constexpr auto event_length_default = std::chrono::hours{1};

using Component = std::unique_ptr<icalcomponent, decltype([](icalcomponent* c) { icalcomponent_free(c); })>;

icalproperty* first(icalcomponent* event, icalproperty_kind kind) {
    return icalcomponent_get_first_property(event, kind);
}

std::string value_text(icalcomponent* event, icalproperty_kind kind, std::size_t length_max) {
    auto* property = first(event, kind);
    auto* value = property == nullptr ? nullptr : icalproperty_get_value(property);
    return value == nullptr ? std::string{} : line_of(icalvalue_get_text(value), length_max);
}

Result<> read_length(icalcomponent* event, CalendarEvent& out, const TimeReading& reading) {
    out.length = out.terms.all_day ? EventLength{.days = 1} : EventLength{.exact = event_length_default};
    EventLength length;
    if (auto* end = first(event, ICAL_DTEND_PROPERTY); end != nullptr) {
        VESTIBULE_TRY(time, read_time(end, icalproperty_get_dtend(end), "end", reading));
        if (out.terms.all_day) {
            const auto days =
                std::chrono::floor<std::chrono::days>(as_if_utc(time.wall) - as_if_utc(out.terms.start.wall));
            length.days = static_cast<int>(days.count());
        } else {
            // A day alone ends at the site's midnight, whatever zone the start is in.
            length.exact =
                time.at(time.date_only ? EventZone::of(reading.options.zone) : out.terms.zone) - out.terms.start.at;
        }
    } else if (auto* duration = first(event, ICAL_DURATION_PROPERTY); duration != nullptr) {
        const auto value = icalproperty_get_duration(duration);
        length = length_of(value);
        if (value.is_neg != 0) length = {.days = -length.days, .exact = -length.exact};
        if (out.terms.all_day)
            length = {.days =
                          length.days + static_cast<int>(std::chrono::ceil<std::chrono::days>(length.exact).count())};
    }
    if (length.days < 0 || length.exact.count() < 0)
        return give_up("it ends before it begins; correct it in the calendar");
    if (length != EventLength{}) out.length = length;
    return check_length(out.length);
}

// RDATE, a PERIOD with a length of its own (RFC 5545 3.8.5.2).
Result<EventStart> read_added_one(icalproperty* property, const CalendarEvent& out, const TimeReading& reading) {
    const auto value = icalproperty_get_rdate(property);
    const bool period = icaltime_is_null_time(value.time) != 0;
    VESTIBULE_TRY(time, read_time(property, period ? value.period.start : value.time, "extra date", reading));
    auto start = start_within(out.terms, time);
    if (!period || out.terms.all_day) return start;
    auto length = length_of(value.period.duration);
    if (icaltime_is_null_time(value.period.end) == 0) {
        VESTIBULE_TRY(end, read_time(property, value.period.end, "extra date", reading));
        length = {.exact = end.at(out.terms.zone) - start.at};
    }
    if (length.exact.count() < 0 || length.days < 0)
        return give_up("an extra date of it ends before it begins; correct it in the calendar");
    VESTIBULE_CHECK(check_length(length));
    if (length != EventLength{}) start.length = length;
    return start;
}

Result<> read_added(icalcomponent* event, CalendarEvent& out, const TimeReading& reading) {
    Result<> result;
    each_property(event, ICAL_RDATE_PROPERTY, [&](icalproperty* property) {
        auto start = read_added_one(property, out, reading);
        if (start)
            out.added.push_back(std::move(*start));
        else
            result = tl::unexpected(start.error());
    });
    return result;
}

Result<> read_removed(icalcomponent* event, CalendarEvent& out, const TimeReading& reading) {
    Result<> result;
    each_property(event, ICAL_EXDATE_PROPERTY, [&](icalproperty* property) {
        auto time = read_time(property, icalproperty_get_exdate(property), "cancelled date", reading);
        if (!time)
            result = tl::unexpected(time.error());
        else if (time->date_only)
            out.removed.insert(day_name(time->wall));
        else
            out.removed.insert(occurrence_name(out.terms, start_within(out.terms, *time)));
    });
    return result;
}

Result<> read_occurrence(icalcomponent* event, CalendarEvent& out, const TimeReading& reading) {
    auto* id = first(event, ICAL_RECURRENCEID_PROPERTY);
    if (id == nullptr) return {};
    out.occurrence_unread = true;
    VESTIBULE_TRY(time, read_time(id, icalproperty_get_recurrenceid(id), "occurrence", reading));
    OccurrenceId found{.wall = time.wall, .zone = time.zone, .date_only = time.date_only, .utc = time.utc};
    if (auto* range = icalproperty_get_first_parameter(id, ICAL_RANGE_PARAMETER); range != nullptr) {
        if (icalparameter_get_range(range) != ICAL_RANGE_THISANDFUTURE)
            return give_up("it changes earlier occurrences all at once, which isn't read; change them one by one");
        found.and_all_later = true;
    }
    out.occurrence = found;
    out.occurrence_unread = false;
    return {};
}

Result<> read_repetition(icalcomponent* event, CalendarEvent& out, const TimeReading& reading) {
    if (out.occurrence) return {};  // it is one of a series, and repeats nothing itself
    if (first(event, ICAL_EXRULE_PROPERTY) != nullptr)
        return give_up("it has an EXRULE, which calendars no longer use; name the cancelled dates one by one");
    if (auto* rule = first(event, ICAL_RRULE_PROPERTY); rule != nullptr) {
        auto recurrence = icalproperty_get_rrule(rule);
        if (char* text = icalrecurrencetype_as_string_r(&recurrence); text != nullptr) {
            out.rule = text;
            icalmemory_free_buffer(text);
        }
    }
    VESTIBULE_CHECK(read_added(event, out, reading));
    return read_removed(event, out, reading);
}

void read_categories(icalcomponent* event, CalendarEvent& out) {
    each_property(event, ICAL_CATEGORIES_PROPERTY, [&](icalproperty* property) {
        auto category = line_of(icalproperty_get_categories(property), line_length_max);
        if (const auto level = level_name(category)) {
            if (out.level.empty()) out.level = *level;
        } else if (!category.empty() && out.categories.size() < categories_max) {
            out.categories.push_back(std::move(category));
        }
    });
}

// libical takes out what it can't parse and leaves a note; times and rules must not be missed silently.
Result<> check_parsed(icalcomponent* event, CalendarEvent& out) {
    Result<> result;
    each_property(event, ICAL_XLICERROR_PROPERTY, [&](icalproperty* property) {
        const auto note = line_of(icalproperty_get_xlicerror(property), line_length_max);
        for (const std::string_view name :
             {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}) {
            if (note.find(fmt::format("in {} property", name)) == std::string::npos) continue;
            if (name == "RECURRENCE-ID") out.occurrence_unread = true;
            result = give_up(fmt::format("its {} can't be read; correct it in the calendar", name));
        }
    });
    return result;
}

Instant stamp_of(icalcomponent* event, const TimeReading& reading) {
    auto* stamp = first(event, ICAL_DTSTAMP_PROPERTY);
    if (stamp == nullptr) return {};
    const auto time = read_time(stamp, icalproperty_get_dtstamp(stamp), "DTSTAMP", reading);
    return time ? std::max(Instant{}, time->at(EventZone::utc())) : Instant{};
}

Result<> read_start(icalcomponent* event, CalendarEvent& out, const TimeReading& reading) {
    auto* start = first(event, ICAL_DTSTART_PROPERTY);
    if (start == nullptr) {
        // RFC 5546 3.2.5: what is called off needs no time.
        if (out.method == Method::cancel || out.method == Method::reply) return {};
        return give_up("it has no DTSTART; give it a time in the calendar");
    }
    VESTIBULE_TRY(time, read_time(start, icalproperty_get_dtstart(start), "start", reading));
    out.has_start = true;
    out.terms.all_day = time.date_only;
    if (time.zone) out.terms.zone = *time.zone;
    out.terms.start = {.wall = time.wall, .at = out.terms.zone.instant(time.wall), .length = {}};
    return read_length(event, out, reading);
}

Result<> read_parts(icalcomponent* event, CalendarEvent& out, const TimeReading& reading) {
    if (auto* status = first(event, ICAL_STATUS_PROPERTY); status != nullptr)
        out.cancelled = icalproperty_get_status(status) == ICAL_STATUS_CANCELLED;
    VESTIBULE_CHECK(read_occurrence(event, out, reading));  // first: the rest of the series hangs on it
    VESTIBULE_CHECK(check_parsed(event, out));
    VESTIBULE_CHECK(read_start(event, out, reading));
    VESTIBULE_CHECK(read_repetition(event, out, reading));
    VESTIBULE_TRY(people, people_of(event, reading.options));
    out.people = std::move(people);
    out.purpose = value_text(event, ICAL_SUMMARY_PROPERTY, line_length_max);
    out.room = value_text(event, ICAL_LOCATION_PROPERTY, line_length_max);
    read_categories(event, out);
    return {};
}

}  // namespace

EventStart occurrence_meant(const EventTerms& series, const OccurrenceId& id) {
    return start_within(series, {.wall = id.wall, .zone = id.zone, .date_only = id.date_only, .utc = id.utc});
}

CalendarEvent read_event(const EventText& text, const CalendarOptions& options, CalendarZones& zones) {
    CalendarEvent out{.line = text.line,
                      .calendar = text.calendar,
                      .method = text.method,
                      .uid = text.uid,
                      .revision = {.sequence = text.sequence, .stamp = {}},
                      .terms = {.zone = EventZone::of(options.zone)},
                      .broken = text.broken};
    if (!out.broken.empty()) {
        out.occurrence_unread = true;
        return out;
    }
    const TimeReading reading{options, zones};
    const Component event{icalparser_parse_string(text.ical.c_str())};
    if (event == nullptr || icalcomponent_isa(event.get()) != ICAL_VEVENT_COMPONENT) {
        out.occurrence_unread = true;
        out.broken = "it can't be read; export it again";
        return out;
    }
    out.uid = value_text(event.get(), ICAL_UID_PROPERTY, uid_length_max);
    out.revision.stamp = stamp_of(event.get(), reading);
    if (out.uid.empty())
        out.broken = "this event has no UID, so the next import couldn't recognise it; export it again";
    else if (const auto parts = read_parts(event.get(), out, reading); !parts)
        out.broken = parts.error().what;
    return out;
}

}  // namespace vestibule
