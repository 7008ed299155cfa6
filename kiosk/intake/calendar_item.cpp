// Puts the events of one UID together.
#include "kiosk/intake/calendar_item.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace vestibule {
namespace {

constexpr auto method_unread =
    "its METHOD only asks for something or offers it; import the calendar that the event comes from";
constexpr auto no_time_of_day =
    "its RECURRENCE-ID is a day alone, and the series that would tell the time isn't in this file; export them "
    "together";
constexpr auto range_alone =
    "it changes \"this and all later\" occurrences of a series that isn't in this file; export them together";
constexpr auto parts_may_be_missing =
    "the file isn't whole, and changes of this series may be missing; export it again";

// Of two alike the cancelled one counts, then the later one in the file.
bool beats(const CalendarEvent& a, const CalendarEvent& b) {
    if (a.revision != b.revision) return a.revision > b.revision;
    return a.cancelled || !b.cancelled;
}

// AppointmentRow::key.
std::string appointment_key(std::string_view uid, std::string_view occurrence, std::string_view email) {
    // No part can hold a line break, so the key can't be read in two ways.
    return fmt::format("{}\n{}\n{}", uid, occurrence, email);
}

AppointmentRow row_of(const CalendarEvent& event, const EventVisitor& visitor, const Occurrence& occurrence) {
    const bool over = event.cancelled || occurrence.removed;
    return {.key = appointment_key(event.uid, occurrence.name, visitor.email),
            .series = series_key(event.uid, visitor.email),
            .from = occurrence.start.at,
            .until = occurrence.until,
            .name = visitor.name,
            .email = visitor.email,
            .host_email = event.people.host_email,
            .host_name = event.people.host_name,
            .purpose = event.purpose,
            .room = event.room,
            .type = event.categories.empty() ? "" : event.categories.front(),
            .level = event.level,
            .language = visitor.language,
            .sequence = event.revision.sequence,
            .cancelled = over || visitor.declined,
            .line = event.line,
            .stamp = event.revision.stamp,
            .occurrence = occurrence.name,
            .categories = event.categories,
            .declined = visitor.declined && !over};
}

struct Change {
    EventStart start;  // of the occurrence as the series has it
    const CalendarEvent* event;
};

// One UID's events of one calendar.
class Assembly {
  public:
    Assembly(const std::vector<CalendarEvent>& events, ItemReading& reading, std::vector<Refused>& refused)
        : events_{events}, reading_{reading}, refused_{refused} {
        item_.line = events.front().line;
        item_.uid = events.front().uid;
        const auto method = events.front().method;
        item_.message = method != Method::publish;
        item_.called_off = method == Method::cancel;
    }

    std::optional<CalendarItem> result() {
        bool readable = true;
        for (const auto& event : events_) readable = sort_in(event) && readable;
        for (const auto& event : events_) note_left_out(event);
        const auto method = events_.front().method;
        const bool read = readable && name_changes() &&
                          (method == Method::cancel || method == Method::reply ? read_single_words()
                           : series_ != nullptr                                ? read_whole()
                                                                               : read_changes_alone());
        if (!read) return std::nullopt;
        std::stable_sort(item_.rows.begin(), item_.rows.end(),
                         [](const auto& a, const auto& b) { return a.from < b.from; });
        return std::move(item_);
    }

  private:
    bool refuse(const CalendarEvent& event, const std::string& why) {
        refused_.push_back({event.line, fmt::format("event {}: {}", item_.uid, why)});
        return false;
    }

    bool sort_in(const CalendarEvent& event) {
        if (event.method == Method::other) return refuse(event, method_unread);
        if (event.occurrence_unread) return refuse(event, event.broken);
        if (event.occurrence)
            changes_.push_back(&event);
        else if (series_ == nullptr || beats(event, *series_))
            series_ = &event;
        return true;
    }

