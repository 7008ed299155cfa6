// The command line: what a verb is, what it may use, and where it runs (FORMATS, "Command line").
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/config.h"
#include "kiosk/base/json.h"
#include "kiosk/base/result.h"
#include "kiosk/command/arguments.h"
#include "kiosk/desk/desk.h"
#include "kiosk/station/station.h"

namespace vestibule {

enum ExitStatus : int { done = 0, answer_is_no = 1, wrong_usage = 2 };

struct Globals {
    std::filesystem::path data;
    std::string station;  // --station; empty = the only one, else the lobby
    std::filesystem::path config_file;
    std::filesystem::path folder;  // where relative paths of the arguments start
    bool json = false;

    [[nodiscard]] std::filesystem::path resolved(const std::filesystem::path& file) const { return folder / file; }
};

// What the verb says: `out` is machine output (stdout), `err` everything else (stderr).
struct Output {
    std::string out, err;
    std::function<void(std::string_view)> progress{};  // shows a line at once to whoever waits; may be empty
    void line(std::string_view text) { out.append(text).push_back('\n'); }
    void remark(std::string_view text) { err.append(text).push_back('\n'); }
};

// What a verb may do to a station.
enum class Effect { writes, reads, reads_live };  // live: a running one knows more than its files
// Whether a verb makes a station that isn't there; `first`: where the data folder has none yet.
enum class NewStation { never, first, any };

using StationWork = std::function<Result<int>(Station&, Desk&, Output&)>;

// What a parsed command line wants done; exactly one of the two pieces of work is set.
struct Chosen {
    Globals globals;
    std::string verb;              // such as "log verify"
    std::optional<Effect> effect;  // where it hangs on the options; else as verb_table.h says
    // With the station's own log, as at_station.h says.
    StationWork at_station;
    // Without owning a station.
    std::function<Result<int>(const Globals&, Output&)> alone;
};

// Each verb adds itself; its callback fills `chosen`. One file each.
void add_run(Verb program, Chosen& chosen);
void add_rehearse(Verb program, Chosen& chosen);
void add_admit(Verb program, Chosen& chosen);
void add_leave(Verb program, Chosen& chosen);
void add_arrivals(Verb program, Chosen& chosen);  // and roll-call
void add_badge(Verb program, Chosen& chosen);
void add_paper(Verb program, Chosen& chosen);
void add_import(Verb program, Chosen& chosen);
void add_export(Verb program, Chosen& chosen);
void add_log(Verb program, Chosen& chosen);
void add_sync(Verb program, Chosen& chosen);
void add_central(Verb program, Chosen& chosen);
void add_person(Verb program, Chosen& chosen);
void add_staff(Verb program, Chosen& chosen);
void add_station(Verb program, Chosen& chosen);
void add_station_enroll(Verb station, Chosen& chosen);
void add_station_recover(Verb station, Chosen& chosen);
void add_printer(Verb program, Chosen& chosen);
void add_doctor(Verb program, Chosen& chosen);
void add_help(Verb program, Chosen& chosen);
// --json, for a verb that answers.
void add_json(Verb verb, Chosen& chosen);

// Parses `arguments` (without the program). A Problem holds the usage error, or with remedy retry_later the help
// text.
[[nodiscard]] Result<Chosen> parse_command(const std::vector<std::string>& arguments,
                                           const std::filesystem::path& folder);

// What all commands take, and each of them.
[[nodiscard]] VerbWords words_of_program();
// The whole program. Answers the exit status.
[[nodiscard]] int run_command_line(const std::vector<std::string>& arguments);
// For a running station: a command that another process handed over.
[[nodiscard]] ControlAnswer answer_handed_over(Station& station, Desk& desk, const ControlRequest& request);

// --- what verbs share
[[nodiscard]] Result<Config> config_of(const Globals& globals);
// --station, else the only one, else the lobby.
[[nodiscard]] std::string station_name_of(const Globals& globals);
[[nodiscard]] Result<StationOptions> station_options(const Globals& globals, std::string name, Role role);
[[nodiscard]] Json json_of(const VisitView& view, const SiteZone& zone);
[[nodiscard]] std::string iso(Instant at);  // UTC, RFC 3339
// One visitor a line, for people.
[[nodiscard]] std::string row_of(const VisitView& view, const SiteZone& zone);
// By id, or by a name that one trusted station alone has. Errors: give_up when there is none, or more.
[[nodiscard]] Result<StationId> station_named(const std::vector<StationRecord>& stations, const std::string& text);
// By UUID, appointment code or badge code. Errors: give_up when there's none.
[[nodiscard]] Result<VisitId> visit_named(Desk& desk, const std::string& text);

// Where stderr takes no more (a full disk, a reader that has gone) nothing follows: fmt::print would throw.
void say_on_stderr(const std::string& text);

}  // namespace vestibule
