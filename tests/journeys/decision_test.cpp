// What staff decide on those who wait, and how the visitor hears of it.
#include <catch2/catch.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

void open_sheet_of(Guard& guard, const std::string& name) {
    guard.open_waiting();
    guard.tap(guard.id_of("guard.row.", name));
    guard.until("the visit's sheet", [](const Tree& t) { return t.find("visit.approve") != nullptr; });
}

}  // namespace

TEST_CASE("the guard approves a walk-in, and the lobby gives the badge") {
    Building building;
    auto& lobby = building.lobby();
    auto& guard = building.guard();
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "+442079460199", .host = "Anna"});
    lobby.on("lobby.waiting");
    open_sheet_of(guard, "Zhang Wei");
    guard.tap("visit.approve");
    CHECK(lobby.on("lobby.badge").text("badge.name") == "Zhang Wei");
    CHECK(building.printed(1).size() == 1);
}

TEST_CASE("the guard refuses a walk-in, and the visitor reads a polite line without a reason") {
    Building building;
    auto& lobby = building.lobby();
    auto& guard = building.guard();
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "+442079460199", .host = "Anna"});
    open_sheet_of(guard, "Zhang Wei");
    guard.tap("visit.decline");
    const auto told = lobby.on("lobby.declined");
    CHECK(told.text("declined.title") == "Thank you for waiting.");
    CHECK(told.text("declined.text") ==
          "We’re sorry that we can’t arrange this visit today. Reception will gladly help you with another time.");
    for (const auto* word : {"declin", "refus", "block", "Anna", "Zhang"}) CHECK_FALSE(told.says(word));
    lobby.tap("declined.done");
    lobby.on("lobby.welcome");
    CHECK(building.printed(0).empty());
}

TEST_CASE("a visitor may ask for reception while waiting, and may stop waiting") {
    Building building;
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "+442079460199"});
    lobby.on("lobby.waiting");
    lobby.tap("waiting.ask");
    lobby.tap("waiting.reception.primary");
    lobby.tap("waiting.give_up");
    lobby.tap("waiting.giving_up.primary");
    lobby.until("still waiting", [](const Tree& t) { return t.find("waiting.giving_up.second") == nullptr; });
    lobby.tap("waiting.give_up");
    lobby.tap("waiting.giving_up.second");
    lobby.on("lobby.goodbye");
    reception.sign_in();
    const auto row = reception.id_of("visit.", "Zhang Wei");
    reception.until("a cancelled visit",
                    [&](const Tree& t) { return t.text(row).find("cancelled") != std::string::npos; });
}
