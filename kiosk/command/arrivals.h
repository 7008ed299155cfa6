// Today's visits, of one station's site and of all sites.
#pragma once

#include "kiosk/command/command.h"

namespace vestibule {

// The day at this desk, as lines or as one line of JSON.
[[nodiscard]] Result<int> arrivals(Desk& desk, const std::string& search, bool json, Output& output);

// One list over all sites that have a station in the data folder, by time, each row with its site's name. A site that
// can't be asked is named in `output`, and the status is answer_is_no then.
[[nodiscard]] Result<int> arrivals_of_sites(const Globals& globals, const std::string& search, Output& output);

}  // namespace vestibule
