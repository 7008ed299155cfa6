// Which Vestibule this is, and with which libraries it runs.
#pragma once

#include "kiosk/command/command.h"

namespace vestibule {

// `vestibule --version`.
[[nodiscard]] Result<int> say_version(const Globals& globals, Output& output);

}  // namespace vestibule
