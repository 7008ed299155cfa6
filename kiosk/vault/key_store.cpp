// keys.db by kiosk/sqlite: schema, the site key's check value, keys, windows, tombstones.
#include "kiosk/vault/key_store.h"

#include <sodium.h>

#include <algorithm>
#include <system_error>

#include "kiosk/base/ensure.h"
#include "kiosk/vault/seal.h"

namespace vestibule {
namespace {

// secure_delete and an emptied WAL: an erased key leaves no bytes. One connection, so the WAL has no other reader.
constexpr const char* pragmas = R"(
PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;)";

constexpr Migration migrations[] = {
    {.version = 1, .sql = R"(
CREATE TABLE site_key_check(generation INTEGER NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE subject_key(
  person BLOB NOT NULL CHECK(length(person) = 16), wrapped BLOB NOT NULL, generation INTEGER NOT NULL,
  offered INTEGER NOT NULL, PRIMARY KEY(person, wrapped));
CREATE INDEX subject_key_to_offer ON subject_key(offered) WHERE offered = 0;
CREATE TABLE door_window(person BLOB PRIMARY KEY, from_us INTEGER NOT NULL, until_us INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE tombstone(person BLOB PRIMARY KEY, offered INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE blob(id BLOB PRIMARY KEY, person BLOB NOT NULL, expires_us INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX blob_of_person ON blob(person);
CREATE INDEX blob_by_expiry ON blob(expires_us);
)"},
    // A key is known by (person, id), so that wrapping it anew replaces it. `id` follows from the key itself, which
    // SQL can't unwrap: it is empty until name_keys(). All keys are offered anew, under their ids.
    {.version = 2, .sql = R"(
CREATE TABLE named_key(
  person BLOB NOT NULL CHECK(length(person) = 16), id BLOB CHECK(length(id) = 16), wrapped BLOB NOT NULL,
  generation INTEGER NOT NULL, offered INTEGER NOT NULL, UNIQUE(person, id));
INSERT INTO named_key(person, id, wrapped, generation, offered)
SELECT person, NULL, wrapped, generation, 0 FROM subject_key ORDER BY rowid;
DROP TABLE subject_key;
ALTER TABLE named_key RENAME TO subject_key;
CREATE INDEX subject_key_to_offer ON subject_key(offered) WHERE offered = 0;
)"},
    // Which central store was offered all that is marked as offered.
    {.version = 3, .sql = R"(
CREATE TABLE central_store(one INTEGER PRIMARY KEY CHECK(one = 1), epoch TEXT NOT NULL);
ALTER TABLE blob ADD COLUMN offered INTEGER NOT NULL DEFAULT 0;
CREATE INDEX blob_to_offer ON blob(offered) WHERE offered = 0;
)"},
};

constexpr const char* insert_key =
    "INSERT INTO subject_key(person, id, wrapped, generation, offered) VALUES(?, ?, ?, ?, 0) ON CONFLICT DO NOTHING";
// As offered by another station alone, until something here is sealed with it.
constexpr const char* mark_key_theirs =
    "UPDATE subject_key SET offered = 2 WHERE person = ?1 AND id = ?2 AND offered = 1";
constexpr const char* select_keys = "SELECT wrapped FROM subject_key WHERE person = ? ORDER BY rowid";
constexpr const char* widen_window = R"(
INSERT INTO door_window(person, from_us, until_us) VALUES(?1, ?2, ?3)
ON CONFLICT(person) DO UPDATE SET from_us = min(from_us, ?2), until_us = max(until_us, ?3)
WHERE from_us > ?2 OR until_us < ?3)";
constexpr const char* delete_keys_outside = R"(
DELETE FROM subject_key WHERE offered > 0 AND person IN (SELECT person FROM door_window WHERE until_us <= ?))";
constexpr const char* delete_windows_outside = R"(
DELETE FROM door_window WHERE until_us <= ? AND person NOT IN (SELECT person FROM subject_key))";

constexpr std::string_view check_text = "vestibule site key";

tl::unexpected<Problem> lost_keys(const std::filesystem::path& file, std::string_view what) {
    return ask_staff(fmt::format(
        "{} {}: put the newest copy of it back. Where there is none, `vestibule station recover --without-keys` goes "
        "on with the keys that the central store has. Nothing was changed.",
        file.string(), what));
}

// Whether SQLite is still to recover the file from what lies beside it: until then it may end anywhere.
bool is_to_recover(const std::filesystem::path& file) {
    for (const auto* end : {"-wal", "-journal"}) {
        std::error_code failed;
        const auto size = std::filesystem::file_size(file.string() + end, failed);
        if (!failed && size > 0) return true;
    }
    return false;
}

// A file that is cut off, or empty, would look like a new one to SQLite.
Result<> expect_whole(const std::filesystem::path& file, KeysFile kind) {
    if (is_to_recover(file)) return {};
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    if (failed || size == 0) {
        if (kind == KeysFile::may_be_made) return {};
        return lost_keys(file, "is missing or empty, though this station has a log");
    }
    constexpr std::uintmax_t page_bytes_least = 512;
    if (size % page_bytes_least == 0) return {};
    return lost_keys(file, "is cut off");
}

// Before anything is written: another program's database stays as it is.
Result<> expect_keys_file(Database& database) {
    VESTIBULE_TRY(tables, database.number("SELECT count(*) FROM sqlite_master"));
    VESTIBULE_TRY(ours, database.number("SELECT count(*) FROM sqlite_master WHERE name = 'site_key_check'"));
    if (tables == 0 || ours == 1) return {};
    return lost_keys(database.path(), "is another program's file");
}

Result<std::vector<PersonId>> tombstones_in(Database& database) {
    std::vector<PersonId> persons;
    VESTIBULE_TRY(rows, database.query("SELECT person FROM tombstone"));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return persons;
        if (const auto person = rows.id<PersonId>(0)) persons.push_back(*person);
    }
}

// No window was ever given: the key is known, when doors may hold it isn't.
bool is_none(DoorWindow window) {
    return window == DoorWindow{};
}

}  // namespace

