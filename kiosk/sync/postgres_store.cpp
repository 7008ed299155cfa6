// The central store as a PostgreSQL database that many machines share.
#include <fmt/format.h>

#include "kiosk/sync/central_store.h"
#include "kiosk/sync/packed_rows.h"
#include "kiosk/sync/postgres_connection.h"
#include "kiosk/sync/postgres_rows.h"
#include "kiosk/sync/postgres_sql.h"
#include "kiosk/vault/certificate_json.h"

namespace vestibule {
namespace {

using postgres_rows::binary;
using postgres_rows::number;

std::optional<PushOutcome> outcome_named(std::string_view name) {
    constexpr std::pair<std::string_view, PushOutcome> names[] = {
        {"taken", PushOutcome::taken},     {"already_held", PushOutcome::already_held},
        {"gap", PushOutcome::gap},         {"fork", PushOutcome::fork},
        {"revoked", PushOutcome::revoked}, {"broken_chain", PushOutcome::broken_chain}};
    for (const auto& [known, outcome] : names)
        if (known == name) return outcome;
    return std::nullopt;
}

// Rows of one station only: the server is told the station once.
bool are_of_one_station(const Batch& batch) {
    if (batch.certificate.station != batch.head.station) return false;
    for (const auto& event : batch.events)
        if (event.station != batch.head.station) return false;
    return true;
}

// A list of keys as the columns of vestibule.offer_keys.
struct KeyColumns {
    ArrayText persons, ids, wrapped, generations, begins, ends;
    void add(const WrappedKey& key) {
        persons.add_bytes(key.person.bytes);
        ids.add_bytes(key.id);
        wrapped.add_bytes(key.wrapped);
        generations.add(key.generation);
        begins.add(micros(key.window.from));
        ends.add(micros(key.window.until));
    }
    void offer(pqxx::transaction_base& to) const {
        to.exec_params(postgres_sql::offer_keys, persons.text(), ids.text(), wrapped.text(), generations.text(),
                       begins.text(), ends.text());
    }
};

// person, id, generation, wrapped, begins, ends from column `first` on.
WrappedKey key_of(const pqxx::row& row, int first) {
    return {.person = postgres_rows::id<PersonId>(row[first]),
            .id = fixed<16>(postgres_rows::bytes(row[first + 1])).value_or(SubjectKeyId{}),
            .generation = static_cast<int>(number(row[first + 2])),
            .wrapped = postgres_rows::bytes(row[first + 3]),
            .window = {.from = from_micros(number(row[first + 4])), .until = from_micros(number(row[first + 5]))}};
}

class PostgresStore final : public CentralStore {
  public:
    PostgresStore(std::string text, const CentralLogin& login, std::chrono::milliseconds silence_limit)
        : hosts_{hosts_of(login.url)},
          connection_{std::move(text), hosts_, "vestibule_" + to_hex(login.site.bytes), silence_limit} {}

    Result<PushOutcome> push(const Batch& batch) override;
    Result<std::vector<Batch>> pull(const Cursor& cursor, StationId asking, int events_max) override;
    Result<Cursor> cursor() override;
    Result<> revoke(const std::vector<StationId>& stations) override;
    Result<> offer_keys(const std::vector<WrappedKey>& keys) override;
    Result<std::vector<OfferedKey>> keys_of_generation(int generation, int count_max) override;
    Result<> replace_keys(const std::vector<KeyReplacement>& keys) override;
    Result<KeyNews> fetch_keys(KeyReader reader, Instant now, const KeyCursor& since) override;
    [[nodiscard]] std::string name() const override { return "PostgreSQL at " + hosts_; }
    Result<> offer_blob(const SealedBlob& blob) override;
    Result<std::vector<SealedBlob>> fetch_blobs(KeyReader reader, Instant now, BlobId id) override;
    Result<> drop_blobs(Instant now) override;
    Result<SiteReport> report(StationId self, Instant now) override;
    Result<std::string> epoch() override;
    Result<> offer_shares(const std::vector<SiteShare>& shares) override;
    Result<std::optional<SiteShare>> share() override;
    void wait_for_news(std::chrono::milliseconds timeout) override { connection_.wait_for_news(timeout); }
    void wake() override { connection_.wake(); }

  private:
    // One call of a function; its rows.
    template <class... Arguments>
    Result<pqxx::result> call(const char* sql, const Arguments&... arguments) {
        pqxx::result rows;
        VESTIBULE_CHECK(
            connection_.run([&](pqxx::transaction_base& to) { rows = to.exec_params(sql, arguments...); }));
        return rows;
    }

