// What of keys.db goes to the central store: what it hasn't acknowledged yet, and all of it for one that has lost
// some.
#include "kiosk/vault/key_store.h"

namespace vestibule {
namespace {

constexpr const char* select_to_offer = R"(
SELECT k.person, k.wrapped, k.generation, w.from_us, w.until_us, k.id FROM subject_key k
LEFT JOIN door_window w ON w.person = k.person WHERE k.offered = 0 ORDER BY k.rowid LIMIT ?)";
constexpr const char* select_page = R"(
SELECT k.person, k.wrapped, k.generation, w.from_us, w.until_us, k.id, k.rowid FROM subject_key k
LEFT JOIN door_window w ON w.person = k.person WHERE k.rowid > ?1 AND k.id IS NOT NULL ORDER BY k.rowid LIMIT ?2)";
// What was widened or wrapped anew meanwhile is still to be offered.
constexpr const char* mark_key_offered = R"(
UPDATE subject_key SET offered = 1 WHERE person = ?1 AND id = ?2 AND generation = ?5 AND offered = 0 AND
ifnull((SELECT from_us = ?3 AND until_us = ?4 FROM door_window WHERE person = ?1), ?3 = 0 AND ?4 = 0))";

// A row of select_to_offer and select_page.
WrappedKey wrapped_row(const Statement& row) {
    const auto wrapped = row.blob(1);
    return {.person = row.id<PersonId>(0).value_or(PersonId{}),
            .id = fixed<16>(row.blob(5)).value_or(SubjectKeyId{}),
            .generation = static_cast<int>(row.integer(2)),
            .wrapped = {wrapped.begin(), wrapped.end()},
            .window = {.from = from_micros(row.integer(3)), .until = from_micros(row.integer(4))}};
}

}  // namespace

Result<std::vector<WrappedKey>> KeyStore::to_offer(int count_max) {
    std::vector<WrappedKey> keys;
    VESTIBULE_TRY(rows, database_.query(select_to_offer, {count_max}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return keys;
        keys.push_back(wrapped_row(rows));
    }
}

Result<KeyPage> KeyStore::page_after(std::int64_t place, int count_max) {
    KeyPage page{.keys = {}, .last = place};
    VESTIBULE_TRY(rows, database_.query(select_page, {place, count_max}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return page;
        page.keys.push_back(wrapped_row(rows));
        page.last = rows.integer(6);
    }
}

Result<> KeyStore::mark_one_offered(const WrappedKey& key) {
    VESTIBULE_CHECK(database_.execute(
        mark_key_offered, {key.person, key.id, micros(key.window.from), micros(key.window.until), key.generation}));
    return {};
}

Result<> KeyStore::mark_offered(const std::vector<WrappedKey>& keys) {
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    for (const auto& key : keys) VESTIBULE_CHECK(mark_one_offered(key));
    return transaction.commit();
}

Result<bool> KeyStore::meet_store(std::string_view epoch) {
    {
        VESTIBULE_TRY(row, database_.query("SELECT 1 FROM central_store WHERE epoch = ?", {epoch}));
        VESTIBULE_TRY(known, row.step());
        if (known) return false;
    }
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    VESTIBULE_CHECK(database_.execute("UPDATE subject_key SET offered = 0"));
    VESTIBULE_CHECK(database_.execute("UPDATE blob SET offered = 0"));
    VESTIBULE_CHECK(database_.execute(
        "INSERT INTO central_store VALUES(1, ?1) ON CONFLICT(one) DO UPDATE SET epoch = ?1", {epoch}));
    VESTIBULE_CHECK(transaction.commit());
    return true;
}

}  // namespace vestibule
