// The sites whose stations lie in one data folder: which there are, and what is configured for each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/command/command.h"

namespace vestibule {

// The station that stands for its site.
struct SiteStation {
    std::string station;  // its folder's name
    Role role = Role::lobby;
    SiteId site;
    std::string site_name, issuer;
    std::optional<Problem> problem{};  // its identity can't be read; then only `station` and `site_name` are known
};

// The station in that folder of a data folder.
[[nodiscard]] SiteStation station_in(const std::filesystem::path& folder);

// One station a site, in the order of the sites' names: the one with the most of the site's keys, a reception before
// a guard's before a lobby. `only`: of this role alone. Blocks: a few small files.
[[nodiscard]] std::vector<SiteStation> stations_of_sites(const std::filesystem::path& data,
                                                         std::optional<Role> only = std::nullopt);

// What this station is opened with. DATA/<station>/vestibule.toml, where it lies there, stands for the config file:
// another site may have another time zone, other languages and another printer.
[[nodiscard]] Result<StationOptions> options_of(const Globals& globals, const SiteStation& of_site);

}  // namespace vestibule
