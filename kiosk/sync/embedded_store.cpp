// The central store as a SQLite file that the stations of one machine share.
#include <fmt/format.h>
#include <sys/stat.h>

#include "kiosk/log/event_row.h"
#include "kiosk/sync/central_store.h"
#include "kiosk/sync/embedded_keys.h"
#include "kiosk/sync/embedded_sql.h"
#include "kiosk/sync/folder_watch.h"
#include "kiosk/sync/push_outcome.h"
#include "kiosk/sync/store_renewal.h"
#include "kiosk/vault/certificate_json.h"

namespace vestibule {
namespace {

constexpr const char* pragmas =
    "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON;"
    "PRAGMA foreign_keys=ON;";

// What the store has of a station's log.
struct Known {
    Tail tail;
    bool revoked = false;
};

// A station that pull() may give from.
struct Source {
    StationId station;
    std::uint64_t seq = 0;
    Certificate certificate;
};

// 0 where there is no such file.
ino_t inode_of(const std::string& path) {
    struct stat file {};
    return ::stat(path.c_str(), &file) == 0 ? file.st_ino : 0;
}

// Another program's file stays as it is.
Result<> claim_file(Database& database) {
    VESTIBULE_TRY(transaction, Transaction::begin(database));
    VESTIBULE_TRY(id, database.number("PRAGMA application_id"));
    if (id == embedded_sql::application_id) return {};
    VESTIBULE_TRY(tables, database.number("SELECT count(*) FROM sqlite_schema"));
    if (id != 0 || tables != 0)
        return ask_staff(fmt::format("{} isn't a central store of Vestibule: move it aside", database.path()));
    VESTIBULE_CHECK(database.run(fmt::format("PRAGMA application_id={};", embedded_sql::application_id).c_str()));
    return transaction.commit();
}

Result<Database> open_database(const std::filesystem::path& file) {
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_write));
    VESTIBULE_CHECK(claim_file(database));
    VESTIBULE_CHECK(database.run(pragmas));
    VESTIBULE_CHECK(migrate(database, embedded_sql::migrations));
    return std::move(database);
}

class EmbeddedStore final : public CentralStore {
  public:
    EmbeddedStore(Database database, FolderWatch watch)
        : database_{std::move(database)}, watch_{std::move(watch)}, inode_{inode_of(database_.path())} {}

    Result<PushOutcome> push(const Batch& batch) override;
    Result<std::vector<Batch>> pull(const Cursor& cursor, StationId asking, int events_max) override;
    Result<Cursor> cursor() override;
    Result<> revoke(const std::vector<StationId>& stations) override;
    Result<> offer_keys(const std::vector<WrappedKey>& keys) override {
        return embedded_keys::offer(database_, keys);
    }
    Result<std::vector<OfferedKey>> keys_of_generation(int generation, int count_max) override {
        return embedded_keys::of_generation(database_, generation, count_max);
    }
    Result<> replace_keys(const std::vector<KeyReplacement>& keys) override {
        return embedded_keys::replace(database_, keys);
    }
    Result<> offer_blob(const SealedBlob& blob) override { return embedded_keys::offer_blob(database_, blob); }
    Result<std::vector<SealedBlob>> fetch_blobs(KeyReader reader, Instant now, BlobId id) override {
        return embedded_keys::fetch_blobs(database_, reader, now, id);
    }
    Result<> drop_blobs(Instant now) override {
        VESTIBULE_CHECK(database_.execute(embedded_sql::expired_blobs, {micros(now)}));
        return {};
    }
    Result<KeyNews> fetch_keys(KeyReader reader, Instant now, const KeyCursor& since) override {
        return embedded_keys::fetch(database_, reader, now, since);
    }
    [[nodiscard]] std::string name() const override { return "central.db"; }
    Result<SiteReport> report(StationId self, Instant now) override;
    Result<std::string> epoch() override;
    Result<std::string> heal() override;
    void wait_for_news(std::chrono::milliseconds timeout) override;
    void wake() override { watch_.wake(); }

