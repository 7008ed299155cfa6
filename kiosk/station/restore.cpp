// Makes a new incarnation of a station out of a backup of its log and what the central store holds.
#include "kiosk/station/restore.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/log/backup.h"
#include "kiosk/station/central_place.h"
#include "kiosk/station/enrolment.h"
#include "kiosk/station/rebirth.h"
#include "kiosk/sync/central_enrolment.h"
#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/identity_file.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

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
    VESTIBULE_TRY(log, Log::open(part / "log.db", identity.station(), judge_of(identity.trust)));
    VESTIBULE_TRY(held, LogReader::open(part / "log.db"));
    VESTIBULE_TRY(store, store_of_incarnation(options.place, part, identity.certificate));
    const RebirthParts parts{.identity = identity,
                             .backup = backup,
                             .log = log,
                             .held = held,
                             .store = *store,
                             .keys_file = present.parent_path() / "keys.db"};
    VESTIBULE_TRY(restored, bring_back(parts, options.clock()));
    restored.only_aside = only_in(present, held);
    // What is written anew was counted as lost with the log kept aside when that is the backup's own incarnation.
    restored.only_aside -= std::min(restored.only_aside, restored.written_anew);
    return restored;
}

// As its own station says in its own rows: nobody else can write there.
Result<Role> role_of(const LogReader& reader, StationId own, Role otherwise) {
    std::optional<Role> role;
    VESTIBULE_CHECK(reader.each_event([&](const Event& event) {
        if (event.station != own || event.kind != kind::station_enrolled) return true;
        const auto body = parse_object(event.body);
        if (id_field<StationId>(body, "station") == own) role = role_named(text_field(body, "role"));
        return !role;
    }));
    return role.value_or(otherwise);
}

struct Backup {
    StationId own;
    StationPlace place;  // with its role
};

// A copy: the backup itself is only read.
Result<Backup> take_backup(const StationOptions& options, const fs::path& backup, const fs::path& copy) {
    VESTIBULE_TRY(has_file, is_there(backup));
    if (!has_file) return give_up(fmt::format("there is no file {}", backup.string()));
    VESTIBULE_CHECK(copy_log(backup, copy));
    VESTIBULE_TRY(reader, LogReader::open(copy));
    VESTIBULE_TRY(own, reader.own_station());
    auto place = options.place;
    VESTIBULE_TRY(role, role_of(reader, own, place.role));
    place.role = role;
    return Backup{.own = own, .place = place};
}

// In today's format, with views that follow from those of its events that count in this site.
Result<> judge_backup(const fs::path& copy, const StationId& own, const SiteTrust& trust) {
    VESTIBULE_TRY(log, Log::open(copy, own, judge_of(trust)));
    return log.rebuild();
}

}  // namespace

Result<Restored> prepare_restore(const StationOptions& options, const fs::path& backup,
                                 const Incarnation& incarnation) {
    const auto folder = options.place.data / options.place.name;
    const auto part = folder / part_name;
    VESTIBULE_CHECK(expect_newest_site_key(folder, options.place.data));
    VESTIBULE_CHECK(remove_folder(part));
    VESTIBULE_CHECK(make_private_folder(part));
    VESTIBULE_TRY(taken, take_backup(options, backup, part / "backup.db"));
    VESTIBULE_TRY(identity, incarnation(taken.place, part));
    VESTIBULE_CHECK(judge_backup(part / "backup.db", taken.own, identity.trust));
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
