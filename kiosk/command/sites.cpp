// Finding the sites of a data folder.
#include "kiosk/command/sites.h"

#include <algorithm>
#include <system_error>
#include <tuple>

#include "kiosk/vault/identity_file.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

int keys_held_by(Role role) {
    switch (role) {
        case Role::reception:
            return 2;
        case Role::guard:
            return 1;
        case Role::lobby:
            break;
    }
    return 0;
}

}  // namespace

SiteStation station_in(const fs::path& folder) {
    SiteStation out{.station = folder.filename().string(), .site_name = folder.filename().string()};
    const auto file = read_identity_file(folder / "identity.json");
    if (!file) {
        out.problem = file.error();
        return out;
    }
    out.role = role_named(file->certificate.role).value_or(Role::lobby);
    out.site = file->site.trust.site;
    out.site_name = file->site.trust.name;
    out.issuer = file->site.trust.issuer;
    return out;
}

std::vector<SiteStation> stations_of_sites(const fs::path& data, std::optional<Role> only) {
    std::vector<SiteStation> found;
    std::error_code failed;
    for (fs::directory_iterator entry{data, failed}, end; !failed && entry != end; entry.increment(failed))
        if (fs::exists(entry->path() / "identity.json", failed)) found.push_back(station_in(entry->path()));
    if (only) std::erase_if(found, [&](const SiteStation& s) { return !s.problem && s.role != *only; });
    std::ranges::sort(found, {}, [](const SiteStation& s) { return std::tuple{-keys_held_by(s.role), s.station}; });
    std::vector<SiteStation> out;
    for (auto& station : found) {
        const auto same_site = [&](const SiteStation& other) { return !other.problem && other.site == station.site; };
        if (station.problem || std::ranges::none_of(out, same_site)) out.push_back(std::move(station));
    }
    std::ranges::sort(out, {}, [](const SiteStation& s) { return std::tuple{s.site_name, s.station}; });
    return out;
}

Result<StationOptions> options_of(const Globals& globals, const SiteStation& of_site) {
    if (of_site.problem) return tl::unexpected(*of_site.problem);
    auto with_own_file = globals;
    std::error_code ignored;
    const auto own_file = globals.data / of_site.station / "vestibule.toml";
    if (fs::exists(own_file, ignored)) with_own_file.config_file = own_file;
    VESTIBULE_TRY(options, station_options(with_own_file, of_site.station, of_site.role));
    options.config.site.name = of_site.site_name;
    options.config.site.issuer = of_site.issuer;
    return options;
}

}  // namespace vestibule
