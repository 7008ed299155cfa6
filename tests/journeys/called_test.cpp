// Approved and called: the visitor who left the display to the next one is called back to it.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

void wait_in_the_background(Lobby& lobby, const WalkIn& visitor) {
    lobby.register_walk_in(visitor);
    lobby.on("lobby.waiting");
    lobby.tap("waiting.next_visitor");
    lobby.on("lobby.welcome");
}

const auto called = [](const std::string& name) {
    return [name](const Tree& t) { return t.screen == "lobby.welcome" && t.text("called.name") == name; };
};

}  // namespace

TEST_CASE("who left the display and no phone is called by name, and touches it for the badge") {
    Building building;
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    wait_in_the_background(lobby, {.name = "Amara Okafor", .host = "Anna Berg"});
    reception.sign_in();
    reception.approve("Amara Okafor");
    lobby.until("a call", called("Amara Okafor"));
    lobby.save_picture(std::string{VESTIBULE_BUILD} + "/called-one.png");
    CHECK(lobby.tree().text("called.text") == "Please wait here for Anna Berg.");
    for (const auto* id : {"welcome.appointment", "welcome.walk_in", "welcome.leaving"})
        CHECK(lobby.tree().find(id) != nullptr);

    // Reception reads what really happens, and needn't admit.
    reception.until("what happens", [](const Tree& t) {
        return t.text("reception.notice") == "Amara Okafor is approved and is called in the lobby." &&
               t.says("called ");
    });
    reception.save_picture(std::string{VESTIBULE_BUILD} + "/called-reception.png");
    CHECK_FALSE(reception.tree().says("Admit"));

    lobby.tap("called.take");
    CHECK(lobby.on("lobby.badge").text("badge.name") == "Amara Okafor");
    CHECK(building.printed(1).size() == 1);
    lobby.take_badge();
    CHECK(lobby.tree().find("called.name") == nullptr);
    CHECK(building.json({"roll-call"}).at("inside").size() == 1);
}

TEST_CASE("a second one is called in a row of their own language, and each gets their own badge") {
    Building building;
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    wait_in_the_background(lobby, {.name = "Amara Okafor", .host = "Anna Berg"});
    lobby.tap("welcome.language.zh_CN");
    lobby.until("Chinese", [](const Tree& t) { return t.language == "zh_CN"; });
    wait_in_the_background(lobby, {.name = "Chen Siyuan", .host = "Anna Berg"});
    reception.sign_in();
    reception.approve("Amara Okafor");
    lobby.until("the first call", called("Amara Okafor"));
    reception.approve("Chen Siyuan");
    const auto row =
        lobby.until("the second call", [](const Tree& t) { return t.text("called.row.1") == "Chen Siyuan"; });
    CHECK(row.find("called.row.1")->value == "请在此等候 Anna Berg。");
    lobby.save_picture(std::string{VESTIBULE_BUILD} + "/called-two.png");
    lobby.tap("called.row.1");
    const auto badge = lobby.on("lobby.badge");
    CHECK(badge.text("badge.name") == "Chen Siyuan");
    CHECK(badge.language == "zh_CN");
    lobby.take_badge();
    lobby.until("the first call still", called("Amara Okafor"));
    CHECK(lobby.tree().find("called.row.1") == nullptr);
}

TEST_CASE("where policy says so, visitors are called by number, and no name stands on the display") {
    Folder config;
    std::filesystem::copy(VESTIBULE_SOURCE "/config", config.path(), std::filesystem::copy_options::recursive);
    auto policy = content_of(config.path() / "policy.toml");
    policy.replace(policy.find("call_by = \"name\""), 16, "call_by = \"number\"");
    std::ofstream{config.path() / "policy.toml"} << policy;
    Building building{{.environment = {{"VESTIBULE_CONFIG_DIR", config.path().string()}}}};
    auto& lobby = building.lobby();
    auto& guard = building.guard();
    lobby.register_walk_in({.name = "Amara Okafor", .host = "Anna Berg"});
    CHECK(lobby.on("lobby.waiting").text("waiting.title").find("Your number is 1.") != std::string::npos);
    lobby.tap("waiting.next_visitor");
    guard.open_waiting();
    guard.tap(guard.id_of("guard.row.", "Amara Okafor"));
    guard.tap("visit.approve");
    const auto shown = lobby.until("a call", called("Number 1"));
    CHECK_FALSE(shown.says("Okafor"));
    CHECK_FALSE(shown.says("Anna"));
    lobby.save_picture(std::string{VESTIBULE_BUILD} + "/called-number.png");
    lobby.tap("called.take");
    CHECK(lobby.on("lobby.badge").text("badge.name") == "Amara Okafor");
}

TEST_CASE("who is refused while away is called to the polite line, once") {
    Building building;
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    wait_in_the_background(lobby, {.name = "Zhang Wei", .host = "Anna"});
    reception.sign_in();
    reception.decline("Zhang Wei");
    const auto shown = lobby.until("a call", called("Zhang Wei"));
    CHECK(shown.text("called.text") == "There’s an answer for you.");
    lobby.tap("called.take");
    CHECK(lobby.on("lobby.declined").text("declined.title") == "Thank you for waiting.");
    lobby.tap("declined.done");
    lobby.on("lobby.welcome");
    CHECK(lobby.tree().find("called.name") == nullptr);
}

TEST_CASE("with the lobby off reception isn't told that it prints, and one press there admits") {
    Building building;
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    wait_in_the_background(lobby, {.name = "Amara Okafor", .host = "Anna Berg"});
    wait_in_the_background(lobby, {.name = "Zhang Wei", .host = "Anna Berg"});
    reception.sign_in();
    reception.id_of("visit.", "Zhang Wei");
    lobby.kill();
    reception.approve("Amara Okafor");
    const auto told =
        reception.until("the notice", [](const Tree& t) { return !t.text("reception.notice").empty(); });
    CHECK(told.text("reception.notice") ==
          "Amara Okafor is approved. The lobby calls them as soon as it hears of it.");
    CHECK(told.text(reception.id_of("visit.", "Amara Okafor")).find("not called yet") != std::string::npos);
    reception.save_picture(std::string{VESTIBULE_BUILD} + "/called-lobby-off.png");
    reception.open("Zhang Wei");
    reception.tap("details.admit");
    reception.until("admitted", [](const Tree& t) { return t.says("inside since "); });
    lobby.start();
    const auto shown = lobby.until("the call that waited", called("Amara Okafor"));
    reception.until("called", [](const Tree& t) { return t.says("called "); });

    // Who was admitted meanwhile may still sit in the lobby: they are sent to reception, once.
    REQUIRE(shown.find("called.row.1") != nullptr);
    CHECK(shown.text("called.row.1") == "Zhang Wei");
    CHECK(shown.find("called.row.1")->value == "Please come to reception: your badge is there.");
    lobby.tap("called.row.1");
    const auto pass = lobby.on("lobby.badge");
    CHECK(pass.text("badge.title") == "Reception will give you your badge.");
    CHECK(pass.find("badge.qr") == nullptr);
    lobby.save_picture(std::string{VESTIBULE_BUILD} + "/called-elsewhere.png");
    lobby.take_badge();
    CHECK(lobby.tree().find("called.row.1") == nullptr);
}
