// Reception's search finds appointments of other days: nearest first, and none is admitted today without a question.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

// One guest’s meetings: so many days from now, at this hour.
void book(const Building& building, const std::vector<int>& days) {
    std::string rows = "from,until,name,company,phone,host_email\n";
    for (const int day : days)
        rows += building.local_time(24 * day - 1) + "," + building.local_time(24 * day + 2) +
                ",Maja Horvat,Adria Robotics,+38515550101,anna.berg@harbour.example\n";
    const auto done = building.command({"import", "people", building.file("people.csv", rows)});
    INFO(done.out << done.err);
    REQUIRE(done.status == 0);
}

// The ids of the rows on the display from top to bottom.
std::vector<std::string> rows_of(const Tree& tree) {
    std::vector<std::pair<int, std::string>> found;
    for (const auto& widget : tree.widgets)
        if (widget.role == "row" && widget.id.starts_with("visit.")) found.emplace_back(widget.y, widget.id);
    std::sort(found.begin(), found.end());
    std::vector<std::string> out;
    for (auto& [y, id] : found) out.push_back(std::move(id));
    return out;
}

// The id of the only visit that was booked.
std::string booked_visit(const Building& building) {
    std::istringstream events{building.command({"export", "events"}).out};
    for (std::string line; std::getline(events, line);)
        if (const auto event = nlohmann::json::parse(line); event.at("kind") == "visit.booked")
            return event.at("stream");
    FAIL("no visit was booked");
    return {};
}

std::string counter(const Tree& tree, const std::string& id) {
    const auto* card = tree.find(id);
    return card == nullptr ? "" : card->value;
}

}  // namespace

TEST_CASE("an appointment of another day is asked about, and its guest isn't inside twice") {
    Building building;
    building.lobby();
    book(building, {0, 21, 7});
    auto& reception = building.reception();
    reception.sign_in();
    reception.open("Maja Horvat");
    reception.tap("details.admit");
    reception.until("one inside", [](const Tree& t) { return counter(t, "reception.inside") == "1"; });

    reception.search("horvat");
    const auto found = reception.until("other days", [](const Tree& t) {
        return t.find("reception.other_days") != nullptr && rows_of(t).size() == 3;
    });
    const auto rows = rows_of(found);
    reception.save_picture(std::string{VESTIBULE_BUILD} + "/another-day-found.png");
    // Today's first, then the one of next week, then the one of in three weeks.
    CHECK(found.text(rows[1] + ".action") == "Details");
    reception.tap(rows[2]);
    reception.until("the sheet", [](const Tree& t) { return t.find("details.admit") != nullptr; });
    CHECK(reception.tree().text("details.admit") == "Admit today");
    reception.tap("details.admit");
    const auto question = reception.on("reception.today/admit");
    reception.save_picture(std::string{VESTIBULE_BUILD} + "/another-day-asked.png");
    CHECK(question.text("admit.title").starts_with("This appointment is for "));
    CHECK(question.text("admit.title").ends_with(". Admit today?"));
    CHECK(question.text("admit.inside").starts_with("Maja Horvat was admitted at "));
    reception.tap("admit.close");
    reception.tap("details.admit");
    reception.tap("admit.yes");
    reception.on("reception.today");
    reception.keys("\x1b");
    reception.until("one inside and one gone", [](const Tree& t) {
        return counter(t, "reception.inside") == "1" && counter(t, "reception.left") == "1";
    });
    CHECK(building.json({"roll-call"}).at("inside").size() == 1);
}

TEST_CASE("a command doesn't admit another day's appointment unless it's told to") {
    Building building;
    building.lobby();
    book(building, {7});
    const auto visit = booked_visit(building);
    const auto refused = building.command({"admit", visit});
    CHECK(refused.status == 1);
    CHECK(refused.err.find("another day") != std::string::npos);
    CHECK(building.json({"roll-call"}).at("inside").empty());
    CHECK(building.command({"admit", visit, "--another-day"}).status == 0);
    CHECK(building.json({"roll-call"}).at("inside").size() == 1);
}
