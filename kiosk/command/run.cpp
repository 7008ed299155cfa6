// vestibule run: the station on its display.
#include <fmt/format.h>

#include <cstdio>

#include "kiosk/command/command.h"
#include "kiosk/command/kiosk_app.h"
#include "kiosk/command/known_stations.h"
#include "kiosk/command/patience.h"
#include "kiosk/vault/recovery.h"

namespace vestibule {
namespace {

struct RunOptions {
    std::string role, windowed;
    bool sites = false;
};

constexpr int side_min = 480;  // below that nothing can be read or touched
constexpr int side_max = 8192;

Result<std::optional<ui::Size>> size_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    int width = 0, height = 0;
    char rest = 0;
    if (std::sscanf(text.c_str(), "%5dx%5d%c", &width, &height, &rest) != 2 || std::min(width, height) < side_min ||
        std::max(width, height) > side_max)
        return give_up(fmt::format("--windowed takes WIDTHxHEIGHT in pixels, such as 1080x1920, each {} to {}",
                                   side_min, side_max));
    return ui::Size{static_cast<float>(width), static_cast<float>(height)};
}

// What whoever starts the station should know of its keys.
std::vector<std::string> remarks_at_start(const Station& station) {
    std::vector<std::string> remarks;
    for (const auto& file : recovery_files_in(station.options().place.data))
        remarks.push_back(
            fmt::format("{} still lies here: move it to a safe place away from this machine; it gives back lost keys",
                        file.string()));
    if (const auto problem = station.health().exchange().problem; !problem.empty()) remarks.push_back(problem);
    return remarks;
}

// A command may have it just now; another `run` has it for good.
Result<StationLock> lock_to_run(const StationOptions& options, const Output& output) {
    const auto folder = options.place.data / options.place.name;
    const auto until = std::chrono::steady_clock::now() + station_wait_max;
    const WordAfter word{output, fmt::format("A command is at work at the station \"{}\"; this waits for its end.",
                                             options.place.name)};
    for (;;) {
        VESTIBULE_TRY(lock, StationLock::take(folder));
        if (lock) return std::move(*lock);
        if (has_listener(folder / "control.sock") || std::chrono::steady_clock::now() > until)
            return retry_later(
                fmt::format("the station \"{}\" is already running on {}: stop it first, or look at its "
                            "own display",
                            options.place.name, folder.string()));
        std::this_thread::sleep_for(station_asked_every);
    }
}

struct Start {
    StationOptions station;
    std::optional<Role> role;  // whose screens; nothing: those of the role that the station was enrolled as
    std::optional<ui::Size> windowed;
    bool with_sites = false;
};

Result<int> show(const Globals& globals, Start start, const Output& output) {
    start.station.exchanges_first = false;  // the screen comes before the network
    const auto beginning = words_of_beginning(globals, start.station.place.name);
    VESTIBULE_TRY(lock, lock_to_run(start.station, output));
    VESTIBULE_TRY(station, Station::open(std::move(start.station), std::move(lock)));
    if (!beginning.empty()) say_on_stderr(fmt::format("vestibule: {}\n", beginning));
    for (const auto& remark : remarks_at_start(*station)) say_on_stderr(fmt::format("vestibule: {}\n", remark));
    OtherSites others;
    if (start.with_sites) others = open_other_receptions(globals, station->identity().trust.site);
    for (const auto& other : others)
        if (other->problem())
            say_on_stderr(fmt::format("vestibule: {} can't be shown: {}\n", other->name(), other->problem()->what));
    VESTIBULE_CHECK(run_app(*station, start.role.value_or(station->options().place.role), start.windowed, others));
    return done;
}

// The named reception, or the only one of that name, or the first there is; with all others beside it.
Result<int> run_sites(const Globals& globals, const RunOptions& options, std::optional<ui::Size> windowed,
                      const Output& output) {
    if (!options.role.empty() && options.role != name_of(Role::reception))
        return give_up("--sites is for a reception: leave --role away, or say --role reception");
    auto name = globals.station.empty() ? std::string{name_of(Role::reception)} : globals.station;
    std::error_code ignored;
    if (globals.station.empty() && !std::filesystem::exists(globals.data / name / "identity.json", ignored))
        for (const auto& there : stations_of_sites(globals.data, Role::reception))
            if (!there.problem) {
                name = there.station;
                break;
            }
    if (!std::filesystem::exists(globals.data / name / "identity.json", ignored))
        return give_up(
            fmt::format("no reception \"{}\" lies in {}: enrol one a site with `vestibule station enroll "
                        "--code CODE --central URL --station NAME`",
                        name, globals.data.string()));
    const auto own_station = station_in(globals.data / name);
    VESTIBULE_TRY(own, options_of(globals, own_station));
    if (own_station.role != Role::reception)
        return give_up(fmt::format("the station \"{}\" was enrolled as {}; --sites is for a reception", name,
                                   name_of(own_station.role)));
    return show(globals,
                {.station = std::move(own), .role = Role::reception, .windowed = windowed, .with_sites = true},
                output);
}

Result<int> run(const Globals& globals, const RunOptions& options, const Output& output) {
    VESTIBULE_TRY(windowed, size_of(options.windowed));
    if (options.sites) return run_sites(globals, options, windowed, output);
    const auto name = !globals.station.empty() ? globals.station
                      : options.role.empty()   ? std::string{"lobby"}
                                               : options.role;
    const auto role = role_named(options.role.empty() ? name : options.role).value_or(Role::lobby);
    VESTIBULE_TRY(station_options_, station_options(globals, name, role));
    return show(globals,
                {.station = std::move(station_options_), .role = role_named(options.role), .windowed = windowed},
                output);
}

}  // namespace

void add_run(Verb program, Chosen& chosen) {
    auto verb = program.add_verb("run", "starts the station on this display (the default)");
    auto options = std::make_shared<RunOptions>();
    verb.add_option("--role", options->role, "whose screens; default: lobby").one_of({"lobby", "guard", "reception"});
    verb.add_option("--windowed", options->windowed, "instead of the whole display").called("WIDTHxHEIGHT");
    verb.add_flag("--sites", options->sites,
                  "reception: with the receptions of all other sites in this data folder, in one view");
    verb.does([&chosen, options] {
        chosen.alone = [options](const Globals& globals, Output& output) { return run(globals, *options, output); };
    });
}

}  // namespace vestibule
