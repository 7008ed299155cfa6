// The building: folders, configuration, print server, commands, and what came out of the printer.
#include "tests/journeys/building.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/printing/picture.h"

namespace journeys {
namespace {

// Hours that the building's clock is ahead of UTC, so that it is about noon there: no journey meets midnight.
int hours_to_noon() {
    const auto hour = (std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) / 3600) % 24;
    const auto ahead = static_cast<int>(12 - hour);
    return ahead < -11 ? ahead + 24 : ahead;
}

// Filling pixels in software would be half of all that the journeys cost, and they read what a screen says from its
// widgets. The pictures themselves are looked at by the gallery.
bool always_painted() {
    return ::getenv("VESTIBULE_PAINT") != nullptr;
}

}  // namespace

Environment own_files() {
    return {{"VESTIBULE_ASSETS", VESTIBULE_SOURCE "/assets"},
            {"VESTIBULE_LOCALES", VESTIBULE_BUILD "/locale"},
            {"VESTIBULE_CONFIG_DIR", VESTIBULE_SOURCE "/config"},
            {"WAYLAND_DISPLAY", std::nullopt},
            {"DISPLAY", std::nullopt},
            {"LIBGL_ALWAYS_SOFTWARE", "1"},
            {unpainted, always_painted() ? std::nullopt : std::optional<std::string>{"1"}}};
}

Environment painted(Environment environment) {
    environment[unpainted] = std::nullopt;
    return environment;
}

Building::Building(BuildingPlan plan) : plan_{std::move(plan)}, zone_hours_{hours_to_noon()} {
    data_ = plan_.data.empty() ? folder_.path() / "data" : plan_.data;
    config_ = folder_.path() / "vestibule.toml";
    if (plan_.printer) printer_ = std::make_unique<vestibule_tests_support::PrintServer>();
    write_config();
}

void Building::write_config() {
    std::ofstream out{config_};
    // POSIX's sign: Etc/GMT-3 is three hours ahead.
    out << "[site]\nname = \"" << plan_.site << "\"\n"
        << fmt::format("time_zone = \"Etc/GMT{:+}\"\n", -zone_hours_)
        << (plan_.first_language == "en" ? "" : "languages = [\"zh_CN\", \"en\"]\n") << "[display]\nmotion = false\n"
        << "idle_s = " << plan_.idle_s << "\n[printer]\n";
    // Port 1 refuses: nobody's own print server takes part in a journey.
    out << "server = \"" << (printer_ ? printer_->server() : "127.0.0.1:1") << "\"\n";
    if (printer_ && plan_.fails_over)
        out << "queue = \"front-door\"\nfallback = [\"" << printer_->queue()
            << "\"]\nfallback_place = \"reception\"\n";
    else if (printer_)
        out << "queue = \"" << printer_->queue() << "\"\n";
}

template <class S>
S& Building::started(std::unique_ptr<S>& station, const std::string& role, Pixels size,
                     std::vector<std::string> arguments) {
    if (station) return *station;
    auto environment = own_files();
    if (plan_.painted) environment = painted(std::move(environment));
    for (const auto& [name, value] : plan_.environment) environment[name] = value;
    station = std::make_unique<S>(StationSpec{.role = role,
                                              .size = size,
                                              .data = data_,
                                              .config = config_,
                                              .work = folder_.path(),
                                              .environment = environment,
                                              .arguments = std::move(arguments)});
    return *station;
}

Lobby& Building::lobby_before_set_up() {
    return started(lobby_, "lobby", plan_.lobby_size);
}

Lobby& Building::lobby() {
    if (lobby_) return *lobby_;
    auto& lobby = lobby_before_set_up();
    lobby.set_up(plan_.samples);
    if (!plan_.samples) bring_in_hosts();
    return lobby;
}

void Building::bring_in_hosts() const {
    const auto done = command({"import", "hosts", VESTIBULE_SOURCE "/assets/samples/hosts.csv"});
    INFO(done.out << done.err);
    REQUIRE(done.status == 0);
}

Guard& Building::guard() {
    return started(guard_, "guard", upright);
}

Reception& Building::reception() {
    return started(reception_, "reception", wide, plan_.reception);
}

std::vector<std::string> Building::words(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), VESTIBULE_BUILD "/vestibule");
    const std::pair<std::string, std::string> usual[] = {
        {"--data", data_.string()}, {"--config", config_.string()}, {"--station", "lobby"}};
    for (const auto& [option, value] : usual)
        if (std::find(arguments.begin(), arguments.end(), option) == arguments.end())
            arguments.insert(arguments.end(), {option, value});
    return arguments;
}

Finished Building::command(std::vector<std::string> arguments, const Environment& changes) const {
    auto environment = own_files();
    for (const auto& [name, value] : changes) environment[name] = value;
    return run(words(std::move(arguments)), environment);
}

nlohmann::json Building::json(std::vector<std::string> arguments) const {
    arguments.emplace_back("--json");
    const auto done = command(std::move(arguments));
    INFO(done.out << done.err);
    const auto json = nlohmann::json::parse(done.out, nullptr, false);
    REQUIRE_FALSE(json.is_discarded());
    return json;
}

std::filesystem::path Building::file(const std::string& name, const std::string& content) const {
    const auto path = folder_.path() / name;
    std::ofstream{path, std::ios::binary} << content;
    return path;
}

std::string Building::local_time(int hours_from_now) const {
    const auto at = std::chrono::system_clock::now() + std::chrono::hours{zone_hours_ + hours_from_now};
    return fmt::format("{:%Y-%m-%d %H:%M}", fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

std::vector<std::filesystem::path> Building::pages() const {
    if (printer_) return printer_->documents();
    std::vector<std::filesystem::path> out;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator{data_ / "badges", ignored})
        if (entry.path().extension() == ".pdf") out.push_back(entry.path());
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return std::filesystem::last_write_time(a) < std::filesystem::last_write_time(b);
    });
    return out;
}

std::vector<std::string> Building::printed(std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + 2 * patience();
    std::vector<std::string> codes;
    for (;;) {
        codes.clear();
        for (const auto& page : pages()) {
            const auto bytes = content_of(page);
            const bool pdf = bytes.starts_with("%PDF");
            // A page that is still being written has no code yet.
            try {
                const auto picture = pdf ? printing_tests::read_pdf(bytes, 300) : printing_tests::read_raster(bytes);
                if (auto code = printing_tests::qr_by_zbar(picture); !code.empty()) codes.push_back(std::move(code));
            } catch (const std::exception&) {
            }
        }
        if (codes.size() >= count || std::chrono::steady_clock::now() > end) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    INFO("pages with a code: " << codes.size() << " of " << pages().size());
    CHECK(codes.size() == count);
    return codes;
}

}  // namespace journeys
