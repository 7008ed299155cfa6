// Reception's day: search, admit by hand, reprint, decline, let out.
#include <catch2/catch.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

TEST_CASE("reception finds as one types, admits by hand, reprints with a reason, and lets out") {
    Building building;
    building.lobby();
    auto& reception = building.reception();
    auto& guard = building.guard();
    const auto people =
        building.file("people.csv", "from,until,name,company,phone,host_email\n" + building.local_time(-1) + "," +
                                        building.local_time(2) +
                                        ",Maja Horvat,Adria Robotics,+38515550101,anna.berg@harbour.example\n");
    REQUIRE(building.command({"import", "people", people}).status == 0);

    reception.sign_in("482916");  // wrong
    reception.until("a wrong PIN", [](const Tree& t) { return t.says("That PIN isn’t right."); });
    reception.tap_digits("sign_in.key", staff_pin);
    reception.tap("sign_in.sign_in");
    reception.on("reception.today");

    // As one types: one letter more, one row fewer; the company and the host count too.
    reception.search("adria");
    const auto row = reception.id_of("visit.", "Maja Horvat");
    reception.search("x");
    reception.until("no match", [](const Tree& t) { return !t.text("reception.empty").empty(); });
    reception.keys("\x1b");
    reception.until("all again", [&](const Tree& t) { return t.find(row) != nullptr; });

    reception.open("Maja Horvat");
    reception.tap("details.admit");
    reception.on("reception.today");
    const auto first = building.printed(1);
    REQUIRE(first.size() == 1);
    guard.until_admitted(1);
    CHECK(guard.check(first[0]).text("guard.verdict") == "Welcome");
    guard.clear();

    reception.open("Maja Horvat");
    reception.tap("details.reprint");
    reception.tap("reprint.close");
    reception.tap("details.reprint");
    reception.tap("reprint.damaged");
    reception.on("reception.today");
    const auto both = building.printed(2);
    REQUIRE(both.size() == 2);
    const auto& second = both[0] == first[0] ? both[1] : both[0];
    CHECK(second != first[0]);
    // The gate hears of it: nothing tells when, so the old badge is shown until it is refused for the right reason.
    guard.until("the gate at rest", [](const Tree& t) { return t.screen == "guard.idle"; });
    for (int i = 0;
         i < 20 && building.command({"badge", "verify", first[0], "--station", "guard"}).out.find("revoked") ==
                       std::string::npos;
         ++i) {
    }
    CHECK(guard.check(first[0]).text("guard.reason") == "This badge was withdrawn.");
    guard.clear();
    CHECK(building.command({"badge", "verify", second, "--station", "guard"}).out.starts_with("welcome"));

    reception.open("Maja Horvat");
    reception.tap("details.let_out");
    reception.until("nobody inside", [](const Tree& t) {
        const auto* left = t.find("reception.left");
        return left != nullptr && left->value == "1";
    });
    reception.tap("reception.page_inside");
    reception.until("an empty list", [](const Tree& t) { return !t.text("reception.empty").empty(); });
    reception.tap("reception.sign_out");
    CHECK_FALSE(reception.on("reception.sign_in").says("Maja"));
}

TEST_CASE("reception declines a walk-in without the visitor hearing why") {
    Building building;
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "+442079460199", .host = "Anna"});
    reception.sign_in();
    reception.decline("Zhang Wei");
    CHECK(lobby.on("lobby.declined").text("declined.title") == "Thank you for waiting.");
}

TEST_CASE("a pause after wrong PINs stands where reception is killed and started again") {
    Building building;
    building.lobby();
    auto& reception = building.reception();
    for (int i = 0; i < 5; ++i) {
        if (i == 0) {
            reception.sign_in("482916");
        } else {
            reception.tap_digits("sign_in.key", "482916");
            reception.tap("sign_in.sign_in");
        }
        reception.until("it taken", [&](const Tree& t) {
            return i < 4 ? t.says(std::to_string(4 - i) + (i < 3 ? " tries are left" : " try is left"))
                         : t.says("Too many wrong PINs. Please wait");
        });
    }
    reception.kill();
    reception.start();
    // Before anything is typed, and the right one isn't taken either.
    reception.until("the pause", [](const Tree& t) { return t.says("Too many wrong PINs. Please wait"); });
    reception.tap_digits("sign_in.key", staff_pin);
    CHECK_FALSE(reception.tree().find("sign_in.sign_in")->enabled);
    int refused = 0;
    const auto events = building.command({"export", "events", "--station", "reception"}).out;
    for (auto at = events.find("keypad.refused"); at != std::string::npos; at = events.find("keypad.refused", at + 1))
        ++refused;
    CHECK(refused == 5);
}
