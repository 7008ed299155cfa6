// A visitor who walks away leaves nothing behind.
#include <catch2/catch.hpp>
#include <chrono>

#include "tests/journeys/building.h"

using namespace journeys;

TEST_CASE("who walks away is asked for, and then everything typed leaves the display") {
    Building building{{.idle_s = 20}};
    auto& lobby = building.lobby();
    const std::string name = "Quetzalcoatlus Wren";
    lobby.tap("welcome.walk_in");
    lobby.type("who.name", name);
    lobby.until("the question", [](const Tree& t) { return t.find("still_there.yes") != nullptr; });
    CHECK_FALSE(lobby.tree().find("who.next")->enabled);  // nothing behind the question can be touched
    lobby.tap("still_there.yes");
    const auto back = lobby.until("the page", [](const Tree& t) { return t.find("still_there.yes") == nullptr; });
    CHECK(back.find("who.name")->value == name);

    lobby.until("the question again", [](const Tree& t) { return t.find("still_there.yes") != nullptr; });
    const auto asked = std::chrono::steady_clock::now();
    lobby.until("the end of the warning", [](const Tree& t) { return t.screen == "lobby.welcome"; });
    CHECK(std::chrono::steady_clock::now() - asked > std::chrono::seconds{20});
    CHECK_FALSE(lobby.tree().says("Quetz"));
    lobby.tap("welcome.walk_in");
    CHECK(lobby.on("lobby.who").find("who.name")->value.empty());
}
