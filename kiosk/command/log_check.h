// vestibule log verify: one station's log, or those of all stations in the data folder.
#pragma once

#include "kiosk/command/command.h"
#include "kiosk/log/log.h"

namespace vestibule {

// By the site's root that was pinned when that station was enrolled.
[[nodiscard]] Result<EnrolmentCheck> check_of_enrolments(const std::filesystem::path& station_folder);
// DATA/<station>/log.db. Errors: give_up with what there is instead.
[[nodiscard]] Result<std::filesystem::path> log_file_of(const Globals& globals, const std::string& station);

// Of --station, else of all. answer_is_no names the first damage of the first damaged log.
[[nodiscard]] Result<int> verify_logs(const Globals& globals, Output& output);

}  // namespace vestibule
