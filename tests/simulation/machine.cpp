// Starting, exchanging and restoring a simulated station.
#include "tests/simulation/machine.h"

#include "kiosk/log/backup.h"
#include "kiosk/station/enrolment.h"
#include "kiosk/station/rebirth.h"
#include "kiosk/vault/private_file.h"

namespace vestibule::simulation {

namespace fs = std::filesystem;

Machine::Machine(const fs::path& data, std::string name, Role role, Connect connect, bool gullible)
    : data_{data},
      name_{std::move(name)},
      role_{role},
      connect_{std::move(connect)},
      gullible_{gullible},
      line_{connect_()} {}

SiteJudge Machine::judge(const Identity& identity) const {
    return gullible_ ? SiteJudge{} : judge_of(identity.trust);
}

void Machine::start() {
    stop();
    const bool cut = line_->cut();
    line_ = connect_();
    line_->set_cut(cut);
    auto identity = sure(open_identity(place(), Config::Site{}));
    auto vault = sure(Vault::open(folder() / "keys.db", identity.site_key.view(), identity.site_key_generation));
    auto log = sure(Log::open(log_file(), identity.station(), judge(identity)));
    auto reader = sure(LogReader::open(log_file()));
    const auto enrolled = enrolment_of(identity.certificate);
    if (sure(reader.own_seq()) == 0) sure(log.append({&enrolled, 1}, {}, Instant{}));
    running_.reset(new Running{std::move(identity), std::move(vault), std::move(log), std::move(reader)});
}

Result<ExchangeResult> Machine::exchange(Instant world_time) {
    const auto result = vestibule::exchange(
        {.identity = identity(), .role = role_, .log = log(), .reader = reader(), .vault = vault(), .store = line()},
        now(world_time));
    if (role_ != Role::reception) sure(vault().drop_keys_outside(now(world_time)));
    return result;
}

// As the station's own restore does it, but for the store, which is the simulation's.
Result<> Machine::fill_new_log(const fs::path& part, Instant world_time) {
    const auto own = sure(sure(LogReader::open(part / "backup.db")).own_station());
    const auto identity = sure(make_incarnation(place(), part, Config::Site{}));
    sure(sure(Log::open(part / "backup.db", own, judge(identity))).rebuild());
    const auto backup = sure(LogReader::open(part / "backup.db"));
    auto log = sure(Log::open(part / "log.db", identity.station(), judge(identity)));
    const auto held = sure(LogReader::open(part / "log.db"));
    const RebirthParts parts{.identity = identity,
                             .backup = backup,
                             .log = log,
                             .held = held,
                             .store = line(),
                             .keys_file = folder() / "keys.db"};
    line().set_in_order(true);
    auto restored = bring_back(parts, now(world_time));
    line().set_in_order(false);
    if (!restored) return tl::unexpected(std::move(restored).error());
    return {};
}

Result<> Machine::renew(const fs::path& backup, Instant world_time) {
    const auto part = folder() / "restore.part";
    fs::remove_all(part);
    sure(make_private_folder(part));
    sure(copy_log(backup, part / "backup.db"));
    if (auto filled = fill_new_log(part, world_time); !filled) {
        if (filled.error().remedy != Remedy::retry_later) throw Broken{"a restore failed: " + filled.error().what};
        return filled;
    }
    stop();
    for (const char* end : {"", "-wal", "-shm"}) {
        fs::remove(part / (std::string{"backup.db"} + end));
        fs::remove(log_file().string() + end);
    }
    sure(write_private(part / "aside", view("aside.db")));
    fs::rename(part, folder() / "restore.ready");
    sure(finish_restore(folder()));
    needs_renewal = false;
    start();
    return {};
}

}  // namespace vestibule::simulation
