// One visit played through lobby, reception and guard: three stations on one data folder, one display by turns.
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/command/command.h"

namespace vestibule {

struct RehearsalScript {
    VisitDraft visitor;  // the host is chosen on the screen
    std::string host_name, host_email;
};

// Writes badge.png, badge.pdf, token.txt, screens/NN-name.png and report.json into `out`; answers the report.
// Errors: give_up for input that can't be played, ask_staff with the step that went wrong.
[[nodiscard]] Result<Json> play(const Globals& places, const std::filesystem::path& out,
                                const RehearsalScript& script);

}  // namespace vestibule
