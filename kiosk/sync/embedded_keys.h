// Wrapped keys, windows and tombstones of the embedded store. Each function is a transaction of its own, but where it
// says otherwise.
#pragma once

#include <span>
#include <vector>

#include "kiosk/sqlite/database.h"
#include "kiosk/sync/central_store.h"

namespace vestibule::embedded_keys {

[[nodiscard]] Result<> offer(Database& database, const std::vector<WrappedKey>& keys);
[[nodiscard]] Result<std::vector<OfferedKey>> of_generation(Database& database, int generation, int count_max);
[[nodiscard]] Result<> replace(Database& database, const std::vector<KeyReplacement>& keys);
// Both in the caller's transaction, with the events that say so.
[[nodiscard]] Result<> bury(Database& database, const std::vector<PersonId>& persons);
[[nodiscard]] Result<> renumber_staff(Database& database, std::span<const Event> events);
// Deletes the keys that don't fit their check values, and says how many: whoever has one offers it again.
[[nodiscard]] Result<int> drop_rotten(Database& database);
[[nodiscard]] Result<> offer_blob(Database& database, const SealedBlob& blob);
[[nodiscard]] Result<std::vector<SealedBlob>> fetch_blobs(Database& database, KeyReader reader, Instant now,
                                                          BlobId id);
[[nodiscard]] Result<KeyNews> fetch(Database& database, KeyReader reader, Instant now, const KeyCursor& since);

}  // namespace vestibule::embedded_keys
