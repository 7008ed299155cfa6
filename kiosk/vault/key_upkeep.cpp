// Walks over all keys of keys.db: naming those of an older file, wrapping them anew, and dropping those that have
// rotted.
#include <algorithm>

#include "kiosk/base/ensure.h"
#include "kiosk/vault/key_store.h"
#include "kiosk/vault/seal.h"

namespace vestibule {
namespace {

constexpr const char* select_unnamed =
    "SELECT rowid, person, wrapped, id, generation FROM subject_key WHERE id IS NULL";
constexpr const char* select_after =
    "SELECT rowid, person, wrapped, id, generation FROM subject_key WHERE rowid > ? ORDER BY rowid LIMIT 1000";
constexpr const char* name_key_anew =
    "UPDATE OR IGNORE subject_key SET id = ?2, generation = ?3, offered = 0 WHERE rowid = ?1";
constexpr const char* rewrap_key =
    "UPDATE subject_key SET wrapped = ?2, generation = ?3, offered = 0 WHERE rowid = ?1";

// A key's row in select_unnamed and select_after.
struct KeyRow {
    std::int64_t rowid;
    PersonId person;
    Bytes wrapped;
    Bytes id;  // as it is written there
    std::int64_t generation;
};

Result<std::vector<KeyRow>> key_rows(Statement& rows) {
    std::vector<KeyRow> out;
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return out;
        const auto wrapped = rows.blob(2), id = rows.blob(3);
        out.push_back({.rowid = rows.integer(0),
                       .person = rows.id<PersonId>(1).value_or(PersonId{}),
                       .wrapped = {wrapped.begin(), wrapped.end()},
                       .id = {id.begin(), id.end()},
                       .generation = rows.integer(4)});
    }
}

}  // namespace

// Gives keys of an older file their ids. A damaged one stays as it is, for drop_rotten().
Result<> KeyStore::name_keys() {
    std::vector<KeyRow> unnamed;
    {
        VESTIBULE_TRY(rows, database_.query(select_unnamed));
        VESTIBULE_TRY(read, key_rows(rows));
        unnamed = std::move(read);
    }
    if (unnamed.empty()) return {};
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    for (const auto& row : unnamed)
        if (const auto key = unwrap(row.person, row.wrapped))
            VESTIBULE_CHECK(database_.execute("UPDATE subject_key SET id = ?2 WHERE rowid = ?1",
                                              {row.rowid, id_of_key(key->view())}));
    return transaction.commit();
}

// A thousand rows at a time, so that they may be changed meanwhile.
template <class Do>
Result<> KeyStore::each_key(Do&& each) {
    for (std::int64_t after = 0;;) {
        std::vector<KeyRow> page;
        {
            VESTIBULE_TRY(rows, database_.query(select_after, {after}));
            VESTIBULE_TRY(read, key_rows(rows));
            page = std::move(read);
        }
        if (page.empty()) return {};
        after = page.back().rowid;
        for (const auto& row : page) VESTIBULE_CHECK(each(row));
    }
}

Result<> KeyStore::ask_for_all() {
    VESTIBULE_CHECK(database_.execute("DELETE FROM central_store"));
    return {};
}

Result<> KeyStore::drop(std::int64_t rowid) {
    VESTIBULE_CHECK(database_.execute("DELETE FROM subject_key WHERE rowid = ?", {rowid}));
    return ask_for_all();
}

Result<> KeyStore::wrap_anew(ByteView site_key, int generation) {
    return each_key([&](const KeyRow& row) -> Result<> {
        const auto key = unwrap(row.person, row.wrapped);
        if (!key) return drop(row.rowid);
        const auto wrapped = wrap_key(site_key, row.person, key->view());
        VESTIBULE_CHECK(database_.execute(rewrap_key, {row.rowid, wrapped, generation}));
        return {};
    });
}

// What another row has the right name of is the same key: it is there twice.
Result<> KeyStore::name_anew(std::int64_t rowid, const SubjectKeyId& id) {
    VESTIBULE_TRY(named, database_.execute(name_key_anew, {rowid, id, generation_}));
    if (named == 0) VESTIBULE_CHECK(database_.execute("DELETE FROM subject_key WHERE rowid = ?", {rowid}));
    return {};
}

Result<std::vector<PersonId>> KeyStore::drop_rotten() {
    std::vector<PersonId> rotten;
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    VESTIBULE_CHECK(each_key([&](const KeyRow& row) -> Result<> {
        const auto key = unwrap(row.person, row.wrapped);
        if (!key) {
            rotten.push_back(row.person);
            return drop(row.rowid);
        }
        const auto id = id_of_key(key->view());
        if (std::ranges::equal(row.id, id) && row.generation == generation_) return {};
        return name_anew(row.rowid, id);
    }));
    VESTIBULE_CHECK(transaction.commit());
    return rotten;
}

Result<> KeyStore::rotate(ByteView site_key, int generation) {
    ensure(site_key.size() == seal_key_bytes, "a site key of another length");
    if (generation <= generation_)
        return give_up(fmt::format("the keys are wrapped by the site key's generation {} already", generation_));
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    VESTIBULE_CHECK(wrap_anew(site_key, generation));
    VESTIBULE_CHECK(write_check(site_key, generation));
    VESTIBULE_CHECK(transaction.commit());
    site_key_ = SecretBytes{Bytes{site_key.begin(), site_key.end()}};
    generation_ = generation;
    return {};
}

}  // namespace vestibule
