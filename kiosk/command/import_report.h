// What an import says: a sum for people, or row by row, for people and for machines.
#pragma once

#include "kiosk/command/command.h"
#include "kiosk/desk/imports.h"

namespace vestibule {

// Answers the exit status: done, or answer_is_no where something was refused.
[[nodiscard]] int say_import(const ImportReport& report, const ImportWay& way, const Desk& desk,
                             const Globals& globals, Output& output);

}  // namespace vestibule
