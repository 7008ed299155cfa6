// What is known of a calendar's UIDs: from what lies in the log, and from what imports here have read besides.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/desk/desk.h"
#include "kiosk/intake/import_rows.h"

namespace vestibule {

inline constexpr std::size_t remembered_calendars_max = 20'000;  // UIDs; those not seen for longest are forgotten

// A word about one occurrence or one visitor.
struct KnownWord {
    CalendarRevision revision;
    bool apart = false;  // said alone; else in the file of the whole event, and gone with it
    bool comes = false;  // the visitor accepts
};

struct KnownCalendar {
    // The newest word about the whole event that was read: its own revision and the newest of its parts.
    std::optional<CalendarRevision> whole;
    CalendarRevision newest;
    Instant taken{};                         // no word of it was taken in later
    std::map<std::string, KnownWord> words;  // by word_name()
    Instant seen{};

    // The word about this name that a whole of that revision leaves standing; nullptr: none.
    [[nodiscard]] const KnownWord* standing(const std::string& name, const CalendarRevision& against) const;
};

// `series`: the visitor's, empty for all.
[[nodiscard]] std::string word_name(const std::string& occurrence, const std::string& series = "");

// Most words of a calendar change nothing, and exports are stamped anew each time: a record of each would swell the
// log. What isn't in the log is kept as a note of the station (Log::remember). Without it an out-of-date file that
// was never taken before may be taken as new, until the next one comes. Thread: the desk's.
class CalendarMemory {
  public:
    [[nodiscard]] static Result<CalendarMemory> load(const LogReader& reader);

    // With what `held`, the visits of this UID, say.
    [[nodiscard]] KnownCalendar known(StreamId calendar, const std::map<VisitId, VisitState>& held) const;
    void keep(StreamId calendar, KnownCalendar known);
    // Durable when it returns.
    [[nodiscard]] Result<> save(Log& log) const;

  private:
    std::map<StreamId, KnownCalendar> calendars_;
    bool changed_ = false;
};

}  // namespace vestibule
