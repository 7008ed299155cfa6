// Makes a new incarnation of a station out of a backup of its log and what the central store holds.
#include "kiosk/station/restore.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "kiosk/log/backup.h"
#include "kiosk/station/central_place.h"
#include "kiosk/station/enrolment.h"
#include "kiosk/sync/central_enrolment.h"
#include "kiosk/sync/exchange.h"
#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/identity_file.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

constexpr int rows_a_commit_max = 1000;
constexpr const char* part_name = "restore.part";
constexpr const char* ready_name = "restore.ready";
constexpr const char* aside_name = "aside";  // in restore.ready: the name that the present log gets

Result<> rename_file(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::rename(from, to, failed);
    if (!failed) return {};
    return ask_staff(fmt::format("{} can't be renamed to {}: {}", from.string(), to.string(), failed.message()));
}

Result<> remove_folder(const fs::path& folder) {
    std::error_code failed;
    fs::remove_all(folder, failed);
    if (!failed) return {};
    return ask_staff(fmt::format("{} can't be removed: {}", folder.string(), failed.message()));
}

std::uint64_t seq_in(const Cursor& cursor, const StationId& station) {
    const auto found = cursor.find(station);
    return found == cursor.end() ? 0 : found->second;
}

// The backup's rows and the new log, while one becomes the other.
class Rebirth {
  public:
    Rebirth(const Identity& identity, const LogReader& backup, Log& log, const LogReader& held, Instant now)
        : identity_{identity}, backup_{backup}, log_{log}, held_{held}, now_{now} {}

    Result<Restored> run(CentralStore& store) {
        VESTIBULE_TRY(before, backup_.own_station());
        result_.before = before;
        result_.now = identity_.station();
        VESTIBULE_CHECK(pull(store));
        VESTIBULE_TRY(stations, backup_.stations());
        for (const auto& station : stations) VESTIBULE_CHECK(take_signed(station));
        const auto enrolled = enrolment_of(identity_);
        VESTIBULE_CHECK(log_.append({&enrolled, 1}, {}, now_));
        VESTIBULE_CHECK(write_unsent());
        VESTIBULE_CHECK(keep_jobs());
        return result_;
    }

  private:
    Result<> pull(CentralStore& store);
    Result<> take_signed(const StationRecord& station);
    Result<std::uint64_t> common_seq() const;
    Result<> write_unsent();
    Result<> keep_jobs();
    Result<> leave_badge_in_doubt(const Job& job);

    const Identity& identity_;
    const LogReader& backup_;
    Log& log_;
    const LogReader& held_;
    Instant now_;
    Restored result_;
};

// First of all: what the others know counts, also of what this station wrote after the backup.
Result<> Rebirth::pull(CentralStore& store) {
    constexpr std::uint64_t nothing_more = std::numeric_limits<std::int64_t>::max();
    Cursor cursor;
    for (;;) {
        VESTIBULE_TRY(batches, store.pull(cursor, identity_.station(), pull_events_max));
        if (batches.empty()) return {};
        for (const auto& batch : batches) {
            auto& seq = cursor[batch.head.station];
            if (seq == nothing_more) continue;
            const auto sound = reason_to_refuse(batch, identity_.trust).empty();
            const auto taken = sound ? log_.take(batch.events, batch.head) : Result<int>{give_up("not sound")};
            if (!taken && taken.error().remedy != Remedy::give_up) return tl::unexpected(taken.error());
            seq = taken ? batch.head.seq : nothing_more;
            if (taken) result_.pulled += static_cast<std::uint64_t>(*taken);
        }
    }
}

// What the backup holds beyond that, as far as its station has signed it. Where the two disagree, what was pulled
// stays.
Result<> Rebirth::take_signed(const StationRecord& station) {
    if (!is_certified(station.enrolment, identity_.trust)) return {};
    VESTIBULE_TRY(cursor, held_.cursor());
    auto from = seq_in(cursor, station.station);
    VESTIBULE_TRY(heads, backup_.heads_after(station.station, from));
    for (const auto& head : heads) {
        const auto count =
            static_cast<int>(std::min<std::uint64_t>(head.seq - from, std::numeric_limits<int>::max()));
        VESTIBULE_TRY(events, backup_.events_after(station.station, from, count));
        const auto taken = log_.take(events, head);
        if (!taken && taken.error().remedy != Remedy::give_up) return tl::unexpected(taken.error());
        if (!taken) return {};
        result_.from_backup += static_cast<std::uint64_t>(*taken);
        from = head.seq;
    }
    return {};
}

// Up to which number the backup's own rows are the ones that the new log holds.
Result<std::uint64_t> Rebirth::common_seq() const {
    VESTIBULE_TRY(cursor, held_.cursor());
    VESTIBULE_TRY(own, backup_.own_seq());
    for (auto seq = std::min(own, seq_in(cursor, result_.before)); seq > 0; --seq) {
        VESTIBULE_TRY(mine, backup_.event({result_.before, seq}));
        VESTIBULE_TRY(known, held_.event({result_.before, seq}));
        if (mine && known && mine->hash == known->hash) return seq;
    }
    return 0;
}

