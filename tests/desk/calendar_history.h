// A made-up calendar: one event's revisions by an organizer who never looks back, as files and messages.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/desk/calendar_files.h"

namespace vestibule::desk_test {

// One thing that a calendar said: a file that says all of the event, or a message about a part of it.
struct CalendarSaying {
    std::string file;
    bool whole = false;
};

// SEQUENCE never falls, DTSTAMP always rises, so the later saying is the newer one; what is said apart of an
// occurrence holds until the whole is said again.
class CalendarHistory {
  public:
    explicit CalendarHistory(unsigned seed) : random_{seed} {}

    std::vector<CalendarSaying> sayings(int count) {
        std::vector<CalendarSaying> out;
        for (int i = 0; i < count; ++i) {
            sequence_ += one_in(2) ? 1 : 0;
            stamp_ += 1 + pick(40);
            const bool apart = i > 0 && !called_off_ && one_in(3);
            out.push_back({.file = apart ? part() : whole(), .whole = !apart});
        }
        return out;
    }

  private:
    unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }
    bool one_in(unsigned chances) { return pick(chances) == 0; }
    std::string revision() const {
        return fmt::format("SEQUENCE:{}\r\nDTSTAMP:202611{:02}T{:02}{:02}00Z\r\n", sequence_, 1 + stamp_ / 1440,
                           stamp_ / 60 % 24, stamp_ % 60);
    }
    std::string attendees() {
        std::string out;
        for (const char* name : {"ann", "ben", "cyd"})
            if (!one_in(3))
                out += fmt::format("ATTENDEE{};CN={}:mailto:{}@guest.example\r\n",
                                   one_in(8) ? ";PARTSTAT=DECLINED" : "", name, name);
        return out;
    }
    // In the zone of the series, so that its occurrences can be named.
    std::string start(unsigned day, unsigned hour) const {
        if (all_day_) return fmt::format(";VALUE=DATE:202612{:02}", day);
        return fmt::format("{}:202612{:02}T{:02}0000{}", zone_, day, hour, zone_.empty() ? "Z" : "");
    }
    std::string times(unsigned day, unsigned hour) {
        if (all_day_) return "DTSTART" + start(day, hour) + "\r\n";
        return "DTSTART" + start(day, hour) + fmt::format("\r\nDURATION:PT{}H\r\n", 1 + pick(2));
    }

    void begin_anew() {
        const char* zones[] = {"", ";TZID=Europe/Berlin", ";TZID=America/New_York"};
        zone_ = zones[pick(3)];
        all_day_ = one_in(5);
        first_ = 2 + pick(4);
        hour_ = 9 + pick(6);
        count_ = one_in(3) ? 1 : 2 + pick(4);
        every_ = 1 + pick(2);
        days_.clear();
        for (unsigned i = 0; i < count_; ++i) days_.push_back(first_ + i * every_);
    }
    std::string rule() const {
        return count_ == 1 ? "" : fmt::format("RRULE:FREQ=DAILY;INTERVAL={};COUNT={}\r\n", every_, count_);
    }
    unsigned some_day() { return days_[pick(static_cast<unsigned>(days_.size()))]; }
    std::string occurrence(unsigned day, const std::string& range = "") const {
        return "RECURRENCE-ID" + range + start(day, hour_) + "\r\n";
    }
    // In a file with its series, a change may have stood there for long.
    std::string changed(unsigned day, const std::string& its_revision, const std::string& range = "") {
        std::string out = occurrence(day, range) + times(day + pick(3), 9 + pick(6)) + attendees();
        if (one_in(4)) out += "STATUS:CANCELLED\r\n";
        return event_of("u", its_revision + out);
    }

    std::string whole() {
        if (!called_off_ && one_in(12)) {
            called_off_ = true;
            return in_calendar(event_of("u", revision() + (one_in(2) ? "STATUS:CANCELLED\r\n" : "")), "CANCEL");
        }
        called_off_ = false;
        if (one_in(2) || days_.empty()) begin_anew();
        std::string lines = revision() + times(first_, hour_) + rule() + attendees();
        if (one_in(12)) lines += "STATUS:CANCELLED\r\n";
        if (count_ > 1 && one_in(3)) lines += "EXDATE" + start(some_day(), hour_) + "\r\n";
        if (one_in(3)) lines += fmt::format("SUMMARY:Plan {}\r\n", pick(3));
        std::string events = event_of("u", lines);
        const auto since = one_in(2) ? revision() : std::string{"SEQUENCE:0\r\nDTSTAMP:20261101T000000Z\r\n"};
        if (count_ > 1 && one_in(3)) events += changed(some_day(), since);
        if (count_ > 1 && one_in(6)) events += changed(some_day(), since, ";RANGE=THISANDFUTURE");
        const char* methods[] = {"", "PUBLISH", "REQUEST"};
        return in_calendar(events, methods[pick(3)]);
    }
    std::string part() {
        if (count_ == 1 || one_in(4))
            return in_calendar(event_of("u", revision() + fmt::format("ATTENDEE:mailto:{}@guest.example\r\n",
                                                                      one_in(2) ? "ann" : "ben")),
                               "CANCEL");
        if (one_in(3)) return in_calendar(event_of("u", revision() + occurrence(some_day())), "CANCEL");
        return in_calendar(changed(some_day(), revision()), "REQUEST");
    }
    std::mt19937 random_;
    unsigned sequence_ = 0, stamp_ = 0;
    bool called_off_ = false, all_day_ = false;
    std::string zone_;
    unsigned first_ = 0, hour_ = 0, count_ = 0, every_ = 1;
    std::vector<unsigned> days_;
};

}  // namespace vestibule::desk_test
