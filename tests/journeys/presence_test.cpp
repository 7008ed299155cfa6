// Admitted at the lobby, inside from the gate on.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

std::string value_of(const Tree& tree, const std::string& id) {
    const auto* widget = tree.find(id);
    return widget == nullptr ? "" : widget->value;
}

}  // namespace

TEST_CASE("a visitor is admitted when the badge is printed, and inside when the gate has seen it") {
    Building building;
    building.lobby();
    auto& guard = building.guard();
    auto& reception = building.reception();
    const auto token =
        building.json({"admit", "--name", "Maja Horvat", "--host", "Anna"}).at("token").get<std::string>();
    reception.sign_in();
    const auto row = reception.id_of("visit.", "Maja Horvat");
    const auto admitted = reception.until("admitted", [&](const Tree& t) {
        return t.text(row).find("admitted ") != std::string::npos && value_of(t, "reception.inside") == "0";
    });
    CHECK(admitted.text("reception.inside") == "inside · 1 admitted");
    CHECK(admitted.text("reception.heads") == "1 person · 1 visit · 1 not seen at the gate yet");
    reception.save_picture(std::string{VESTIBULE_BUILD} + "/presence-admitted.png");
    guard.until_admitted(1);
    CHECK(value_of(guard.tree(), "guard.open_inside") == "0");
    guard.save_picture(std::string{VESTIBULE_BUILD} + "/presence-gate.png");

    CHECK(guard.check(token).text("guard.verdict") == "Welcome");
    guard.clear();
    guard.until("one inside", [](const Tree& t) { return value_of(t, "guard.open_inside") == "1"; });
    const auto inside = reception.until("inside", [&](const Tree& t) {
        return t.text(row).find("inside since ") != std::string::npos && value_of(t, "reception.inside") == "1";
    });
    CHECK(inside.text("reception.inside") == "inside");
    CHECK(building.json({"arrivals", "--station", "reception"}).at("visits")[0].at("state") == "inside");
}

TEST_CASE("without a gate who is admitted is inside") {
    Building building;
    building.lobby();
    auto& reception = building.reception();
    REQUIRE(building.command({"admit", "--name", "Maja Horvat", "--host", "Anna"}).status == 0);
    reception.sign_in();
    const auto row = reception.id_of("visit.", "Maja Horvat");
    CHECK(reception.tree().text(row).find("inside since ") != std::string::npos);
    CHECK(building.json({"arrivals"}).at("inside") == 1);
}
