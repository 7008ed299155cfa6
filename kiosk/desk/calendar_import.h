// One import of a calendar while it goes on: for import_calendar alone.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/desk/calendar_whole.h"
#include "kiosk/desk/import_calendar.h"
#include "kiosk/desk/import_visit.h"

namespace vestibule {

using HeldVisits = std::vector<std::pair<VisitId, VisitState>>;

inline constexpr std::string_view older_revision = "an older revision than the one that is known";

class CalendarImport {
  public:
    CalendarImport(Desk& desk, const CalendarWay& way, CalendarMemory memory, std::size_t rows);

    // Bookings of before, which name a UID and a visitor together only.
    [[nodiscard]] Result<> load_old_bookings();
    [[nodiscard]] Result<> take(const CalendarItem& item);
    [[nodiscard]] Result<> withdraw_absent(const HeldVisits& absent);
    [[nodiscard]] Result<ImportReport> finish();

    [[nodiscard]] ImportReport& report() { return report_; }
    [[nodiscard]] StreamId calendar_of(const std::string& uid) const;
    [[nodiscard]] const std::string& feed() const { return feed_; }

  private:
    // What one UID's words are judged by.
    struct Subject {
        const CalendarItem& item;
        StreamId calendar;
        std::map<VisitId, VisitState> held;
        std::multimap<std::string, VisitId> of_series, of_occurrence;          // those that are held
        std::multimap<std::string, const AppointmentRow*> rows_of_occurrence;  // of the item
        KnownCalendar known;
        Instant taken{};
        int done = 0;          // visits that anything became of
        std::size_t rows = 0;  // that were dealt with
    };
    [[nodiscard]] Result<Subject> subject_of(const CalendarItem& item);
    void add_old_bookings(Subject& subject) const;
    [[nodiscard]] ImportWord word_of(const Subject& subject, const CalendarRevision& revision,
                                     std::string_view apart) const;
    [[nodiscard]] std::string series_of(const Subject& subject, const std::string& email) const;

    // calendar_import.cpp
    [[nodiscard]] Result<> take_whole(Subject& subject);
    [[nodiscard]] Result<std::set<VisitId>> take_rows_of(Subject& subject, const WholeWord& whole);
    [[nodiscard]] Result<> withdraw_others(Subject& subject, const WholeWord& whole,
                                           const std::set<VisitId>& yielded);
    [[nodiscard]] ImportWord word_at(const Subject& subject, const WholeWord& whole,
                                     const std::string& occurrence) const;
    // calendar_apart.cpp
    [[nodiscard]] Result<> take_apart(Subject& subject);
    [[nodiscard]] Result<> take_occurrence(Subject& subject, const ApartWord& word);
    [[nodiscard]] Result<> call_off(Subject& subject, const ApartWord& word);
    [[nodiscard]] Result<> take_visitor(Subject& subject, const ApartWord& word);

    [[nodiscard]] Result<> take_row(Subject& subject, const AppointmentRow& row, ImportWord word);
    [[nodiscard]] Result<> withdraw(Subject& subject, VisitId visit, const VisitState& held, const ImportWord& word,
                                    std::string_view why);
    void skip_older(const Subject& subject, const AppointmentRow& row);
    void say_nothing_done(const Subject& subject);
    void say_unknown_types(const CalendarItem& item);

    Desk& desk_;
    const CalendarWay& way_;
    std::string feed_;
    CalendarMemory memory_;
    ImportReport report_;
    ImportBatches batches_;
    VisitTaker taker_;
    std::multimap<std::string, std::pair<VisitId, VisitState>> old_bookings_;  // by series
    std::set<std::string> old_emails_;
    std::set<StreamId> touched_;  // UIDs that were dealt with
};

}  // namespace vestibule