Result<> Rebirth::write_unsent() {
    VESTIBULE_TRY(after, common_seq());
    for (;;) {
        VESTIBULE_TRY(rows, backup_.events_after(result_.before, after, rows_a_commit_max));
        if (rows.empty()) return {};
        VESTIBULE_CHECK(log_.append_restored(rows, {}));
        result_.written_anew += rows.size();
        after = rows.back().seq;
    }
}

Result<> Rebirth::keep_jobs() {
    VESTIBULE_TRY(jobs, backup_.all_jobs());
    VESTIBULE_CHECK(log_.append_restored({}, jobs));
    for (const auto& job : jobs) {
        if (job.state != JobState::pending && job.state != JobState::started) continue;
        ++result_.jobs_unknown;
        VESTIBULE_CHECK(leave_badge_in_doubt(job));
    }
    return {};
}

// Nobody knows whether it was printed after the backup: the screens ask, and offer to print again.
Result<> Rebirth::leave_badge_in_doubt(const Job& job) {
    const auto id = id_field<BadgeId>(job.body, "badge");
    if (!id) return {};
    VESTIBULE_TRY(badge, held_.badge(*id));
    if (!badge || badge->print != PrintOutcome::pending) return {};
    const NewEvent in_doubt{.kind = std::string{kind::badge_printed},
                            .stream = stream_of(*id),
                            .body = {{"job", to_string(job.id)}, {"outcome", "unknown"}, {"printer", ""}}};
    VESTIBULE_CHECK(log_.append({&in_doubt, 1}, {}, now_));
    return {};
}

Result<> expect_whole(const fs::path& file, const SiteTrust& trust, std::string_view name) {
    VESTIBULE_TRY(damage, verify_log(file, {}, [&](const Json& body) { return is_certified(body, trust); }));
    if (!damage) return {};
    return ask_staff(fmt::format("{} can't be used: station {} event {}: {}. Nothing was changed.", name,
                                 to_string(damage->station), damage->seq, damage->what));
}

// The station's present key share must be the site's newest: keys.db opens with it after the restore as well.
Result<> expect_newest_site_key(const fs::path& folder, const fs::path& data) {
    VESTIBULE_TRY(known, is_there(folder / "identity.json"));
    VESTIBULE_TRY(site_known, is_there(data / "site" / "site.json"));
    VESTIBULE_TRY(has_keys, is_there(folder / "keys.db"));
    if (!known && has_keys)
        return ask_staff(
            fmt::format("{} has keys but no identity.json: run `vestibule station recover` first", folder.string()));
    if (!known || !site_known) return {};
    VESTIBULE_TRY(own, read_identity_file(folder / "identity.json"));
    VESTIBULE_TRY(site, read_site_file(data / "site" / "site.json"));
    if (own.site.site_key_generation == site.site_key_generation) return {};
    return ask_staff("the site has a newer key than this station: start the station once, then restore");
}

// Own events of the present log that are nowhere else; nothing is said of a log that can't be read.
std::uint64_t only_in(const fs::path& present, const LogReader& held) {
    const auto reader = LogReader::open(present);
    if (!reader) return 0;
    const auto own = reader->own_station();
    const auto seq = reader->own_seq();
    const auto cursor = held.cursor();
    if (!own || !seq || !cursor) return 0;
    const auto known = seq_in(*cursor, *own);
    return *seq > known ? *seq - known : 0;
}

// On a new machine there are no keys yet: an empty keys.db, which the exchange fills with what the central store has.
Result<> give_keys_file(const fs::path& folder, const fs::path& part, const Identity& identity) {
    VESTIBULE_TRY(has_keys, is_there(folder / "keys.db"));
    if (has_keys) return {};
    VESTIBULE_CHECK(Vault::open(part / "keys.db", identity.site_key.view(), identity.site_key_generation));
    return {};
}

// As the new incarnation, which gets a login of its own where the store is PostgreSQL.
Result<std::unique_ptr<CentralStore>> store_of_incarnation(const StationPlace& place, const fs::path& part,
                                                           const Certificate& certificate) {
    VESTIBULE_TRY(enrolled, read_central_login(part));
    if (enrolled) return open_postgres_store(*enrolled);
    VESTIBULE_TRY(keeper_login, login_in(place.data, place.name));
    if (!keeper_login) return open_embedded_store(place.data / "central.db");
    VESTIBULE_TRY(keeper, CentralKeeper::open(*keeper_login));
    VESTIBULE_TRY(login, keeper.register_station(certificate));
    VESTIBULE_CHECK(write_central_login(part, login));
    return open_postgres_store(login);
}

Result<Restored> make_log(const StationOptions& options, const fs::path& part, const Identity& identity,
                          const fs::path& present) {
    VESTIBULE_TRY(backup, LogReader::open(part / "backup.db"));
    VESTIBULE_TRY(log, Log::open(part / "log.db", identity.station()));
    VESTIBULE_TRY(held, LogReader::open(part / "log.db"));
    VESTIBULE_TRY(store, store_of_incarnation(options.place, part, identity.certificate));
    Rebirth rebirth{identity, backup, log, held, options.clock()};
    VESTIBULE_TRY(restored, rebirth.run(*store));
    restored.only_aside = only_in(present, held);
    // What is written anew was counted as lost with the log kept aside when that is the backup's own incarnation.
    restored.only_aside -= std::min(restored.only_aside, restored.written_anew);
    return restored;
}

