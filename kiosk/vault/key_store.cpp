// keys.db by kiosk/sqlite: schema, the site key's check value, keys, windows, tombstones.
#include "kiosk/vault/key_store.h"

#include <sodium.h>

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
};

constexpr const char* insert_key =
    "INSERT INTO subject_key(person, wrapped, generation, offered) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING";
constexpr const char* select_keys = "SELECT wrapped FROM subject_key WHERE person = ? ORDER BY rowid";
constexpr const char* widen_window = R"(
INSERT INTO door_window(person, from_us, until_us) VALUES(?1, ?2, ?3)
ON CONFLICT(person) DO UPDATE SET from_us = min(from_us, ?2), until_us = max(until_us, ?3)
WHERE from_us > ?2 OR until_us < ?3)";
constexpr const char* select_to_offer = R"(
SELECT k.person, k.wrapped, k.generation, w.from_us, w.until_us FROM subject_key k
LEFT JOIN door_window w ON w.person = k.person WHERE k.offered = 0 ORDER BY k.rowid LIMIT ?)";
// A window that was widened meanwhile is still to be offered.
constexpr const char* mark_key_offered = R"(
UPDATE subject_key SET offered = 1 WHERE person = ?1 AND wrapped = ?2 AND
ifnull((SELECT from_us = ?3 AND until_us = ?4 FROM door_window WHERE person = ?1), ?3 = 0 AND ?4 = 0))";
constexpr const char* delete_keys_outside = R"(
DELETE FROM subject_key WHERE offered = 1 AND person IN (SELECT person FROM door_window WHERE until_us <= ?))";
constexpr const char* delete_windows_outside = R"(
DELETE FROM door_window WHERE until_us <= ? AND person NOT IN (SELECT person FROM subject_key))";

constexpr std::string_view check_text = "vestibule site key";

// No window was ever given: the key is known, when doors may hold it isn't.
bool is_none(DoorWindow window) {
    return window == DoorWindow{};
}

}  // namespace

Result<KeyStore> KeyStore::open(const std::filesystem::path& file, ByteView site_key, int generation) {
    ensure(site_key.size() == seal_key_bytes, "a site key of another length");
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_write, pragmas));
    VESTIBULE_CHECK(migrate(database, migrations));
    KeyStore store{std::move(database), SecretBytes{Bytes{site_key.begin(), site_key.end()}}, generation};
    VESTIBULE_CHECK(store.check_site_key());
    VESTIBULE_CHECK(store.read_tombstones());
    return store;
}

Result<> KeyStore::check_site_key() {
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    {
        VESTIBULE_TRY(row, database_.query("SELECT generation, sealed FROM site_key_check"));
        VESTIBULE_TRY(found, row.step());
        if (found) {
            const auto text = unseal_text(site_key_.view(), row.blob(1), view("check"));
            if (row.integer(0) == generation_ && text == check_text) return {};
            return ask_staff(
                fmt::format("{} was written under another site key (generation {}, this station has {}): it "
                            "belongs to another installation, or a backup was restored in part; put the "
                            "matching identity.json beside it. Nothing was changed.",
                            database_.path(), row.integer(0), generation_));
        }
    }
    VESTIBULE_TRY(keys, database_.number("SELECT count(*) FROM subject_key"));
    if (keys != 0) return ask_staff(fmt::format("{} is damaged: its check value is gone", database_.path()));
    const auto sealed = seal_bytes(site_key_.view(), view(check_text), view("check"));
    VESTIBULE_CHECK(database_.execute("INSERT INTO site_key_check VALUES(?, ?)", {generation_, sealed}));
    return transaction.commit();
}

Result<> KeyStore::read_tombstones() {
    VESTIBULE_TRY(rows, database_.query("SELECT person FROM tombstone"));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return {};
        if (const auto person = rows.id<PersonId>(0)) erased_.insert(*person);
    }
}

std::optional<SecretBytes> KeyStore::unwrap(PersonId person, ByteView wrapped) const {
    auto key = unseal_bytes(site_key_.view(), wrapped, person.bytes);
    if (!key) return std::nullopt;
    SecretBytes secret{std::move(*key)};
    if (secret.view().size() != seal_key_bytes) return std::nullopt;
    return secret;
}

Result<std::vector<SecretBytes>> KeyStore::keys_of(PersonId person) {
    std::vector<SecretBytes> keys;
    VESTIBULE_TRY(rows, database_.query(select_keys, {person}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return keys;
        auto key = unwrap(person, rows.blob(0));
        if (!key) return ask_staff(fmt::format("a key in {} is damaged: restore it from a backup", database_.path()));
        keys.push_back(std::move(*key));
    }
}

Result<SecretBytes> KeyStore::key_to_seal(PersonId person) {
    if (is_erased(person)) return give_up("this person has been erased: nothing more can be kept of them");
    VESTIBULE_TRY(held, keys_of(person));
    if (!held.empty()) return std::move(held.front());
    auto key = random_key();
    const auto wrapped = seal_bytes(site_key_.view(), key.view(), person.bytes);
    VESTIBULE_CHECK(database_.execute(insert_key, {person, wrapped, generation_, false}));
    return key;
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

Result<std::vector<WrappedKey>> KeyStore::to_offer(int count_max) {
    std::vector<WrappedKey> keys;
    VESTIBULE_TRY(rows, database_.query(select_to_offer, {count_max}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return keys;
        const auto wrapped = rows.blob(1);
        keys.push_back({.person = rows.id<PersonId>(0).value_or(PersonId{}),
                        .generation = static_cast<int>(rows.integer(2)),
                        .wrapped = {wrapped.begin(), wrapped.end()},
                        .window = {.from = from_micros(rows.integer(3)), .until = from_micros(rows.integer(4))}});
    }
}

Result<> KeyStore::mark_offered(const std::vector<WrappedKey>& keys) {
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    for (const auto& key : keys)
        VESTIBULE_CHECK(database_.execute(
            mark_key_offered, {key.person, key.wrapped, micros(key.window.from), micros(key.window.until)}));
    return transaction.commit();
}

Result<std::vector<PersonId>> KeyStore::tombstones_to_offer() {
    std::vector<PersonId> persons;
    VESTIBULE_TRY(rows, database_.query("SELECT person FROM tombstone WHERE offered = 0"));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return persons;
        if (const auto person = rows.id<PersonId>(0)) persons.push_back(*person);
    }
}

Result<> KeyStore::mark_tombstones_offered(const std::vector<PersonId>& persons) {
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    for (const auto& person : persons)
        VESTIBULE_CHECK(database_.execute("UPDATE tombstone SET offered = 1 WHERE person = ?", {person}));
    return transaction.commit();
}

Result<bool> KeyStore::accept(const WrappedKey& key) {
    if (is_erased(key.person) || key.generation != generation_ || !unwrap(key.person, key.wrapped)) return false;
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    VESTIBULE_CHECK(merge_window(key.person, key.window));
    // What the central store sent needs no offering, unless the window here is wider.
    VESTIBULE_CHECK(database_.execute(insert_key, {key.person, key.wrapped, key.generation, false}));
    VESTIBULE_CHECK(database_.execute(mark_key_offered,
                                      {key.person, key.wrapped, micros(key.window.from), micros(key.window.until)}));
    VESTIBULE_CHECK(transaction.commit());
    return true;
}

}  // namespace vestibule
