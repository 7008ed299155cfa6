// Wrapped keys, windows and tombstones of the embedded store. Each function is a transaction of its own.
#pragma once

#include <vector>

#include "kiosk/sqlite/database.h"
#include "kiosk/sync/central_store.h"

namespace vestibule::embedded_keys {

[[nodiscard]] Result<> offer(Database& database, const std::vector<WrappedKey>& keys);
[[nodiscard]] Result<std::vector<WrappedKey>> of_generation(Database& database, int generation, int count_max);
[[nodiscard]] Result<> replace(Database& database, const std::vector<KeyReplacement>& keys);
[[nodiscard]] Result<> bury(Database& database, const std::vector<PersonId>& persons);
[[nodiscard]] Result<> offer_blob(Database& database, const SealedBlob& blob);
[[nodiscard]] Result<std::optional<SealedBlob>> fetch_blob(Database& database, Role role, Instant now, BlobId id);
[[nodiscard]] Result<KeyNews> fetch(Database& database, Role role, Instant now, const KeyCursor& since);

}  // namespace vestibule::embedded_keys
