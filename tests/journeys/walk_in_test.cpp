// The main job: a visitor without an appointment, from the door to the paper to the guard, and out again.
#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

// Text alone, smoothed at its edges, has dozens; a display on which nothing is painted has one.
constexpr std::size_t least_colours = 20;

void check_that_they_paint(std::initializer_list<Station*> stations) {
    for (auto* station : stations) CHECK(station->colours() >= least_colours);
}

}  // namespace

TEST_CASE(
    "a walk-in waits, reception approves, a real printer prints, the guard lets in once, and the visitor leaves",
    "[sanitized][printer]") {
    Building building{{.printer = true, .painted = true}};
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    auto& guard = building.guard();
    check_that_they_paint({&lobby, &reception, &guard});

    lobby.register_walk_in({.name = "Zhang Wei",
                            .company = "Longjing Tea",
                            .phone = "+442079460199",
                            .host = "Anna Berg",
                            .purpose = "Contract",
                            .companions = 2,
                            .plate = "KV21 XYZ",
                            .on_glass = true});
    CHECK(lobby.on("lobby.waiting").says("Zhang Wei"));

    reception.sign_in();
    const auto sheet = reception.open("Zhang Wei");
    for (const auto* fact : {"Longjing Tea", "Anna Berg", "Contract", "KV21 XYZ", "+442079460199", "2 companions"}) {
        INFO(fact);
        CHECK(sheet.says(fact));
    }
    reception.tap("details.approve");

    const auto badge = lobby.until("the printed badge", [](const Tree& t) {
        return t.screen == "lobby.badge" && t.text("badge.title") == "Here is your badge.";
    });
    CHECK(badge.text("badge.name") == "Zhang Wei");
    const auto codes = building.printed(1);
    REQUIRE(codes.size() == 1);
    REQUIRE(codes[0].starts_with("VB1:"));
    CHECK(building.json({"badge", "verify", codes[0]}).at("verdict") == "welcome");

    guard.until_admitted(3);
    const auto welcome = guard.check(codes[0]);
    CHECK(welcome.text("guard.verdict") == "Welcome");
    CHECK(welcome.text("guard.inside") == "3 inside");
    CHECK(welcome.text("guard.name") == "Zhang Wei");
    CHECK(welcome.text("guard.host") == "Anna Berg");
    CHECK(welcome.text("guard.people") == "3");
    CHECK(welcome.text("guard.zones") == "Ground floor · Floors 1–2");
    CHECK(welcome.text("guard.escort") == "Escort: wait for Anna Berg");
    CHECK(welcome.text("guard.until").find("left") != std::string::npos);

    std::this_thread::sleep_for(std::chrono::milliseconds{3100});  // sooner the scanner has only read it twice
    guard.scan(codes[0]);
    const auto stop = guard.until("a second entry refused", [](const Tree& t) {
        return t.text("guard.verdict") == "Stop" && !t.text("guard.reason").empty();
    });
    CHECK(stop.text("guard.reason").starts_with("This badge is already inside since "));
    guard.clear();
    std::this_thread::sleep_for(std::chrono::milliseconds{3100});
    lobby.leave(lobby.take_badge());
    CHECK(lobby.on("lobby.goodbye").says("Zhang Wei"));
    lobby.tap("goodbye.done");
    lobby.on("lobby.welcome");

    guard.until_admitted(0);
    CHECK(guard.check(codes[0]).text("guard.reason") == "This visit is over.");
    reception.until("the visitor gone", [](const Tree& t) {
        const auto* left = t.find("reception.left");
        const auto* row = t.first([](const Widget& w) { return w.label.find("Zhang Wei") != std::string::npos; });
        return left != nullptr && left->value == "3" && row != nullptr &&
               row->label.find("left ") != std::string::npos;
    });
    CHECK(building.command({"log", "verify"}).status == 0);
}

TEST_CASE("a missing name is asked for in its own field, and nothing goes on without it") {
    Building building;
    auto& lobby = building.lobby();
    lobby.tap("welcome.walk_in");
    lobby.on("lobby.who");
    lobby.tap("who.next");
    lobby.until("the name asked for", [](const Tree& t) {
        return t.screen == "lobby.who" && t.text("who.name") == "Your name, please: it goes on the badge";
    });
    lobby.type("who.name", "   ");  // is none
    lobby.tap("who.next");
    CHECK(lobby.on("lobby.who").text("who.name") == "Your name, please: it goes on the badge");
    lobby.type("who.name", "Zhang Wei");
    lobby.type("who.phone", "1");
    lobby.keys("\n");
    lobby.on("lobby.host");
}

TEST_CASE("on a keyboard alone a visitor registers, and Enter presses each page's button once") {
    Building building;
    auto& lobby = building.lobby();
    lobby.fill_in({.name = "Zhang Wei", .phone = "1", .host = "Anna"});
    // What is pressed sooner answers the page before, as a tap does.
    std::this_thread::sleep_for(std::chrono::milliseconds{400});
    lobby.keys("\n");
    lobby.on("lobby.waiting");
}
