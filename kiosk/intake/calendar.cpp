// Appointments from an iCalendar file: its events, put together by the calendar and the UID that they are of.
#include "kiosk/intake/calendar.h"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "kiosk/intake/calendar_event.h"
#include "kiosk/intake/calendar_item.h"
#include "kiosk/intake/calendar_text.h"

namespace vestibule {
namespace {

// libical stops the process on errors unless told otherwise; broken files are no bugs of ours.
void make_errors_harmless() {
    static std::once_flag once;
    std::call_once(once, [] {
        icalerror_set_errors_are_fatal(0);
        ical_set_unknown_token_handling_setting(ICAL_DISCARD_TOKEN);
    });
}

// The events of each calendar and UID, in the file's order of their first ones.
class Groups {
  public:
    void add(CalendarEvent event) {
        const auto [place, is_new] = places_.try_emplace({event.calendar, event.uid}, groups_.size());
        if (is_new) groups_.emplace_back();
        groups_[place->second].push_back(std::move(event));
    }
    [[nodiscard]] const std::vector<std::vector<CalendarEvent>>& all() const { return groups_; }

  private:
    std::map<std::pair<int, std::string>, std::size_t> places_;
    std::vector<std::vector<CalendarEvent>> groups_;
};

Groups events_of(const CalendarText& text, const CalendarOptions& options, CalendarRead& out) {
    CalendarZones zones{text.time_zones, text.zones_unread};
    Groups groups;
    for (std::size_t i = 0; i < std::min(text.events.size(), calendar_events_max); ++i) {
        auto event = read_event(text.events[i], options, zones);
        if (event.uid.empty())
            out.refused.push_back(
                {event.line, text.events[i].broken.empty() ? event.broken : "an event without UID: " + event.broken});
        else
            groups.add(std::move(event));
    }
    if (text.events.size() > calendar_events_max)
        out.refused.push_back(
            {text.events[calendar_events_max].line,
             fmt::format("the file has more than {} events; those from here on were left out, split "
                         "the file",
                         calendar_events_max)});
    return groups;
}

// Where several calendars of one file say a UID whole and in the same revision, the last one counts: taken one after
// the other, each import would turn its visits over and back.
void keep_last_words(std::vector<CalendarItem>& items) {
    std::map<std::string, std::vector<CalendarRevision>, std::less<>> said;
    const auto is_said_later = [&said](const CalendarItem& item) {
        if (item.says != CalendarItem::Says::whole || item.called_off) return false;
        auto& revisions = said[item.uid];
        if (std::ranges::find(revisions, item.revision) != revisions.end()) return true;
        revisions.push_back(item.revision);
        return false;
    };
    std::reverse(items.begin(), items.end());
    std::erase_if(items, is_said_later);
    std::reverse(items.begin(), items.end());
}

}  // namespace

Result<CalendarRead> read_calendar(std::string_view content, std::string_view file_name,
                                   const CalendarOptions& options) {
    make_errors_harmless();
    VESTIBULE_TRY(text, cut_calendar(content, file_name));
    CalendarRead out{.cut_off = text.cut_off_at.has_value(), .empty = text.events.empty(), .remarks = text.remarks};
    const auto groups = events_of(text, options, out);
    if (out.cut_off)
        out.refused.push_back(
            {*text.cut_off_at,
             "the file is cut off here (END:VCALENDAR is missing), so events may be missing; export "
             "it again"});
    ItemReading reading{
        .options = options,
        .span = {.from = options.now - calendar_days_back, .until = options.now + calendar_days_ahead},
        .deadline = std::chrono::steady_clock::now() + options.expansion_max,
        .parts_missing = out.cut_off || text.events.size() > calendar_events_max};
    for (const auto& events : groups.all()) {
        auto item = item_of(events, reading, out.refused);
        if (item)
            out.items.push_back(std::move(*item));
        else
            out.uids_unread.insert(events.front().uid);
    }
    keep_last_words(out.items);
    std::stable_sort(out.refused.begin(), out.refused.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return out;
}

}  // namespace vestibule
