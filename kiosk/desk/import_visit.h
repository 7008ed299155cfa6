// Takes one visitor's appointment into the log as a calendar or a table says it, or withdraws it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "kiosk/desk/host_book.h"
#include "kiosk/desk/imports.h"

namespace vestibule {

// What an import says stands in the log with its revision, so that every station judges alike which word is newer.
struct ImportWord {
    Revision revision;
    Revision base;                     // of the whole event, where that's another; sequence -1: it isn't
    std::optional<StreamId> calendar;  // whose UID it is about; none: a table's
    std::string apart;                 // VisitState::apart
    bool message = false;              // its DTSTAMP is its own, not an export's
    std::string feed;                  // the file's name as an id, among those that are imported again and again
};

// Visits as an import sees them: those that are there, and what it makes of them.
class VisitTaker {
  public:
    VisitTaker(Desk& desk, ImportBatches& batches, ImportReport& report, bool rows);

    // `held` is what the log has of this visit. Never goes back behind what is held: the caller has compared.
    // What was changed by hand stays unless the word is newer than the one that was changed.
    [[nodiscard]] Result<ImportOutcome> take(const AppointmentRow& row, ImportWord word, VisitId visit,
                                             const std::optional<VisitState>& held);
    // Those who are at the door or inside stay, whatever the calendar says.
    [[nodiscard]] Result<ImportOutcome> withdraw(VisitId visit, const VisitState& held, ImportWord word,
                                                 std::string_view why);
    // As the calendar said it before it was withdrawn.
    [[nodiscard]] Result<ImportOutcome> expect_again(VisitId visit, const VisitState& held, ImportWord word);

    [[nodiscard]] VisitId visit_of(const AppointmentRow& row) const;
    [[nodiscard]] std::string series_of(std::string_view series_key) const;
    // Reports what became of a row, for whoever asked for it.
    void tell(const AppointmentRow& row, std::string_view event, VisitId visit, ImportOutcome outcome,
              std::string why = "");
    void tell(VisitId visit, const VisitState& state, std::string_view event, ImportOutcome outcome, std::string why);

  private:
    // Expected or approved, and not over: what may still be withdrawn.
    [[nodiscard]] bool is_open(const VisitState& state) const;
    [[nodiscard]] Result<> ensure_host(const AppointmentRow& row);
    [[nodiscard]] Result<> give_address(PersonId host, const std::string& email);
    [[nodiscard]] PersonId host_of(const AppointmentRow& row) const;
    [[nodiscard]] Json plan_of(const AppointmentRow& row) const;
    struct Likeness {  // of a row and what imports said last
        bool person = false, person_by_hand = false, rest = false;
    };
    [[nodiscard]] Result<Likeness> likeness(const AppointmentRow& row, const ImportWord& word, const Json& plan,
                                            const VisitState& held);
    [[nodiscard]] Result<ImportOutcome> book(const AppointmentRow& row, const ImportWord& word, VisitId visit);
    [[nodiscard]] Result<ImportOutcome> change(const AppointmentRow& row, const ImportWord& word, VisitId visit,
                                               const VisitState& held);
    [[nodiscard]] Result<> describe(const AppointmentRow& row, const ImportWord& word, PersonId visitor);
    [[nodiscard]] Result<> open_doors(const AppointmentRow& row, PersonId visitor);
    void put_subject(Json& body, const AppointmentRow& row, const ImportWord& word) const;
    void note(const ImportWord& word, VisitId visit, const VisitState& held);
    [[nodiscard]] const std::string& type_of(const AppointmentRow& row) const;

    Desk& desk_;
    ImportBatches& batches_;
    ImportReport& report_;
    bool rows_;
    std::set<PersonId> hosts_;      // that are known to be there
    std::optional<HostBook> book_;  // once a row has named a host
};

inline constexpr auto erased_on_request = "this person's data was erased on request and isn't taken again";

}  // namespace vestibule
