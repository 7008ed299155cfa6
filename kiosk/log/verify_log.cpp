// Checks a log's chain and its signed heads, and counts what it holds; opens the file for reading only.
#include <sodium.h>

#include <map>
#include <system_error>

#include "kiosk/log/event_row.h"
#include "kiosk/log/log.h"
#include "kiosk/log/sql.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

using StationKey = std::array<std::uint8_t, 32>;

// Walks the rows in (station, seq) order. Of each station only the first damage counts; the first of all is told.
class Check {
  public:
    Check(std::map<StationId, std::vector<Head>> heads, const EnrolmentCheck& certified)
        : heads_{std::move(heads)}, certified_{certified} {}

    void row(const Statement& statement) {
        const auto event = event_row(statement);
        const auto station = event ? event->station : statement.id<StationId>(0).value_or(station_);
        if (station != station_) end_station();
        station_ = station;
        if (!event) {
            damaged(static_cast<std::uint64_t>(statement.integer(1)), "the row hasn't the form of an event");
            return;
        }
        learn_key(*event);
        if (event->seq != seq_ + 1) damaged(seq_ + 1, "rows are missing here");
        if (event->prev != hash_) damaged(event->seq, "it doesn't continue the row before it");
        if (event->hash != hash_of(*event)) damaged(event->seq, "the hash doesn't fit the row");
        for (const auto& head : heads_[station_])
            if (head.seq == event->seq && head.hash != event->hash)
                damaged(event->seq, "it isn't the row that its station has signed");
        seq_ = event->seq;
        hash_ = event->hash;
    }

    // After the last row: `key_of` knows better than the log's own enrolments, where it's given.
    [[nodiscard]] std::optional<Damage> result(const KeyOfStation& key_of) {
        end_station();
        for (const auto& [station, heads] : heads_) check_heads(station, heads, key_of);
        if (first_damages_.empty()) return std::nullopt;
        return first_damages_.begin()->second;
    }

  private:
    void damaged(std::uint64_t seq, std::string what) { damaged_at(station_, seq, std::move(what)); }
    void damaged_at(const StationId& station, std::uint64_t seq, std::string what) {
        const auto known = first_damages_.find(station);
        if (known != first_damages_.end() && known->second.seq <= seq) return;
        first_damages_[station] = {.station = station, .seq = seq, .what = std::move(what)};
    }

    void end_station() {
        seen_[station_] = seq_;
        seq_ = 0;
        hash_ = {};
    }

    void check_heads(const StationId& station, const std::vector<Head>& heads, const KeyOfStation& key_of) {
        for (const auto& head : heads) {
            if (head.seq > seen_[station])
                damaged_at(station, seen_[station] + 1,
                           fmt::format("the tail is cut off: the station signed up to event {}", head.seq));
            auto key = key_of ? key_of(station) : std::nullopt;
            if (!key && keys_.contains(station)) key = keys_[station];
            if (!key && certified_) damaged_at(station, 1, "no enrolment by the site is held of this station");
            if (!key) continue;
            const auto message = signed_part(head);
            if (crypto_sign_verify_detached(head.signature.data(), message.data(), message.size(), key->data()) != 0)
                damaged_at(station, head.seq, "the head's signature isn't the station's");
        }
    }

    void learn_key(const Event& event) {
        if (event.kind != kind::station_enrolled) return;
        const auto body = parse_object(event.body);
        const auto station = id_field<StationId>(body, "station");
        const auto key = from_hex(text_field(body, "key"));
        if (certified_ && !certified_(body)) {
            damaged(event.seq, "it enrols a station that the site's root hasn't certified");
            return;
        }
        if (!station || !key) return;
        if (const auto whole = fixed<32>(*key)) keys_.try_emplace(*station, *whole);
    }

    std::map<StationId, std::vector<Head>> heads_;
    const EnrolmentCheck& certified_;
    std::map<StationId, StationKey> keys_;
    std::map<StationId, std::uint64_t> seen_;
    std::map<StationId, Damage> first_damages_;
    StationId station_{};
    std::uint64_t seq_ = 0;
    Hash hash_{};
};

Result<std::map<StationId, std::vector<Head>>> heads_of(Database& database) {
    std::map<StationId, std::vector<Head>> heads;
    VESTIBULE_TRY(rows, database.query(log_sql::all_heads));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) return heads;
        const auto head = head_row(rows);
        if (!head) return ask_staff(fmt::format("{} holds a head that isn't one: restore a backup", database.path()));
        heads[head->station].push_back(*head);
    }
}

// Chain and heads say nothing of indexes and of pages that hold other tables.
Result<> check_integrity(Database& database) {
    VESTIBULE_TRY(row, database.query(log_sql::integrity));
    VESTIBULE_TRY(found, row.step());
    if (found && row.text(0) == "ok") return {};
    return ask_staff(
        fmt::format("{} is damaged ({}): keep the file aside and restore a backup", database.path(), row.text(0)));
}

}  // namespace

Result<std::optional<Damage>> verify_log(const std::filesystem::path& file, const KeyOfStation& key_of,
                                         const EnrolmentCheck& certified) {
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_only, "PRAGMA query_only=ON;"));
    const auto snapshot = Transaction::begin(database, Transaction::Kind::read);  // rows and heads of one moment
    if (!snapshot) return tl::unexpected(snapshot.error());
    VESTIBULE_TRY(heads, heads_of(database));
    Check check{std::move(heads), certified};
    VESTIBULE_TRY(rows, database.query(log_sql::all_events));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) break;
        check.row(rows);
    }
    auto damage = check.result(key_of);
    if (!damage) VESTIBULE_CHECK(check_integrity(database));
    return damage;
}

Result<LogStats> log_stats(const std::filesystem::path& file) {
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_only, "PRAGMA query_only=ON;"));
    LogStats stats;
    VESTIBULE_TRY(row, database.query(log_sql::stats));
    VESTIBULE_TRY(found, row.step());
    if (!found) return give_up("the log has no statistics");
    const auto count = [&](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
    stats = {.events = count(0),
             .stations = 0,
             .own_seq = count(1),
             .visits = count(2),
             .badges = count(3),
             .persons = count(4),
             .jobs_open = count(5)};
    VESTIBULE_TRY(stations, database.query(log_sql::cursor));
    for (;;) {
        VESTIBULE_TRY(more, stations.step());
        if (!more) break;
        ++stats.stations;
    }
    std::error_code unreadable;
    const auto bytes = std::filesystem::file_size(file, unreadable);
    if (!unreadable) stats.file_bytes = static_cast<std::int64_t>(bytes);
    return stats;
}

}  // namespace vestibule
