// keys.db: wrapped subject keys, the windows in which doors may hold them, tombstones, and what isn't offered yet.
#pragma once

#include <span>
#include <unordered_set>

#include "kiosk/sqlite/database.h"
#include "kiosk/vault/identity.h"
#include "kiosk/vault/vault.h"

namespace vestibule {

// A key that isn't on disk yet.
struct NewKey {
    PersonId person;
    SecretBytes key;
};
struct NewWindow {
    PersonId person;
    DoorWindow window;
};

[[nodiscard]] SubjectKeyId id_of_key(ByteView subject_key);
// FORMATS.md's wrapping of a subject key, both ways; nothing where the site key or the person is another.
[[nodiscard]] Bytes wrap_key(ByteView site_key, PersonId person, ByteView subject_key);
[[nodiscard]] std::optional<SecretBytes> unwrap_key(ByteView site_key, PersonId person, ByteView wrapped);

// Which generation's site key wrapped the keys in this file; nothing where it isn't there yet. Only reads.
[[nodiscard]] Result<std::optional<int>> generation_of_keys(const std::filesystem::path& file);
// Whose keys were destroyed in this file; nobody's where it isn't there. Only reads.
[[nodiscard]] Result<std::vector<PersonId>> erased_in_keys(const std::filesystem::path& file);

// One table a fact. A person may have several keys: stations that were apart each made one.
// Thread: one at a time (Vault serialises). Errors: those of kiosk/sqlite.
class KeyStore {
  public:
    // Errors: ask_staff also when `site_key` isn't the one that wrapped what lies there; nothing is overwritten then.
    [[nodiscard]] static Result<KeyStore> open(const std::filesystem::path& file, ByteView site_key, int generation,
                                               KeysFile kind);

    // For looking alone, beside whoever owns the file; every write is refused. Errors: as open(); retry_later where
    // the file must be brought up to date first.
    [[nodiscard]] static Result<KeyStore> open_to_read(const std::filesystem::path& file, ByteView site_key,
                                                       int generation);

    // The person's first key, made when there is none. Errors: give_up when the person has been erased.
    [[nodiscard]] Result<SecretBytes> key_to_seal(PersonId person);
    // The same, but nothing where there is none. One that another station has offered is offered by this one, too.
    [[nodiscard]] Result<std::optional<SecretBytes>> first_key(PersonId person);
    // All of them in one transaction. Errors: give_up when one of the persons has been erased.
    [[nodiscard]] Result<> keep(std::span<const NewKey> keys, std::span<const NewWindow> windows);
    // Wraps every key anew by another site key, which is this store's from then on. One that has rotted is dropped.
    [[nodiscard]] Result<> rotate(ByteView site_key, int generation);
    [[nodiscard]] int generation() const { return generation_; }
    // All keys held that open; empty when there are none.
    [[nodiscard]] Result<std::vector<SecretBytes>> keys_of(PersonId person);
    [[nodiscard]] Result<bool> holds(PersonId person);
    // Looks at every key: one that doesn't open is dropped, one that is written down under another name or generation
    // than its own is named anew. Where something was dropped, all keys are asked for anew. Answers whose were
    // dropped.
    [[nodiscard]] Result<std::vector<PersonId>> drop_rotten();
    // What SQLite, or this program, finds wrong with the file as a whole, after making its indexes anew; empty:
    // nothing.
    [[nodiscard]] Result<std::string> damage();
    // Whatever the central store is called, it is another one from now on (Vault::meet_store): it shows all it has.
    [[nodiscard]] Result<> ask_for_all();

    [[nodiscard]] bool is_erased(PersonId person) const { return erased_.contains(person); }
    [[nodiscard]] Result<std::vector<PersonId>> tombstones();
    // Keys and window go, the tombstone stays. Traces in free pages and WAL stay until empty_wal().
    [[nodiscard]] Result<> erase(PersonId person);

    [[nodiscard]] Result<> widen(PersonId person, DoorWindow window);
    [[nodiscard]] Result<int> drop_outside(Instant now);

    [[nodiscard]] Result<std::vector<WrappedKey>> to_offer(int count_max);
    [[nodiscard]] Result<> mark_offered(const std::vector<WrappedKey>& keys);
    [[nodiscard]] Result<KeyPage> page_after(std::int64_t place, int count_max);
    [[nodiscard]] Result<bool> meet_store(std::string_view epoch);
    [[nodiscard]] Result<AcceptedKeys> accept(std::span<const WrappedKey> keys);

    [[nodiscard]] Database& database() { return database_; }

  private:
    KeyStore(Database database, SecretBytes site_key, int generation)
        : database_{std::move(database)}, site_key_{std::move(site_key)}, generation_{generation} {}
    [[nodiscard]] Result<> check_site_key();
    [[nodiscard]] Result<bool> site_key_fits();
    [[nodiscard]] Result<> read_tombstones();
    [[nodiscard]] Result<> name_keys();
    [[nodiscard]] Result<> write_check(ByteView site_key, int generation);
    [[nodiscard]] Result<> wrap_anew(ByteView site_key, int generation);
    template <class Do>
    [[nodiscard]] Result<> each_key(Do&& each);
    [[nodiscard]] Result<> drop(std::int64_t rowid);
    [[nodiscard]] Result<> name_anew(std::int64_t rowid, const SubjectKeyId& id);
    [[nodiscard]] Result<> offer_as_own(PersonId person);
    [[nodiscard]] Result<> insert(PersonId person, ByteView key);
    [[nodiscard]] Result<> mark_one_offered(const WrappedKey& key);
    [[nodiscard]] Result<> accept_one(const WrappedKey& key, AcceptedKeys& accepted);
    [[nodiscard]] Result<> merge_window(PersonId person, DoorWindow window);
    [[nodiscard]] std::optional<SecretBytes> unwrap(PersonId person, ByteView wrapped) const {
        return unwrap_key(site_key_.view(), person, wrapped);
    }

    Database database_;
    SecretBytes site_key_;
    int generation_;
    std::unordered_set<PersonId> erased_;  // few, and asked for at every turn
};

}  // namespace vestibule
