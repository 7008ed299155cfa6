// toml++ whose own checks are exceptions: a line that it didn't think of, such as "[ # x", must not end the program.
#pragma once

#include <stdexcept>

namespace vestibule {

[[noreturn]] inline void refuse_toml() {
    throw std::logic_error("toml++ can't read this");
}

}  // namespace vestibule

#define TOML_ASSERT(expr) ((expr) ? static_cast<void>(0) : vestibule::refuse_toml())
#include <toml++/toml.h>
