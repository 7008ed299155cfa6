// vestibule station enroll: on the machine that keeps the site it gives a one-time code; with --code it enrols a
// station on this machine.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/command/known_stations.h"
#include "kiosk/station/enrolment_round.h"
#include "kiosk/station/join.h"

namespace vestibule {
namespace {

struct EnrollOptions {
    std::string role = "guard", name, code, url;
    bool staffed = false;
};

Result<int> give_code(Station& station, const EnrollOptions& options, const Globals& globals, Output& output) {
    const auto role = role_named(options.role);
    if (!role) return give_up("--role takes lobby, guard or reception");
    const auto name = options.name.empty() ? options.role : options.name;
    VESTIBULE_CHECK(station_options(globals, name, *role));  // the name is fit for a folder
    VESTIBULE_TRY(opened,
                  open_code(station.options().place, {.role = *role, .name = name, .staffed = options.staffed},
                            station.options().clock()));
    if (globals.json) {
        output.line(dump({{"code", opened.code}, {"central", opened.url}, {"role", options.role}, {"name", name}}));
        return done;
    }
    output.line(opened.code);
    output.remark(
        fmt::format("On the other machine, within {} minutes, while this station is running:\n"
                    "  vestibule station enroll --code {} --central '{}'",
                    code_lasts.count(), opened.code, opened.url));
    return done;
}

Result<int> join_with(const Globals& globals, const EnrollOptions& options, Output& output) {
    if (options.url.empty())
        return give_up("name the central store as well: --central postgresql://db.example.com/vestibule");
    VESTIBULE_TRY(config, config_of(globals));
    const auto before = station_names(globals.data);
    VESTIBULE_TRY(joined, join({.data = globals.data,
                                .code = options.code,
                                .url = options.url,
                                .name = globals.station,
                                .site = config.site,
                                .progress = output.progress ? output.progress : [](std::string_view) {}}));
    if (std::ranges::count(before, joined.name) == 0)
        output.remark(fmt::format("vestibule: made the station \"{}\" in {}", joined.name, globals.data.string()));
    if (globals.json) {
        output.line(dump({{"station", joined.name}, {"role", joined.role}, {"reborn", joined.reborn.has_value()}}));
        return done;
    }
    output.line(fmt::format("station {} is enrolled as {}", joined.name, joined.role));
    if (joined.reborn)
        output.line(
            fmt::format("it goes on as a new incarnation: {} events from the central store, {} of its own written "
                        "anew; the old log is kept as {}",
                        joined.reborn->pulled, joined.reborn->written_anew, joined.reborn->kept_aside.string()));
    output.remark(fmt::format("Start it: vestibule run --role {}{}", joined.role,
                              joined.name == joined.role ? "" : " --station " + joined.name));
    return done;
}

}  // namespace

void add_station_enroll(Verb station, Chosen& chosen) {
    auto verb = station.add_verb("enroll", "a one-time code for a new station, or with --code this one's enrolment");
    auto options = std::make_shared<EnrollOptions>();
    verb.add_option("--role", options->role, "lobby, guard or reception").one_of({"lobby", "guard", "reception"});
    verb.add_option("--name", options->name, "what the new station is called; default: its role");
    verb.add_flag("--staffed", options->staffed,
                  "staff answer visitors at it, also where it is a lobby: only then its answers count");
    verb.add_option("--code", options->code, "the code that the site's keeper gave");
    verb.add_option("--central", options->url, "the central store's address, with --code");
    add_json(verb, chosen);
    verb.does([&chosen, options] {
        if (!options->code.empty()) {
            chosen.alone = [options](const Globals& globals, Output& output) {
                return join_with(globals, *options, output);
            };
            return;
        }
        chosen.at_station = [options, globals = chosen.globals](Station& own, Desk&, Output& output) {
            return give_code(own, *options, globals, output);
        };
    });
}

}  // namespace vestibule
