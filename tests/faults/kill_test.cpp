// kill -9 under load, again and again: what was acknowledged is there, nothing is there twice, no badge comes out
// twice.
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "kiosk/visit/kinds.h"
#include "tests/faults/under_load.h"
#include "tests/journeys/child_process.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/rounds.h"

using namespace vestibule;
using namespace vestibule::faults_test;
using test_support::Fault;
using test_support::FaultyDisk;
using test_support::must;
using test_support::TemporaryFolder;

namespace {

constexpr int desks = 3;
constexpr int kills_a_building = 20;  // then a new one, so that looking at all of it stays quick
constexpr int pipe_in_child = 3;

int kills() {
    const char* chosen = std::getenv("VESTIBULE_KILLS");
    return chosen != nullptr ? std::stoi(chosen) : vestibule::test_support::rounds(25, 5);
}

void say(char what, const std::string& id) {
    const auto line = fmt::format("{} {}\n", what, id);  // short enough for a pipe to take whole
    if (::write(pipe_in_child, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::_Exit(1);
}

// Visitors come, are let in, and some leave, as fast as this desk can.
void work_for_ever(Desk& desk, int number) {
    const auto staff = new_id<PersonId>();
    for (int i = 0;; ++i) {
        const auto visit =
            desk.register_walk_in({.name = fmt::format("Visitor {} of desk {}", i, number), .language = "en"});
        if (!visit) std::_Exit(2);
        say('R', to_string(*visit));
        const auto badge = desk.admit(*visit, staff);
        if (!badge) std::_Exit(3);
        say('A', to_string(*badge));
        if (i % 3 != 0) continue;
        if (!desk.let_out(*visit, staff)) std::_Exit(4);
        say('L', to_string(*visit));
    }
}

// One life of the station: started, used, killed at a moment that `random` chooses.
void live_and_die(const std::filesystem::path& folder, Said& said, std::mt19937& random) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    journeys::Child child{{.arguments = {"/proc/self/exe", "a station under load"},
                           .environment = {{"VESTIBULE_UNDER_LOAD", folder.string()}},
                           .err = folder / "child.err",
                           .inherited = ends[1]}};
    ::close(ends[1]);
    // One in five dies while it starts, the others some time after the first visitor.
    const bool early = random() % 5 == 0;
    pollfd waiting{.fd = ends[0], .events = POLLIN, .revents = 0};
    ::poll(&waiting, 1, early ? static_cast<int>(random() % 150) : 60'000);
    if (!early) std::this_thread::sleep_for(std::chrono::microseconds{random() % 120'000});
    child.send(SIGKILL);
    INFO(journeys::content_of(folder / "child.err"));
    REQUIRE(child.wait(std::chrono::seconds{60}) == 128 + SIGKILL);
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t n = 0; (n = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(n));
    ::close(ends[0]);
    for (std::size_t from = 0, to = 0; (to = text.find('\n', from)) != std::string::npos; from = to + 1)
        said.take(text.substr(from, to - from));
}

}  // namespace

TEST_CASE("a station under load", "[.]") {
    const char* folder = std::getenv("VESTIBULE_UNDER_LOAD");
    REQUIRE(folder != nullptr);
    const auto station = must(open_station(folder));
    station->start_workers([] {});
    std::vector<std::unique_ptr<Desk>> made;
    for (int i = 0; i < desks; ++i) made.push_back(must(station->new_desk()));
    std::vector<std::thread> people;
    for (int i = 0; i < desks; ++i)
        people.emplace_back([&, i] { work_for_ever(*made[static_cast<std::size_t>(i)], i); });
    for (auto& person : people) person.join();
}

TEST_CASE("a station that is killed under load has lost nothing that it said, and prints no badge twice", "[kill]") {
    const auto seed = std::random_device{}();
    std::mt19937 random{seed};
    INFO("seed " << seed);
    int killed = 0, badges = 0;
    std::size_t visits = 0;
    while (killed < kills()) {
        const TemporaryFolder folder;
        DocumentCounter documents{folder / "badges"};
        Said said;
        for (int i = 0; i < kills_a_building && killed < kills(); ++i, ++killed) {
            INFO("kill " << killed);
            live_and_die(folder.path(), said, random);
            if (std::filesystem::exists(folder.path() / "lobby" / "log.db")) check_after_kill(folder.path(), said);
            for (const auto& [name, count] : documents.counts()) CHECK(count == 1);
        }
        badges += check_each_badge_once(folder.path(), documents);
        visits += said.registered.size();
    }
    fmt::print("{} kills (seed {}): {} visits acknowledged and all there, {} badges printed once each\n", killed,
               seed, visits, badges);
    CHECK(visits > 0);
    CHECK(badges > 0);
}

TEST_CASE("a print round that ends at any of its steps prints the badge once", "[kill][long]") {
    int steps = 0;
    for (bool through = false; !through; ++steps) {
        const TemporaryFolder folder;
        DocumentCounter documents{folder / "badges"};
        FaultyDisk disk;
        {
            const auto station = must(open_station(folder.path()));
            const auto desk = must(station->new_desk());
            must(desk->admit(must(desk->register_walk_in({.name = "Zhang Wei", .language = "en"})),
                             new_id<PersonId>()));
            disk.plan(Fault::power_cut, static_cast<std::uint64_t>(steps) + 1);
            (void)station->work_until_idle();
            through = !disk.dead();
        }
        if (disk.dead()) disk.restart();
        disk.plan(Fault::none, 0);
        INFO("the power goes at step " << steps + 1);
        CHECK(check_each_badge_once(folder.path(), documents) == 1);
        if (std::getenv("VESTIBULE_KILLS") == nullptr)
            steps += vestibule::test_support::rounds(6, 22);  // every seventh in everyday runs
    }
    fmt::print("print round: cut off at {} steps, the badge came out once each time\n", steps);
    CHECK(steps > 10);
}