    void note_left_out(const CalendarEvent& event) {
        for (const auto& name : event.people.left_out)
            refuse(event,
                   fmt::format("the attendee \"{}\" has no mail address and was left out; add one in the calendar",
                               name));
    }

    void note_visitors(const CalendarEvent& event) {
        for (const auto& visitor : event.people.visitors) item_.emails.insert(visitor.email);
    }

    // Alone, a change tells only by itself whether its series is one of whole days.
    EventTerms terms_for(const CalendarEvent& change) const {
        if (series_ != nullptr && series_->has_start) return series_->terms;
        const auto& id = *change.occurrence;
        const bool midnight = id.wall.hour == 0 && id.wall.minute == 0 && id.wall.second == 0;
        auto terms = change.terms;
        terms.all_day = id.date_only || (change.terms.all_day && midnight);
        return terms;
    }

    bool name_changes() {
        for (const auto* change : changes_) {
            const auto terms = terms_for(*change);
            const bool series_known = series_ != nullptr && series_->has_start;
            if (!series_known && change->occurrence->date_only && change->has_start && !change->terms.all_day)
                return refuse(*change, no_time_of_day);
            const auto start = occurrence_meant(terms, *change->occurrence);
            auto& into = change->occurrence->and_all_later ? later_ : changed_;
            const auto [place, is_new] = into.try_emplace(occurrence_name(terms, start), Change{start, change});
            if (!is_new && beats(*change, *place->second.event)) place->second = {start, change};
        }
        return true;
    }

    // What is broken is held back: an occurrence alone, or all where that would be half of something.
    bool hold_broken_back() {
        for (auto it = changed_.begin(); it != changed_.end();) {
            if (it->second.event->broken.empty()) {
                ++it;
                continue;
            }
            refuse(*it->second.event, it->second.event->broken);
            item_.held_back.insert(it->first);
            it = changed_.erase(it);
        }
        for (const auto& [name, change] : later_)
            if (!change.event->broken.empty()) return refuse(*change.event, change.event->broken);
        return true;
    }

    void take(const CalendarEvent& event, const std::vector<EventVisitor>& visitors, const Occurrence& occurrence) {
        if (occurrence.until < reading_.span.from || occurrence.start.at > reading_.span.until) return;
        if (item_.rows.size() > reading_.rows_left) return;  // refused for that in the end
        for (const auto& visitor : visitors) item_.rows.push_back(row_of(event, visitor, occurrence));
    }

    void take_change(const std::string& name, const CalendarEvent& change, const EventStart& start) {
        item_.words.push_back(
            {.occurrence = name, .email = "", .revision = change.revision, .cancelled = change.cancelled});
        item_.newest = std::max(item_.newest, change.revision);
        // Where a cancelled one names nobody, those who were expected are meant.
        const auto& visitors = change.cancelled && change.people.visitors.empty() && series_ != nullptr
                                   ? series_->people.visitors
                                   : change.people.visitors;
        take(change, visitors,
             {.start = start, .until = end_of(change, reading_.options.zone, start), .name = name, .removed = false});
    }

    // RFC 5545 3.8.4.4: all later ones move by as much, and last as long.
    EventStart moved(const Change& change, const EventStart& start) const {
        const auto after = as_if_utc(start.wall) - as_if_utc(change.start.wall);
        const auto& terms = change.event->terms;
        const auto wall = wall_of(as_if_utc(terms.start.wall) + after);
        return {.wall = wall, .at = terms.zone.instant(wall), .length = {}};
    }

    void take_of_series(const Occurrence& occurrence) {
        if (changed_.contains(occurrence.name) || item_.held_back.contains(occurrence.name)) return;
        const auto after = ranges_.upper_bound(occurrence.start.at);
        if (after == ranges_.begin() || occurrence.removed) {
            take(*series_, series_->people.visitors, occurrence);
            return;
        }
        const auto& range = *std::prev(after)->second;
        take_change(occurrence.name, *range.event, moved(range, occurrence.start));
    }

