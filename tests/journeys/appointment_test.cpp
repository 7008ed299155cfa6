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
        return t.screen == "lobby.welcome" && t.text("scan.notice").starts_with("You’re already checked in.");
    });
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
    CHECK(lobby.text("find_name.trouble").starts_with("We can’t find a visit of today with that name and number"));
    lobby.tap("find_name.phone");
    lobby.keys("\b\b\b\b");
    lobby.until("an empty field", [](const Tree& t) { return t.find("find_name.phone")->value.empty(); });
    lobby.type("find_name.phone", "0101");
    lobby.tap("find_name.next");
    meet(lobby, "Maja Horvat");
}

TEST_CASE("a visitor whose booking has no phone number is found by name and host, and back leads to the code") {
    Building building;
    auto& lobby = building.lobby();
    const auto people =
        building.file("people.csv", "from,until,name,host_email\n" + building.local_time(-1) + "," +
                                        building.local_time(3) + ",Maja Horvat,anna.berg@harbour.example\n");
    REQUIRE(building.command({"import", "people", people}).status == 0);
    lobby.tap("welcome.appointment");
    lobby.tap("find_code.other");
    lobby.on("lobby.find_name");
    lobby.tap("find_name.back");
    lobby.on("lobby.find_code");
    lobby.tap("find_code.other");
    lobby.type("find_name.name", "maja horvat");
    lobby.type("find_name.phone", "0101");
    lobby.tap("find_name.next");
    CHECK(lobby.text("find_name.trouble").ends_with("If you gave us no number, enter your host’s name instead."));
    lobby.tap("find_name.other");
    lobby.until("the host's field", [](const Tree& t) {
        const auto* host = t.find("find_name.host");
        return host != nullptr && host->focused && t.find("find_name.trouble") == nullptr;
    });
    lobby.keys("berg");
    lobby.until("the host's name", [](const Tree& t) { return t.find("find_name.host")->value == "berg"; });
    lobby.tap("find_name.next");
    meet(lobby, "Maja Horvat");
}

TEST_CASE("by name a visitor is found as people type it who don't have its letters, and so is the host") {
    Building building;
    auto& lobby = building.lobby();
    const auto people = building.file("people.csv", "from,until,name,phone,host_email\n" + building.local_time(-1) +
                                                        "," + building.local_time(3) +
                                                        ",Jürgen Åsbø,+49 30 555 0303,anna.berg@harbour.example\n");
    REQUIRE(building.command({"import", "people", people}).status == 0);
    const auto hosts = building.file("more.csv", "name,email\nØystein Müller,oystein@harbour.example\n");
    REQUIRE(building.command({"import", "hosts", hosts}).status == 0);
    lobby.tap("welcome.appointment");
    lobby.tap("find_code.other");
    lobby.on("lobby.find_name");
    lobby.type("find_name.name", "Aasboe Juergen");
    lobby.type("find_name.phone", "0303");
    lobby.tap("find_name.next");
    CHECK(lobby.on("lobby.meet").says("Jürgen Åsbø"));
    lobby.tap("meet.back");
    lobby.on("lobby.welcome");
    lobby.tap("welcome.walk_in");
    lobby.say_who({.name = "Bo Ek", .phone = "1"});
    lobby.on("lobby.host");
    lobby.type("host.search", "oeystein mueller");
    lobby.tap(lobby.id_of("host.row.", "Øystein Müller"));
    lobby.on("lobby.purpose");
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
