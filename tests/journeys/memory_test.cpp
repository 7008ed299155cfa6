// What is left of a visitor in the memory of running stations, as a core of them would hold it: nothing, once the
// data is erased or the visitor has gone away.
#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/journeys/building.h"
#include "tests/support/byte_search.h"

#ifndef VESTIBULE_SANITIZED

using namespace journeys;
using vestibule::test_support::hits_in_process;

namespace {

// Where `text` still is in any of these processes, asked again for a second (ACCEPTANCE E3).
std::string left_in(const std::vector<Station*>& stations, const std::string& text) {
    std::string left;
    for (const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{1};;) {
        left.clear();
        for (auto* station : stations)
            for (const auto& hit : hits_in_process(station->pid(), text)) left += hit.where + " " + hit.form + "\n";
        if (left.empty() || std::chrono::steady_clock::now() > end) return left;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
}

// Name, company and phone of a visitor who comes, is seen everywhere, and is erased.
void expect_erased(const std::vector<std::string>& texts) {
    Building building;
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    auto& guard = building.guard();
    const auto& name = texts[0];
    lobby.register_walk_in({.name = name, .company = texts[1], .phone = texts[2], .host = "Anna"});
    reception.sign_in();
    reception.approve(name);
    lobby.take_badge();
    guard.until_admitted(1);
    reception.search(name.substr(0, 3));
    reception.open(name);
    reception.tap("details.close");
    for (const auto& text : texts) CHECK_FALSE(hits_in_process(reception.pid(), text).empty());  // the control

    const auto found = building.json({"person", "find", name, "--json"});
    REQUIRE(building.command({"person", "erase", found.at("person").get<std::string>()}).status == 0);
    reception.keys("\x1b");
    reception.until("erased", [&](const Tree& t) { return !t.says(name); });
    CHECK(building.command({"sync", "once", "--station", "guard"}).status == 0);
    for (const auto& text : texts) {
        INFO(text);
        CHECK(left_in({&lobby, &reception, &guard}, text) == "");
    }
}

}  // namespace

// A short text lies inside its owner or on a stack, a long one in the heap.
TEST_CASE("an erased visitor with long names is in no station's memory") {
    expect_erased({"Quetzalcoatlus Wren", "Pteranodon Fjordworks", "+442079460199"});
}

TEST_CASE("an erased visitor with short names is in no station's memory") {
    expect_erased({"Wyq Jxo", "Zqv Pkx", "+99881237"});
}

TEST_CASE("what a visitor typed is out of the lobby's memory when they have walked away") {
    Building building{{.idle_s = 20}};
    auto& lobby = building.lobby();
    const bool brief = GENERATE(false, true);
    const std::string name = brief ? "Wyq Jxo" : "Quetzalcoatlus Wren",
                      company = brief ? "Zqv Pkx" : "Pteranodon Fjordworks";
    lobby.fill_in({.name = name, .company = company, .host = "Anna"});
    CHECK_FALSE(hits_in_process(lobby.pid(), name).empty());  // the control
    lobby.until("the question", [](const Tree& t) { return t.find("still_there.yes") != nullptr; });
    lobby.until("the end of the warning", [](const Tree& t) { return t.screen == "lobby.welcome"; });
    CHECK(left_in({&lobby}, name) == "");
    CHECK(left_in({&lobby}, company) == "");
}

#endif
