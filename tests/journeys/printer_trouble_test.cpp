// When the printer doesn't do it: nobody is stuck, staff see it, and no badge comes out twice (ACCEPTANCE C).
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"

using namespace journeys;
using vestibule_tests_support::PrinterBehaviour;

namespace {

void admit_at_lobby(Building& building, const std::string& name) {
    auto& reception = building.reception();
    building.lobby().register_walk_in({.name = name, .phone = "0102", .host = "Anna"});
    if (reception.tree().screen == "reception.sign_in") reception.sign_in();
    reception.approve(name);
}

}  // namespace

TEST_CASE("with the paper out the visitor has a pass on the display, staff see it, and a reprint comes out once",
          "[printer]") {
    Building building{{.printer = true}};
    building.printer().behave(PrinterBehaviour::runs_out_of_media);
    admit_at_lobby(building, "Zhang Wei");
    auto& lobby = building.lobby();
    const auto pass = lobby.until("the question",
                                  [](const Tree& t) { return t.text("badge.title") == "Did your badge come out?"; });
    CHECK(pass.text("badge.text").find("take a photo") != std::string::npos);
    CHECK(pass.find("badge.qr") != nullptr);

    auto& reception = building.reception();
    const auto row = reception.id_of("visit.", "Zhang Wei");
    const auto says = [&](const char* words) {
        return [row, words](const Tree& t) { return t.text(row).find(words) != std::string::npos; };
    };
    reception.until("the doubt", says("badge perhaps printed"));
    lobby.tap("badge.not_out");
    lobby.until("the answer taken", [](const Tree& t) { return t.find("badge.done") != nullptr; });
    reception.until("the trouble", says("badge not printed"));
    lobby.take_badge();

    // New paper: this printer says so only once it was switched off and on.
    building.printer().behave(PrinterBehaviour::prints);
    building.printer().stop_printer();
    building.printer().start_printer();
    const auto before = building.printer().documents().size();
    reception.tap(row + ".action");
    reception.tap("details.reprint");
    reception.tap("reprint.not-printed");
    reception.open("Zhang Wei");
    reception.until("the badge printed",
                    [](const Tree& t) { return t.text("details.badge").starts_with("Printed "); });
    CHECK(building.printer().documents().size() == before + 1);
}

TEST_CASE("with the printer gone the visitor isn't stuck, and once it is back the waiting badge comes out once",
          "[printer]") {
    Building building{{.printer = true}};
    building.printer().stop_printer();
    admit_at_lobby(building, "Zhang Wei");
    auto& lobby = building.lobby();
    lobby.on("lobby.badge");
    lobby.until("the truth about the printer", [](const Tree& t) {
        return t.text("badge.title") == "Your badge isn’t printed yet." && t.find("badge.qr") != nullptr;
    });
    const auto pass = lobby.tree();
    CHECK(pass.text("badge.text").starts_with("The printer doesn’t answer just now."));
    CHECK(pass.text("badge.text").find("it’s your pass until then") != std::string::npos);
    lobby.take_badge();  // on to the next visitor

    auto& reception = building.reception();
    reception.open("Zhang Wei");
    reception.until("the badge's story", [](const Tree& t) {
        return t.text("details.badge").starts_with("Still waiting for the printer.");
    });
    CHECK(building.printer().documents().empty());
    building.printer().start_printer();
    reception.until("the badge printed",
                    [](const Tree& t) { return t.text("details.badge").starts_with("Printed "); });
    const auto codes = building.printed(1);
    REQUIRE(codes.size() == 1);
    CHECK(building.json({"badge", "verify", codes[0]}).at("verdict") == "welcome");
    CHECK(building.printer().documents().size() == 1);
}

TEST_CASE("a badge whose printer is gone comes out at the other one, and the visitor is told where", "[printer]") {
    Building building{{.printer = true, .fails_over = true}};
    admit_at_lobby(building, "Zhang Wei");
    building.lobby().until("the place",
                           [](const Tree& t) { return t.text("badge.title") == "Your badge is at reception."; });
    const auto codes = building.printed(1);
    REQUIRE(codes.size() == 1);
    CHECK(building.json({"badge", "verify", codes[0]}).at("verdict") == "welcome");
}

TEST_CASE("staff take back a badge that waits for a printer, and it doesn't come out when the printer is back",
          "[printer]") {
    Building building{{.printer = true}};
    building.printer().stop_printer();
    admit_at_lobby(building, "Zhang Wei");
    building.lobby().on("lobby.badge");
    building.lobby().take_badge();
    auto& reception = building.reception();
    reception.tap("reception.page_badges");
    const auto row = reception.id_of("job.", "Zhang Wei");
    reception.tap(row + ".action");
    reception.tap("details.dont_print");
    reception.until("the end of it",
                    [&](const Tree& t) { return t.text(row).find("not printed") != std::string::npos; });
    building.printer().start_printer();
    reception.tap(row + ".action");
    reception.tap("details.reprint");
    reception.tap("reprint.not-printed");
    REQUIRE(building.printed(1).size() == 1);
    CHECK(building.printer().documents().size() == 1);
}
