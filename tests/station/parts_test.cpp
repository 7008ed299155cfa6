// A station's parts: the lock, the control socket, a worker.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "tests/station/building.h"

using namespace vestibule;
using namespace vestibule::station_test;

namespace {

ControlAnswer echo(const ControlRequest& request) {
    std::string out = request.folder;
    for (const auto& argument : request.arguments) out += "|" + argument;
    return {.status = static_cast<int>(request.arguments.size()), .out = out, .err = "said"};
}

// The answer, or the test fails: somebody listens and the command is begun.
ControlAnswer answer_to(const std::filesystem::path& file, const ControlRequest& request) {
    auto answer = must(ask_running_station(file, request));
    REQUIRE(answer);
    return *answer;
}

constexpr ControlPatience no_patience{.begins = std::chrono::milliseconds{100}};

// Sends bytes as they are and returns what comes back.
std::string send_raw(const std::filesystem::path& file, const std::string& bytes) {
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strncpy(name.sun_path, file.c_str(), sizeof name.sun_path - 1);
    REQUIRE(::connect(descriptor, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
    std::string out;
    if (::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size())) {
        ::shutdown(descriptor, SHUT_WR);
        char part[4096];
        for (ssize_t got = 0; (got = ::recv(descriptor, part, sizeof part, 0)) > 0;)
            out.append(part, static_cast<std::size_t>(got));
    }
    ::close(descriptor);
    return out;
}

}  // namespace

TEST_CASE("a station's folder has one owner, until that one goes", "[station]") {
    TemporaryFolder folder;
    auto first = must(StationLock::take(folder.path() / "lobby"));
    REQUIRE(first);
    CHECK_FALSE(must(StationLock::take(folder.path() / "lobby")));
    CHECK(must(StationLock::take(folder.path() / "reception")));
    auto moved = std::move(first);
    first.reset();
    CHECK_FALSE(must(StationLock::take(folder.path() / "lobby")));
    moved.reset();
    CHECK(must(StationLock::take(folder.path() / "lobby")));
    struct stat about {};
    REQUIRE(::stat((folder.path() / "lobby").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777U) == 0700U);
}

TEST_CASE("a folder that can't be made or written is a problem for staff, with its name", "[station]") {
    TemporaryFolder folder;
    std::ofstream{folder.path() / "file"} << "not a folder";
    for (const auto& place : {folder.path() / "file" / "lobby", std::filesystem::path{"/proc/vestibule/lobby"}}) {
        const auto refused = StationLock::take(place);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().remedy == Remedy::ask_staff);
        CHECK_THAT(refused.error().what, Catch::Contains(place.string()));
    }
}

TEST_CASE("a command handed to a running station is answered", "[station]") {
    TemporaryFolder folder;
    const auto file = folder.path() / "control.sock";
    const auto socket = must(ControlSocket::listen(file, echo));
    struct stat about {};
    REQUIRE(::stat(file.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777U) == 0600U);
    for (int i = 0; i < 3; ++i) {
        const auto answer = answer_to(file, {.arguments = {"leave", "", "张 伟\n"}, .folder = "/here"});
        CHECK(answer.status == 3);
        CHECK(answer.out == "/here|leave||张 伟\n");
        CHECK(answer.err == "said");
    }
    const std::string large(8U << 20U, 'x');
    CHECK(answer_to(file, {.arguments = {large}, .folder = ""}).out == "|" + large);
}

TEST_CASE("who waits for a running station's answer sees it come on", "[station]") {
    TemporaryFolder folder;
    const auto file = folder.path() / "control.sock";
    const auto socket = must(ControlSocket::listen(file, [](const ControlRequest& request) {
        for (const char* line : {"500 of 1000 rows", "第 2 批\n", ""}) request.progress(line);
        return ControlAnswer{.status = 2, .out = "done\n", .err = {}};
    }));
    std::vector<std::string> shown;
    const auto answer = answer_to(
        file, {.arguments = {}, .folder = "", .progress = [&](std::string_view line) { shown.emplace_back(line); }});
    CHECK(shown == std::vector<std::string>{"500 of 1000 rows", "第 2 批\n", ""});
    CHECK(answer.out == "done\n");
    CHECK(answer.status == 2);
    CHECK(answer_to(file, {}).status == 2);  // nobody looks
}

