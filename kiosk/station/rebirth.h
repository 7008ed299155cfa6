// Turns the backup of an earlier incarnation's log into the log of a new one; the files around it are restore.h's.
#pragma once

#include <filesystem>

#include "kiosk/base/result.h"
#include "kiosk/log/log.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/station/restore.h"
#include "kiosk/sync/central_store.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

struct RebirthParts {
    const Identity& identity;  // the new incarnation's
    const LogReader& backup;   // its projections are up to date
    Log& log;                  // the new incarnation's, still empty
    const LogReader& held;     // reads `log`
    CentralStore& store;
    std::filesystem::path keys_file;  // the station's keys.db, which stays; nothing need be there
};

// Pulls all that the central store holds, takes from the backup what its stations have signed beyond that, and writes
// anew what nobody else holds. Whom this station has erased though no row is left that says so is erased once more,
// where it may erase: the keys are gone here, and whoever asked for it was promised that. Blocks: reads and writes
// all. Errors: those of the store and of `log`; then `log` is of no use.
[[nodiscard]] Result<Restored> bring_back(const RebirthParts& parts, Instant now);

}  // namespace vestibule
