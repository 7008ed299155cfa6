// keys.db: wrapped subject keys, the windows in which doors may hold them, tombstones, and what isn't offered yet.
#pragma once

#include <unordered_set>

#include "kiosk/sqlite/database.h"
#include "kiosk/vault/identity.h"
#include "kiosk/vault/vault.h"

namespace vestibule {

// One table a fact. A person may have several keys: stations that were apart each made one. What was wrapped stays
// byte for byte as it is, so a key is known by its wrapped form everywhere.
// Thread: one at a time (Vault serialises). Errors: those of kiosk/sqlite.
class KeyStore {
  public:
    // Errors: ask_staff also when `site_key` isn't the one that wrapped what lies there; nothing is overwritten then.
    [[nodiscard]] static Result<KeyStore> open(const std::filesystem::path& file, ByteView site_key, int generation);

    // The person's first key, made when there is none. Errors: give_up when the person has been erased.
    [[nodiscard]] Result<SecretBytes> key_to_seal(PersonId person);
    // All keys held; empty when there are none.
    [[nodiscard]] Result<std::vector<SecretBytes>> keys_of(PersonId person);
    [[nodiscard]] Result<bool> holds(PersonId person);

    [[nodiscard]] bool is_erased(PersonId person) const { return erased_.contains(person); }
    // Keys and window go, the tombstone stays. Traces in free pages and WAL stay until empty_wal().
    [[nodiscard]] Result<> erase(PersonId person);

    [[nodiscard]] Result<> widen(PersonId person, DoorWindow window);
    [[nodiscard]] Result<int> drop_outside(Instant now);

    [[nodiscard]] Result<std::vector<WrappedKey>> to_offer(int count_max);
    [[nodiscard]] Result<> mark_offered(const std::vector<WrappedKey>& keys);
    [[nodiscard]] Result<std::vector<PersonId>> tombstones_to_offer();
    [[nodiscard]] Result<> mark_tombstones_offered(const std::vector<PersonId>& persons);
    [[nodiscard]] Result<bool> accept(const WrappedKey& key);

    [[nodiscard]] Database& database() { return database_; }

  private:
    KeyStore(Database database, SecretBytes site_key, int generation)
        : database_{std::move(database)}, site_key_{std::move(site_key)}, generation_{generation} {}
    [[nodiscard]] Result<> check_site_key();
    [[nodiscard]] Result<> read_tombstones();
    [[nodiscard]] Result<> merge_window(PersonId person, DoorWindow window);
    [[nodiscard]] std::optional<SecretBytes> unwrap(PersonId person, ByteView wrapped) const;

    Database database_;
    SecretBytes site_key_;
    int generation_;
    std::unordered_set<PersonId> erased_;  // few, and asked for at every turn
};

}  // namespace vestibule
