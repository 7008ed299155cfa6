// The vocabulary of the calendars' tests: files taken at a front desk, and the visits that are expected then.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "kiosk/desk/import_calendar.h"
#include "kiosk/intake/calendar.h"
#include "tests/desk/front_desk.h"

namespace vestibule::desk_test {

inline Result<ImportReport> try_calendar(FrontDesk& desk, const std::string& content, const CalendarWay& way = {}) {
    VESTIBULE_TRY(read,
                  read_calendar(content, "test.ics",
                                {.own_domains = {"harbour.example"}, .zone = desk->zone(), .now = desk->now()}));
    return import_calendar(*desk, read, way);
}
inline ImportReport take_calendar(FrontDesk& desk, const std::string& content, const CalendarWay& way = {}) {
    return must(try_calendar(desk, content, way));
}

inline std::string in_calendar(const std::string& events, const std::string& method = "") {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n" +
           (method.empty() ? "" : "METHOD:" + method + "\r\n") + events + "END:VCALENDAR\r\n";
}
// One event; `lines` as they stand in a file, each ended.
inline std::string event_of(const std::string& uid, const std::string& lines) {
    return "BEGIN:VEVENT\r\nUID:" + uid + "\r\n" + lines + "ORGANIZER;CN=Hana Host:mailto:hana@harbour.example\r\n" +
           "END:VEVENT\r\n";
}
inline std::string attendee(const std::string& name) {
    return "ATTENDEE;CN=" + name + ":mailto:" + name + "@guest.example\r\n";
}

// All visits that the station knows, whatever became of them.
inline std::vector<std::pair<VisitId, VisitState>> all_visits(FrontDesk& desk) {
    return must(desk->reader().visits_after(VisitId{}, 1'000'000));
}
inline std::string utc(Instant at) {
    const auto t = SiteZone::named("UTC").value().local(at);
    return fmt::format("{:02}-{:02}T{:02}:{:02}", t.month, t.day, t.hour, t.minute);
}
// "12-01T10:00-11:00", sorted.
inline std::vector<std::string> expected_times(FrontDesk& desk) {
    std::vector<std::string> out;
    for (const auto& [id, state] : all_visits(desk))
        if (state.phase == VisitPhase::expected) {
            const auto until = utc(state.until);
            out.push_back(utc(state.from) + "-" +
                          (until.substr(0, 5) == utc(state.from).substr(0, 5) ? until.substr(6) : until));
        }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace vestibule::desk_test
