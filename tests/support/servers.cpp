// test_servers start|stop NAME DIR: the servers that all cases of one run share, as ctest's fixtures start and end
// them.
//
// start returns once the server answers and DIR/NAME tells where; a keeper stays behind, and ends the server when it
// is told to by `stop` or when the process that called `start` is gone, however that ended. Twice is once.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <iostream>
#include <memory>
#include <thread>

#include "tests/printing/print_server.h"
#include "tests/support/central_database.h"
#include "tests/support/daemons.h"

namespace fs = std::filesystem;
using namespace vestibule::test_support;
using vestibule_tests_support::wait_until;

namespace {

constexpr std::chrono::milliseconds poll_every{50};
constexpr std::chrono::seconds start_max{60}, end_max{30};

// A server that is up, what a case has to know of it, and what is looked after while it stands.
struct Kept {
    std::shared_ptr<void> server;
    SharedServer record;
    std::function<void()> look_after = [] {};
};

Kept start_postgres() {
    auto server = std::make_shared<PostgresServer>(ServerCertificate::good, shared_server_settings());
    install_original(*server);
    return {server, {.folder = server->folder(), .port = server->port()}};
}

Kept start_printing() {
    auto server = std::make_shared<vestibule_tests_support::PrintServer>(vestibule_tests_support::SharedByAll{});
    return {
        server, {.folder = server->folder(), .port = server->server_port()}, [server] { server->revive_server(); }};
}

bool lives(pid_t process) {
    return process > 0 && ::kill(process, 0) == 0;
}

fs::path end_mark(const fs::path& record) {
    return fs::path{record} += ".end";
}

// The keeper's whole life. `owner`: without it nobody needs the server any more.
[[noreturn]] void keep(const std::string& name, const fs::path& record, pid_t owner) {
    ::setsid();
    const auto log = fs::path{record} += ".log";
    const int nothing = ::open("/dev/null", O_RDONLY),
              words = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(words, STDOUT_FILENO);
    ::dup2(words, STDERR_FILENO);
    try {
        auto kept = name == "postgres" ? start_postgres() : start_printing();
        kept.record.keeper = ::getpid();
        write_record(record, kept.record);
        while (lives(owner) && !fs::exists(end_mark(record))) {
            std::this_thread::sleep_for(poll_every);
            kept.look_after();
        }
        fs::remove(record);
    } catch (const std::exception& problem) {
        std::cerr << problem.what() << '\n';
        ::_exit(1);
    }
    ::_exit(0);
}

int start(const std::string& name, const fs::path& record) {
    const pid_t owner = ::getppid();
    if (const auto known = read_record(record); known && lives(known->keeper)) {
        std::cout << name << " is there already\n";
        return 0;
    }
    fs::create_directories(record.parent_path());
    fs::remove(record);
    fs::remove(end_mark(record));
    const pid_t keeper = ::fork();
    if (keeper == 0) keep(name, record, owner);
    const bool ended =
        !wait_until(start_max, [&] { return fs::exists(record) || ::waitpid(keeper, nullptr, WNOHANG) != 0; });
    if (!ended && fs::exists(record)) return 0;
    std::cerr << name << " doesn't start; what it said is in " << record.string() << ".log\n";
    return 1;
}

int stop(const fs::path& record) {
    const auto known = read_record(record);
    if (!known) return 0;
    write_record(end_mark(record), *known);
    if (wait_until(end_max, [&] { return !lives(known->keeper); })) return 0;
    ::kill(known->keeper, SIGKILL);
    std::cerr << "its keeper had to be killed\n";
    return 1;
}

}  // namespace

int main(int count, char** words) {
    const std::string deed = count == 4 ? words[1] : "", name = count == 4 ? words[2] : "";
    const bool known = name == "postgres" || name == "printing";
    if (!known || (deed != "start" && deed != "stop")) {
        std::cerr << "usage: test_servers start|stop postgres|printing DIR\n";
        return 2;
    }
    const auto record = fs::path{words[3]} / name;
    return deed == "start" ? start(name, record) : stop(record);
}
