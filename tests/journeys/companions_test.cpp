// Whoever comes along is counted: at the gate, at reception, on the roll call, in both languages.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

std::string value_of(const Tree& tree, const std::string& id) {
    const auto* widget = tree.find(id);
    return widget == nullptr ? "" : widget->value;
}

}  // namespace

TEST_CASE("companions are counted wherever people are, and lists say how many people and visits they hold") {
    const auto language = GENERATE(as<std::string>(), "en", "zh_CN");
    Building building{{.first_language = language}};
    building.lobby();
    const std::vector<std::string> three = {"admit", "--name", "Maja Horvat", "--host", "Anna", "--companions", "2"};
    REQUIRE(building.command(three).status == 0);
    REQUIRE(building.command({"admit", "--name", "Zhang Wei", "--host", "Anna"}).status == 0);

    auto& guard = building.guard();
    guard.until_admitted(4);
    guard.tap("guard.open_inside");
    guard.enter_pin();
    const auto list = guard.on("guard.inside");
    const auto heads = language == "en" ? "4 people · 2 visits" : "4 人 · 2 次来访";
    CHECK(list.text("guard.heads").starts_with(heads));
    CHECK(list.says(language == "en" ? "3 people" : "3 人"));
    guard.save_picture(std::string{VESTIBULE_BUILD} + "/companions-guard-" + language + ".png");

    auto& reception = building.reception();
    reception.sign_in();
    const auto day =
        reception.until("four admitted", [](const Tree& t) { return t.text("reception.inside").find('4') < 20; });
    CHECK(value_of(day, "reception.inside") == "0");  // the gate hasn't seen them yet
    CHECK(day.text("reception.heads").starts_with(heads));
    CHECK(day.says(language == "en" ? "3 people" : "3 人"));
    reception.save_picture(std::string{VESTIBULE_BUILD} + "/companions-day-" + language + ".png");
    reception.tap("reception.page_inside");
    CHECK(reception.on("reception.inside").text("reception.heads").starts_with(heads));
    reception.save_picture(std::string{VESTIBULE_BUILD} + "/companions-inside-" + language + ".png");

    CHECK(building.json({"roll-call"}).at("people") == 4);
    CHECK(building.json({"arrivals"}).at("admitted") == 4);
    CHECK(building.command({"roll-call"}).err.find("4 people inside, in 2 visits") != std::string::npos);
}
