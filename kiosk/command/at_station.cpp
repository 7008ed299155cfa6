// Where a verb's work is done: here, by the running station, or in the station's files.
#include "kiosk/command/at_station.h"

#include <fmt/format.h>

#include "kiosk/command/patience.h"

namespace vestibule {
namespace {

using std::chrono::steady_clock;

std::filesystem::path folder_of(const StationOptions& options) {
    return options.place.data / options.place.name;
}

Result<int> do_at(Station& station, const StationWork& work, Output& output) {
    VESTIBULE_TRY(desk, station.new_desk());
    return work(station, *desk, output);
}

// In this process, with the station's workers doing what follows from it.
Result<int> do_here(const StationOptions& options, StationLock lock, const StationWork& work, Output& output) {
    VESTIBULE_TRY(station, Station::open(options, std::move(lock)));
    VESTIBULE_TRY(status, do_at(*station, work, output));
    if (const auto idle = station->work_until_idle(); !idle) output.remark("vestibule: " + idle.error().what);
    return status;
}

// Nothing: it wasn't begun. `busy`: what is said of a station that doesn't begin.
Result<std::optional<int>> hand_over(const StationOptions& options, const std::vector<std::string>& arguments,
                                     const Globals& globals, std::chrono::milliseconds begins, WordAfter& busy,
                                     Output& output) {
    std::optional<WordAfter> at_work;
    ControlRequest request{.arguments = arguments, .folder = globals.folder.string()};
    request.begun = [&] {
        busy.end();
        at_work.emplace(output, fmt::format("The station \"{}\" is at work on it.", options.place.name));
    };
    if (output.progress)
        request.progress = [&](std::string_view line) {
            at_work.reset();
            output.progress(line);
        };
    VESTIBULE_TRY(answer, ask_running_station(folder_of(options) / "control.sock", request, {.begins = begins}));
    if (!answer) return std::nullopt;
    output.out += answer->out;
    output.err += answer->err;
    return answer->status;
}

tl::unexpected<Problem> never_free(const StationOptions& options) {
    return retry_later(
        fmt::format("the station \"{}\" has been busy for {} s, so nothing was done: please try again; if it hangs, "
                    "start it again",
                    options.place.name, station_wait_max.count()));
}

// The lock, or the answer of the process that has it.
struct Turn {
    std::optional<StationLock> lock;
    int status = 0;
};

Result<Turn> wait_for_turn(const StationOptions& options, const std::vector<std::string>& arguments,
                           const Globals& globals, Output& output) {
    const auto until = steady_clock::now() + station_wait_max;
    WordAfter word{output, fmt::format("The station \"{}\" is busy; this waits for it, at most {} s.",
                                       options.place.name, station_wait_max.count())};
    for (;;) {
        VESTIBULE_TRY(lock, StationLock::take(folder_of(options)));
        if (lock) return Turn{.lock = std::move(lock)};
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now());
        VESTIBULE_TRY(status, hand_over(options, arguments, globals, left, word, output));
        if (status) return Turn{.lock = std::nullopt, .status = *status};
        if (steady_clock::now() > until) return never_free(options);
        std::this_thread::sleep_for(station_asked_every);
    }
}

// As its owner, after the central store was asked. Nothing: it couldn't be opened so, which needn't keep anybody from
// reading.
std::unique_ptr<Station> opened_as_owner(const StationOptions& options, StationLock lock, const Output& output) {
    const WordAfter word{output, "Asking the central store what is new; this takes a while."};
    auto station = Station::open(options, std::move(lock));
    return station ? std::move(*station) : nullptr;
}

Result<int> read(const StationOptions& options, const StationWork& work, Effect effect,
                 const std::vector<std::string>& arguments, const Globals& globals, Output& output) {
    auto lock = StationLock::take(folder_of(options));
    if (lock && *lock)
        if (const auto station = opened_as_owner(options, std::move(**lock), output))
            return do_at(*station, work, output);
    if (lock && !*lock && effect == Effect::reads_live) {
        WordAfter word{output, fmt::format("Waiting for the station \"{}\" to answer.", options.place.name)};
        VESTIBULE_TRY(status, hand_over(options, arguments, globals, live_answer_begins, word, output));
        if (status) return *status;
    }
    VESTIBULE_TRY(station, Station::open_to_read(options));
    return do_at(*station, work, output);
}

}  // namespace

Result<int> write_at_station(const StationOptions& options, const StationWork& work,
                             const std::vector<std::string>& arguments, const Globals& globals, Output& output) {
    VESTIBULE_TRY(turn, wait_for_turn(options, arguments, globals, output));
    if (!turn.lock) return turn.status;
    return do_here(options, std::move(*turn.lock), work, output);
}

Result<int> read_at_station(const StationOptions& options, const StationWork& work, Effect effect,
                            const std::vector<std::string>& arguments, const Globals& globals, Output& output) {
    auto status = read(options, work, effect, arguments, globals, output);
    // A question that can't be answered isn't answered by no.
    if (!status) status.error().remedy = Remedy::give_up;
    return status;
}

}  // namespace vestibule
