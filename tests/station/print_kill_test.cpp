// kill -9 between "the badge is due" and "its outcome is on disk", at every system call that the print worker makes
// in between, with a real print server: documents are counted at the printer. No badge comes out twice.
//
// The worker runs in a process of its own under ptrace, whose every system call stops it twice: nothing that it does
// to the disk or to the network happens between two stops. Everyday runs take 30 of these points,
// VESTIBULE_PRINT_KILLS as many as it says; from the number of points on each is hit.
#include <fmt/format.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <set>

#include "kiosk/desk/print_progress.h"
#include "kiosk/station/print_round.h"
#include "tests/station/print_desk.h"

using namespace vestibule;
using namespace vestibule::station_test;

namespace {

constexpr int kills_a_server = 50;         // then a new one: a queue that remembers little is another matter
constexpr std::size_t digits_of_job = 24;  // of the name; the others tell the attempts apart

int kills_wanted() {
    const char* chosen = std::getenv("VESTIBULE_PRINT_KILLS");
    return chosen != nullptr ? std::stoi(chosen) : 30;
}

StationOptions lobby_at(const std::filesystem::path& folder, const std::string& server) {
    ::setenv("VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets", 1);
    Config config;
    config.printer.server = server;
    config.printer.queue = "badge";
    return {.place = {.data = folder, .name = "lobby", .role = Role::lobby},
            .config = config,
            .policy_file = VESTIBULE_SOURCE "/config/policy.toml"};
}

// The tracer's view of one life of the worker: how many stops it made after the badge was due, and whether it was
// killed at the one that was asked for.
struct Life {
    long stops = 0;
    bool killed = false;
};

pid_t start_traced(const std::filesystem::path& folder, const std::string& server) {
    ::setenv("VESTIBULE_PRINT_FOLDER", folder.c_str(), 1);
    ::setenv("VESTIBULE_PRINT_SERVER", server.c_str(), 1);
    // LeakSanitizer doesn't work under ptrace. This process has read its own options long ago.
    const char* options = std::getenv("ASAN_OPTIONS");
    ::setenv("ASAN_OPTIONS", fmt::format("{}:detect_leaks=0", options != nullptr ? options : "").c_str(), 1);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child > 0) return child;
    ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    ::execl("/proc/self/exe", "station_test", "a print worker that is about to be killed", nullptr);
    ::_exit(127);
}

// Lets it live until its `kill_at`th stop, or to its end where that never comes.
Life live(const std::filesystem::path& folder, const std::string& server, long kill_at) {
    const pid_t child = start_traced(folder, server);
    Life life;
    int status = 0;
    bool due = false;
    REQUIRE(::waitpid(child, &status, 0) == child);
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    for (int signal = 0;;) {
        ::ptrace(due ? PTRACE_SYSCALL : PTRACE_CONT, child, nullptr, signal);
        REQUIRE(::waitpid(child, &status, 0) == child);
        if (WIFEXITED(status) || WIFSIGNALED(status)) break;
        const int stopped_by = WSTOPSIG(status);
        signal = 0;
        if (stopped_by == SIGUSR1)
            due = true;
        else if (stopped_by == SIGUSR2)
            due = false;
        else if (stopped_by != (SIGTRAP | 0x80) && stopped_by != SIGTRAP)
            signal = stopped_by;
        if (!due || stopped_by == SIGUSR1 || ++life.stops != kill_at) continue;
        ::kill(child, SIGKILL);
        life.killed = true;
    }
    INFO("status " << status);
    REQUIRE((life.killed ? WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL
                         : WIFEXITED(status) && WEXITSTATUS(status) == 0));
    return life;
}

// What the killed worker left behind of its newest badge: on its disk, and at the print server.
std::string found_after(const std::filesystem::path& folder, const PrintServer& server) {
    const auto reader = must(LogReader::open(folder / "lobby" / "log.db"));
    const auto job = must(reader.all_jobs()).back();
    if (job.state != JobState::pending && job.state != JobState::started) return "6 outcome on disk";
    const auto progress = print_progress_of(job.progress, job.attempts);
    if (progress.open_attempt() == nullptr) return "1 due, no attempt on disk";
    const auto name = print_name_of(job.id, progress.open_attempt()->number);
    const auto at_queue = printing::Spooler::at(server.server()).find_job(server.queue(), name);
    REQUIRE(at_queue);
    if (!*at_queue) return "2 attempt on disk, nothing at the queue";
    if (!progress.open_attempt()->handed_over) return "3 at the queue, nobody was told";
    return (*at_queue)->state == printing::JobState::completed ? "5 completed, nobody was told"
                                                               : "4 at the queue, and noted";
}

