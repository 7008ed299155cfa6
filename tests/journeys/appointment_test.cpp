// Visitors who are expected: by the code of the invitation, by its QR, or by name and phone.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

// Two visitors for today; they are expected from half past now on.
void book(const Building& building) {
    const auto row = [&](const std::string& name, const std::string& phone) {
        return building.local_time(-1) + "," + building.local_time(3) + "," + name + ",Adria Robotics," + phone +
               ",,anna.berg@harbour.example,Design review,visitor,B,0,,en\n";
    };
    const auto header =
        "from,until,name,company,phone,email,host_email,purpose,type,level,companions,plate,language\n";
    const auto file = building.file(
        "people.csv", header + row("Maja Horvat", "+385 1 555 0101") + row("Jonas Weber", "+49 30 555 0202"));
    const auto done = building.command({"import", "people", file});
    INFO(done.out << done.err);
    REQUIRE(done.status == 0);
}

std::string code_of(const Building& building, const std::string& name) {
    const auto day = building.json({"arrivals", "--search", name});
    REQUIRE(day.at("visits").size() == 1);
    return day.at("visits")[0].at("code");
}

void meet(Lobby& lobby, const std::string& name) {
    const auto met = lobby.on("lobby.meet");
    CHECK(met.says(name));
    CHECK(met.says("Anna Berg"));
    lobby.tap("meet.next");
    CHECK(lobby.on("lobby.badge").text("badge.name") == name);
}

}  // namespace

TEST_CASE("an expected visitor gets a badge for the code typed, for the invitation scanned, or for name and phone",
          "[sanitized]") {
    Building building;
    auto& lobby = building.lobby();
    book(building);

    // The code, on the display's own keyboard, without its dash.
    auto code = code_of(building, "Maja Horvat");
    lobby.tap("welcome.appointment");
    lobby.on("lobby.find_code");
    std::erase(code, '-');
    lobby.tap_keys("find_code.code", code);
    lobby.tap("find_code.next");
    meet(lobby, "Maja Horvat");
    const auto badge_code = lobby.take_badge();
    const auto tokens = building.printed(1);
    REQUIRE(tokens.size() == 1);
    CHECK(building.json({"badge", "verify", tokens[0]}).at("verdict") == "welcome");

    // Again: the visitor is inside.
    lobby.scan("VI1:" + code);
    lobby.until("no second badge", [](const Tree& t) {
        return t.screen == "lobby.find_code" && t.text("find_code.trouble").starts_with("You’re already checked in.");
    });
    lobby.tap("find_code.back");
    lobby.leave(badge_code);
    lobby.on("lobby.goodbye");
    lobby.tap("goodbye.done");

    // The invitation's QR on the welcome screen.
    lobby.on("lobby.welcome");
    lobby.scan("VI1:" + code_of(building, "Jonas Weber"));
    meet(lobby, "Jonas Weber");
    CHECK(building.printed(2).size() == 2);
}

TEST_CASE("without the code a visitor is found by name and the last four digits of the phone, and not by less") {
    Building building;
    auto& lobby = building.lobby();
    book(building);
    lobby.tap("welcome.appointment");
    lobby.tap("find_code.other");
    lobby.on("lobby.find_name");
    lobby.type("find_name.name", "maja horvat");
    lobby.type("find_name.phone", "0202");
    lobby.tap("find_name.next");
    CHECK(lobby.text("find_name.trouble").starts_with("We can’t find an appointment"));
    lobby.tap("find_name.phone");
    lobby.keys("\b\b\b\b");
    lobby.until("an empty field", [](const Tree& t) { return t.find("find_name.phone")->value.empty(); });
    lobby.type("find_name.phone", "0101");
    lobby.tap("find_name.next");
    meet(lobby, "Maja Horvat");
}

TEST_CASE("five wrong codes make the lobby pause, and the way without an appointment stays open") {
    Building building;
    auto& lobby = building.lobby();
    lobby.tap("welcome.appointment");
    lobby.on("lobby.find_code");
    for (int i = 0; i < 5; ++i) {
        lobby.type("find_code.code", "ABCD-EFG" + std::to_string(i));
        lobby.tap("find_code.next");
        lobby.text("find_code.trouble");
        if (i == 4) break;
        lobby.keys(std::string(12, '\b'));
        lobby.until("an empty field", [](const Tree& t) { return t.find("find_code.code")->value.empty(); });
    }
    if (!lobby.tree().text("find_code.trouble").starts_with("Please wait")) lobby.tap("find_code.next");
    lobby.until("a pause", [](const Tree& t) {
        return t.text("find_code.trouble").starts_with("Please wait") && !t.find("find_code.next")->enabled;
    });
    lobby.tap("find_code.walk_in");
    lobby.on("lobby.who");
}
