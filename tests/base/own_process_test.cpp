// A process that keeps its memory to itself.
#include "kiosk/base/own_process.h"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <string>

namespace {

constexpr uid_t nobody = 65534;

// Whom the memory of an ordinary user's process belongs to once it has done `first`: that user, or root alone where
// it may be neither dumped nor looked into.
uid_t owner_of_memory(uid_t user, void (*first)()) {
    int ready[2] = {-1, -1};
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        // A change of user closes a process by itself: here it is open again, as each is that was just started.
        if (::setresuid(user, user, user) != 0 || ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0) ::_exit(1);
        first();
        (void)!::write(ready[1], "x", 1);
        for (;;) ::pause();
    }
    char said = 0;
    CHECK(::read(ready[0], &said, 1) == 1);
    struct stat memory {};
    CHECK(::stat(("/proc/" + std::to_string(child) + "/mem").c_str(), &memory) == 0);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    return memory.st_uid;
}

}  // namespace

TEST_CASE("no core is written of a process that keeps to itself, and none of its user's looks into it", "[base]") {
    const uid_t user = ::geteuid() == 0 ? nobody : ::geteuid();
    CHECK(owner_of_memory(user, [] {}) == user);  // the control
    CHECK(owner_of_memory(user, vestibule::keep_to_itself) == 0);
}
