// Which stations a data folder has: a misspelt name or folder is said, and makes nothing.
#pragma once

#include <string>
#include <vector>

#include "kiosk/command/command.h"

namespace vestibule {

// The names of its folders with a log or keys, sorted.
[[nodiscard]] std::vector<std::string> station_names(const std::filesystem::path& data);

// Errors: give_up with the names that there are, where `name` is none of them and `right` doesn't let it begin.
[[nodiscard]] Result<> expect_station(const Globals& globals, const std::string& name, NewStation right);
// The same of --station where it is given and there is any station.
[[nodiscard]] Result<> expect_named_station(const Globals& globals);

// What is said on stderr once that station has been opened: that it, or its site, is new. Empty where it was there.
// Ask before it is opened.
[[nodiscard]] std::string words_of_beginning(const Globals& globals, const std::string& name);

}  // namespace vestibule
