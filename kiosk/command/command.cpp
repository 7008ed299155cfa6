// Parsing the command line and running a verb where it belongs.
#include "kiosk/command/command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <set>

#include "kiosk/base/paths.h"
#include "kiosk/command/at_station.h"
#include "kiosk/command/help.h"
#include "kiosk/command/known_stations.h"
#include "kiosk/command/rehearsal_folder.h"
#include "kiosk/command/verb_table.h"
#include "kiosk/command/version.h"

namespace vestibule {
void say_on_stderr(const std::string& text) {
    std::fputs(text.c_str(), stderr);
}

namespace {

using Words = std::vector<std::string>;

int status_of(const Problem& problem) {
    return problem.remedy == Remedy::give_up ? wrong_usage : answer_is_no;
}

// On a terminal one line that changes, elsewhere line after line.
void show_progress(std::string_view line) {
    const bool terminal = ::isatty(STDERR_FILENO) != 0;
    say_on_stderr(fmt::format("{}{}{}", terminal ? "\r\x1b[K" : "", line, terminal ? "" : "\n"));
    std::fflush(stderr);
}

// False: not all of it could be written, as on a full disk.
bool print(const Output& output) {
    if (::isatty(STDERR_FILENO) != 0) std::fputs("\r\x1b[K", stderr);
    const bool whole =
        std::fwrite(output.out.data(), 1, output.out.size(), stdout) == output.out.size() && std::fflush(stdout) == 0;
    const int why = errno;
    std::fwrite(output.err.data(), 1, output.err.size(), stderr);
    if (!whole)
        say_on_stderr(fmt::format("vestibule: the answer can't be written ({}): make room, or write it elsewhere\n",
                                  std::strerror(why)));
    return whole;
}

int finish(const Result<int>& result, Output& output) {
    if (!result) output.remark("vestibule: " + result.error().what);
    if (!print(output)) return wrong_usage;
    return result ? *result : status_of(result.error());
}

// Is the first word, after options that every verb has, a verb?
bool names_verb(const Words& words) {
    const std::set<std::string> everywhere = {"--data", "--station", "--config"};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto option = words[i].substr(0, words[i].find('='));
        if (!everywhere.contains(option)) return !words[i].starts_with("-");
        if (option == words[i]) ++i;  // its value is the next word
    }
    return false;
}

bool has_one_of(const Words& words, std::initializer_list<std::string_view> wanted) {
    return std::ranges::find_first_of(words, wanted) != words.end();
}

void add_globals(Verb program, Globals& globals, bool& version) {
    program.add_option("--data", globals.data, "the data folder; default: $XDG_DATA_HOME/vestibule").called("DIR");
    program.add_option("--station", globals.station, "the station's name; default: the only one, else lobby")
        .called("NAME");
    program.add_option("--config", globals.config_file, "the config file; default: config/vestibule.toml")
        .called("FILE");
    program.add_flag("--version", version, "which Vestibule this is, and its libraries");
}

constexpr const char* about = "Vestibule: a check-in station for the entrance of a building.";

Chosen asks_version(const Words& words) {
    Chosen chosen;
    chosen.globals.json = has_one_of(words, {"--json"});
    chosen.alone = say_version;
    return chosen;
}

// What is new is said also where it went wrong afterwards.
Result<int> write_and_tell(const Chosen& chosen, const std::string& station, const StationOptions& options,
                           const Words& arguments, Output& output) {
    const auto beginning = words_of_beginning(chosen.globals, station);
    auto status = write_at_station(options, chosen.at_station, arguments, chosen.globals, output);
    if (!beginning.empty() && std::ranges::count(station_names(chosen.globals.data), station) > 0)
        output.remark("vestibule: " + beginning);
    return status;
}

Result<int> do_chosen(const Chosen& chosen, const Words& arguments, Output& output) {
    const auto& globals = chosen.globals;
    const auto row = row_of_verb(chosen.verb);
    const auto right = row.may_begin;
    if (row.data == OfRehearsal::refused) VESTIBULE_CHECK(expect_no_rehearsal(globals.data));
    if (chosen.alone) {
        if (right == NewStation::never) VESTIBULE_CHECK(expect_named_station(globals));
        return chosen.alone(globals, output);
    }
    const auto name = station_name_of(globals);
    VESTIBULE_TRY(options, station_options(globals, name, role_named(name).value_or(Role::lobby)));
    VESTIBULE_CHECK(expect_station(globals, name, right));
    const auto effect = chosen.effect.value_or(Effect::writes);
    if (effect == Effect::writes) return write_and_tell(chosen, name, options, arguments, output);
    return read_at_station(options, chosen.at_station, effect, arguments, globals, output);
}

}  // namespace

VerbWords words_of_program() {
    Chosen chosen;
    bool version = false;
    CommandLine line{about, "vestibule"};
    add_globals(line.program(), chosen.globals, version);
    add_verbs(line.program(), chosen);
    return line.words();
}

Result<Chosen> parse_command(const Words& arguments, const std::filesystem::path& folder) {
    auto words = arguments;
    const auto verb_named = names_verb(words);
    if (!verb_named && has_one_of(words, {"--version"})) return asks_version(words);
    // `vestibule` alone, or with options only, is `vestibule run`.
    if (!verb_named && !has_one_of(words, {"--help", "-h"})) words.insert(words.begin(), "run");
    Chosen chosen;
    bool version = false;
    chosen.globals.data = default_data_folder();
    chosen.globals.folder = folder;
    CommandLine line{about, "vestibule"};
    add_globals(line.program(), chosen.globals, version);
    add_verbs(line.program(), chosen);
    if (const auto parsed = line.parse(std::move(words)); !parsed) {
        const auto asks_help = parsed.error().remedy == Remedy::retry_later;
        return asks_help ? retry_later(help_text(line.words(), line.chosen())) : tl::unexpected(parsed.error());
    }
    if (version) return asks_version(arguments);
    chosen.verb = line.chosen();
    if (!chosen.effect) chosen.effect = row_of_verb(chosen.verb).effect;
    chosen.globals.data = folder / chosen.globals.data;
    return chosen;
}

int run_command_line(const Words& arguments) {
    Output output{.progress = show_progress};
    std::error_code none;
    const auto chosen = parse_command(arguments, std::filesystem::current_path(none));
    if (!chosen && chosen.error().remedy == Remedy::retry_later) {
        output.out = chosen.error().what;
        return finish(done, output);
    }
    if (!chosen) return finish(tl::unexpected(chosen.error()), output);
    return finish(do_chosen(*chosen, arguments, output), output);
}

ControlAnswer answer_handed_over(Station& station, Desk& desk, const ControlRequest& request) {
    Output output{.progress = request.progress};
    const auto chosen = parse_command(request.arguments, request.folder);
    if (!chosen) return {.status = wrong_usage, .err = chosen.error().what + "\n"};
    if (!chosen->at_station) return {.status = wrong_usage, .err = "this command isn't for a running station\n"};
    if (const auto fresh = desk.refresh(); !fresh) return {.status = answer_is_no, .err = fresh.error().what + "\n"};
    const auto status = chosen->at_station(station, desk, output);
    if (!status) output.remark("vestibule: " + status.error().what);
    const auto asked = chosen->effect != Effect::writes;  // a question that can't be answered isn't answered by no
    return {.status = status  ? *status
                      : asked ? wrong_usage
                              : status_of(status.error()),
            .out = output.out,
            .err = output.err};
}

}  // namespace vestibule
