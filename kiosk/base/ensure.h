// Stops the process on a bug of ours, in release builds too. Never judges data from outside.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace vestibule {

// The log brings the state back after the restart, so stopping is safer than going on wrongly.
inline void ensure(bool condition, const char* why, std::source_location where = std::source_location::current()) {
    if (condition) return;
    std::fprintf(stderr, "vestibule: internal error at %s:%u: %s\n", where.file_name(), where.line(), why);
    std::abort();
}

}  // namespace vestibule
