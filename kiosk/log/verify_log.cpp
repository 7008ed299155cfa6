// Checks a log's chain and its signed heads, and counts what it holds; opens the file for reading only.
#include <sodium.h>

#include <map>
#include <system_error>

#include "kiosk/log/event_row.h"
#include "kiosk/log/job_check.h"
#include "kiosk/log/log.h"
#include "kiosk/log/schema.h"
#include "kiosk/log/sql.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

using StationKey = std::array<std::uint8_t, 32>;

// Walks the rows in (station, seq) order. Of each station only the first damage counts; the first of all is told.
class Check {
  public:
    Check(std::map<StationId, std::vector<Head>> heads, const LogWitnesses& witnesses, std::optional<StationId> own)
        : heads_{std::move(heads)}, witnesses_{witnesses}, own_{own} {}

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

    // After the last row.
    [[nodiscard]] std::vector<Damage> result() {
        end_station();
        for (const auto& [station, unused] : seen_) heads_.try_emplace(station);
        if (own_ && witnesses_.own_seq_elsewhere > 0) heads_.try_emplace(*own_);
        for (const auto& [station, heads] : heads_) check_station(station, heads);
        std::vector<Damage> out;
        for (auto& [unused, damage] : first_damages_) out.push_back(std::move(damage));
        return out;
    }

  private:
    void damaged(std::uint64_t seq, std::string what) { damaged_at(station_, seq, std::move(what)); }
    void damaged_at(const StationId& station, std::uint64_t seq, std::string what) {
        const auto known = first_damages_.find(station);
        if (known != first_damages_.end() && known->second.seq <= seq) return;
        first_damages_[station] = {.station = station, .seq = seq, .what = std::move(what)};
    }

    void end_station() {
        if (seq_ > 0) seen_[station_] = seq_;
        seq_ = 0;
        hash_ = {};
    }

    // The caller knows better than the log's own enrolments.
    [[nodiscard]] std::optional<StationKey> key_of(const StationId& station) const {
        if (const auto key = witnesses_.key_of ? witnesses_.key_of(station) : std::nullopt) return key;
        const auto found = keys_.find(station);
        return found == keys_.end() ? std::nullopt : std::optional{found->second};
    }

    void check_station(const StationId& station, const std::vector<Head>& heads) {
        const auto found = seen_.find(station);
        const auto seen = found == seen_.end() ? 0 : found->second;
        const auto key = key_of(station);
        if (!key && witnesses_.certified) damaged_at(station, 1, "no enrolment by the site is held of this station");
        std::uint64_t covered = 0;
        for (const auto& head : heads) {
            if (head.seq > seen)
                damaged_at(station, seen + 1,
                           fmt::format("the tail is cut off: the station signed up to event {}", head.seq));
            covered = std::max(covered, head.seq);
            const auto message = signed_part(head);
            if (key &&
                crypto_sign_verify_detached(head.signature.data(), message.data(), message.size(), key->data()) != 0)
                damaged_at(station, head.seq, "the head's signature isn't the station's");
        }
        if (station == own_)
            check_own_tail(station, seen);
        else if (covered < seen)
            damaged_at(station, covered + 1, "from here on no head that the station has signed covers its rows");
    }

    void check_own_tail(const StationId& station, std::uint64_t seen) {
        if (seen < witnesses_.own_seq_elsewhere)
            damaged_at(station, seen + 1,
                       fmt::format("the tail is cut off: others hold events of this station up to {}",
                                   witnesses_.own_seq_elsewhere));
    }

    void learn_key(const Event& event) {
        if (event.kind != kind::station_enrolled) return;
        const auto body = parse_object(event.body);
        const auto station = id_field<StationId>(body, "station");
        const auto key = from_hex(text_field(body, "key"));
        const auto whole = key ? fixed<32>(*key) : std::nullopt;
        if (!station || !whole) return;
        // Whatever else a station says of another one is no damage: it counts nowhere. Where nobody knows
        // certificates, a station's own word on its key is the one that others can't write.
        if (witnesses_.certified ? witnesses_.certified(body) : *station == event.station)
            keys_.try_emplace(*station, *whole);
    }

    std::map<StationId, std::vector<Head>> heads_;
    const LogWitnesses& witnesses_;
    std::optional<StationId> own_;
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

Result<std::optional<StationId>> own_station_of(Database& database) {
    VESTIBULE_TRY(row, database.query(log_sql::get_meta, {"own_station"}));
    VESTIBULE_TRY(found, row.step());
    if (!found) return std::nullopt;
    return row.id<StationId>(0);
}

// Chain and heads say nothing of indexes and of pages that hold other tables.
Result<> check_integrity(Database& database) {
    VESTIBULE_TRY(fault, integrity_fault(database));
    const auto refused = [&](std::string_view what) {
        return ask_staff(
            fmt::format("{} is damaged ({}): keep the file aside and restore a backup", database.path(), what));
    };
    if (!fault.empty()) return refused(fault);
    VESTIBULE_TRY(difference, log_schema::difference(database));
    if (!difference.empty()) return refused(difference);
    return {};
}

// The outbox is this station's own: no other copy of it lies anywhere.
Result<> check_jobs(Database& database) {
    VESTIBULE_TRY(version, database.number("PRAGMA user_version"));
    if (version != static_cast<std::int64_t>(log_schema::migrations().size())) return {};
    VESTIBULE_TRY(rotten, rotten_jobs(database));
    if (rotten.empty()) return {};
    return ask_staff(fmt::format(
        "{} holds {} job(s) whose rows are damaged, the first of them {}: what they were isn't done any more",
        database.path(), rotten.size(), to_string(rotten.front())));
}

}  // namespace

Result<std::vector<Damage>> damages_of_log(const std::filesystem::path& file, const LogWitnesses& witnesses) {
    VESTIBULE_TRY(database, Database::open(file, FileAccess::read_only, "PRAGMA query_only=ON;"));
    const auto snapshot = Transaction::begin(database, Transaction::Kind::read);  // rows and heads of one moment
    if (!snapshot) return tl::unexpected(snapshot.error());
    VESTIBULE_TRY(heads, heads_of(database));
    VESTIBULE_TRY(own, own_station_of(database));
    Check check{std::move(heads), witnesses, own};
    VESTIBULE_TRY(rows, database.query(log_sql::all_events));
    for (;;) {
        VESTIBULE_TRY(more, rows.step());
        if (!more) break;
        check.row(rows);
    }
    auto damages = check.result();
    if (damages.empty()) {
        VESTIBULE_CHECK(check_integrity(database));
        VESTIBULE_CHECK(check_jobs(database));
    }
    return damages;
}

Result<std::optional<Damage>> verify_log(const std::filesystem::path& file, const KeyOfStation& key_of,
                                         const EnrolmentCheck& certified) {
    VESTIBULE_TRY(damages, damages_of_log(file, {.key_of = key_of, .certified = certified}));
    if (damages.empty()) return std::nullopt;
    return std::move(damages.front());
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
