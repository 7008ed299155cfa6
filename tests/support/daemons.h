// Programs that run beside a test as parts of a server: started, asked whether they answer, and ended by process id.
// Whoever starts one ends it. Throws std::runtime_error where that fails. Thread: any.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace vestibule_tests_support {

// Asks again and again; false: it didn't hold within `limit`.
[[nodiscard]] bool wait_until(std::chrono::steady_clock::duration limit, const std::function<bool()>& condition);

// Whether somebody takes connections there.
[[nodiscard]] bool answers(int port);
[[nodiscard]] bool answers(const char* socket_path);

// In the foreground, in a session of its own; its words go to `log`. It ends with the thread that called this, also
// where that is killed.
[[nodiscard]] pid_t start(const std::vector<std::string>& words, const std::filesystem::path& log);
// SIGTERM, and SIGKILL for one that doesn't hear; 0 is nobody.
void stop(pid_t child);
// To its end. Throws, with the tail of the log, where it fails: the folder is gone with the test.
void run(const std::vector<std::string>& words, const std::filesystem::path& log);
[[nodiscard]] std::string tail_of(const std::filesystem::path& log);

}  // namespace vestibule_tests_support