SubjectKeyId id_of_key(ByteView subject_key) {
    SubjectKeyId id{};
    crypto_generichash(id.data(), id.size(), subject_key.data(), subject_key.size(), nullptr, 0);
    return id;
}

Bytes wrap_key(ByteView site_key, PersonId person, ByteView subject_key) {
    return seal_bytes(site_key, subject_key, person.bytes);
}

std::optional<SecretBytes> unwrap_key(ByteView site_key, PersonId person, ByteView wrapped) {
    auto key = unseal_bytes(site_key, wrapped, person.bytes);
    if (!key) return std::nullopt;
    SecretBytes secret{std::move(*key)};
    if (secret.view().size() != seal_key_bytes) return std::nullopt;
    return secret;
}

Result<KeyStore> KeyStore::open(const std::filesystem::path& file, ByteView site_key, int generation, KeysFile kind) {
    ensure(site_key.size() == seal_key_bytes, "a site key of another length");
    VESTIBULE_CHECK(expect_whole(file, kind));
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_write, pragmas));
    VESTIBULE_CHECK(expect_keys_file(database));
    KeyStore store{std::move(database), SecretBytes{Bytes{site_key.begin(), site_key.end()}}, generation};
    VESTIBULE_TRY(version, store.database_.number("PRAGMA user_version"));
    if (version > 0) VESTIBULE_CHECK(store.check_site_key());  // first: another site's file stays as it is
    VESTIBULE_CHECK(migrate(store.database_, migrations));
    if (version == 0) VESTIBULE_CHECK(store.check_site_key());
    VESTIBULE_CHECK(store.name_keys());
    VESTIBULE_CHECK(store.read_tombstones());
    return store;
}

Result<KeyStore> KeyStore::open_to_read(const std::filesystem::path& file, ByteView site_key, int generation) {
    ensure(site_key.size() == seal_key_bytes, "a site key of another length");
    VESTIBULE_CHECK(expect_whole(file, KeysFile::must_be_there));
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_only, looking_pragmas));
    VESTIBULE_CHECK(expect_keys_file(database));
    VESTIBULE_CHECK(expect_up_to_date(database, migrations));
    KeyStore store{std::move(database), SecretBytes{Bytes{site_key.begin(), site_key.end()}}, generation};
    VESTIBULE_TRY(fits, store.site_key_fits());
    if (!fits) return lost_keys(file, "is damaged (its check value is gone)");
    VESTIBULE_CHECK(store.read_tombstones());
    return store;
}

Result<std::optional<int>> generation_of_keys(const std::filesystem::path& file) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) return std::nullopt;
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_only, "PRAGMA temp_store=MEMORY;"));
    VESTIBULE_TRY(ours, database.number("SELECT count(*) FROM sqlite_master WHERE name = 'site_key_check'"));
    if (ours != 1) return std::nullopt;
    VESTIBULE_TRY(generation, database.number("SELECT generation FROM site_key_check"));
    if (!generation) return std::nullopt;
    return static_cast<int>(*generation);
}

