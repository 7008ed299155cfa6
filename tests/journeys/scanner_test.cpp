// Scanners and fingers as they are: any country's keyboard, codes read twice, taps that come twice, a mouse's wheel.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

// Somebody inside, by a command; the badge's token.
std::string admit(const Building& building, const std::string& name) {
    return building.json({"admit", "--name", name}).at("token");
}

void welcomes(Guard& guard, const std::string& name) {
    guard.until("a welcome of " + name,
                [&](const Tree& t) { return t.text("guard.verdict") == "Welcome" && t.text("guard.name") == name; });
    guard.tap("guard.clear");
    guard.on("guard.idle");
}

// A wheel's notches arrive one by one: who aims at a row waits until it stands still.
void until_at_rest(Station& station) {
    std::vector<Widget> was;
    while (was != station.tree().widgets) {
        was = station.tree().widgets;
        std::this_thread::sleep_for(std::chrono::milliseconds{400});
    }
}

}  // namespace

TEST_CASE("a badge is welcome whatever keyboard its scanner is set to, and whatever one the display has") {
    Building building;
    building.lobby();
    auto& guard = building.guard();
    const struct {
        const char *display, *scanner;
    } table[] = {{"us", "us"}, {"de", "us"}, {"ru", "us"}, {"tr", "us"}, {"fr", "us"}, {"us", "de"},
                 {"us", "fr"}, {"us", "tr"}, {"us", "cz"}, {"de", "fr"}, {"ru", "de"}, {"fr", "fr"}};
    for (const auto& [display, scanner] : table) {
        const auto name = std::string{"Amara "} + display + " " + scanner;
        const auto token = admit(building, name);
        INFO(name);
        guard.use_layout(display);
        guard.scan(token, scanner);
        welcomes(guard, name);
    }
}

TEST_CASE("what scanners put before and behind a code doesn't matter, and none of it presses anything") {
    Building building;
    building.lobby();
    auto& guard = building.guard();
    const struct {
        const char *before, *behind;
    } table[] = {{"]Q1", "\n"}, {"~", "~\n"}, {"\\000026", "\t"}, {"", "\n\n"}, {"\n", "\t\n"}, {"", ""}};
    for (const auto& [before, behind] : table) {
        const auto name = std::string{"Amara "} + std::to_string(&before - &table[0].before);
        const auto token = admit(building, name);
        guard.scan_keys(before + token + behind);
        welcomes(guard, name);
    }
}

TEST_CASE("a code that is read twice is one scan: at the gate, and where a visitor leaves") {
    Building building;
    auto& lobby = building.lobby();
    auto& guard = building.guard();
    const auto token = admit(building, "Amara Okafor");
    guard.until_admitted(1);
    guard.scan(token);
    guard.scan(token);
    guard.scan("4006381333931");  // answered after both
    const auto shown =
        guard.until("the words about the last one", [](const Tree& t) { return !t.text("scan.notice").empty(); });
    CHECK(shown.text("guard.verdict") == "Welcome");
    CHECK(shown.text("guard.name") == "Amara Okafor");
    guard.save_picture(std::string{VESTIBULE_BUILD} + "/scan-guard.png");

    lobby.scan(token);
    lobby.scan(token);
    CHECK(lobby.on("lobby.goodbye").says("Amara Okafor"));
    lobby.scan("4006381333931");
    const auto left = lobby.until("the words", [](const Tree& t) { return !t.text("scan.notice").empty(); });
    CHECK(left.screen == "lobby.goodbye");
    CHECK(left.text("scan.notice").starts_with("That isn’t a code of ours."));
}

TEST_CASE("a scan in the middle of a walk-in is answered in words and types nothing") {
    const auto language = GENERATE(std::string{"en"}, std::string{"zh_CN"});
    Building building{{.lobby_size = language == "en" ? upright : small_lobby, .first_language = language}};
    auto& lobby = building.lobby();
    lobby.use_layout("de");
    lobby.tap("welcome.walk_in");
    lobby.type("who.name", "Bo");
    for (const auto* code : {"VI1:ABCD2345", "VB1:ABC", "https://example.com/x"}) {
        lobby.scan(code);
        const auto shown = lobby.until("words", [](const Tree& t) { return !t.text("scan.notice").empty(); });
        CHECK(shown.screen == "lobby.who");
        CHECK(shown.find("who.name")->value == "Bo");
        lobby.save_picture(std::string{VESTIBULE_BUILD} + "/scan-lobby-" + language + ".png");
        lobby.tap("scan.notice.close");
        lobby.until("no words", [](const Tree& t) { return t.find("scan.notice") == nullptr; });
    }
    CHECK(lobby.tree().find("who.name")->focused);
}

TEST_CASE("a double tap on Next doesn't answer the question after it") {
    Building building;
    auto& lobby = building.lobby();
    lobby.tap("welcome.walk_in");
    lobby.say_who({.name = "Bo Ek", .phone = "1"});
    lobby.choose_host("");
    lobby.tap_twice("purpose.next");
    lobby.on("lobby.details");
    lobby.tap_twice("details.next");
    lobby.on("lobby.confirm");
    lobby.tap("confirm.back");  // only there where nothing was confirmed
    lobby.on("lobby.details");
    lobby.tap_twice("details.next");
    lobby.on("lobby.confirm");
    lobby.tap("confirm.next");
    lobby.on_one_of({"lobby.waiting", "lobby.badge"});
    CHECK(building.json({"arrivals"}).at("visits").size() == 1);
}

TEST_CASE("with a mouse a lower result opens its own visit, and the wheel turns the list") {
    Building building;
    building.lobby();
    auto& guard = building.guard();
    for (int i = 10; i < 26; ++i) admit(building, "Visitor " + std::to_string(i));
    guard.until_admitted(16);
    guard.tap("guard.open_inside");
    guard.enter_pin();
    guard.on("guard.inside");
    guard.tap("guard.search");
    guard.until("the keyboard on the display", [](const Tree& t) { return t.find("keyboard.a") != nullptr; });
    guard.type("guard.search", "visitor");
    guard.until("the whole height for the list", [](const Tree& t) { return t.find("keyboard.a") == nullptr; });

    const auto top_row = [](const Tree& t) {
        const auto* row = t.first([](const Widget& w) { return w.role == "row"; });
        return row == nullptr ? std::string{} : row->label;
    };
    const auto before = top_row(guard.tree());
    const auto id = guard.tree().first([](const Widget& w) { return w.role == "row"; })->id;
    guard.turn_wheel(id, -3);
    guard.until("other rows", [&](const Tree& t) { return top_row(t) != before; });
    until_at_rest(guard);

    const auto* lowest = [&]() -> const Widget* {
        const Widget* found = nullptr;
        for (const auto& w : guard.tree().widgets)
            if (w.role == "row" && w.height > 60) found = &w;
        return found;
    }();
    REQUIRE(lowest != nullptr);
    CHECK(lowest->y > 1400);  // where the keyboard on the display would be
    const auto name = lowest->label;
    guard.tap(lowest->id);
    CHECK(guard.on("guard.inside/visit").text("visit.name") == name);
    CHECK(guard.tree().find("guard.search")->value == "visitor");
}