std::string job_of(const std::string& file_or_name) {
    const auto at = file_or_name.find("vestibule-");
    return at == std::string::npos ? "" : file_or_name.substr(at + 10, digits_of_job);
}

struct Counted {
    int badges = 0, printed = 0, unknown = 0, failed = 0, documents = 0;
};

// Lets all that is left come to its end, and holds what the log says of each badge against the printer's documents.
Counted count_papers(const std::filesystem::path& folder, const PrintServer& server) {
    const auto lobby = must(Station::open(lobby_at(folder, server.server())));
    const auto desk = must(lobby->new_desk());
    CHECK(soon([&] {
        (void)lobby->work_until_idle();
        return !must(desk->reader().next_due("print"));
    }));
    std::map<std::string, int> documents;
    for (const auto& file : server.documents()) ++documents[job_of(file.filename())];
    Counted out;
    for (const auto& job : must(desk->reader().all_jobs())) {
        const auto state = must(desk->reader().badge(id_field<BadgeId>(job.body, "badge").value())).value();
        const auto papers = documents[job_of(print_name_of(job.id))];
        INFO(print_name_of(job.id) << " " << name_of(state.print) << " " << job.remark);
        CHECK(papers <= 1);
        CHECK(state.print != PrintOutcome::pending);
        if (state.print == PrintOutcome::printed) CHECK(papers == 1);
        if (state.print == PrintOutcome::failed) CHECK(papers == 0);
        ++out.badges;
        out.printed += state.print == PrintOutcome::printed;
        out.unknown += state.print == PrintOutcome::unknown;
        out.failed += state.print == PrintOutcome::failed;
        out.documents += papers;
    }
    CHECK(count(*desk, kind::badge_printed) == out.badges);
    return out;
}

}  // namespace

TEST_CASE("a print worker that is about to be killed", "[.]") {
    const auto lobby =
        must(Station::open(lobby_at(std::getenv("VESTIBULE_PRINT_FOLDER"), std::getenv("VESTIBULE_PRINT_SERVER"))));
    StationHealth health;
    PrintRound round{must(lobby->new_desk()), health, lobby->folder()};
    const auto desk = must(lobby->new_desk());
    // Takes up what earlier lives left, and lets it come to its end: the newest badge needs its place.
    do std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(round.once(), print_watch_interval));
    while (must(desk->reader().jobs_due("print", desk->now(), 10)).size() > 2);
    const auto badge = admit(*desk, "Zhang Wei");
    ::raise(SIGUSR1);
    while (must(desk->reader().badge(badge))->print == PrintOutcome::pending)
        std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(round.once(), print_watch_interval));
    ::raise(SIGUSR2);
}

TEST_CASE("a print worker that is killed at any step prints no badge twice, and each one's outcome is true",
          "[print][print-kill][printer]") {
    int killed = 0;
    long points = 0;
    std::set<long> hit;
    std::map<std::string, int> found;
    Counted all;
    for (int begun = 0; begun < kills_wanted(); begun += kills_a_server) {
        const TemporaryFolder folder;
        const PrintServer server{{.own_server = true}};
        points = std::max(points, live(folder.path(), server.server(), 0).stops);
        REQUIRE(points > 100);
        for (int i = begun; i < std::min(kills_wanted(), begun + kills_a_server); ++i) {
            auto at = 1 + i * points / kills_wanted();
            INFO("killed at stop " << at);
            // One whose badge came out sooner has fewer stops: then an earlier one.
            while (!live(folder.path(), server.server(), at).killed) at -= at / 5;
            ++killed;
            hit.insert(at);
            ++found[found_after(folder.path(), server)];
        }
        const auto counted = count_papers(folder.path(), server);
        all.badges += counted.badges;
        all.printed += counted.printed;
        all.unknown += counted.unknown;
        all.failed += counted.failed;
        all.documents += counted.documents;
    }
    fmt::print(
        "{} kills at {} of {} stops: {} badges, {} documents at the printer, {} printed, {} unknown, {} failed\n",
        killed, hit.size(), points, all.badges, all.documents, all.printed, all.unknown, all.failed);
    for (const auto& [what, times] : found) fmt::print("  {:4} times: {}\n", times, what);
    CHECK(killed == kills_wanted());
    CHECK(found.size() >= 4);
}
