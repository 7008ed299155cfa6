// Which libraries draw and print, in the versions that are loaded.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace printing {

// Name and version.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> library_versions();

}  // namespace printing
