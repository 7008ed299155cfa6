// What a calendar's word about a whole event means beside what is known of it: pure judgement, nothing is written.
#pragma once

#include <map>
#include <string>

#include "kiosk/desk/calendar_memory.h"
#include "kiosk/intake/calendar.h"

namespace vestibule {

// A word that doesn't tell its DTSTAMP can't be told from one that does: it is as new.
[[nodiscard]] CalendarRevision as_new_as(CalendarRevision revision, const CalendarRevision& known);

class WholeWord {
  public:
    // Both must outlive it.
    WholeWord(const CalendarItem& item, const KnownCalendar& known);

    [[nodiscard]] bool is_older() const;
    [[nodiscard]] const CalendarRevision& revision() const { return revision_; }
    // Of what it says of one occurrence.
    [[nodiscard]] CalendarRevision at(const std::string& occurrence) const;
    // The occurrence is called off.
    [[nodiscard]] bool calls_off(const std::string& occurrence) const;
    // A newer word was about this occurrence, or this visitor, alone.
    [[nodiscard]] bool stands_apart(const std::string& occurrence, const std::string& series) const;
    // What is known once it is taken.
    [[nodiscard]] KnownCalendar after() const;

  private:
    [[nodiscard]] const KnownWord* of_visitor(const std::string& occurrence, const std::string& series) const;

    const CalendarItem& item_;
    const KnownCalendar& known_;
    CalendarRevision revision_, newest_;
    std::map<std::string, const ApartWord*> words_;  // by occurrence
};

}  // namespace vestibule
