// Parsing the command line and running a verb where it belongs.
#include "kiosk/command/command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <set>

#include "kiosk/base/paths.h"

namespace vestibule {
namespace {

int status_of(const Problem& problem) {
    return problem.remedy == Remedy::give_up ? wrong_usage : answer_is_no;
}

// On a terminal one line that changes, elsewhere line after line.
void show_progress(std::string_view line) {
    const bool terminal = ::isatty(STDERR_FILENO) != 0;
    fmt::print(stderr, "{}{}{}", terminal ? "\r\x1b[K" : "", line, terminal ? "" : "\n");
    std::fflush(stderr);
}

void print(const Output& output) {
    if (::isatty(STDERR_FILENO) != 0) std::fputs("\r\x1b[K", stderr);
    std::fwrite(output.out.data(), 1, output.out.size(), stdout);
    std::fflush(stdout);
    std::fwrite(output.err.data(), 1, output.err.size(), stderr);
}

int finish(const Result<int>& result, Output& output) {
    if (!result) output.remark("vestibule: " + result.error().what);
    print(output);
    return result ? *result : status_of(result.error());
}

Result<int> hand_over(const std::filesystem::path& station, const std::vector<std::string>& arguments,
                      const Globals& globals, Output& output) {
    VESTIBULE_TRY(answer, ask_running_station(station / "control.sock", {.arguments = arguments,
                                                                         .folder = globals.folder.string(),
                                                                         .progress = output.progress}));
    output.out += answer.out;
    output.err += answer.err;
    return answer.status;
}

// In this process, with the station's workers doing what follows from it.
Result<int> do_here(Station& station, const StationWork& work, Output& output) {
    VESTIBULE_TRY(desk, station.new_desk());
    VESTIBULE_TRY(status, work(station, *desk, output));
    if (const auto idle = station.work_until_idle(); !idle) output.remark("vestibule: " + idle.error().what);
    return status;
}

Result<int> run_at_station(const Chosen& chosen, const std::vector<std::string>& arguments, Output& output) {
    const auto name = station_name_of(chosen.globals);
    VESTIBULE_TRY(options, station_options(chosen.globals, name, role_named(name).value_or(Role::lobby)));
    return do_at_station(std::move(options), chosen.at_station, arguments, chosen.globals, output);
}

// Is the first word, after options that every verb has, a verb?
bool names_verb(const std::vector<std::string>& words) {
    const std::set<std::string> everywhere = {"--data", "--station", "--config"};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto option = words[i].substr(0, words[i].find('='));
        if (!everywhere.contains(option)) return !words[i].starts_with("-");
        if (option == words[i]) ++i;  // its value is the next word
    }
    return false;
}

void add_globals(Verb program, Globals& globals) {
    program.add_option("--data", globals.data, "the data folder").shows_default();
    program.add_option("--station", globals.station, "the station's name; default: the only one, else lobby");
    program.add_option("--config", globals.config_file, "the config file; default: config/vestibule.toml");
}

}  // namespace

Result<Chosen> parse_command(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
    Chosen chosen;
    chosen.globals.data = default_data_folder();
    chosen.globals.folder = folder;
    CommandLine line{"Vestibule: a check-in station for the entrance of a building.", "vestibule"};
    add_globals(line.program(), chosen.globals);
    for (const auto add :
         {add_run, add_rehearse, add_admit, add_leave, add_arrivals, add_badge, add_paper, add_import, add_export,
          add_log, add_sync, add_central, add_person, add_station, add_printer, add_doctor})
        add(line.program(), chosen);
    // `vestibule` alone, or with options only, is `vestibule run`.
    auto words = arguments;
    const auto asks_help = !words.empty() && (words.front() == "--help" || words.front() == "-h");
    if (!names_verb(words) && !asks_help) words.insert(words.begin(), "run");
    VESTIBULE_CHECK(line.parse(std::move(words)));
    chosen.globals.data = folder / chosen.globals.data;
    return chosen;
}

Result<int> do_at_station(StationOptions options, const StationWork& work, const std::vector<std::string>& arguments,
                          const Globals& globals, Output& output) {
    const auto folder = options.place.data / options.place.name;
    auto station = Station::open(std::move(options));
    if (station) return do_here(**station, work, output);
    const auto owned_by_another = station.error().remedy == Remedy::retry_later;
    if (!owned_by_another) return tl::unexpected(station.error());
    return hand_over(folder, arguments, globals, output);
}

int run_command_line(const std::vector<std::string>& arguments) {
    Output output{.progress = show_progress};
    const auto chosen = parse_command(arguments, std::filesystem::current_path());
    if (!chosen && chosen.error().remedy == Remedy::retry_later) {
        std::fputs(chosen.error().what.c_str(), stdout);
        return done;
    }
    if (!chosen) return finish(tl::unexpected(chosen.error()), output);
    if (chosen->alone) return finish(chosen->alone(chosen->globals, output), output);
    return finish(run_at_station(*chosen, arguments, output), output);
}

ControlAnswer answer_handed_over(Station& station, Desk& desk, const ControlRequest& request) {
    Output output{.progress = request.progress};
    const auto chosen = parse_command(request.arguments, request.folder);
    if (!chosen) return {.status = wrong_usage, .err = chosen.error().what + "\n"};
    if (!chosen->at_station) return {.status = wrong_usage, .err = "this command isn't for a running station\n"};
    if (const auto fresh = desk.refresh(); !fresh) return {.status = answer_is_no, .err = fresh.error().what + "\n"};
    const auto status = chosen->at_station(station, desk, output);
    if (!status) output.remark("vestibule: " + status.error().what);
    return {.status = status ? *status : status_of(status.error()), .out = output.out, .err = output.err};
}

}  // namespace vestibule