Result<std::vector<PersonId>> erased_in_keys(const std::filesystem::path& file) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) return std::vector<PersonId>{};
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_only, "PRAGMA temp_store=MEMORY;"));
    return tombstones_in(database);
}

Result<std::vector<PersonId>> KeyStore::tombstones() {
    return tombstones_in(database_);
}

Result<std::string> KeyStore::damage() {
    const auto found = [&]() -> Result<std::string> {
        VESTIBULE_TRY(fault, integrity_fault(database_));
        if (!fault.empty()) return fault;
        VESTIBULE_TRY(fresh, Database::open(in_memory, FileAccess::read_write));
        VESTIBULE_CHECK(migrate(fresh, migrations));
        return schema_difference(database_, fresh);
    };
    VESTIBULE_TRY(first, found());
    if (first.empty()) return first;
    const auto made_anew = database_.run("REINDEX");
    const auto second = found();
    const bool healed = made_anew && second && second->empty();
    return fmt::format("{} was damaged ({}); {}", database_.path(), first,
                       healed ? "its indexes were made anew"
                              : "put the newest copy of it back, or run `vestibule station recover --without-keys`");
}

// False where the file has no check value. Errors: ask_staff where it was made by another site key.
Result<bool> KeyStore::site_key_fits() {
    VESTIBULE_TRY(row, database_.query("SELECT generation, sealed FROM site_key_check"));
    VESTIBULE_TRY(found, row.step());
    if (!found) return false;
    const auto text = unseal_text(site_key_.view(), row.blob(1), view("check"));
    if (row.integer(0) == generation_ && text == check_text) return true;
    return ask_staff(
        fmt::format("{} was written under another site key (generation {}, this station has {}): it "
                    "belongs to another installation, or a backup was restored in part; put the "
                    "matching identity.json beside it, or see \"If keys are lost\" in README. Nothing was "
                    "changed.",
                    database_.path(), row.integer(0), generation_));
}

Result<> KeyStore::check_site_key() {
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    VESTIBULE_TRY(fits, site_key_fits());
    if (fits) return {};
    VESTIBULE_TRY(keys, database_.number("SELECT count(*) FROM subject_key"));
    if (keys != 0) return lost_keys(database_.path(), "is damaged (its check value is gone)");
    VESTIBULE_CHECK(write_check(site_key_.view(), generation_));
    return transaction.commit();
}

Result<> KeyStore::write_check(ByteView site_key, int generation) {
    const auto sealed = seal_bytes(site_key, view(check_text), view("check"));
    VESTIBULE_CHECK(database_.execute("DELETE FROM site_key_check"));
    VESTIBULE_CHECK(database_.execute("INSERT INTO site_key_check VALUES(?, ?)", {generation, sealed}));
    return {};
}

Result<> KeyStore::read_tombstones() {
    VESTIBULE_TRY(persons, tombstones_in(database_));
    erased_ = {persons.begin(), persons.end()};
    return {};
}

