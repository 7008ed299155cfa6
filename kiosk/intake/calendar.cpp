// Appointments from an iCalendar file: events, their newest versions, their occurrences, their visitors.
#include "kiosk/intake/calendar.h"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "kiosk/intake/calendar_event.h"
#include "kiosk/intake/calendar_recurrence.h"
#include "kiosk/intake/calendar_text.h"

namespace vestibule {
namespace {

using EventKey = std::pair<std::string, std::string>;  // UID, RECURRENCE-ID
using Events = std::map<EventKey, CalendarEvent>;

// libical stops the process on errors unless told otherwise; broken files are no bugs of ours.
void make_errors_harmless() {
    static std::once_flag once;
    std::call_once(once, [] {
        icalerror_set_errors_are_fatal(0);
        ical_set_unknown_token_handling_setting(ICAL_DISCARD_TOKEN);
    });
}

// A change of the event beats the earlier version; of two alike the cancelled one counts, then the later one in the
// file.
bool beats(const CalendarEvent& a, const CalendarEvent& b) {
    if (a.sequence != b.sequence) return a.sequence > b.sequence;
    return a.cancelled || !b.cancelled;
}

Events newest_events(const CalendarText& text, const CalendarOptions& options, Imported<AppointmentRow>& out) {
    CalendarZones zones{text.time_zones};
    Events events;
    for (std::size_t i = 0; i < text.events.size(); ++i) {
        if (i >= calendar_events_max) {
            out.refused.push_back(
                {text.events[i].line, fmt::format("the file has more than {} events; those from here on "
                                                  "were left out, split the file",
                                                  calendar_events_max)});
            break;
        }
        auto event = read_event(text.events[i], options, zones, out.refused);
        if (!event) {
            out.refused.push_back({text.events[i].line, event.error().what});
            continue;
        }
        EventKey key{event->uid, event->recurrence_id};
        const auto earlier = events.find(key);
        if (earlier == events.end())
            events.emplace(std::move(key), std::move(*event));
        else if (beats(*event, earlier->second))
            earlier->second = std::move(*event);
    }
    return events;
}

AppointmentRow row_of(const CalendarEvent& event, const Occurrence& occurrence, const EventVisitor& visitor) {
    // Neither part can hold a line break, so the key can't be read in two ways.
    const auto& name = event.recurrence_id.empty() ? occurrence.name : event.recurrence_id;
    return {.key = fmt::format("{}\n{}\n{}", event.uid, name, visitor.email),
            .series = fmt::format("{}\n\n{}", event.uid, visitor.email),
            .from = occurrence.start.at,
            .until = occurrence.until,
            .name = visitor.name,
            .email = visitor.email,
            .host_email = event.host_email,
            .host_name = event.host_name,
            .purpose = event.purpose,
            .room = event.room,
            .type = event.type,
            .level = event.level,
            .language = visitor.language,
            .sequence = event.sequence,
            .cancelled = event.cancelled || occurrence.removed || visitor.declined};
}

void take_occurrences(const CalendarEvent& event, const std::vector<Occurrence>& occurrences, const Events& events,
                      std::vector<AppointmentRow>& taken) {
    for (const auto& occurrence : occurrences) {
        // A change of this one occurrence stands in the file as an event of its own.
        if (event.recurrence_id.empty() && !occurrence.name.empty() && events.contains({event.uid, occurrence.name}))
            continue;
        for (const auto& visitor : event.visitors) taken.push_back(row_of(event, occurrence, visitor));
    }
}

}  // namespace

Result<Imported<AppointmentRow>> read_calendar(std::string_view content, std::string_view file_name,
                                               const CalendarOptions& options) {
    make_errors_harmless();
    VESTIBULE_TRY(text, cut_calendar(content, file_name));
    Imported<AppointmentRow> out{.refused = text.refused, .remarks = text.remarks};
    const auto events = newest_events(text, options, out);
    const Span span{.from = options.now - calendar_days_back, .until = options.now + calendar_days_ahead};
    const auto deadline = std::chrono::steady_clock::now() + options.expansion_max;
    for (const auto& [key, event] : events) {
        if (event.visitors.empty()) continue;
        if (out.taken.size() >= calendar_rows_max) {
            out.refused.push_back(
                {event.line, fmt::format("event {}: the file has more than {} appointments; split it", event.uid,
                                         calendar_rows_max)});
            continue;
        }
        if (const auto occurrences = occurrences_of(event, options.zone, span, deadline))
            take_occurrences(event, *occurrences, events, out.taken);
        else
            out.refused.push_back({event.line, fmt::format("event {}: {}", event.uid, occurrences.error().what)});
    }
    std::stable_sort(out.taken.begin(), out.taken.end(),
                     [](const auto& a, const auto& b) { return a.from < b.from; });
    std::stable_sort(out.refused.begin(), out.refused.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return out;
}

}  // namespace vestibule
