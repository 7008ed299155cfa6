// Photos, signatures, scans: one sealed file each in blobs/, its index in keys.db. Sealing is the caller's.
#pragma once

#include <filesystem>

#include "kiosk/base/clock.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/vault/vault.h"

namespace vestibule {

// Every file in the folder has a row first and keeps it until it's gone, so nothing is left that nobody knows of.
// Thread: one at a time. `database` (keys.db) must outlive it. Errors: ask_staff with the path, and those of
// kiosk/sqlite.
class BlobStore {
  public:
    BlobStore(Database& database, std::filesystem::path folder) : database_{&database}, folder_{std::move(folder)} {}

    [[nodiscard]] Result<> put(BlobId id, PersonId person, ByteView sealed, std::int64_t expires_us);
    struct Held {
        PersonId person;
        Bytes sealed;
    };
    // Errors: retry_later when it isn't here.
    [[nodiscard]] Result<Held> get(BlobId id);
    [[nodiscard]] Result<std::vector<std::pair<BlobId, Instant>>> of(PersonId person);
    [[nodiscard]] Result<bool> holds(BlobId id);
    [[nodiscard]] Result<std::vector<BlobId>> all();
    [[nodiscard]] Result<std::optional<PersonId>> person_of(BlobId id);
    // The row as well, so that another copy is taken.
    [[nodiscard]] Result<> drop(BlobId id);
    // Those whose file is gone are left out.
    [[nodiscard]] Result<std::vector<SealedBlob>> to_offer(int count_max);
    [[nodiscard]] Result<> mark_offered(BlobId id);
    [[nodiscard]] Result<> remove_of(PersonId person);
    [[nodiscard]] Result<int> remove_expired(std::int64_t now_us);
    // Ends an erasure that was cut off between the keys and the files.
    [[nodiscard]] Result<> remove_of_erased();

  private:
    [[nodiscard]] std::filesystem::path file_of(BlobId id) const { return folder_ / to_string(id); }
    [[nodiscard]] Result<int> remove_all(Statement& ids);

    Database* database_;
    std::filesystem::path folder_;
};

}  // namespace vestibule