TEST_CASE("the control socket outlives garbage, silence and floods", "[station]") {
    TemporaryFolder folder;
    const auto file = folder.path() / "control.sock";
    const auto socket = must(ControlSocket::listen(file, echo));
    for (const std::string& bytes :
         {std::string{}, std::string{"\xFF\xFE\x00\x01", 4}, std::string(100'000, '['),
          std::string{"{\"arguments\": 7}"}, std::string{"{\"arguments\": [1, null, {}], \"folder\": []}"},
          std::string{"null"}}) {
        CHECK_THAT(send_raw(file, bytes), Catch::Contains("\"status\":0"));  // a request without arguments
    }
    CHECK(send_raw(file, std::string(20U << 20U, 'x')).empty());
    const auto refused = ask_running_station(file, {.arguments = {std::string(20U << 20U, 'x')}, .folder = ""});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().remedy == Remedy::give_up);  // longer than a station takes
    CHECK(answer_to(file, {.arguments = {"still"}, .folder = ""}).out == "|still");
}

TEST_CASE("nobody at the socket is said at once: a dead one's socket is replaced", "[station]") {
    TemporaryFolder folder;
    const auto file = folder.path() / "control.sock";
    CHECK_FALSE(has_listener(file));
    CHECK_FALSE(must(ask_running_station(file, {})));
    std::ofstream{file} << "left behind";
    {
        const auto socket = must(ControlSocket::listen(file, echo));
        CHECK(has_listener(file));
        CHECK(answer_to(file, {.arguments = {"a"}, .folder = ""}).status == 1);
    }
    CHECK_FALSE(std::filesystem::exists(file));
    CHECK_FALSE(must(ask_running_station(file, {})));
    const auto far = folder.path() / std::string(200, 'f');
    CHECK(ControlSocket::listen(far, echo).error().remedy == Remedy::ask_staff);
}

TEST_CASE("a station that doesn't take a request in time never does it", "[station]") {
    TemporaryFolder folder;
    const auto file = folder.path() / "control.sock";
    std::atomic<int> done{0};
    std::atomic<bool> begun{false}, go{false};
    const auto socket = must(ControlSocket::listen(file, [&](const ControlRequest& request) {
        if (request.arguments.empty()) {  // the one that holds up the others
            begun = true;
            soon([&] { return go.load(); });
        }
        ++done;
        return ControlAnswer{};
    }));
    std::thread first{[&] { CHECK(ask_running_station(file, {}).has_value()); }};
    REQUIRE(soon([&] { return begun.load(); }));
    for (int i = 0; i < 20; ++i)  // more than may wait in its queue
        CHECK_FALSE(must(ask_running_station(file, {.arguments = {"leave"}, .folder = ""}, no_patience)));
    CHECK(has_listener(file));
    go = true;
    first.join();
    CHECK(answer_to(file, {.arguments = {"last"}, .folder = ""}).status == 0);
    CHECK(done == 2);
}

TEST_CASE("where a station ends or hangs in the middle of a command, it's said that the end isn't known",
          "[station]") {
    TemporaryFolder folder;
    const auto file = folder.path() / "control.sock";
    std::atomic<bool> go{false};
    auto socket = must(ControlSocket::listen(file, [&](const ControlRequest&) {
        soon([&] { return go.load(); });
        return ControlAnswer{};
    }));
    const auto hung = ask_running_station(file, {}, {.answers = std::chrono::milliseconds{100}});
    REQUIRE_FALSE(hung);
    CHECK(hung.error().remedy == Remedy::retry_later);
    CHECK_THAT(hung.error().what, Catch::Contains("whether it was done isn't known"));
    go = true;
    CHECK(answer_to(file, {}).status == 0);
}

TEST_CASE("who sends a request letter by letter is cut off, and holds up nobody for ever", "[station]") {
    TemporaryFolder folder;
    const auto file = folder.path() / "control.sock";
    const auto socket = must(ControlSocket::listen(file, echo));
    const int slow = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strncpy(name.sun_path, file.c_str(), sizeof name.sun_path - 1);
    REQUIRE(::connect(slow, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
    std::atomic<bool> over{false};
    std::thread dribbling{[&] {
        while (!over && ::send(slow, "{", 1, MSG_NOSIGNAL) == 1)
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }};
    CHECK(answer_to(file, {.arguments = {"next"}, .folder = ""}).out == "|next");
    over = true;
    dribbling.join();
    ::close(slow);
}

TEST_CASE("a worker works when it starts and when it is woken, else it sleeps", "[station]") {
    std::atomic<int> rounds{0}, interrupts{0};
    Worker worker{[&] {
                      ++rounds;
                      return std::chrono::hours{1};
                  },
                  [&] { ++interrupts; }};
    CHECK(rounds == 0);
    worker.start();
    worker.start();
    CHECK(soon([&] { return rounds == 1; }));
    worker.wake();
    CHECK(soon([&] { return rounds == 2; }));
    CHECK(interrupts == 1);
    worker.stop();
    CHECK(worker.stopping());
    CHECK(interrupts >= 2);
    worker.wake();
    CHECK(rounds == 2);
}

TEST_CASE("a worker comes back by itself when its pause is over", "[station]") {
    std::atomic<int> rounds{0};
    Worker worker{[&] {
        ++rounds;
        return std::chrono::milliseconds{1};
    }};
    worker.start();
    CHECK(soon([&] { return rounds > 20; }));
}

TEST_CASE("a worker that is woken during a round does another one", "[station]") {
    std::atomic<int> rounds{0};
    std::atomic<bool> woken{false};
    Worker worker{[&] {
        ++rounds;
        soon([&] { return woken.load(); });
        return std::chrono::hours{1};
    }};
    worker.start();
    REQUIRE(soon([&] { return rounds == 1; }));
    worker.wake();
    woken = true;
    CHECK(soon([&] { return rounds == 2; }));
}

TEST_CASE("no wake-up is lost, also while a round is under way", "[station]") {
    std::atomic<int> wanted{0}, seen{0};
    Worker worker{[&] {
        const int now = wanted;
        std::this_thread::yield();
        seen = now;
        return std::chrono::hours{1};
    }};
    worker.start();
    std::vector<std::thread> wakers;
    for (int thread = 0; thread < 4; ++thread)
        wakers.emplace_back([&] {
            for (int i = 0; i < 2000; ++i) {
                ++wanted;
                worker.wake();
            }
        });
    for (auto& waker : wakers) waker.join();
    CHECK(soon([&] { return seen == 8000; }));
}

TEST_CASE("a worker that was woken before it started works once, and one that never started stops", "[station]") {
    std::atomic<int> rounds{0};
    Worker worker{[&] {
        ++rounds;
        return std::chrono::hours{1};
    }};
    worker.wake();
    worker.start();
    CHECK(soon([&] { return rounds == 1; }));
    Worker idle{[] { return std::chrono::hours{1}; }};
    idle.stop();
}

TEST_CASE("staff see that the station's clock was set back", "[station]") {
    Building building;
    const auto station = building.open(Role::lobby);
    must(station->exchange_now());
    CHECK(station->health().exchange().clock_behind == std::chrono::seconds{0});
    building.wait(-std::chrono::hours{24 * 365});
    must(station->exchange_now());
    CHECK(station->health().exchange().clock_behind == std::chrono::hours{24 * 365});
}
