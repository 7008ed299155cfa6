// Keys by need, from a SQLite file.
#include "kiosk/sync/embedded_keys.h"

#include <algorithm>

#include "kiosk/sync/embedded_sql.h"
#include "kiosk/vault/key_store.h"
#include "kiosk/visit/kinds.h"

namespace vestibule::embedded_keys {
namespace {

Result<std::int64_t> next_change(Database& database) {
    VESTIBULE_TRY(change, database.number(embedded_sql::count_change));
    return change.value_or(0);
}

// 16 bytes of BLAKE2b.
SubjectKeyId sum_of(ByteView wrapped) {
    return id_of_key(wrapped);
}

// All keys of a person come to the doors anew when the window was widened.
Result<> renumber_keys(Database& database, const PersonId& person) {
    std::vector<SubjectKeyId> keys;
    {
        VESTIBULE_TRY(rows, database.query(embedded_sql::keys_of_person, {person}));
        for (;;) {
            VESTIBULE_TRY(more, rows.step());
            if (!more) break;
            if (const auto id = fixed<16>(rows.blob(0))) keys.push_back(*id);
        }
    }
    for (const auto& id : keys) {
        VESTIBULE_TRY(change, next_change(database));
        VESTIBULE_CHECK(database.execute(embedded_sql::renumber_key, {person, id, change}));
    }
    return {};
}

// So do the person's blobs.
Result<> renumber_blobs(Database& database, const PersonId& person) {
    std::vector<BlobId> blobs;
    {
        VESTIBULE_TRY(rows, database.query(embedded_sql::blobs_of_person, {person}));
        for (;;) {
            VESTIBULE_TRY(more, rows.step());
            if (!more) break;
            if (const auto id = rows.id<BlobId>(0)) blobs.push_back(*id);
        }
    }
    for (const auto& id : blobs) {
        VESTIBULE_TRY(change, next_change(database));
        VESTIBULE_CHECK(database.execute(embedded_sql::renumber_blob, {id, change}));
    }
    return {};
}

Result<> offer_one(Database& database, const WrappedKey& key) {
    VESTIBULE_TRY(erased, database.number(embedded_sql::is_erased, {key.person}));
    if (erased) return {};
    VESTIBULE_TRY(held, database.number(embedded_sql::generation_of_key, {key.person, key.id}));
    if (held.value_or(0) < key.generation) {
        VESTIBULE_TRY(change, next_change(database));
        VESTIBULE_CHECK(database.execute(embedded_sql::delete_stand_in, {key.person, key.id, key.wrapped}));
        VESTIBULE_CHECK(database.execute(
            embedded_sql::put_key, {key.person, key.id, key.wrapped, key.generation, change, sum_of(key.wrapped)}));
    }
    if (key.window == DoorWindow{}) return {};  // never said: no door may have it yet
    VESTIBULE_TRY(widened, database.execute(embedded_sql::widen_window,
                                            {key.person, micros(key.window.from), micros(key.window.until)}));
    if (widened == 0) return {};
    VESTIBULE_CHECK(renumber_keys(database, key.person));
    return renumber_blobs(database, key.person);
}

Result<> bury_one(Database& database, const PersonId& person) {
    VESTIBULE_TRY(erased, database.number(embedded_sql::is_erased, {person}));
    if (erased) return {};
    VESTIBULE_CHECK(database.execute(embedded_sql::insert_tombstone, {person}));
    VESTIBULE_CHECK(database.execute(embedded_sql::delete_keys, {person}));
    VESTIBULE_CHECK(database.execute(embedded_sql::delete_window, {person}));
    VESTIBULE_CHECK(database.execute(embedded_sql::delete_blobs, {person}));
    return {};
}

// The columns of changed_keys, begun_keys and keys_of_generation.
WrappedKey key_row(const Statement& row) {
    const auto wrapped = row.blob(2);
    return {.person = row.id<PersonId>(0).value_or(PersonId{}),
            .id = fixed<16>(row.blob(6)).value_or(SubjectKeyId{}),
            .generation = static_cast<int>(row.integer(1)),
            .wrapped = {wrapped.begin(), wrapped.end()},
            .window = {.from = from_micros(row.integer(3)), .until = from_micros(row.integer(4))}};
}

bool may_have(KeyReader reader, Instant now, const DoorWindow& window) {
    return reader.role == Role::reception || (window.from <= now && now < window.until);
}

// `row`: of changed_keys or begun_keys.
bool may_have(KeyReader reader, Instant now, const WrappedKey& key, const Statement& row) {
    const bool is_staff = row.integer(7) != 0;
    return is_staff && reader.role != Role::reception ? reader.staffed : may_have(reader, now, key.window);
}

// A page of what changed. Where it's full, the cursor stops at its last row.
struct Page {
    int rows = 0;
    std::uint64_t last = 0;
    void count(const Statement& row, int change_column) {
        ++rows;
        last = static_cast<std::uint64_t>(row.integer(change_column));
    }
    [[nodiscard]] bool full() const { return rows >= keys_page_max; }
};

Result<Page> read_keys(Database& database, KeyReader reader, Instant now, std::uint64_t since, KeyNews& news) {
    Page page;
    VESTIBULE_TRY(rows, database.query(embedded_sql::changed_keys, {since, keys_page_max}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return page;
        page.count(rows, 5);
        auto key = key_row(rows);
        if (may_have(reader, now, key, rows)) news.keys.push_back(std::move(key));
    }
}

Result<Page> read_blobs(Database& database, KeyReader reader, Instant now, std::uint64_t since, KeyNews& news) {
    Page page;
    VESTIBULE_TRY(rows, database.query(embedded_sql::changed_blobs, {since, keys_page_max}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return page;
        page.count(rows, 1);
        const auto id = rows.id<BlobId>(0);
        if (id &&
            may_have(reader, now, {.from = from_micros(rows.integer(2)), .until = from_micros(rows.integer(3))}))
            news.blobs.push_back(*id);
    }
}

// Keys whose window has begun since they were last asked for; those after `from` came as changed ones.
Result<> read_begun(Database& database, KeyReader reader, Instant asked, Instant now, std::uint64_t from,
                    KeyNews& news) {
    VESTIBULE_TRY(rows, database.query(embedded_sql::begun_keys, {micros(asked), micros(now), from}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) break;
        auto key = key_row(rows);
        if (may_have(reader, now, key, rows)) news.keys.push_back(std::move(key));
    }
    VESTIBULE_TRY(blobs, database.query(embedded_sql::begun_blobs, {micros(asked), micros(now), from}));
    for (;;) {
        VESTIBULE_TRY(more, blobs.step());
        if (!more) return {};
        if (const auto id = blobs.id<BlobId>(0)) news.blobs.push_back(*id);
    }
}

}  // namespace

Result<> offer(Database& database, const std::vector<WrappedKey>& keys) {
    VESTIBULE_TRY(transaction, Transaction::begin(database));
    for (const auto& key : keys) VESTIBULE_CHECK(offer_one(database, key));
    return transaction.commit();
}

Result<std::vector<OfferedKey>> of_generation(Database& database, int generation, int count_max) {
    std::vector<OfferedKey> keys;
    VESTIBULE_TRY(rows, database.query(embedded_sql::keys_of_generation, {generation, count_max}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return keys;
        keys.push_back({.key = key_row(rows), .offered_by = {}});
    }
}

Result<> replace(Database& database, const std::vector<KeyReplacement>& keys) {
    VESTIBULE_TRY(transaction, Transaction::begin(database));
    for (const auto& key : keys) {
        if (!key.fresh || key.fresh->id != key.old_id)
            VESTIBULE_CHECK(database.execute(embedded_sql::delete_key, {key.person, key.old_id}));
        if (key.fresh) VESTIBULE_CHECK(offer_one(database, *key.fresh));
    }
    return transaction.commit();
}

Result<> bury(Database& database, const std::vector<PersonId>& persons) {
    for (const auto& person : persons) VESTIBULE_CHECK(bury_one(database, person));
    return {};
}

// The keys of new staff are for staffed stations from now on, also for those that have looked already.
Result<> renumber_staff(Database& database, std::span<const Event> events) {
    for (const auto& event : events)
        if (event.kind == kind::staff_listed) VESTIBULE_CHECK(renumber_keys(database, PersonId{event.stream.bytes}));
    return {};
}

Result<int> drop_rotten(Database& database) {
    VESTIBULE_TRY(transaction, Transaction::begin(database));
    std::vector<std::pair<Bytes, Bytes>> rotten;  // person and id
    {
        VESTIBULE_TRY(rows, database.query(embedded_sql::keys_with_sums));
        for (;;) {
            VESTIBULE_TRY(more, rows.step());
            if (!more) break;
            if (fixed<16>(rows.blob(3)) == sum_of(rows.blob(2))) continue;
            const auto person = rows.blob(0), id = rows.blob(1);
            rotten.emplace_back(Bytes{person.begin(), person.end()}, Bytes{id.begin(), id.end()});
        }
    }
    for (const auto& [person, id] : rotten) VESTIBULE_CHECK(database.execute(embedded_sql::delete_key, {person, id}));
    VESTIBULE_CHECK(transaction.commit());
    return static_cast<int>(rotten.size());
}

Result<> offer_blob(Database& database, const SealedBlob& blob) {
    VESTIBULE_TRY(transaction, Transaction::begin(database));
    VESTIBULE_TRY(erased, database.number(embedded_sql::is_erased, {blob.person}));
    VESTIBULE_TRY(held, database.number(embedded_sql::has_blob, {blob.id}));
    if (erased || held) return {};
    VESTIBULE_TRY(change, next_change(database));
    VESTIBULE_CHECK(database.execute(embedded_sql::insert_blob,
                                     {blob.id, blob.person, micros(blob.expires), blob.sealed, change}));
    return transaction.commit();
}

Result<std::vector<SealedBlob>> fetch_blobs(Database& database, KeyReader reader, Instant now, BlobId id) {
    VESTIBULE_TRY(row, database.query(embedded_sql::blob, {id, micros(now)}));
    VESTIBULE_TRY(found, row.step());
    const auto may = [&] {
        return may_have(reader, now, {.from = from_micros(row.integer(3)), .until = from_micros(row.integer(4))});
    };
    if (!found || !may()) return std::vector<SealedBlob>{};
    const auto sealed = row.blob(2);
    return std::vector{SealedBlob{.id = id,
                                  .person = row.id<PersonId>(0).value_or(PersonId{}),
                                  .expires = from_micros(row.integer(1)),
                                  .sealed = {sealed.begin(), sealed.end()}}};
}

Result<KeyNews> fetch(Database& database, KeyReader reader, Instant now, const KeyCursor& since) {
    VESTIBULE_TRY(transaction, Transaction::begin(database, Transaction::Kind::read));
    VESTIBULE_TRY(newest, database.number(embedded_sql::change));
    const auto counter = static_cast<std::uint64_t>(newest.value_or(0));
    const auto taken = since.is_at_start() ? 0 : since.changes.begin()->second;
    const auto from = taken <= counter ? taken : 0;  // the store is older than the cursor: a backup
    KeyNews news;
    VESTIBULE_TRY(keys, read_keys(database, reader, now, from, news));
    VESTIBULE_TRY(blobs, read_blobs(database, reader, now, from, news));
    auto& next = news.next.changes[StationId{}] = counter;
    for (const auto& page : {keys, blobs})
        if (page.full()) {
            next = std::min(next, page.last);
            news.more = true;
        }
    // A clock that was set back: what began before may have been dropped meanwhile, so all of it comes again.
    const auto asked = since.asked <= now ? since.asked : Instant{};
    if (reader.role != Role::reception && !news.more && from > 0)
        VESTIBULE_CHECK(read_begun(database, reader, asked, now, from, news));
    // From the beginning, all keys pass by with `now`; later, what begins is looked for on the last page.
    news.next.asked = news.more && from > 0 ? since.asked : now;
    VESTIBULE_CHECK(transaction.commit());
    return news;
}

}  // namespace vestibule::embedded_keys
