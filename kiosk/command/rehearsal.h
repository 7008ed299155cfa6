// One visit played through lobby, reception and guard: three stations on one data folder, one display by turns.
#pragma once

#include <filesystem>

#include "kiosk/command/command.h"
#include "kiosk/intake/rehearsal_input.h"

namespace vestibule {

// Writes badge.png, badge.pdf, token.txt, screens/NN-name.png and report.json into `out`; answers the report.
// Errors: give_up for a type that the site's policy doesn't have, ask_staff with the step that went wrong.
[[nodiscard]] Result<Json> play(const Globals& places, const std::filesystem::path& out, const RehearsalInput& input);

}  // namespace vestibule