    std::string hosts_;
    PostgresConnection connection_;
};

Result<PushOutcome> PostgresStore::push(const Batch& batch) {
    if (!are_of_one_station(batch)) return PushOutcome::broken_chain;
    const auto rows = packed(batch.events);
    const auto& head = batch.head;
    const auto certificate = dump(certificate_json(batch.certificate));
    VESTIBULE_TRY(answer, call(postgres_sql::push, binary(head.station.bytes), binary(view(certificate)),
                               static_cast<std::int64_t>(head.seq), binary(head.hash), binary(head.signature),
                               rows.seqs.text(), rows.turns.text(), rows.ats.text(), rows.kinds.text(),
                               binary(rows.streams), binary(rows.subjects.bytes()), rows.subjects.starts(),
                               rows.subjects.lengths(), binary(rows.bodies.bytes()), rows.bodies.starts(),
                               rows.bodies.lengths(), binary(rows.sealeds.bytes()), rows.sealeds.starts(),
                               rows.sealeds.lengths(), binary(rows.prevs), binary(rows.hashes)));
    const auto outcome = outcome_named(postgres_rows::text(answer.at(0)[0]));
    if (!outcome) return ask_staff("the central store answers what this version doesn't know: bring both up to date");
    return *outcome;
}

Result<std::vector<Batch>> PostgresStore::pull(const Cursor& cursor, StationId asking, int events_max) {
    connection_.forget_news();
    ArrayText stations, seqs;
    for (const auto& [station, seq] : cursor) {
        stations.add_bytes(station.bytes);
        seqs.add(static_cast<std::int64_t>(seq));
    }
    VESTIBULE_TRY(rows, call(postgres_sql::pull, stations.text(), seqs.text(), binary(asking.bytes), events_max,
                             batch_events_max));
    std::vector<Batch> batches;
    std::vector<Event> events;
    for (const auto& row : rows) {
        auto event = postgres_rows::event(row);
        if (!event) return ask_staff("the central store gave a row that isn't an event's");
        events.push_back(std::move(*event));
        if (row[11].is_null()) continue;
        const auto signature = fixed<64>(postgres_rows::bytes(row[11]));
        const auto certificate = postgres_rows::bytes(row[12]);
        const auto& last = events.back();
        // What can't be read goes out empty: whoever pulls refuses it by name.
        Batch batch{.certificate = certificate_from(parse_object(text_of(certificate))).value_or(Certificate{}),
                    .events = {},
                    .head = {.station = last.station,
                             .seq = last.seq,
                             .hash = last.hash,
                             .signature = signature.value_or(Signature{})}};
        batch.events = std::exchange(events, {});
        batches.push_back(std::move(batch));
    }
    return batches;
}

Result<Cursor> PostgresStore::cursor() {
    VESTIBULE_TRY(rows, call(postgres_sql::held));
    Cursor out;
    for (const auto& row : rows)
        out[postgres_rows::id<StationId>(row[0])] = static_cast<std::uint64_t>(number(row[1]));
    return out;
}

Result<> PostgresStore::revoke(const std::vector<StationId>& stations) {
    if (stations.empty()) return {};
    ArrayText ids;
    for (const auto& station : stations) ids.add_bytes(station.bytes);
    VESTIBULE_CHECK(call(postgres_sql::revoke_stations, ids.text()));
    return {};
}

Result<> PostgresStore::offer_keys(const std::vector<WrappedKey>& keys) {
    KeyColumns columns;
    for (const auto& key : keys) columns.add(key);
    return connection_.run([&](pqxx::transaction_base& to) { columns.offer(to); });
}

Result<std::vector<OfferedKey>> PostgresStore::keys_of_generation(int generation, int count_max) {
    VESTIBULE_TRY(rows, call(postgres_sql::keys_of_generation, generation, count_max));
    std::vector<OfferedKey> keys;
    for (const auto& row : rows)
        keys.push_back({.key = key_of(row, 0), .offered_by = postgres_rows::id<StationId>(row[6])});
    return keys;
}

Result<> PostgresStore::replace_keys(const std::vector<KeyReplacement>& keys) {
    ArrayText persons, ids, offerers;
    KeyColumns fresh;
    for (const auto& key : keys) {
        persons.add_bytes(key.person.bytes);
        ids.add_bytes(key.old_id);
        offerers.add_bytes(key.offered_by.bytes);
        if (key.fresh) fresh.add(*key.fresh);
    }
    return connection_.run_together([&](pqxx::transaction_base& to) {
        to.exec_params(postgres_sql::drop_keys, persons.text(), ids.text(), offerers.text());
        fresh.offer(to);
    });
}

Result<KeyNews> PostgresStore::fetch_keys(KeyReader reader, Instant now, const KeyCursor& since) {
    ArrayText stations, changes;
    for (const auto& [station, change] : since.changes) {
        stations.add_bytes(station.bytes);
        changes.add(static_cast<std::int64_t>(change));
    }
    VESTIBULE_TRY(rows, call(postgres_sql::key_news, std::string{name_of(reader.role)}, reader.staffed, micros(now),
                             stations.text(), changes.text(), micros(since.asked), keys_page_max));
    KeyNews news;
    for (const auto& row : rows) {
        const auto what = postgres_rows::text(row[0]);
        if (what == "blob") {
            news.blobs.push_back(postgres_rows::id<BlobId>(row[2]));
        } else if (what == "next") {
            news.next.changes[postgres_rows::id<StationId>(row[2])] = static_cast<std::uint64_t>(number(row[7]));
        } else if (what == "now") {
            news.more = number(row[3]) == 1;
            // The moment that counted for windows: the server's for doors.
            news.next.asked = news.more && !since.is_at_start() ? since.asked : from_micros(number(row[5]));
        } else {
            news.keys.push_back(key_of(row, 1));
        }
    }
    return news;
}

Result<> PostgresStore::offer_blob(const SealedBlob& blob) {
    VESTIBULE_CHECK(call(postgres_sql::offer_blob, binary(blob.id.bytes), binary(blob.person.bytes),
                         micros(blob.expires), binary(blob.sealed)));
    return {};
}

Result<std::vector<SealedBlob>> PostgresStore::fetch_blobs(KeyReader reader, Instant now, BlobId id) {
    VESTIBULE_TRY(rows, call(postgres_sql::fetch_blob, binary(id.bytes), std::string{name_of(reader.role)},
                             reader.staffed, micros(now)));
    std::vector<SealedBlob> blobs;
    for (const auto& row : rows)
        blobs.push_back({.id = id,
                         .person = postgres_rows::id<PersonId>(row[0]),
                         .expires = from_micros(number(row[1])),
                         .sealed = postgres_rows::bytes(row[2])});
    return blobs;
}

Result<> PostgresStore::drop_blobs(Instant) {
    VESTIBULE_CHECK(call(postgres_sql::drop_blobs));
    return {};
}

Result<SiteReport> PostgresStore::report(StationId, Instant) {
    VESTIBULE_TRY(rows, call(postgres_sql::report));
    SiteReport report;
    for (const auto& row : rows) {
        report.at = from_micros(number(row[2]));
        if (!row[1].is_null()) report.heard[postgres_rows::id<StationId>(row[0])] = from_micros(number(row[1]));
    }
    return report;
}

Result<std::string> PostgresStore::epoch() {
    VESTIBULE_TRY(rows, call(postgres_sql::epoch));
    return std::string{postgres_rows::text(rows.at(0)[0])};
}

Result<> PostgresStore::offer_shares(const std::vector<SiteShare>& shares) {
    if (shares.empty()) return {};
    ArrayText stations, generations, contents;
    for (const auto& share : shares) {
        stations.add_bytes(share.station.bytes);
        generations.add(share.generation);
        const auto text = dump(share_json(share));
        contents.add_bytes(view(text));
    }
    VESTIBULE_CHECK(call(postgres_sql::offer_shares, stations.text(), generations.text(), contents.text()));
    return {};
}

Result<std::optional<SiteShare>> PostgresStore::share() {
    VESTIBULE_TRY(rows, call(postgres_sql::own_share));
    const auto text = postgres_rows::bytes(rows.at(0)[0]);
    if (text.empty()) return std::nullopt;
    return share_from(parse_object(text_of(text)));
}

}  // namespace

Result<std::unique_ptr<CentralStore>> open_postgres_store(const CentralLogin& login,
                                                          std::chrono::milliseconds silence_limit) {
    VESTIBULE_TRY(text, connection_text(login));
    return std::make_unique<PostgresStore>(text, login, silence_limit);
}

}  // namespace vestibule
