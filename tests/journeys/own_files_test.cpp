// What a station keeps to itself, whatever the shell that started it allows: its files and its memory.
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <thread>

#include "tests/journeys/building.h"

using namespace journeys;
namespace fs = std::filesystem;

namespace {

// A shell that lets everybody read and write what its programs make.
class LaxMask {
  public:
    LaxMask() : before_{::umask(0)} {}
    LaxMask(const LaxMask&) = delete;
    LaxMask& operator=(const LaxMask&) = delete;
    ~LaxMask() { ::umask(before_); }

  private:
    mode_t before_;
};

std::vector<std::string> open_to_others(const fs::path& folder) {
    std::vector<std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        const auto mode = fs::symlink_status(entry.path()).permissions();
        if ((mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none) out.push_back(entry.path());
    }
    return out;
}

// Whether the kernel wrote a core of a program that aborts; it stands in a folder of its own, with no limit to cores.
bool leaves_core(const std::vector<std::string>& arguments, const fs::path& folder, const fs::path& ready) {
    std::vector<char*> words;
    for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
        ::setrlimit(RLIMIT_CORE, &all);
        ::setenv("SDL_VIDEODRIVER", "offscreen", 1);
        if (::chdir(folder.c_str()) == 0) ::execvp(words[0], words.data());
        ::_exit(127);
    }
    const auto end = std::chrono::steady_clock::now() + patience();
    while (!ready.empty() && !fs::exists(ready) && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    CHECK((ready.empty() || fs::exists(ready)));
    ::kill(child, SIGABRT);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    return WCOREDUMP(status);
}

}  // namespace

TEST_CASE("whatever the shell's mask allows, all that a station makes is its user's alone") {
    const LaxMask lax;
    Building building;
    auto& lobby = building.lobby();
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "0102", .host = "Anna"});
    lobby.on("lobby.waiting");
    REQUIRE(building.command({"admit", "--name", "Maja Horvat", "--host", "Anna"}).status == 0);
    CHECK(building.printed(1).size() == 1);
    REQUIRE(building.command({"roll-call", "--pdf", building.data() / "roll-call.pdf"}).status == 0);
    REQUIRE(building.command({"log", "backup", building.data() / "backup.db"}).status == 0);
    CHECK(open_to_others(building.data()) == std::vector<std::string>{});
    std::ofstream{building.data() / "control"} << "x";
    CHECK(open_to_others(building.data()) == std::vector<std::string>{building.data() / "control"});
}

#ifndef VESTIBULE_SANITIZED
TEST_CASE("a station that dies leaves no core of its memory") {
    const Folder folder;
    if (!leaves_core({"sleep", "600"}, folder.path(), {})) WARN("this machine writes no cores, so nothing is shown");
    const auto data = folder.path() / "data";
    CHECK_FALSE(leaves_core({VESTIBULE_BUILD "/vestibule", "run", "--role", "lobby", "--data", data}, folder.path(),
                            data / "lobby" / "control.sock"));
}
#endif
