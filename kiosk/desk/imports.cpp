// Imports of hosts and of tables of appointments: rows become events whose ids follow from what they are.
#include "kiosk/desk/imports.h"

#include <algorithm>
#include <map>

#include "kiosk/desk/import_visit.h"
#include "kiosk/visit/cancelled_why.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

constexpr auto far_future = from_micros(std::int64_t{4'102'444'800} * 1'000'000);  // 2100: until taken off the list

Json host_details(const HostRow& row) {
    auto details = Json::object();
    add_text(details, "name", row.name);
    add_text(details, "department", row.department);
    add_text(details, "email", row.email);
    add_text(details, "phone", row.phone);
    add_text(details, "location", row.location);
    add_text(details, "delegate_email", row.delegate_email);
    return details;
}

// Hosts of which a rehearsal would have written something: a later row about the same one is compared with that.
class RehearsedHosts {
  public:
    [[nodiscard]] ImportOutcome outcome(PersonId id, Json details, ImportOutcome by_log) {
        const auto [earlier, is_first] = details_.try_emplace(id, details);
        if (is_first || by_log == ImportOutcome::refused) return by_log;
        const bool same = earlier->second == details;
        earlier->second = std::move(details);
        return same ? ImportOutcome::unchanged : ImportOutcome::changed;
    }

  private:
    std::map<PersonId, Json> details_;
};

// The visit that an exported row names, where it's held here; else the one that follows from the key.
Result<VisitId> visit_of(Desk& desk, const AppointmentRow& row, const VisitTaker& taker) {
    if (const auto named = parse_id<VisitId>(row.visit)) {
        VESTIBULE_TRY(held, desk.reader().visit(*named));
        if (held) return *named;
    }
    return taker.visit_of(row);
}

Result<ImportOutcome> take_appointment(Desk& desk, const AppointmentRow& row, VisitId visit, VisitTaker& taker,
                                       ImportBatches& batches) {
    VESTIBULE_CHECK(batches.see(stream_of(visit)));
    VESTIBULE_TRY(held, desk.reader().visit(visit));
    const auto known = held && held->phase != VisitPhase::unknown;
    if (known && row.sequence < held->sequence) return ImportOutcome::unchanged;
    const ImportWord word{.revision = {.sequence = row.sequence, .stamp = row.stamp, .taken = desk.now()},
                          .base = {},
                          .calendar = {},
                          .apart = {},
                          .feed = {}};
    if (!row.cancelled) return taker.take(row, word, visit, held);
    if (!known) return ImportOutcome::unchanged;
    return taker.withdraw(visit, *held, word, cancelled_why::called_off);
}

}  // namespace

std::string_view name_of(ImportOutcome outcome) {
    switch (outcome) {
        case ImportOutcome::taken:
            return "taken";
        case ImportOutcome::changed:
            return "changed";
        case ImportOutcome::unchanged:
            return "unchanged";
        case ImportOutcome::withdrawn:
            return "withdrawn";
        case ImportOutcome::refused:
            return "refused";
    }
    return "unchanged";
}

void ImportReport::count(ImportOutcome outcome) {
    switch (outcome) {
        case ImportOutcome::taken:
            ++added;
            break;
        case ImportOutcome::changed:
            ++changed;
            break;
        case ImportOutcome::unchanged:
            ++unchanged;
            break;
        case ImportOutcome::withdrawn:
            ++cancelled;
            break;
        case ImportOutcome::refused:  // stands among the refused with its reason
            break;
    }
}

Result<ImportOutcome> take_host(Desk& desk, const HostRow& row, PersonId id, ImportBatches& batches) {
    VESTIBULE_CHECK(batches.see(stream_of(id)));
    VESTIBULE_TRY(state, desk.reader().person(id));
    if ((state && state->erased) || desk.vault().is_erased(id)) return ImportOutcome::refused;
    const auto details = host_details(row);
    if (state && state->host) {
        VESTIBULE_TRY(held, import_details(desk, state->details));
        if (held && *held == details) return ImportOutcome::unchanged;
    }
    VESTIBULE_CHECK(batches.add_sealed(kind::host_listed, stream_of(id), id, {{"language", row.languages}}, details));
    VESTIBULE_CHECK(batches.widen_window(id, {.from = Instant{}, .until = far_future}));
    return state && state->host ? ImportOutcome::changed : ImportOutcome::taken;
}

Result<ImportReport> import_hosts(Desk& desk, const Imported<HostRow>& rows, const ImportWay& way) {
    ImportReport report{.refused = rows.refused, .doubts = rows.doubts, .remarks = rows.remarks};
    ImportBatches batches{desk, way.progress, rows.taken.size(), way.run};
    RehearsedHosts rehearsed;
    VESTIBULE_TRY(book, HostBook::read(desk));
    book.keep_apart(rows.taken);
    for (const auto& row : rows.taken) {
        const auto id = row.email.empty() ? host_id(desk.identity(), "", row.name) : book.meant(row.email, row.name);
        VESTIBULE_TRY(outcome, take_host(desk, row, id, batches));
        book.add(id, row.email, row.name);
        if (way.run == ImportRun::rehearsal) outcome = rehearsed.outcome(id, host_details(row), outcome);
        report.count(outcome);
        if (outcome == ImportOutcome::refused)
            report.refused.push_back({.line = row.line, .what = erased_on_request});
        else if (way.rows)
            report.rows.push_back({.line = row.line, .outcome = outcome, .host = row.name});
        VESTIBULE_CHECK(batches.row_done());
    }
    VESTIBULE_CHECK(batches.commit());
    VESTIBULE_CHECK(desk.refresh());
    return report;
}

Result<ImportReport> import_appointments(Desk& desk, const Imported<AppointmentRow>& rows, const ImportWay& way) {
    ImportReport report{.refused = rows.refused, .doubts = rows.doubts, .remarks = rows.remarks};
    ImportBatches batches{desk, way.progress, rows.taken.size(), way.run};
    VisitTaker taker{desk, batches, report, way.rows};
    for (const auto& row : rows.taken) {
        VESTIBULE_TRY(visit, visit_of(desk, row, taker));
        VESTIBULE_TRY(outcome, take_appointment(desk, row, visit, taker, batches));
        taker.tell(row, "", visit, outcome);
        VESTIBULE_CHECK(batches.row_done());
    }
    VESTIBULE_CHECK(batches.commit());
    VESTIBULE_CHECK(desk.refresh());
    return report;
}

}  // namespace vestibule
