// Doing a verb's work at its station, wherever that runs.
#pragma once

#include "kiosk/command/command.h"

namespace vestibule {

// In this process when nobody owns the station, with its workers doing what follows; else by the process that owns
// it, which gets `arguments`, for they ask for the same. A busy one is waited for, at most station_wait_max.
[[nodiscard]] Result<int> write_at_station(const StationOptions& options, const StationWork& work,
                                           const std::vector<std::string>& arguments, const Globals& globals,
                                           Output& output);

// For work that changes nothing. Where nobody owns the station it first hears what the central store knows; else, and
// where the disk takes nothing, it reads the files, beside whoever owns them. `live`: the running station is asked
// first, at most live_answer_begins, for it knows more than its files. Errors: give_up.
[[nodiscard]] Result<int> read_at_station(const StationOptions& options, const StationWork& work, Effect effect,
                                          const std::vector<std::string>& arguments, const Globals& globals,
                                          Output& output);

}  // namespace vestibule
