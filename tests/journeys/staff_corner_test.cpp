// Behind the lobby's corner: the staff's screens on the visitors' display.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/journeys/building.h"

using namespace journeys;

TEST_CASE("the corner held for two seconds and the PIN open the guard's and reception's screens, and the way back") {
    Building building;
    auto& lobby = building.lobby();

    lobby.tap("welcome.staff_corner");  // a short touch opens nothing
    lobby.tap("welcome.leaving");
    lobby.on("lobby.leaving");
    lobby.tap("leaving.back");

    lobby.on("lobby.welcome");
    lobby.hold("welcome.staff_corner", [](const Tree& t) { return t.screen == "lobby.pin"; });
    lobby.tap_digits("pin.key", "111112");
    lobby.tap("pin.sign_in");
    lobby.until("a wrong PIN refused", [](const Tree& t) {
        return t.screen == "lobby.pin" && t.says("That PIN isn’t right. Please try again.");
    });
    lobby.tap("pin.back");

    lobby.open_staff_menu();
    lobby.tap("staff.guard");
    lobby.on("guard.idle");
    lobby.tap("guard.lobby");
    lobby.on("lobby.welcome");

    lobby.open_staff_menu();
    lobby.tap("staff.reception");
    lobby.on("reception.today");  // the PIN that opened the corner has signed in
    lobby.tap("reception.sign_out");
    lobby.on("reception.sign_in");
    lobby.tap_digits("sign_in.key", staff_pin);
    lobby.tap("sign_in.sign_in");
    lobby.on("reception.today");
    lobby.tap("reception.lobby");
    lobby.on("lobby.welcome");

    lobby.open_staff_menu();
    lobby.tap("staff.back");
    lobby.on("lobby.welcome");
    lobby.open_staff_menu();
    lobby.tap("staff.quit");
    CHECK(lobby.wait_for_end() == 0);
}

TEST_CASE("the first PIN has to be typed twice alike, and 000000 isn't taken") {
    Building building;
    const Folder folder;
    Lobby lobby{
        {.role = "lobby",
         .size = upright,
         .data = folder.path() / "data",
         .config = building.file("lobby.toml", "[display]\nmotion = false\n[printer]\nserver = \"127.0.0.1:1\"\n"),
         .work = folder.path(),
         .environment = own_files()}};
    const auto type_pins = [&lobby](const char* first, const char* second) {
        lobby.tap_digits("set_up.key", first);
        lobby.tap("set_up.sign_in");
        lobby.tap_digits("set_up_again.key", second);
        lobby.tap("set_up_again.sign_in");
    };
    name_first_staff(lobby);
    type_pins("482915", "482916");
    lobby.until("the difference", [](const Tree& t) { return t.says("The two PINs differ."); });
    lobby.tap_digits("set_up.key", "000000");
    lobby.tap("set_up.sign_in");
    lobby.until("a better one asked for", [](const Tree& t) { return t.says("too easy to guess"); });
    lobby.set_up(false);
    // Without samples there is nobody to be found by typing.
    lobby.tap("welcome.walk_in");
    lobby.say_who({.name = "Zhang Wei", .phone = "1"});
    lobby.type("host.search", "Anna");
    CHECK(lobby.tree().first([](const Widget& w) { return w.id.starts_with("host.row."); }) == nullptr);
    lobby.tap("host.unknown");
    lobby.on("lobby.purpose");
}

TEST_CASE("a gate or a reception that is started first asks for the first PIN, and goes on to its own screens") {
    const Folder folder;
    const auto at_first = [&](const std::string& role, const Pixels& size) {
        return StationSpec{.role = role,
                           .size = size,
                           .data = folder.path() / role,
                           .config = folder.path() / "none.toml",
                           .work = folder.path(),
                           .environment = own_files(),
                           .fills_display = true};
    };
    std::ofstream{folder.path() / "none.toml"} << "[display]\nmotion = false\n[printer]\nserver = \"127.0.0.1:1\"\n";
    Guard gate{at_first("guard", upright)};
    set_first_pin(gate);
    CHECK(gate.on("guard.idle").find("guard.sign_out") != nullptr);
    Reception desk{at_first("reception", wide)};
    set_first_pin(desk);
    CHECK(desk.on("reception.today").find("reception.sign_out") != nullptr);
    // A person, from the first start on.
    CHECK(desk.tree().says(std::string{"Signed in: "} + first_staff));
}

TEST_CASE("who has brought in hosts before the first start is offered no samples") {
    Building building;
    auto& lobby = building.lobby_before_set_up();
    building.bring_in_hosts();
    set_first_pin(lobby);
    lobby.on("lobby.welcome");
}

TEST_CASE("the samples offered at the first start bring hosts and appointments") {
    Building building{{.samples = true}};
    auto& lobby = building.lobby();
    lobby.tap("welcome.walk_in");
    lobby.say_who({.name = "Zhang Wei", .phone = "1"});
    lobby.choose_host("Priya");
    lobby.on("lobby.purpose");
    CHECK(building.command({"log", "stats"}).status == 0);
}
