// Looking for stations by name.
#include "kiosk/command/known_stations.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "kiosk/command/nearest.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

std::string in_words(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i)
        out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return out;
}

tl::unexpected<Problem> no_station(const Globals& globals, const std::string& name,
                                   const std::vector<std::string>& names) {
    const auto data = globals.data.string();
    if (names.empty())
        return give_up(
            fmt::format("there is no station in {}: name the data folder with --data, or start a station "
                        "there, such as `vestibule run --role lobby --data {}`",
                        data, data));
    if (globals.station.empty())
        return give_up(fmt::format("{} has the stations {}: say which one with --station", data, in_words(names)));
    const auto meant = nearest(name, names);
    return give_up(fmt::format("there is no station \"{}\" in {}, only {}{}: name one of them with --station", name,
                               data, in_words(names),
                               meant.empty() ? "" : fmt::format(" (is \"{}\" meant?)", meant)));
}

}  // namespace

std::vector<std::string> station_names(const fs::path& data) {
    std::vector<std::string> names;
    std::error_code failed, ignored;
    for (fs::directory_iterator entry{data, failed}, end; !failed && entry != end; entry.increment(failed))
        for (const auto* file : {"log.db", "identity.json", "station.key"})
            if (fs::exists(entry->path() / file, ignored)) {
                names.push_back(entry->path().filename().string());
                break;
            }
    std::ranges::sort(names);
    return names;
}

std::string station_name_of(const Globals& globals) {
    if (!globals.station.empty()) return globals.station;
    const auto names = station_names(globals.data);
    return names.size() == 1 ? names.front() : "lobby";
}

Result<> expect_station(const Globals& globals, const std::string& name, NewStation right) {
    const auto names = station_names(globals.data);
    if (right == NewStation::any || std::ranges::binary_search(names, name)) return {};
    if (right == NewStation::first && names.empty()) return {};
    return no_station(globals, name, names);
}

Result<> expect_named_station(const Globals& globals) {
    const auto names = station_names(globals.data);
    if (globals.station.empty() || names.empty()) return {};
    return expect_station(globals, globals.station, NewStation::never);
}

std::string words_of_beginning(const Globals& globals, const std::string& name) {
    const auto names = station_names(globals.data);
    if (std::ranges::binary_search(names, name)) return "";
    std::error_code ignored;
    const auto new_site = !fs::exists(globals.data / "site" / "site.json", ignored);
    const auto beside = names.empty() ? "" : fmt::format(", beside {}", in_words(names));
    return fmt::format("made the station \"{}\"{} in {}{}", name, new_site ? " of a new site" : "",
                       globals.data.string(), beside);
}

}  // namespace vestibule
