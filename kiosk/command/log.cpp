// vestibule log verify|rebuild|stats|backup|restore. verify, stats and backup only read the log, so they run beside a
// running station; restore needs it stopped.
#include <fmt/format.h>

#include "kiosk/command/command.h"
#include "kiosk/log/backup.h"
#include "kiosk/station/restore.h"
#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/identity_file.h"

namespace vestibule {
namespace {

Result<std::filesystem::path> log_file_of(const Globals& globals) {
    const auto file = globals.data / station_name_of(globals) / "log.db";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return give_up(fmt::format(
            "there is no log at {}; name the data folder with --data and the station with --station", file.string()));
    return file;
}

// By the site's root that was pinned when the station was enrolled.
Result<EnrolmentCheck> check_of_enrolments(const Globals& globals) {
    const auto file = globals.data / station_name_of(globals) / "identity.json";
    VESTIBULE_TRY(identity, read_identity_file(file));
    return EnrolmentCheck{[trust = identity.site.trust](const Json& body) { return is_certified(body, trust); }};
}

Result<int> verify(const Globals& globals, bool json, Output& output) {
    VESTIBULE_TRY(file, log_file_of(globals));
    const auto certified = check_of_enrolments(globals);
    if (!certified) output.remark(fmt::format("enrolments are taken as they are: {}", certified.error().what));
    VESTIBULE_TRY(damage, verify_log(file, {}, certified ? *certified : EnrolmentCheck{}));
    VESTIBULE_TRY(stats, log_stats(file));
    if (!damage) {
        if (json)
            output.line(dump({{"ok", true}, {"events", stats.events}, {"stations", stats.stations}}));
        else
            output.line(
                fmt::format("ok: {} events of {} station(s), chains and heads hold", stats.events, stats.stations));
        return done;
    }
    if (json)
        output.line(dump(
            {{"ok", false}, {"station", to_string(damage->station)}, {"seq", damage->seq}, {"what", damage->what}}));
    else
        output.line(
            fmt::format("damaged: station {} seq {}: {}", to_string(damage->station), damage->seq, damage->what));
    return answer_is_no;
}

Result<int> stats(const Globals& globals, bool json, Output& output) {
    VESTIBULE_TRY(file, log_file_of(globals));
    VESTIBULE_TRY(s, log_stats(file));
    if (json) {
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
    VESTIBULE_TRY(file, log_file_of(globals));
    VESTIBULE_TRY(certified, check_of_enrolments(globals));
    const auto target = globals.resolved(name);
    VESTIBULE_CHECK(backup_log(file, target, certified));
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

Result<int> restore(const Globals& globals, const std::string& name, Output& output) {
    const auto station = station_name_of(globals);
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
    auto log = program.add_verb("log", "check, count, rebuild, back up or restore the log");
    log.needs_verb();
    auto verify_verb = log.add_verb("verify", "checks every row's hash, the chains and the signed heads");
    verify_verb.add_flag("--json", chosen.globals.json);
    verify_verb.does([&chosen] { chosen.alone = [](const Globals& g, Output& o) { return verify(g, g.json, o); }; });
    auto stats_verb = log.add_verb("stats", "how much there is");
    stats_verb.add_flag("--json", chosen.globals.json);
    stats_verb.does([&chosen] { chosen.alone = [](const Globals& g, Output& o) { return stats(g, g.json, o); }; });
    const auto file = std::make_shared<std::string>();
    auto backup_verb =
        log.add_verb("backup", "copies the log into a file while the station works; keys aren't in it");
    backup_verb.add_option("file", *file, "the file to make").required();
    backup_verb.add_flag("--json", chosen.globals.json);
    backup_verb.does(
        [&chosen, file] { chosen.alone = [file](const Globals& g, Output& o) { return backup(g, *file, o); }; });
    auto restore_verb = log.add_verb("restore", "makes the station go on from a backup, under a new identity");
    restore_verb.add_option("file", *file, "the backup").required();
    restore_verb.add_flag("--json", chosen.globals.json);
    restore_verb.does(
        [&chosen, file] { chosen.alone = [file](const Globals& g, Output& o) { return restore(g, *file, o); }; });
    auto rebuild = log.add_verb("rebuild", "makes all views anew from the events");
    rebuild.does([&chosen] {
        chosen.at_station = [](Station&, Desk& desk, Output& output) -> Result<int> {
            VESTIBULE_CHECK(desk.log().rebuild());
            output.line("rebuilt");
            return done;
        };
    });
}

}  // namespace vestibule
