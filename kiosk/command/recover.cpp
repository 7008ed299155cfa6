// vestibule station recover: lost keys of the site and of its stations, from the recovery file; a lost keys.db anew.
#include <fmt/format.h>

#include <system_error>

#include "kiosk/command/known_stations.h"
#include "kiosk/station/enrolment.h"
#include "kiosk/vault/generations.h"
#include "kiosk/vault/recovery.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

struct RecoverOptions {
    std::string file;
    bool without_keys = false;
};

// Held while files are put back: a running station would go on with the old ones.
Result<std::vector<StationLock>> locks_of(const Globals& globals, const std::vector<std::string>& stations) {
    std::vector<StationLock> locks;
    for (const auto& station : stations) {
        VESTIBULE_TRY(lock, StationLock::take(globals.data / station));
        if (!lock) return ask_staff(fmt::format("the station \"{}\" is running: stop it first", station));
        locks.push_back(std::move(*lock));
    }
    return locks;
}

Result<int> recover_from(const Globals& globals, const fs::path& file, Output& output) {
    const auto stations = station_names(globals.data);
    VESTIBULE_TRY(locks, locks_of(globals, stations));
    VESTIBULE_TRY(recovered, recover_site(globals.data, file));
    auto put_back = recovered.done;
    ExitStatus status = done;
    for (const auto& station : stations) {
        const auto said =
            recover_station(globals.data, station, recovered.enroller,
                            certificates_in(globals.data / station / "log.db", recovered.enroller.site.trust.site));
        if (!said) {
            output.remark("vestibule: " + said.error().what);
            status = answer_is_no;
        } else if (!said->empty()) {
            put_back.push_back(*said);
        }
    }
    if (globals.json)
        output.line(dump({{"done", put_back}}));
    else
        for (const auto& what : put_back) output.line(what);
    if (put_back.empty() && status == done && !globals.json)
        output.line("nothing was missing; this recovery file fits the site");
    return status;
}

// The keys that only this file had are lost for good, and with them what they sealed.
Result<int> start_without_keys(const Globals& globals, Output& output) {
    const auto name = station_name_of(globals);
    const auto folder = globals.data / name;
    VESTIBULE_CHECK(expect_station(globals, name, NewStation::never));
    VESTIBULE_TRY(locks, locks_of(globals, {name}));
    VESTIBULE_TRY(config, config_of(globals));
    const StationPlace place{.data = globals.data, .name = name};
    VESTIBULE_TRY(reader, LogReader::open(folder / "log.db"));
    VESTIBULE_TRY(erased, reader.erased_persons());
    VESTIBULE_TRY(identity, open_identity(place, config.site));
    for (const auto* end : {"", "-wal", "-shm"}) {
        const auto file = fs::path{(folder / "keys.db").string() + end};
        std::error_code failed;
        if (fs::exists(file, failed)) fs::rename(file, folder / (std::string{"keys.db.damaged"} + end), failed);
        if (failed) return ask_staff(fmt::format("{} can't be moved aside: {}", file.string(), failed.message()));
    }
    VESTIBULE_TRY(vault, open_vault(place, identity, KeysFile::may_be_made));
    // Tombstones first: no key of an erased person comes back from anywhere.
    for (const auto& person : erased) VESTIBULE_CHECK(vault.erase(person));
    if (globals.json) {
        output.line(dump({{"file", (folder / "keys.db").string()}, {"tombstones", erased.size()}}));
        return done;
    }
    output.line(
        fmt::format("{} is new, with {} tombstones; the next exchange fetches the keys that the central store "
                    "has for this station",
                    (folder / "keys.db").string(), erased.size()));
    return done;
}

Result<int> recover(const Globals& globals, const RecoverOptions& options, Output& output) {
    if (options.without_keys == !options.file.empty())
        return give_up("give either --file F, the recovery file, or --without-keys");
    if (options.without_keys) return start_without_keys(globals, output);
    return recover_from(globals, globals.resolved(options.file), output);
}

}  // namespace

void add_station_recover(Verb station, Chosen& chosen) {
    auto verb = station.add_verb("recover", "puts back lost keys; what is damaged is kept beside");
    auto options = std::make_shared<RecoverOptions>();
    verb.add_option("--file", options->file, "the recovery file that was made at set-up").called("FILE");
    verb.add_flag("--without-keys", options->without_keys, "a new keys.db where the old one is lost");
    add_json(verb, chosen);
    verb.does([&chosen, options] {
        chosen.alone = [options](const Globals& globals, Output& output) {
            return recover(globals, *options, output);
        };
    });
}

}  // namespace vestibule
