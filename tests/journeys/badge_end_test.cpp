// One end of a badge, wherever people read it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"
#include "tests/support/pdf.h"

using namespace journeys;

namespace {

std::string words_on_the_only_page(const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        return vestibule::test_support::Pdf{content_of(entry.path())}.text();
    return {};
}

}  // namespace

TEST_CASE("paper, lobby, gate, reception and the token itself all say one end of a badge") {
    Building building;
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    auto& guard = building.guard();
    const auto end = building.local_time(2).substr(11, 2) + ":30";  // the plan's end and the policy's half hour
    const auto row = building.local_time(-1).substr(0, 13) + ":00," + building.local_time(2).substr(0, 13) +
                     ":00,Maja Horvat,Adria Robotics,+38515550101,anna.berg@harbour.example\n";
    const auto people = building.file("people.csv", "from,until,name,company,phone,host_email\n" + row);
    REQUIRE(building.command({"import", "people", people}).status == 0);
    lobby.scan("VI1:" + building.json({"arrivals"}).at("visits")[0].at("code").get<std::string>());
    lobby.on("lobby.meet");
    lobby.tap("meet.next");

    CHECK_THAT(lobby.on("lobby.badge").text("badge.date"), Catch::EndsWith("until " + end));
    const auto tokens = building.printed(1);
    CHECK(words_on_the_only_page(building.data() / "badges").find("until " + end) != std::string::npos);
    guard.until_admitted(1);
    CHECK(guard.check(tokens.at(0)).text("guard.until").starts_with(end + " · "));
    guard.clear();
    reception.sign_in();
    CHECK(reception.open("Maja Horvat").text("details.badge_until") == end);
    const auto visit = building.json({"arrivals"}).at("visits")[0];
    CHECK(building.json({"badge", "verify", tokens.at(0)}).at("valid_until") == visit.at("badge_until"));
}
