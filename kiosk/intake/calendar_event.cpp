// One VEVENT as values, read by libical.
#include "kiosk/intake/calendar_event.h"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <memory>

#include "kiosk/base/text.h"
#include "kiosk/intake/fields.h"

namespace vestibule {
namespace {

constexpr auto event_length_default = std::chrono::hours{1};
constexpr auto event_length_max = std::chrono::days{366};
constexpr std::size_t uid_length_max = 500;

using Component = std::unique_ptr<icalcomponent, decltype([](icalcomponent* c) { icalcomponent_free(c); })>;

std::string text_of(const char* text, std::size_t length_max) {
    return text == nullptr ? std::string{} : clean_line(text, length_max);
}

icalproperty* first(icalcomponent* event, icalproperty_kind kind) {
    return icalcomponent_get_first_property(event, kind);
}

template <class Use>
void each(icalcomponent* event, icalproperty_kind kind, const Use& use) {
    for (auto* p = icalcomponent_get_first_property(event, kind); p != nullptr;
         p = icalcomponent_get_next_property(event, kind))
        use(p);
}

std::string value_text(icalcomponent* event, icalproperty_kind kind, std::size_t length_max) {
    auto* property = first(event, kind);
    auto* value = property == nullptr ? nullptr : icalproperty_get_value(property);
    return value == nullptr ? std::string{} : text_of(icalvalue_get_text(value), length_max);
}

// A time that libical has read, in the zone that its TZID names. What is wrong is said in a Problem.
struct ReadTime {
    EventStart start;
    EventZone zone;
    bool date_only = false;
};

bool is_usable(const icaltimetype& t) {
    return !icaltime_is_null_time(t) && icaltime_is_valid_time(t) && t.year >= 1900 && t.year <= 2200 &&
           t.month >= 1 && t.month <= 12 && t.day >= 1 && t.day <= 31 && t.hour < 24 && t.minute < 60 &&
           t.second <= 60;
}

Result<ReadTime> read_time(icalproperty* property, const icaltimetype& t, std::string_view what,
                           const CalendarOptions& options, CalendarZones& zones) {
    if (!is_usable(t)) return give_up(fmt::format("its {} can't be read; correct it in the calendar", what));
    auto zone = EventZone::of(options.zone);
    auto* parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    if (t.is_date == 0 && icaltime_is_utc(t) != 0) {
        zone = EventZone::utc();
    } else if (t.is_date == 0 && parameter != nullptr && icalparameter_get_tzid(parameter) != nullptr) {
        const std::string tzid = icalparameter_get_tzid(parameter);
        const auto named = zones.named(tzid);
        if (!named)
            return give_up(
                fmt::format("the time zone \"{}\" of its {} isn't known; use an IANA zone such as \"Europe/Berlin\"",
                            clean_line(tzid, line_length_max), what));
        zone = *named;
    }
    const bool date_only = t.is_date != 0;
    const WallTime wall{
        t.year, t.month, t.day, date_only ? 0 : t.hour, date_only ? 0 : t.minute, date_only ? 0 : t.second};
    return ReadTime{.start = {.wall = wall, .at = zone.instant(wall)}, .zone = zone, .date_only = date_only};
}

std::chrono::sys_days day_of(const WallTime& wall) {
    return std::chrono::sys_days{std::chrono::year{wall.year} / wall.month / wall.day};
}

Result<> read_length(icalcomponent* event, CalendarEvent& out, const CalendarOptions& options, CalendarZones& zones) {
    out.length = event_length_default;
    if (auto* end = first(event, ICAL_DTEND_PROPERTY); end != nullptr) {
        VESTIBULE_TRY(time, read_time(end, icalproperty_get_dtend(end), "end", options, zones));
        if (time.start.at < out.start.at) return give_up("it ends before it begins; correct it in the calendar");
        if (time.start.at > out.start.at) out.length = time.start.at - out.start.at;
        out.days = std::max(1, static_cast<int>((day_of(time.start.wall) - day_of(out.start.wall)).count()));
    } else if (auto* duration = first(event, ICAL_DURATION_PROPERTY); duration != nullptr) {
        const auto seconds = std::chrono::seconds{icaldurationtype_as_int(icalproperty_get_duration(duration))};
        if (seconds.count() < 0) return give_up("it ends before it begins; correct it in the calendar");
        if (seconds.count() > 0) out.length = seconds;
        out.days = std::max(1, static_cast<int>(std::chrono::ceil<std::chrono::days>(seconds).count()));
    }
    if (out.length > event_length_max || out.days > event_length_max.count())
        return give_up("it lasts longer than a year; correct its end in the calendar");
    return {};
}

Result<> read_added(icalcomponent* event, CalendarEvent& out, const CalendarOptions& options, CalendarZones& zones) {
    Result<> result;
    each(event, ICAL_RDATE_PROPERTY, [&](icalproperty* property) {
        const auto value = icalproperty_get_rdate(property);
        const bool period = icaltime_is_null_time(value.time) != 0;
        auto time = read_time(property, period ? value.period.start : value.time, "extra date", options, zones);
        if (!time) result = tl::unexpected(time.error());
        // Said in the event's own zone, so that all its occurrences are named alike.
        else
            out.added.push_back({.wall = out.zone.wall_time(time->start.at), .at = time->start.at});
    });
    return result;
}

Result<> read_removed(icalcomponent* event, CalendarEvent& out, const CalendarOptions& options,
                      CalendarZones& zones) {
    Result<> result;
    each(event, ICAL_EXDATE_PROPERTY, [&](icalproperty* property) {
        auto time = read_time(property, icalproperty_get_exdate(property), "cancelled date", options, zones);
        if (!time)
            result = tl::unexpected(time.error());
        else
            out.removed.insert(time->date_only ? day_name(time->start.wall) : instant_name(time->start.at));
    });
    return result;
}

Result<> read_repetition(icalcomponent* event, CalendarEvent& out, const CalendarOptions& options,
                         CalendarZones& zones) {
    if (auto* id = first(event, ICAL_RECURRENCEID_PROPERTY); id != nullptr) {
        if (icalproperty_get_first_parameter(id, ICAL_RANGE_PARAMETER) != nullptr)
            return give_up(
                "it changes \"this and all later\" occurrences at once, which isn't read; end the series and begin a "
                "new one");
        VESTIBULE_TRY(time, read_time(id, icalproperty_get_recurrenceid(id), "occurrence", options, zones));
        out.recurrence_id = time.date_only ? day_name(time.start.wall) : instant_name(time.start.at);
        return {};
    }
    if (first(event, ICAL_EXRULE_PROPERTY) != nullptr)
        return give_up("it has an EXRULE, which calendars no longer use; name the cancelled dates one by one");
    if (auto* rule = first(event, ICAL_RRULE_PROPERTY); rule != nullptr) {
        auto recurrence = icalproperty_get_rrule(rule);
        if (char* text = icalrecurrencetype_as_string_r(&recurrence); text != nullptr) {
            out.rule = text;
            icalmemory_free_buffer(text);
        }
    }
    VESTIBULE_CHECK(read_added(event, out, options, zones));
    return read_removed(event, out, options, zones);
}

std::string parameter_text(icalproperty* property, icalparameter_kind kind,
                           const char* (*get)(const icalparameter*)) {
    auto* parameter = icalproperty_get_first_parameter(property, kind);
    return parameter == nullptr ? std::string{} : text_of(get(parameter), name_length_max);
}

// The address in the value ("mailto:…"), else the EMAIL parameter that Apple writes beside its own URIs.
std::string mail_of(icalproperty* property, const char* value) {
    std::string address = text_of(value, mail_length_max + 10);
    if (address.size() > 7 && same_ignoring_case(std::string_view{address}.substr(0, 7), "mailto:"))
        address.erase(0, 7);
    if (auto mail = mail_address(address)) return *mail;
    return mail_address(parameter_text(property, ICAL_EMAIL_PARAMETER, icalparameter_get_email)).value_or("");
}

// Many programs leave CN out or put the address there; "jane.doe@…" then reads "Jane Doe".
std::string name_of(icalproperty* property, const std::string& mail) {
    auto name = parameter_text(property, ICAL_CN_PARAMETER, icalparameter_get_cn);
    while (!name.empty() && (name.front() == '"' || name.front() == '\'')) name.erase(0, 1);
    while (!name.empty() && (name.back() == '"' || name.back() == '\'')) name.pop_back();
    if (!name.empty() && !mail_address(name)) return name;
    bool start = true;
    name.clear();
    for (const char c : std::string_view{mail}.substr(0, mail.find('@'))) {
        const bool gap = c == '.' || c == '_';
        name += gap ? ' ' : start && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        start = gap;
    }
    return clean_line(name, name_length_max);
}

bool is_own(const CalendarOptions& options, const std::string& mail) {
    return std::any_of(options.own_domains.begin(), options.own_domains.end(),
                       [&](const std::string& domain) { return is_in_domain(mail, domain); });
}

bool is_person(icalproperty* attendee) {
    auto* kind = icalproperty_get_first_parameter(attendee, ICAL_CUTYPE_PARAMETER);
    if (kind == nullptr) return true;
    const auto type = icalparameter_get_cutype(kind);
    return type != ICAL_CUTYPE_ROOM && type != ICAL_CUTYPE_RESOURCE;
}

bool has_declined(icalproperty* attendee) {
    auto* status = icalproperty_get_first_parameter(attendee, ICAL_PARTSTAT_PARAMETER);
    return status != nullptr && icalparameter_get_partstat(status) == ICAL_PARTSTAT_DECLINED;
}

void take_host(CalendarEvent& out, icalproperty* property, const std::string& mail) {
    out.host_email = mail;
    out.host_name = name_of(property, mail);
}

Result<> read_people(icalcomponent* event, CalendarEvent& out, const CalendarOptions& options,
                     std::vector<Refused>& remarks) {
    if (icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY) > static_cast<int>(attendees_max))
        return give_up(fmt::format("it has more than {} attendees; import such a crowd as CSV", attendees_max));
    auto* organizer = first(event, ICAL_ORGANIZER_PROPERTY);
    const auto organizer_mail = organizer == nullptr ? "" : mail_of(organizer, icalproperty_get_organizer(organizer));
    // With no domain of our own, the organizer is the only one known to be staff.
    const bool ours = options.own_domains.empty() || is_own(options, organizer_mail);
    if (!organizer_mail.empty() && ours) take_host(out, organizer, organizer_mail);
    std::set<std::string> seen;
    each(event, ICAL_ATTENDEE_PROPERTY, [&](icalproperty* attendee) {
        if (!is_person(attendee)) return;
        const auto mail = mail_of(attendee, icalproperty_get_attendee(attendee));
        if (mail.empty()) {
            const auto shown = parameter_text(attendee, ICAL_CN_PARAMETER, icalparameter_get_cn);
            remarks.push_back(
                {out.line, fmt::format("event {}: the attendee \"{}\" has no mail address and was left out; add "
                                       "one in the calendar",
                                       out.uid, shown)});
        } else if (is_own(options, mail) || (ours && mail == organizer_mail)) {
            if (out.host_email.empty() && !has_declined(attendee)) take_host(out, attendee, mail);
        } else if (seen.insert(mail).second) {
            const auto language = parameter_text(attendee, ICAL_LANGUAGE_PARAMETER, icalparameter_get_language);
            out.visitors.push_back({.name = name_of(attendee, mail),
                                    .email = mail,
                                    .language = language_name(language).value_or(""),
                                    .declined = has_declined(attendee)});
        }
    });
    return {};
}

void read_categories(icalcomponent* event, CalendarEvent& out) {
    each(event, ICAL_CATEGORIES_PROPERTY, [&](icalproperty* property) {
        const auto category = text_of(icalproperty_get_categories(property), line_length_max);
        if (const auto level = level_name(category)) {
            if (out.level.empty()) out.level = *level;
        } else if (out.type.empty()) {
            out.type = category;
        }
    });
}

// libical takes out what it can't parse and leaves a note; times and rules must not be missed silently.
Result<> check_parsed(icalcomponent* event) {
    Result<> result;
    each(event, ICAL_XLICERROR_PROPERTY, [&](icalproperty* property) {
        const auto note = text_of(icalproperty_get_xlicerror(property), line_length_max);
        for (const std::string_view name :
             {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})
            if (note.find(fmt::format("in {} property", name)) != std::string::npos)
                result = give_up(fmt::format("its {} can't be read; correct it in the calendar", name));
    });
    return result;
}

Result<CalendarEvent> event_of(icalcomponent* event, CalendarEvent out, const CalendarOptions& options,
                               CalendarZones& zones, std::vector<Refused>& remarks) {
    VESTIBULE_CHECK(check_parsed(event));
    auto* start = first(event, ICAL_DTSTART_PROPERTY);
    if (start == nullptr) return give_up("it has no DTSTART; give it a time in the calendar");
    VESTIBULE_TRY(time, read_time(start, icalproperty_get_dtstart(start), "start", options, zones));
    out.all_day = time.date_only;
    out.zone = time.zone;
    out.start = time.start;
    if (auto* sequence = first(event, ICAL_SEQUENCE_PROPERTY); sequence != nullptr)
        out.sequence = icalproperty_get_sequence(sequence);
    if (auto* status = first(event, ICAL_STATUS_PROPERTY); status != nullptr)
        out.cancelled = out.cancelled || icalproperty_get_status(status) == ICAL_STATUS_CANCELLED;
    VESTIBULE_CHECK(read_length(event, out, options, zones));
    VESTIBULE_CHECK(read_repetition(event, out, options, zones));
    VESTIBULE_CHECK(read_people(event, out, options, remarks));
    out.purpose = value_text(event, ICAL_SUMMARY_PROPERTY, line_length_max);
    out.room = value_text(event, ICAL_LOCATION_PROPERTY, line_length_max);
    read_categories(event, out);
    return out;
}

}  // namespace