  private:
    Result<Known> known(const StationId& station);
    Result<std::optional<Hash>> held_hash(const StationId& station, std::uint64_t seq);
    Result<std::vector<Source>> sources(StationId asking);
    Result<std::optional<Batch>> batch_after(const Source& source, std::uint64_t seq);
    // Changes when another connection has committed; own commits don't count.
    std::int64_t others_commits();
    Result<> open_what_is_there();

    Database database_;
    FolderWatch watch_;
    ino_t inode_;
    std::int64_t seen_ = -1;  // others_commits() before the newest pull
};

Result<Known> EmbeddedStore::known(const StationId& station) {
    VESTIBULE_TRY(row, database_.query(embedded_sql::station, {station}));
    VESTIBULE_TRY(found, row.step());
    if (!found) return Known{};
    return Known{.tail = {static_cast<std::uint64_t>(row.integer(0)), fixed<32>(row.blob(1)).value_or(Hash{})},
                 .revoked = row.integer(2) != 0};
}

Result<std::optional<Hash>> EmbeddedStore::held_hash(const StationId& station, std::uint64_t seq) {
    VESTIBULE_TRY(row, database_.query(embedded_sql::hash_at, {station, seq}));
    VESTIBULE_TRY(found, row.step());
    if (!found) return std::nullopt;
    return fixed<32>(row.blob(0));
}

Result<PushOutcome> EmbeddedStore::push(const Batch& batch) {
    const auto& head = batch.head;
    if (batch.certificate.station != head.station) return PushOutcome::broken_chain;
    VESTIBULE_TRY(transaction, Transaction::begin(database_));
    VESTIBULE_TRY(station, known(head.station));
    const auto held = [&](std::uint64_t seq) { return held_hash(head.station, seq); };
    VESTIBULE_TRY(continuation, continuation_of(station.tail, held, batch.events, head));
    const auto outcome = outcome_of(continuation);
    if (outcome != PushOutcome::taken) return outcome;
    if (station.revoked) return PushOutcome::revoked;
    if (!verify(batch.certificate.key, signed_part(head), head.signature)) return PushOutcome::broken_chain;
    {
        VESTIBULE_TRY(insert, database_.query(embedded_sql::insert_event));
        for (const auto& event : continuation.fresh) VESTIBULE_CHECK(insert_event(insert, event));
    }
    const auto certificate = dump(certificate_json(batch.certificate));
    VESTIBULE_CHECK(
        database_.execute(embedded_sql::insert_head, {head.station, head.seq, head.hash, head.signature}));
    VESTIBULE_CHECK(
        database_.execute(embedded_sql::put_station, {head.station, view(certificate), head.seq, head.hash}));
    VESTIBULE_CHECK(embedded_keys::bury(database_, buried_by(batch.certificate, continuation.fresh)));
    VESTIBULE_CHECK(embedded_keys::renumber_staff(database_, continuation.fresh));
    VESTIBULE_CHECK(transaction.commit());
    return outcome;
}

Result<std::vector<Source>> EmbeddedStore::sources(StationId asking) {
    std::vector<Source> out;
    VESTIBULE_TRY(rows, database_.query(embedded_sql::pullable, {asking}));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return out;
        const auto station = rows.id<StationId>(0);
        // A certificate that can't be read goes out empty: whoever pulls refuses it by name.
        auto certificate = certificate_from(parse_object(text_of(rows.blob(2)))).value_or(Certificate{});
        if (station) out.push_back({*station, static_cast<std::uint64_t>(rows.integer(1)), std::move(certificate)});
    }
}

Result<std::optional<Batch>> EmbeddedStore::batch_after(const Source& source, std::uint64_t seq) {
    Batch batch{.certificate = source.certificate};
    {
        VESTIBULE_TRY(row, database_.query(embedded_sql::head_after, {source.station, seq, batch_events_max}));
        VESTIBULE_TRY(found, row.step());
        const auto head = found ? head_row(row) : std::nullopt;
        if (!head) return std::nullopt;
        batch.head = *head;
    }
    VESTIBULE_TRY(rows, database_.query(embedded_sql::events_between, {source.station, seq, batch.head.seq}));
    VESTIBULE_TRY(events, event_rows(rows));
    batch.events = std::move(events);
    return batch;
}

