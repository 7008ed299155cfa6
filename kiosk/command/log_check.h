// vestibule log verify: one station's log, or those of all stations in the data folder.
#pragma once

#include "kiosk/command/command.h"
#include "kiosk/log/log.h"

namespace vestibule {

// By the site's root that was pinned when that station was enrolled.
[[nodiscard]] Result<EnrolmentCheck> check_of_enrolments(const std::filesystem::path& station_folder);
// DATA/<station>/log.db. Errors: give_up with what there is instead.
[[nodiscard]] Result<std::filesystem::path> log_file_of(const Globals& globals, const std::string& station);

// Whether the views are held against a fold of the events as well.
enum class Views { left_out, compared };

// Of --station, else of all. answer_is_no names the first damage of the first damaged log, and then all others. What
// the other logs of this machine and the central store hold of a station tells whether its own has lost its end;
// where the store can't be asked, a remark says so.
[[nodiscard]] Result<int> verify_logs(const Globals& globals, Output& output, Views views = Views::left_out);

}  // namespace vestibule