// A copy in today's format, whose views follow from its events: the backup itself is only read.
Result<StationPlace> take_backup(const StationOptions& options, const fs::path& backup, const fs::path& copy) {
    VESTIBULE_TRY(has_file, is_there(backup));
    if (!has_file) return give_up(fmt::format("there is no file {}", backup.string()));
    VESTIBULE_CHECK(copy_log(backup, copy));
    StationId own;
    {
        VESTIBULE_TRY(reader, LogReader::open(copy));
        VESTIBULE_TRY(station, reader.own_station());
        own = station;
    }
    {
        VESTIBULE_TRY(log, Log::open(copy, own));
        VESTIBULE_CHECK(log.rebuild());
    }
    VESTIBULE_TRY(reader, LogReader::open(copy));
    VESTIBULE_TRY(stations, reader.stations());
    auto place = options.place;
    for (const auto& station : stations)
        if (station.station == own) place.role = role_named(station.role).value_or(place.role);
    return place;
}

}  // namespace

Result<Restored> prepare_restore(const StationOptions& options, const fs::path& backup,
                                 const Incarnation& incarnation) {
    const auto folder = options.place.data / options.place.name;
    const auto part = folder / part_name;
    VESTIBULE_CHECK(expect_newest_site_key(folder, options.place.data));
    VESTIBULE_CHECK(remove_folder(part));
    VESTIBULE_CHECK(make_private_folder(part));
    VESTIBULE_TRY(place, take_backup(options, backup, part / "backup.db"));
    VESTIBULE_TRY(identity, incarnation(place, part));
    VESTIBULE_CHECK(expect_whole(part / "backup.db", identity.trust, backup.string()));
    VESTIBULE_TRY(restored, make_log(options, part, identity, folder / "log.db"));
    VESTIBULE_CHECK(expect_whole(part / "log.db", identity.trust, "the restored log"));
    VESTIBULE_CHECK(give_keys_file(folder, part, identity));
    for (const char* name : {"backup.db", "backup.db-wal", "backup.db-shm"})
        VESTIBULE_CHECK(remove_private(part / name));
    VESTIBULE_TRY(has_log, is_there(folder / "log.db"));
    const auto aside = fmt::format("log-before-restore-{:%Y%m%dT%H%M%SZ}.db",
                                   fmt::gmtime(std::chrono::system_clock::to_time_t(options.clock())));
    if (has_log) restored.kept_aside = folder / aside;
    VESTIBULE_CHECK(write_private(part / aside_name, view(aside)));
    VESTIBULE_CHECK(rename_file(part, folder / ready_name));
    VESTIBULE_CHECK(sync_folder(folder));
    return restored;
}

Result<> finish_restore(const fs::path& folder) {
    const auto ready = folder / ready_name;
    VESTIBULE_TRY(is_ready, is_there(ready));
    if (!is_ready) return {};
    VESTIBULE_TRY(to_place, is_there(ready / "log.db"));
    if (to_place) {
        VESTIBULE_TRY(name, read_private(ready / aside_name));
        const auto aside = folder / text_of(name);
        for (const std::string end : {"", "-wal", "-shm"}) {
            VESTIBULE_TRY(present, is_there(folder / ("log.db" + end)));
            if (present) VESTIBULE_CHECK(rename_file(folder / ("log.db" + end), aside.string() + end));
        }
        VESTIBULE_CHECK(rename_file(ready / "log.db", folder / "log.db"));
    }
    for (const char* name : {"keys.db", "station.key", "central.json", "identity.json"}) {
        VESTIBULE_TRY(there, is_there(ready / name));
        if (there) VESTIBULE_CHECK(rename_file(ready / name, folder / name));
    }
    VESTIBULE_CHECK(sync_folder(folder));
    return remove_folder(ready);
}

Incarnation certified_here(const StationOptions& options) {
    return [&options](const StationPlace& place, const fs::path& part) {
        return make_incarnation(place, part, options.config.site);
    };
}

Result<Restored> restore_station(const StationOptions& options, const fs::path& backup) {
    VESTIBULE_TRY(lock, StationLock::take(options.place.data / options.place.name));
    if (!lock)
        return retry_later(fmt::format("the station \"{}\" is running: stop it, then restore", options.place.name));
    return restore_as(options, backup, certified_here(options));
}

Result<Restored> restore_as(const StationOptions& options, const fs::path& backup, const Incarnation& incarnation) {
    const auto folder = options.place.data / options.place.name;
    VESTIBULE_CHECK(finish_restore(folder));
    auto restored = prepare_restore(options, backup, incarnation);
    if (!restored) {
        std::error_code ignored;  // what was begun is of no use to anybody, and the reason is told
        fs::remove_all(folder / part_name, ignored);
        return restored;
    }
    VESTIBULE_CHECK(finish_restore(folder));
    return restored;
}

}  // namespace vestibule