Result<std::vector<Batch>> EmbeddedStore::pull(const Cursor& cursor, StationId asking, int events_max) {
    seen_ = others_commits();
    VESTIBULE_TRY(transaction, Transaction::begin(database_, Transaction::Kind::read));
    VESTIBULE_TRY(stations, sources(asking));
    std::vector<Batch> batches;
    auto room = static_cast<std::int64_t>(events_max);
    for (const auto& source : stations) {
        const auto known = cursor.find(source.station);
        auto seq = known == cursor.end() ? 0 : known->second;
        while (seq < source.seq && (room > 0 || batches.empty())) {
            VESTIBULE_TRY(batch, batch_after(source, seq));
            if (!batch) break;
            seq = batch->head.seq;
            room -= static_cast<std::int64_t>(batch->events.size());
            batches.push_back(std::move(*batch));
        }
    }
    VESTIBULE_CHECK(transaction.commit());
    return batches;
}

Result<Cursor> EmbeddedStore::cursor() {
    Cursor out;
    VESTIBULE_TRY(rows, database_.query(embedded_sql::cursor));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return out;
        if (const auto station = rows.id<StationId>(0)) out[*station] = static_cast<std::uint64_t>(rows.integer(1));
    }
}

Result<> EmbeddedStore::revoke(const std::vector<StationId>& stations) {
    for (const auto& station : stations) {
        VESTIBULE_TRY(revoked, database_.number(embedded_sql::is_revoked, {station}));
        if (revoked != 1) VESTIBULE_CHECK(database_.execute(embedded_sql::revoke_station, {station}));
    }
    return {};
}

Result<SiteReport> EmbeddedStore::report(StationId self, Instant now) {
    VESTIBULE_CHECK(database_.execute(embedded_sql::put_presence, {self, micros(now)}));
    SiteReport report{.at = now};
    VESTIBULE_TRY(rows, database_.query(embedded_sql::presences));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return report;
        if (const auto station = rows.id<StationId>(0)) report.heard[*station] = from_micros(rows.integer(1));
    }
}

// A copy that is put in the store's place is another file; so is the one that another station has begun anew.
Result<std::string> EmbeddedStore::epoch() {
    if (inode_of(database_.path()) != inode_) VESTIBULE_CHECK(open_what_is_there());
    VESTIBULE_TRY(row, database_.query(embedded_sql::origin));
    VESTIBULE_TRY(found, row.step());
    if (!found || inode_ == 0) return ask_staff(fmt::format("{} can't be read", database_.path()));
    return fmt::format("{}-{}", row.text(0), inode_);
}

Result<> EmbeddedStore::open_what_is_there() {
    VESTIBULE_TRY(database, open_database(database_.path()));
    database_ = std::move(database);
    inode_ = inode_of(database_.path());
    seen_ = -1;
    return {};
}

Result<std::string> EmbeddedStore::heal() {
    VESTIBULE_TRY(done, renew_where_damaged(database_.path()));
    if (!done.empty()) VESTIBULE_CHECK(open_what_is_there());
    return std::move(done);
}

std::int64_t EmbeddedStore::others_commits() {
    const auto version = database_.number(embedded_sql::data_version);
    // Unreadable just now (a writer is committing): something is happening, so look.
    return version ? version->value_or(-1) : -1;
}

void EmbeddedStore::wait_for_news(std::chrono::milliseconds timeout) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    while (others_commits() == seen_) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) return;
        // Own commits change the file as well; only others' are news, so the loop looks again.
        if (watch_.wait(left) != FolderWatch::Outcome::changed) return;
    }
}

}  // namespace

Result<std::unique_ptr<CentralStore>> open_embedded_store(const std::filesystem::path& file, Healing healing) {
    auto database = open_database(file);
    if (!database && healing == Healing::yes && is_damaged(file)) {
        VESTIBULE_CHECK(renew_where_damaged(file));
        database = open_database(file);
    }
    if (!database) return tl::unexpected(database.error());
    VESTIBULE_TRY(watch, FolderWatch::on(file));
    return std::make_unique<EmbeddedStore>(std::move(*database), std::move(watch));
}

}  // namespace vestibule
