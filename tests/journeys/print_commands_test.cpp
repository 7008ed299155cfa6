// The printer's queue by commands alone: what waits is seen, moved, printed anew and taken back, as reception's
// screen does it.
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/journeys/building.h"

using namespace journeys;
using nlohmann::json;

namespace {

bool eventually(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + 2 * patience();
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return true;
}

// The queue's first line, once it holds this.
json queue_until(const Building& building, const std::string& name, const std::string& value) {
    std::string last;
    const bool came = eventually([&] {
        last = building.command({"badge", "queue", "--json"}).out;
        return !last.empty() && json::parse(last.substr(0, last.find('\n'))).at(name) == value;
    });
    INFO(last);
    REQUIRE(came);
    return json::parse(last.substr(0, last.find('\n')));
}

}  // namespace

TEST_CASE("a badge that waits is moved, printed anew and taken back, by commands alone", "[printer]") {
    Building building{{.printer = true}};
    vestibule_tests_support::PrintServer other{building.printer(), "second"};
    building.lobby();
    building.printer().stop_printer();
    const auto admitted = building.json({"admit", "--name", "Zhang Wei", "--host", "Anna"});
    const auto visit = admitted.at("visit").get<std::string>();
    const auto waits = queue_until(building, "reason", "offline");
    CHECK(waits.at("visitor") == "Zhang Wei");
    CHECK(waits.at("visit") == visit);

    const auto moved = building.command({"badge", "move", "--visit", visit, "--to", other.queue()});
    INFO(moved.out << moved.err);
    CHECK(moved.status == 0);
    REQUIRE(eventually([&] { return other.documents().size() == 1; }));
    REQUIRE(eventually([&] { return building.command({"badge", "queue"}).out.empty(); }));
    CHECK(building.printer().documents().empty());
    const auto late = building.command({"badge", "cancel", "--visit", visit});
    CHECK(late.status == 1);
    CHECK(late.out.find("has been printed already") != std::string::npos);

    // A new badge waits again, and is taken back before the printer is there.
    const auto reprinted = building.command({"badge", "reprint", "--visit", visit, "--reason", "lost"});
    INFO(reprinted.out << reprinted.err);
    CHECK(reprinted.status == 0);
    (void)queue_until(building, "reason", "offline");
    CHECK(building.json({"badge", "verify", admitted.at("token")}).at("verdict") == "refused");
    CHECK(building.command({"badge", "cancel", "--visit", visit}).status == 0);
    (void)queue_until(building, "stage", "failed");
    building.printer().start_printer();

    // The badge printed after it is the only one that comes out there.
    CHECK(building.command({"badge", "reprint", "--visit", visit, "--reason", "not-printed"}).status == 0);
    const auto codes = building.printed(1);
    CHECK(building.json({"badge", "verify", codes.at(0)}).at("verdict") == "welcome");
    CHECK(building.printer().documents().size() == 1);
    CHECK(other.documents().size() == 1);
}

TEST_CASE("what the queue's commands can't do is said, and nothing is changed") {
    Building building;
    building.lobby();
    const auto nobody = building.command({"badge", "cancel", "--visit", "0000000000000000"});
    CHECK(nobody.status != 0);
    CHECK_FALSE(nobody.err.empty());
    const auto visit = building.json({"admit", "--name", "Zhang Wei"}).at("visit").get<std::string>();
    const auto reasonless = building.command({"badge", "reprint", "--visit", visit});
    CHECK(reasonless.status != 0);
    CHECK(reasonless.err.find("--reason") != std::string::npos);
    CHECK(building.command({"badge", "reprint", "--visit", visit, "--reason", "because"}).status != 0);
    CHECK(building.command({"badge", "move", "--visit", visit}).status != 0);
}
