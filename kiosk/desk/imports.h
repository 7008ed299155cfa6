// Takes imported hosts and appointments into the log: idempotent, all or nothing a batch, row by row accounted for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/desk/import_batches.h"
#include "kiosk/intake/import_rows.h"

namespace vestibule {

// What became of one row: a visitor's one appointment, or one that was there and is no more.
enum class ImportOutcome { taken, changed, unchanged, withdrawn, refused };
[[nodiscard]] std::string_view name_of(ImportOutcome outcome);

struct ImportedRow {
    int line = 0;  // where it stands in the file; 0: the file hasn't it
    ImportOutcome outcome = ImportOutcome::unchanged;
    std::string event, visitor;  // a calendar's UID; who comes, as the file says
    std::string host;            // instead of a visitor: who is on the list
    std::optional<VisitId> visit;
    Instant from{}, until{};
    std::string why;  // of all but what is taken; of that too where something about it is in doubt
};

struct ImportReport {
    int added = 0, changed = 0, unchanged = 0, cancelled = 0;
    std::vector<Refused> refused;
    std::vector<Refused> doubts{};  // about rows that were taken all the same
    std::vector<std::string> remarks{};
    std::vector<ImportedRow> rows{};  // where they were asked for

    void count(ImportOutcome outcome);
};

// How an import is done.
struct ImportWay {
    ImportRun run = ImportRun::real;
    bool rows = false;  // each is to be reported
    ImportProgress progress{};
};

// The same host (by mail address, else by name) keeps one identity at every station of the site; who was listed by
// name alone keeps it when a later file has their address.
[[nodiscard]] Result<ImportReport> import_hosts(Desk& desk, const Imported<HostRow>& rows, const ImportWay& way = {});

// The same appointment (by its key, or by the visit that an exported row names) keeps one identity; a newer SEQUENCE
// changes it, a cancellation cancels it.
[[nodiscard]] Result<ImportReport> import_appointments(Desk& desk, const Imported<AppointmentRow>& rows,
                                                       const ImportWay& way = {});

// One host's row, where the list doesn't say the same of `host` already.
[[nodiscard]] Result<ImportOutcome> take_host(Desk& desk, const HostRow& row, PersonId host, ImportBatches& batches);

}  // namespace vestibule
