// A visitor chooses a language, in the real app. That no text stays English is in tests/gallery.
#include <catch2/catch.hpp>

#include "tests/journeys/tour.h"

using namespace journeys;

TEST_CASE("the button 简体中文 changes the language for this visitor, and the next one is greeted in the house's") {
    Building building;
    auto& lobby = building.lobby();
    CHECK(lobby.on("lobby.welcome").says("简体中文"));
    lobby.tap("welcome.language.zh_CN");
    lobby.until("Chinese", [](const Tree& t) { return t.language == "zh_CN"; });
    CHECK(lobby.text("welcome.walk_in").find("预约") != std::string::npos);
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "0102", .host = "Anna"});
    CHECK(lobby.text("waiting.title").find("Zhang Wei") != std::string::npos);
    CHECK(lobby.tree().language == "zh_CN");
    lobby.tap("waiting.give_up");
    lobby.tap("waiting.giving_up.second");
    lobby.on("lobby.goodbye");
    lobby.tap("goodbye.done");
    CHECK(lobby.on("lobby.welcome").language == "en");
}