std::string day_name(const WallTime& wall) {
    return fmt::format("{:04}{:02}{:02}", wall.year, wall.month, wall.day);
}

std::string instant_name(Instant at) {
    const auto t = EventZone::utc().wall_time(at);
    return fmt::format("{}T{:02}{:02}{:02}Z", day_name(t), t.hour, t.minute, t.second);
}

std::string occurrence_name(const CalendarEvent& event, const EventStart& start) {
    return event.all_day ? day_name(start.wall) : instant_name(start.at);
}

Result<CalendarEvent> read_event(const EventText& text, const CalendarOptions& options, CalendarZones& zones,
                                 std::vector<Refused>& remarks) {
    const Component event{icalparser_parse_string(text.ical.c_str())};
    if (event == nullptr || icalcomponent_isa(event.get()) != ICAL_VEVENT_COMPONENT)
        return give_up("this event can't be read; export it again");
    CalendarEvent out{.line = text.line,
                      .uid = value_text(event.get(), ICAL_UID_PROPERTY, uid_length_max),
                      .cancelled = text.cancelled,
                      .called_off = text.cancelled,
                      .zone = EventZone::utc()};
    if (out.uid.empty())
        return give_up("this event has no UID, so the next import couldn't recognise it; export it again");
    const auto uid = out.uid;
    auto result = event_of(event.get(), std::move(out), options, zones, remarks);
    if (!result) return give_up(fmt::format("event {}: {}", uid, result.error().what));
    return result;
}

}  // namespace vestibule
