// posix_spawn, signals and probing connections.
#include "tests/support/daemons.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace vestibule_tests_support {

namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

constexpr auto stop_time_max = std::chrono::seconds(5);
constexpr auto poll_interval = std::chrono::milliseconds(20);

}  // namespace

bool wait_until(std::chrono::steady_clock::duration limit, const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(poll_interval);
    }
    return true;
}

bool answers(int port) {
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(port);
    const bool connected = ::connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    ::close(probe);
    return connected;
}

bool answers(const char* path) {
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
    const bool connected = ::connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    ::close(probe);
    return connected;
}

pid_t start(const std::vector<std::string>& words, const std::filesystem::path& log) {
    std::vector<std::string> bound{"setpriv", "--pdeathsig", "KILL"};
    bound.insert(bound.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (const auto& word : bound) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    pid_t child = 0;
    const int error = posix_spawnp(&child, arguments[0], &actions, &attributes, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) throw std::runtime_error("can't start " + words[0] + ": " + std::strerror(error));
    return child;
}

void stop(pid_t child) {
    if (child <= 0) return;
    const auto gone = [child] { return ::waitpid(child, nullptr, WNOHANG) != 0; };
    ::kill(child, SIGTERM);
    if (wait_until(stop_time_max, gone)) return;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

std::string tail_of(const std::filesystem::path& log) {
    constexpr std::size_t tail_bytes = 500;
    std::ifstream stream(log);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return text.substr(text.size() - std::min(text.size(), tail_bytes));
}

void run(const std::vector<std::string>& words, const std::filesystem::path& log) {
    int status = 0;
    ::waitpid(start(words, log), &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error(words[0] + " failed: " + tail_of(log));
}

}  // namespace vestibule_tests_support
