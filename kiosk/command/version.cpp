// Versions of program and libraries.
#include "kiosk/command/version.h"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "commit.h"  // made by commit.cmake
#include "kiosk/sqlite/database.h"
#include "kiosk/sync/central_login.h"
#include "kiosk/ui/window.h"
#include "kiosk/vault/seal.h"
#include "printing/libraries.h"

namespace vestibule {
namespace {

// "unknown" where the sources aren't git's.
std::string commit() {
    return VESTIBULE_COMMIT;
}

// Of those that records, keys, paper and screens depend on, as they are loaded now.
std::vector<std::pair<std::string, std::string>> versions_loaded() {
    std::vector<std::pair<std::string, std::string>> out = {{"SQLite", sqlite_version()},
                                                            {"libsodium", sodium_version()},
                                                            {"libpq", libpq_version()},
                                                            {"SDL", ui::sdl_version()}};
    for (auto& library : printing::library_versions()) out.push_back(std::move(library));
    return out;
}

}  // namespace

Result<int> say_version(const Globals& globals, Output& output) {
    const auto libraries = versions_loaded();
    if (globals.json) {
        Json versions = Json::object();
        for (const auto& [name, version] : libraries) versions[name] = version;
        output.line(dump({{"program", "vestibule"},
                          {"version", VESTIBULE_VERSION},
                          {"commit", commit()},
                          {"libraries", versions}}));
        return done;
    }
    output.line(fmt::format("vestibule {} (commit {})", VESTIBULE_VERSION, commit()));
    for (const auto& [name, version] : libraries) output.line(fmt::format("{} {}", name, version));
    return done;
}

}  // namespace vestibule
