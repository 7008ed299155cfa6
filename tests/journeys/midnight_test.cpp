// A night shift: who came yesterday and goes tomorrow keeps name and badge when the day turns.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

constexpr const char* faketime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

// One clock for all programs of a building, set by a file.
class WallClock {
  public:
    explicit WallClock(std::filesystem::path file) : file_{std::move(file)} {}

    void set_ahead(std::int64_t seconds) const {
        const auto fresh = file_.string() + ".new";  // never read half
        std::ofstream{fresh} << (seconds < 0 ? "" : "+") << seconds << '\n';
        std::filesystem::rename(fresh, file_);
    }
    [[nodiscard]] Environment environment() const {
        return {{"LD_PRELOAD", faketime},
                {"FAKETIME_TIMESTAMP_FILE", file_.string()},
                {"FAKETIME_NO_CACHE", "1"},
                {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}};
    }

  private:
    std::filesystem::path file_;
};

std::int64_t seconds_since_midnight(const std::string& local_time) {
    return (std::stoll(local_time.substr(11, 2)) * 60 + std::stoll(local_time.substr(14, 2))) * 60;
}

}  // namespace

TEST_CASE("who is inside at midnight keeps name and badge, until the badge's own end") {
    REQUIRE(std::filesystem::exists(faketime));
    const Folder folder;
    const WallClock clock{folder.path() / "clock"};
    clock.set_ahead(0);
    Building building{{.environment = clock.environment()}};
    const auto midnight = -seconds_since_midnight(building.local_time(0));
    constexpr std::int64_t hour = 3600, minute = 60;
    clock.set_ahead(midnight - 2 * hour);
    auto& lobby = building.lobby();
    auto& guard = building.guard();
    auto& reception = building.reception();
    const auto yesterday = building.local_time(-24).substr(0, 10), today = building.local_time(0).substr(0, 10);
    const auto people =
        building.file("people.csv", "from,until,name,company,phone,host_email\n" + yesterday + " 22:00," + today +
                                        " 06:00,Maja Horvat,Adria Robotics,+38515550101,anna.berg@harbour.example\n");
    const auto done = building.command({"import", "people", people}, clock.environment());
    INFO(done.out << done.err);
    REQUIRE(done.status == 0);
    reception.sign_in();
    reception.open("Maja Horvat");
    reception.tap("details.admit");
    const auto token = building.printed(1).at(0);
    guard.until_admitted(1);
    CHECK(guard.check(token).text("guard.verdict") == "Welcome");
    guard.clear();

    clock.set_ahead(midnight + 2 * minute);
    CHECK(guard.check(token).text("guard.reason").starts_with("This badge is already inside since "));
    CHECK(guard.tree().text("guard.name") == "Maja Horvat");
    guard.save_picture(std::string{VESTIBULE_BUILD} + "/midnight-gate.png");
    guard.clear();
    const auto roll_call = nlohmann::json::parse(building.command({"roll-call", "--json"}, clock.environment()).out);
    CHECK(roll_call.at("people") == 1);
    CHECK(roll_call.at("inside")[0].at("visitor") == "Maja Horvat");
    reception.sign_in();  // hours have passed
    reception.id_of("visit.", "Maja Horvat");
    reception.save_picture(std::string{VESTIBULE_BUILD} + "/midnight-reception.png");

    clock.set_ahead(midnight + 7 * hour);
    CHECK(guard.check(token).text("guard.reason") == "This badge expired at 06:30.");
    guard.clear();
    CHECK(nlohmann::json::parse(building.command({"roll-call", "--json"}, clock.environment()).out).at("people") ==
          1);  // late, and inside all the same
    static_cast<void>(lobby);
}
