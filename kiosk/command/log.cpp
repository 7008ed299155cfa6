// vestibule log verify|rebuild|stats. verify and stats only read, so they run beside a running station.
#include <fmt/format.h>

#include "kiosk/command/command.h"

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

Result<int> verify(const Globals& globals, bool json, Output& output) {
    VESTIBULE_TRY(file, log_file_of(globals));
    VESTIBULE_TRY(damage, verify_log(file));
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

}  // namespace

void add_log(Verb program, Chosen& chosen) {
    auto log = program.add_verb("log", "check, count or rebuild the log");
    log.needs_verb();
    auto verify_verb = log.add_verb("verify", "checks every row's hash, the chains and the signed heads");
    verify_verb.add_flag("--json", chosen.globals.json);
    verify_verb.does([&chosen] { chosen.alone = [](const Globals& g, Output& o) { return verify(g, g.json, o); }; });
    auto stats_verb = log.add_verb("stats", "how much there is");
    stats_verb.add_flag("--json", chosen.globals.json);
    stats_verb.does([&chosen] { chosen.alone = [](const Globals& g, Output& o) { return stats(g, g.json, o); }; });
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
