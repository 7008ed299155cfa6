// Lists at reception: each begins at its top, and a visit's row keeps the time that was planned.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <optional>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

std::optional<int> topmost_row(const Tree& tree) {
    std::optional<int> top;
    for (const auto& widget : tree.widgets)
        if (widget.role == "row" && widget.id.starts_with("visit.")) top = std::min(top.value_or(widget.y), widget.y);
    return top;
}

}  // namespace

TEST_CASE("another filter or search begins at the top of its list, however far the last one was turned") {
    Building building;
    building.lobby();
    std::string people = "from,until,name,company,phone,host_email\n";
    for (int i = 0; i < 40; ++i)
        people += building.local_time(0) + "," + building.local_time(2) + ",Guest " + std::to_string(100 + i) +
                  ",Company,+3851555" + std::to_string(1000 + i) + ",anna.berg@harbour.example\n";
    REQUIRE(building.command({"import", "people", building.file("people.csv", people)}).status == 0);
    auto& reception = building.reception();
    reception.sign_in();
    const auto first = reception.id_of("visit.", "Guest 100");
    const auto top = topmost_row(reception.tree());
    REQUIRE(top);
    const auto turned = [&] {
        reception.turn_wheel(first, -25);
        reception.until("further down", [&](const Tree& t) { return t.find(first) == nullptr; });
    };
    const auto at_the_top = [&](const Tree& t) { return t.find(first) != nullptr && topmost_row(t) == top; };
    turned();
    reception.tap("reception.expected");
    reception.until("the expected, from the first on", at_the_top);
    turned();
    reception.search("guest");
    reception.until("the found, from the first on", at_the_top);
}

TEST_CASE("who comes late keeps the time that was planned, at reception and on the command line") {
    Building building;
    building.lobby();
    const auto planned = building.local_time(-1);
    const auto row = planned + "," + building.local_time(2) +
                     ",Maja Horvat,Adria Robotics,+38515550101,anna.berg@harbour.example\n";
    const auto people = building.file("people.csv", "from,until,name,company,phone,host_email\n" + row);
    REQUIRE(building.command({"import", "people", people}).status == 0);
    auto& reception = building.reception();
    reception.sign_in();
    reception.open("Maja Horvat");
    reception.tap("details.admit");
    const auto id = reception.id_of("visit.", "Maja Horvat");
    reception.until("admitted", [&](const Tree& t) {
        return t.screen == "reception.today" && t.text(id).find("Admit") == std::string::npos;
    });
    CHECK(reception.tree().text(id).find(planned.substr(11)) != std::string::npos);
    reception.save_picture(std::string{VESTIBULE_BUILD} + "/tables-planned.png");
}
