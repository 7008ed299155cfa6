// A station's log copied into one file while the station works. No keys are in it: names stay sealed.
#pragma once

#include <filesystem>

#include "kiosk/base/result.h"
#include "kiosk/log/log.h"

namespace vestibule {

// Copies what is committed at its start, checks the copy as verify_log does (`certified` as there), and only then
// gives it its name. Until then it's `file` + ".part". Mode 0600. The writer is never made to wait; only emptying the
// WAL is, until the copy is made. Thread: any. Blocks: reads and writes all. Errors: give_up when `file` is there
// already; ask_staff on a full disk, an unreadable or a damaged log (with station and number). Then there is no
// `file`.
[[nodiscard]] Result<> backup_log(const std::filesystem::path& log, const std::filesystem::path& file,
                                  const EnrolmentCheck& certified = {});

// The copy alone, unchecked, into a file that isn't there yet.
[[nodiscard]] Result<> copy_log(const std::filesystem::path& log, const std::filesystem::path& copy);

}  // namespace vestibule