    // How far occurrences outside the span may be moved into it.
    Span widened_span() const {
        auto span = reading_.span;
        for (const auto& [name, change] : later_) {
            const auto by = change.event->terms.start.at - change.start.at;
            span.from -= std::max(by, decltype(by){});
            span.until -= std::min(by, decltype(by){});
        }
        return span;
    }

    bool read_whole() {
        if (!series_->broken.empty()) return refuse(*series_, series_->broken);
        if (!hold_broken_back()) return false;
        if (reading_.parts_missing && (series_->repeats() || !changes_.empty()))
            return refuse(*series_, parts_may_be_missing);
        item_.revision = item_.newest = series_->revision;
        item_.cancelled = series_->cancelled;
        note_visitors(*series_);
        for (const auto& [name, change] : later_) ranges_.emplace(change.start.at, &change);
        const auto occurrences = occurrences_of(*series_, reading_.options.zone, widened_span(), reading_.deadline);
        if (!occurrences) return refuse(*series_, occurrences.error().what);
        for (const auto& occurrence : *occurrences) take_of_series(occurrence);
        for (const auto& [name, change] : changed_) take_change(name, *change.event, change.event->terms.start);
        for (const auto* change : changes_) note_visitors(*change);
        // An occurrence that outlives its cancelled series was said to after that.
        if (series_->cancelled)
            for (auto& row : item_.rows) row.cancelled = row.cancelled || row.revision() <= series_->revision;
        return check_rows();
    }

    bool read_changes_alone() {
        item_.says = CalendarItem::Says::apart;
        if (!hold_broken_back()) return false;
        for (const auto& [name, change] : later_) return refuse(*change.event, range_alone);
        for (const auto& [name, change] : changed_) take_change(name, *change.event, change.event->terms.start);
        for (const auto* change : changes_) note_visitors(*change);
        return check_rows();
    }

    bool check_rows() {
        if (item_.rows.size() > reading_.rows_left)
            return refuse(events_.front(),
                          fmt::format("the file has more than {} appointments; split it", calendar_rows_max));
        reading_.rows_left -= item_.rows.size();
        return true;
    }

    // METHOD:CANCEL and METHOD:REPLY say something of single visitors, or that all is called off (RFC 5546 3.2.3,
    // 3.2.5).
    bool read_single_words() {
        item_.says = CalendarItem::Says::apart;
        for (const auto& event : events_) {
            if (!event.broken.empty()) return refuse(event, event.broken);
            if (event.occurrence && event.occurrence->and_all_later) return refuse(event, range_alone);
            std::string occurrence;
            if (event.occurrence) {
                const auto terms = terms_for(event);
                occurrence = occurrence_name(terms, occurrence_meant(terms, *event.occurrence));
            }
            const bool all = item_.called_off && (event.cancelled || event.people.nobody_listed);
            if (all) item_.words.push_back({occurrence, "", event.revision, true});
            for (const auto& visitor : event.people.visitors)
                if (!all)
                    item_.words.push_back(
                        {occurrence, visitor.email, event.revision, item_.called_off || visitor.declined});
        }
        return true;
    }

    const std::vector<CalendarEvent>& events_;
    ItemReading& reading_;
    std::vector<Refused>& refused_;
    CalendarItem item_;
    const CalendarEvent* series_ = nullptr;
    std::vector<const CalendarEvent*> changes_;
    std::map<std::string, Change> changed_, later_;  // by the occurrence's name, the newest of each
    std::map<Instant, const Change*> ranges_;        // of `later_`, by where they begin
};

}  // namespace

std::optional<CalendarItem> item_of(const std::vector<CalendarEvent>& events, ItemReading& reading,
                                    std::vector<Refused>& refused) {
    return Assembly{events, reading, refused}.result();
}

std::string series_key(std::string_view uid, std::string_view email) {
    return fmt::format("{}\n\n{}", uid, email);
}

}  // namespace vestibule
