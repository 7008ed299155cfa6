// Where the program finds its own files.
#include "kiosk/base/paths.h"

#include <cstdlib>
#include <initializer_list>
#include <system_error>

namespace vestibule {
namespace {

namespace fs = std::filesystem;

fs::path from_environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? fs::path{value} : fs::path{};
}

fs::path first_existing(std::initializer_list<fs::path> candidates) {
    std::error_code ignored;
    for (const auto& candidate : candidates)
        if (!candidate.empty() && fs::is_directory(candidate, ignored)) return candidate;
    return *(candidates.end() - 1);
}

fs::path program_folder() {
    std::error_code ignored;
    return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

}  // namespace

fs::path asset_folder() {
    const auto here = program_folder();
    return first_existing({from_environment("VESTIBULE_ASSETS"), here / "../assets", here / "../../assets",
                           here / "../../../assets", "/usr/share/vestibule/assets"});
}

fs::path catalogue_folder() {
    const auto here = program_folder();
    return first_existing({from_environment("VESTIBULE_LOCALES"), here / "locale", here / "../locale",
                           here / "../../locale", "/usr/share/locale"});
}

fs::path config_folder() {
    const auto here = program_folder();
    return first_existing({from_environment("VESTIBULE_CONFIG_DIR"), here / "../config", here / "../../config",
                           here / "../../../config", "/etc/vestibule"});
}

fs::path default_data_folder() {
    const auto data_home = from_environment("XDG_DATA_HOME");
    if (!data_home.empty()) return data_home / "vestibule";
    const auto home = from_environment("HOME");
    return (home.empty() ? fs::path{"/var/lib"} : home / ".local/share") / "vestibule";
}

}  // namespace vestibule