Result<std::vector<SecretBytes>> KeyStore::keys_of(PersonId person) {
    std::vector<SecretBytes> keys;
    VESTIBULE_TRY(rows, database_.query(select_keys, {person}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return keys;
        // One that has rotted is no key: the nightly check drops it, names it and asks for another copy.
        if (auto key = unwrap(person, rows.blob(0))) keys.push_back(std::move(*key));
    }
}

Result<std::optional<SecretBytes>> KeyStore::first_key(PersonId person) {
    if (is_erased(person)) return give_up("this person has been erased: nothing more can be kept of them");
    VESTIBULE_TRY(held, keys_of(person));
    if (held.empty()) return std::nullopt;
    VESTIBULE_CHECK(offer_as_own(person));
    return std::optional<SecretBytes>{std::move(held.front())};
}

// Who offered a key may replace it by what opens nothing; what is sealed here is to be read wherever this station is
// heard of.
Result<> KeyStore::offer_as_own(PersonId person) {
    VESTIBULE_TRY(theirs,
                  database_.number("SELECT 1 FROM subject_key WHERE person = ? AND offered = 2 LIMIT 1", {person}));
    if (!theirs) return {};
    VESTIBULE_CHECK(
        database_.execute("UPDATE subject_key SET offered = 0 WHERE person = ? AND offered = 2", {person}));
    return {};
}

Result<> KeyStore::insert(PersonId person, ByteView key) {
    VESTIBULE_CHECK(database_.execute(
        insert_key, {person, id_of_key(key), wrap_key(site_key_.view(), person, key), generation_}));
    return {};
}

Result<SecretBytes> KeyStore::key_to_seal(PersonId person) {
    VESTIBULE_TRY(held, first_key(person));
    if (held) return std::move(*held);
    auto key = random_key();
    VESTIBULE_CHECK(insert(person, key.view()));
    return key;
}

Result<> KeyStore::keep(std::span<const NewKey> keys, std::span<const NewWindow> windows) {
    const auto erased = [&](const auto& entry) { return is_erased(entry.person); };
    if (std::ranges::any_of(keys, erased) || std::ranges::any_of(windows, erased))
        return give_up("one of these persons has been erased meanwhile: nothing was kept");
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    for (const auto& key : keys) VESTIBULE_CHECK(insert(key.person, key.key.view()));
    for (const auto& window : windows) VESTIBULE_CHECK(merge_window(window.person, window.window));
    return transaction.commit();
}

Result<bool> KeyStore::holds(PersonId person) {
    VESTIBULE_TRY(found, database_.number("SELECT 1 FROM subject_key WHERE person = ? LIMIT 1", {person}));
    return found.has_value();
}

Result<> KeyStore::erase(PersonId person) {
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    VESTIBULE_CHECK(database_.execute("INSERT INTO tombstone VALUES(?, 0) ON CONFLICT DO NOTHING", {person}));
    VESTIBULE_CHECK(database_.execute("DELETE FROM subject_key WHERE person = ?", {person}));
    VESTIBULE_CHECK(database_.execute("DELETE FROM door_window WHERE person = ?", {person}));
    VESTIBULE_CHECK(transaction.commit());
    erased_.insert(person);
    return {};
}

Result<> KeyStore::merge_window(PersonId person, DoorWindow window) {
    if (is_none(window)) return {};
    VESTIBULE_TRY(changed, database_.execute(widen_window, {person, micros(window.from), micros(window.until)}));
    if (changed == 0) return {};
    VESTIBULE_CHECK(database_.execute("UPDATE subject_key SET offered = 0 WHERE person = ?", {person}));
    return {};
}

Result<> KeyStore::widen(PersonId person, DoorWindow window) {
    if (is_erased(person)) return give_up("this person has been erased: no door may hold a key of them");
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    VESTIBULE_CHECK(merge_window(person, window));
    return transaction.commit();
}

Result<int> KeyStore::drop_outside(Instant now) {
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    VESTIBULE_TRY(dropped, database_.execute(delete_keys_outside, {micros(now)}));
    VESTIBULE_CHECK(database_.execute(delete_windows_outside, {micros(now)}));
    VESTIBULE_CHECK(transaction.commit());
    return dropped;
}

Result<> KeyStore::accept_one(const WrappedKey& key, AcceptedKeys& accepted) {
    if (is_erased(key.person)) return {};
    if (key.generation > generation_) {
        accepted.newer = true;
        return {};
    }
    const auto secret = key.generation == generation_ ? unwrap(key.person, key.wrapped) : std::nullopt;
    if (!secret) return {};
    VESTIBULE_TRY(held, holds(key.person));
    VESTIBULE_CHECK(merge_window(key.person, key.window));
    const auto id = id_of_key(secret->view());
    VESTIBULE_TRY(added, database_.execute(insert_key, {key.person, id, key.wrapped, key.generation}));
    // What the central store sent needs no offering, unless the window here is wider or it's known by another id.
    if (id == key.id) VESTIBULE_CHECK(mark_one_offered(key));
    if (added > 0) VESTIBULE_CHECK(database_.execute(mark_key_theirs, {key.person, id}));
    accepted.opened.emplace_back(key.person, id);
    ++accepted.held;
    if (!held) ++accepted.fresh;
    return {};
}

Result<AcceptedKeys> KeyStore::accept(std::span<const WrappedKey> keys) {
    AcceptedKeys accepted;
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    for (const auto& key : keys) VESTIBULE_CHECK(accept_one(key, accepted));
    // Where no row changed, SQLite writes nothing here.
    VESTIBULE_CHECK(transaction.commit());
    return accepted;
}

}  // namespace vestibule
