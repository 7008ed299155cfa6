// Restoring a station's log from a backup. What the station signed after the backup may be known elsewhere, so it
// must not go on under its old numbers: it becomes a new incarnation (ARCHITECTURE, "The central store and the
// exchange").
//
// The new incarnation's files are made beside the present ones, in <station>/restore.part. Renaming that folder to
// restore.ready is the one step that counts: killed before it, the station starts as it was; after it, as restored.
#pragma once

#include <cstdint>
#include <filesystem>

#include "kiosk/base/result.h"
#include "kiosk/station/station.h"

namespace vestibule {

struct Restored {
    StationId before, now;             // the backup's incarnation and the new one
    std::uint64_t pulled = 0;          // events that the central store gave
    std::uint64_t from_backup = 0;     // events that only the backup gave, under a signed head
    std::uint64_t written_anew = 0;    // own events that nobody else held, under the new incarnation
    std::uint64_t jobs_unknown = 0;    // whether they were done is for people to find out
    std::uint64_t only_aside = 0;      // own events of the log kept aside that nobody else holds
    std::filesystem::path kept_aside;  // the log that was there; empty where there was none
};

// Takes the station's lock, checks the backup, and puts the new incarnation in the station's place. Keys of persons
// stay as they are. Blocks: reads and writes all.
// Errors: retry_later while the station is running; ask_staff when the backup is damaged or of another site, when
// this machine has no root key of the site, or on a full disk. Then nothing has changed.
[[nodiscard]] Result<Restored> restore_station(const StationOptions& options, const std::filesystem::path& backup);

// Makes the new incarnation's identity.json and station.key in `part`, and central.json where it has a login already.
using Incarnation = std::function<Result<Identity>(const StationPlace& place, const std::filesystem::path& part)>;
// By the site's root key on this machine. `options` must outlive it.
[[nodiscard]] Incarnation certified_here(const StationOptions& options);

// The same, as an incarnation that was certified elsewhere. The caller holds the station's lock.
[[nodiscard]] Result<Restored> restore_as(const StationOptions& options, const std::filesystem::path& backup,
                                          const Incarnation& incarnation);

// The two halves of it; the caller holds the station's lock. The second does nothing where nothing is ready, and goes
// on where an earlier one was cut off.
[[nodiscard]] Result<Restored> prepare_restore(const StationOptions& options, const std::filesystem::path& backup,
                                               const Incarnation& incarnation);
[[nodiscard]] Result<> finish_restore(const std::filesystem::path& station_folder);

}  // namespace vestibule
