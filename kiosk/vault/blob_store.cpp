// Sealed files and their rows.
#include "kiosk/vault/blob_store.h"

#include "kiosk/vault/private_file.h"
#include "kiosk/vault/seal.h"
#include "kiosk/vault/vault.h"

namespace vestibule {

Result<> BlobStore::put(BlobId id, PersonId person, ByteView sealed, std::int64_t expires_us) {
    VESTIBULE_CHECK(make_private_folder(folder_));
    VESTIBULE_CHECK(
        database_->execute("INSERT INTO blob(id, person, expires_us) VALUES(?, ?, ?)", {id, person, expires_us}));
    if (auto written = create_private(file_of(id), sealed); !written) {
        // What is there of it has no use; where even that fails, the row's expiry takes it away.
        if (remove_private(file_of(id))) VESTIBULE_CHECK(database_->execute("DELETE FROM blob WHERE id = ?", {id}));
        return written;
    }
    return {};
}

Result<BlobStore::Held> BlobStore::get(BlobId id) {
    VESTIBULE_TRY(row, database_->query("SELECT person FROM blob WHERE id = ?", {id}));
    VESTIBULE_TRY(found, row.step());
    if (!found) return retry_later("this picture isn't on this station");
    const auto person = row.id<PersonId>(0);
    VESTIBULE_TRY(there, is_there(file_of(id)));
    if (!person || !there) return give_up(fmt::format("{} is gone", file_of(id).string()));
    VESTIBULE_TRY(sealed, read_private(file_of(id), blob_bytes_max + seal_overhead));
    return Held{.person = *person, .sealed = std::move(sealed)};
}

Result<int> BlobStore::remove_all(Statement& ids) {
    std::vector<BlobId> removed;
    for (;;) {
        VESTIBULE_TRY(more, ids.step());
        if (!more) break;
        if (const auto id = ids.id<BlobId>(0)) removed.push_back(*id);
    }
    if (removed.empty()) return 0;
    for (const auto& id : removed) VESTIBULE_CHECK(remove_private(file_of(id)));
    VESTIBULE_CHECK(make_private_folder(folder_));
    VESTIBULE_CHECK(sync_folder(folder_));
    VESTIBULE_TRY(transaction, Transaction::begin(*database_));
    for (const auto& id : removed) VESTIBULE_CHECK(database_->execute("DELETE FROM blob WHERE id = ?", {id}));
    VESTIBULE_CHECK(transaction.commit());
    return static_cast<int>(removed.size());
}

Result<std::vector<std::pair<BlobId, Instant>>> BlobStore::of(PersonId person) {
    std::vector<std::pair<BlobId, Instant>> out;
    VESTIBULE_TRY(rows, database_->query("SELECT id, expires_us FROM blob WHERE person = ? ORDER BY id", {person}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return out;
        if (const auto id = rows.id<BlobId>(0)) out.emplace_back(*id, from_micros(rows.integer(1)));
    }
}

Result<std::vector<BlobId>> BlobStore::all() {
    std::vector<BlobId> out;
    VESTIBULE_TRY(rows, database_->query("SELECT id FROM blob ORDER BY id"));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return out;
        if (const auto id = rows.id<BlobId>(0)) out.push_back(*id);
    }
}

Result<std::optional<PersonId>> BlobStore::person_of(BlobId id) {
    VESTIBULE_TRY(row, database_->query("SELECT person FROM blob WHERE id = ?", {id}));
    VESTIBULE_TRY(found, row.step());
    if (!found) return std::nullopt;
    return row.id<PersonId>(0);
}

Result<> BlobStore::drop(BlobId id) {
    VESTIBULE_TRY(ids, database_->query("SELECT id FROM blob WHERE id = ?", {id}));
    VESTIBULE_CHECK(remove_all(ids));
    return {};
}

Result<bool> BlobStore::holds(BlobId id) {
    VESTIBULE_TRY(found, database_->number("SELECT 1 FROM blob WHERE id = ?", {id}));
    return found.has_value();
}

Result<std::vector<SealedBlob>> BlobStore::to_offer(int count_max) {
    std::vector<SealedBlob> out;
    VESTIBULE_TRY(rows,
                  database_->query("SELECT id, person, expires_us FROM blob WHERE offered = 0 LIMIT ?", {count_max}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) break;
        const auto id = rows.id<BlobId>(0);
        const auto person = rows.id<PersonId>(1);
        if (id && person) out.push_back({.id = *id, .person = *person, .expires = from_micros(rows.integer(2))});
    }
    std::erase_if(out, [this](SealedBlob& blob) {
        auto sealed = read_private(file_of(blob.id), blob_bytes_max + seal_overhead);
        if (sealed) blob.sealed = std::move(*sealed);
        return !sealed;
    });
    return out;
}

Result<> BlobStore::mark_offered(BlobId id) {
    VESTIBULE_CHECK(database_->execute("UPDATE blob SET offered = 1 WHERE id = ?", {id}));
    return {};
}

Result<> BlobStore::remove_of(PersonId person) {
    VESTIBULE_TRY(ids, database_->query("SELECT id FROM blob WHERE person = ?", {person}));
    VESTIBULE_CHECK(remove_all(ids));
    return {};
}

Result<int> BlobStore::remove_expired(std::int64_t now_us) {
    VESTIBULE_TRY(ids, database_->query("SELECT id FROM blob WHERE expires_us <= ?", {now_us}));
    return remove_all(ids);
}

Result<> BlobStore::remove_of_erased() {
    VESTIBULE_TRY(ids, database_->query("SELECT id FROM blob WHERE person IN (SELECT person FROM tombstone)"));
    VESTIBULE_CHECK(remove_all(ids));
    return {};
}

}  // namespace vestibule
