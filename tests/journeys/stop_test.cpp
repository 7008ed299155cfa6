// A red Stop at the gate: it stays until somebody clears it, and letting in over one looks like nothing else.
#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

// Longer than the gate shows a welcome.
constexpr std::chrono::seconds after_a_welcome{14};

bool stands(const Tree& tree, const std::string& verdict) {
    return tree.screen == "guard.verdict" && tree.text("guard.verdict") == verdict;
}

}  // namespace

TEST_CASE("a Stop stays until it is cleared, whatever is scanned or pressed, and an unknown code has no card") {
    Building building;
    building.lobby();
    auto& guard = building.guard();
    const auto stop = guard.check("7777-7777");
    CHECK(stands(stop, "Stop"));
    CHECK(stop.text("guard.reason") == "This isn’t one of our badges.");
    for (const auto* of_a_card : {"guard.name", "guard.company", "guard.until", "guard.host", "guard.zones"}) {
        INFO(of_a_card);
        CHECK(stop.find(of_a_card) == nullptr);
    }
    guard.save_picture(std::string{VESTIBULE_BUILD} + "/stop-unknown.png");

    guard.scan("https://example.com/parcel/4711");
    guard.until("what that was", [](const Tree& t) { return t.says("That isn’t one of our badges."); });
    CHECK(stands(guard.tree(), "Stop"));
    guard.keys("\n");
    std::this_thread::sleep_for(after_a_welcome);
    CHECK(stands(guard.tree(), "Stop"));
    guard.clear();
    guard.check("7777-7778");
    guard.keys("\x1b");
    guard.on("guard.idle");
}

TEST_CASE("who is let in over a Stop is seen to be, with the name of the one who did it") {
    Building building;
    building.lobby();
    auto& guard = building.guard();
    const auto token =
        building.json({"admit", "--name", "Maja Horvat", "--host", "Anna"}).at("token").get<std::string>();
    guard.until_admitted(1);
    CHECK(stands(guard.check(token), "Welcome"));
    guard.clear();
    const auto stop = guard.check(token);
    CHECK(stands(stop, "Stop"));
    CHECK(stop.text("guard.reason").starts_with("This badge is already inside since "));
    guard.tap("guard.let_in");
    guard.enter_pin();
    const auto let_in = guard.until("let in", [](const Tree& t) { return stands(t, "Let in"); });
    CHECK(let_in.text("guard.reason") == std::string{"By "} + first_staff + ", with a PIN.");
    CHECK(let_in.text("guard.name") == "Maja Horvat");
    guard.save_picture(std::string{VESTIBULE_BUILD} + "/stop-let-in.png");
}
