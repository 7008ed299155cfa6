// vestibule log verify|rebuild|stats|backup|restore. verify (log_check.h), stats and backup only read the log, so
// they run beside a running station; restore needs it stopped.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/command/known_stations.h"
#include "kiosk/command/log_check.h"
#include "kiosk/log/backup.h"
#include "kiosk/log/readable_log.h"
#include "kiosk/station/restore.h"

namespace vestibule {
namespace {

// Errors: give_up: nothing can be said of it.
Result<ReadableLog> own_log(const Globals& globals) {
    VESTIBULE_TRY(file, log_file_of(globals, station_name_of(globals)));
    auto log = ReadableLog::of(file);
    if (!log) return give_up(log.error().what);
    return log;
}

Result<int> stats(const Globals& globals, Output& output) {
    VESTIBULE_TRY(log, own_log(globals));
    const auto counted = log_stats(log.file());
    if (!counted) return give_up(log.about(counted.error()).what);
    const auto& s = *counted;
    if (globals.json) {
        output.line(dump({{"events", s.events},
                          {"stations", s.stations},
                          {"own_seq", s.own_seq},
                          {"visits", s.visits},
                          {"badges", s.badges},
                          {"persons", s.persons},
                          {"jobs_open", s.jobs_open},
                          {"file_bytes", s.file_bytes}}));
        return done;
    }
    output.line(fmt::format("{} events of {} station(s), {} visits, {} badges, {} persons, {} open jobs, {} bytes",
                            s.events, s.stations, s.visits, s.badges, s.persons, s.jobs_open, s.file_bytes));
    return done;
}

Result<int> backup(const Globals& globals, const std::string& name, Output& output) {
    VESTIBULE_TRY(log, own_log(globals));
    VESTIBULE_TRY(certified, check_of_enrolments(globals.data / station_name_of(globals)));
    const auto target = globals.resolved(name);
    if (const auto made = backup_log(log.file(), target, certified); !made)
        return tl::unexpected(log.about(made.error()));
    VESTIBULE_TRY(s, log_stats(target));
    if (globals.json)
        output.line(dump({{"file", target.string()}, {"events", s.events}, {"stations", s.stations}}));
    else
        output.line(
            fmt::format("{} events of {} station(s) are in {}. The keys that open names aren't in it: keep the "
                        "recovery file as well.",
                        s.events, s.stations, target.string()));
    return done;
}

// Whose log a backup is; empty where it doesn't say.
std::string station_of_backup(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return "";
    const auto reader = LogReader::open(file);
    if (!reader) return "";
    const auto own = reader->own_station();
    const auto stations = reader->stations();
    if (!own || !stations) return "";
    const auto found = std::ranges::find(*stations, *own, &StationRecord::station);
    return found == stations->end() ? "" : found->name;
}

// A station whose folder is lost comes back under the name that its backup has; any other must be there.
Result<> expect_station_of(const Globals& globals, const std::string& station, const std::filesystem::path& backup) {
    const auto name = station_of_backup(backup);
    if (name.empty() || name == station) return {};
    const auto there = expect_station(globals, station, NewStation::never);
    if (there) return {};
    return give_up(fmt::format("the backup is of the station \"{}\" (say --station {}), and {}", name, name,
                               there.error().what));
}

Result<int> restore(const Globals& globals, const std::string& name, Output& output) {
    const auto station = station_name_of(globals);
    VESTIBULE_CHECK(expect_station_of(globals, station, globals.resolved(name)));
    VESTIBULE_TRY(options, station_options(globals, station, role_named(station).value_or(Role::lobby)));
    VESTIBULE_TRY(r, restore_station(options, globals.resolved(name)));
    if (globals.json) {
        output.line(dump({{"station", to_string(r.now)},
                          {"before", to_string(r.before)},
                          {"pulled", r.pulled},
                          {"from_backup", r.from_backup},
                          {"written_anew", r.written_anew},
                          {"jobs_unknown", r.jobs_unknown},
                          {"only_aside", r.only_aside},
                          {"kept_aside", r.kept_aside.string()}}));
        return done;
    }
    output.line(
        fmt::format("The station {} goes on as {}: {} events from the central store, {} from the backup, {} "
                    "written anew because nobody else held them.",
                    station, to_string(r.now), r.pulled, r.from_backup, r.written_anew));
    if (r.jobs_unknown > 0)
        output.line(
            fmt::format("{} print jobs or mails were open; whether they were done isn't known, so they won't be "
                        "done again by themselves.",
                        r.jobs_unknown));
    if (!r.kept_aside.empty())
        output.line(fmt::format(
            "The log that was there is kept as {}{}.", r.kept_aside.string(),
            r.only_aside == 0 ? std::string{} : fmt::format("; {} of its events are nowhere else", r.only_aside)));
    return done;
}

}  // namespace

void add_log(Verb program, Chosen& chosen) {
    auto log = program.add_verb("log", "the log of a station");
    log.needs_verb();
    auto verify_verb =
        log.add_verb("verify", "checks every row's hash, the chains and the signed heads, of all stations or of one");
    const auto views = std::make_shared<bool>(false);
    verify_verb.add_flag("--views", *views, "and holds all views against what the events come to");
    add_json(verify_verb, chosen);
    verify_verb.does([&chosen, views] {
        chosen.alone = [depth = *views ? Views::compared : Views::left_out](const Globals& g, Output& o) {
            return verify_logs(g, o, depth);
        };
    });
    auto stats_verb = log.add_verb("stats", "how much there is");
    add_json(stats_verb, chosen);
    stats_verb.does([&chosen] { chosen.alone = stats; });
    const auto file = std::make_shared<std::string>();
    auto backup_verb =
        log.add_verb("backup", "copies the log into a file while the station works; keys aren't in it");
    backup_verb.add_option("file", *file, "the file to make").required();
    add_json(backup_verb, chosen);
    backup_verb.does(
        [&chosen, file] { chosen.alone = [file](const Globals& g, Output& o) { return backup(g, *file, o); }; });
    auto restore_verb = log.add_verb("restore", "makes the station go on from a backup, under a new identity");
    restore_verb.add_option("file", *file, "the backup").required();
    add_json(restore_verb, chosen);
    restore_verb.does(
        [&chosen, file] { chosen.alone = [file](const Globals& g, Output& o) { return restore(g, *file, o); }; });
    auto rebuild = log.add_verb("rebuild", "makes all views anew from the events");
    add_json(rebuild, chosen);
    rebuild.does([&chosen] {
        chosen.at_station = [json = chosen.globals.json](Station&, Desk& desk, Output& output) -> Result<int> {
            VESTIBULE_CHECK(desk.log().rebuild());
            output.line(json ? dump({{"rebuilt", true}}) : "rebuilt");
            return done;
        };
    });
}

}  // namespace vestibule
