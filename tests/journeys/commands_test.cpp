// Commands beside a running station, and a station that is killed in mid-visit.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

TEST_CASE("commands beside the running station are done by it, and its screens show what they did") {
    Building building;
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    reception.sign_in();

    const auto admitted = building.json({"admit", "--name", "Zhang Wei", "--host", "Anna"});
    const auto codes = building.printed(1);
    REQUIRE(codes.size() == 1);
    CHECK(admitted.at("token") == codes[0]);
    reception.id_of("visit.", "Zhang Wei");

    const auto day = building.json({"arrivals"});
    CHECK(day.at("inside") == 1);
    CHECK(building.json({"roll-call"}).at("inside").size() == 1);

    const std::string hosts = "name,department,email\nGrace Hopper,Research,grace@harbour.example\n";
    const auto file = building.file("hosts.csv", hosts);
    CHECK(building.command({"import", "hosts", file}).out.starts_with("1 added"));
    CHECK(
        building.command({"import", "hosts", file}).out.starts_with("0 added, 0 changed, 0 cancelled, 1 unchanged"));
    // Of several hosts none is taken in silence.
    const auto several = building.command({"admit", "--name", "Ada", "--host", "Design"});
    CHECK(several.status != 0);
    CHECK_THAT(several.err, Catch::Contains("give more of the name"));
    lobby.tap("welcome.walk_in");
    lobby.say_who({.name = "Ada", .phone = "1"});
    lobby.choose_host("Grace");
    lobby.on("lobby.purpose");

    const auto hour = [&building](int from_now) {  // the day and the hour as iCalendar writes local time
        auto text = building.local_time(from_now);
        std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
        return text.replace(8, 1, "T") + "00";
    };
    const auto calendar = building.file("day.ics",
                                        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\n"
                                        "UID:journey-1\r\nDTSTART:" +
                                            hour(24) + "\r\nDTEND:" + hour(25) +
                                            "\r\n"
                                            "SUMMARY:Audit\r\nORGANIZER:mailto:grace@harbour.example\r\n"
                                            "ATTENDEE;CN=Ines Ruiz:mailto:ines@sur.example\r\nEND:VEVENT\r\n"
                                            "END:VCALENDAR\r\n");
    CHECK(building.command({"import", "calendar", calendar}).out.starts_with("1 added"));
    CHECK(building.command({"import", "calendar", calendar}).out.starts_with("0 added"));

    // A long list, taken by the running station while whoever brought it watches.
    std::string many = "from,until,name\n";
    for (int i = 0; i < 1200; ++i)
        many += building.local_time(24) + "," + building.local_time(25) + ",Guest " + std::to_string(i) + "\n";
    const auto taken = building.command({"import", "people", building.file("many.csv", many)});
    CHECK(taken.out.starts_with("1200 added"));
    CHECK(taken.err.find("500 of 1200 rows are in\n1000 of 1200 rows are in\n") != std::string::npos);

    CHECK(building.json({"sync", "once"}).at("waiting") == 0);
    CHECK(building.json({"sync", "status"}).at("problem") == "");
    CHECK(building.command({"log", "verify"}).status == 0);
    CHECK(building.command({"leave", admitted.at("code").get<std::string>()}).status == 0);
    const auto row = reception.id_of("visit.", "Zhang Wei");
    reception.until("the visitor gone",
                    [&](const Tree& t) { return t.text(row).find("left ") != std::string::npos; });
}

TEST_CASE("papers are files for the owner alone, and without an office printer it's said what to do") {
    Building building;
    building.lobby();  // does what follows
    const auto visit = building.json({"admit", "--name", "Zhang Wei"}).at("visit").get<std::string>();
    const auto list = building.file("list.pdf", "");
    std::filesystem::permissions(list, std::filesystem::perms{0644});
    CHECK(building.command({"roll-call", "--pdf", list}).out == list.string() + "\n");
    CHECK(std::filesystem::file_size(list) > 1000);
    CHECK(std::filesystem::status(list).permissions() == std::filesystem::perms{0600});
    const auto unprinted = building.command({"roll-call", "--print"});
    CHECK(unprinted.status == 1);
    CHECK(unprinted.err.find("office_queue") != std::string::npos);

    const auto form = building.file("form.pdf", "");
    CHECK(building.command({"paper", "visit-form", "--visit", visit, "--out", form}).status == 0);
    CHECK(building.command({"paper", "visit-form", "--blank", "--language", "zh_CN", "--out", form}).status == 0);
    CHECK(building.command({"paper", "visit-form", "--out", form}).status == 2);
    CHECK(building.command({"paper", "itinerary", "--day", "tomorrow", "--out", form}).status == 2);
    CHECK(building.command({"paper", "itinerary", "--language", "tlh", "--out", form}).status == 2);
    CHECK(building.command({"paper", "itinerary", "--visit", visit}).status == 2);
}

TEST_CASE("a second start of a running station says so and leaves it alone") {
    Building building;
    auto& lobby = building.lobby();
    const auto second = building.command({"run", "--role", "lobby"});
    CHECK(second.status == 1);
    INFO(second.err);
    CHECK(second.err.find("lobby") != std::string::npos);
    lobby.tap("welcome.walk_in");
    lobby.on("lobby.who");
}

TEST_CASE("a lobby killed in mid-visit loses nothing and prints nothing twice", "[printer]") {
    Building building{{.printer = true}};
    auto& lobby = building.lobby();
    auto& reception = building.reception();
    lobby.register_walk_in({.name = "Zhang Wei", .phone = "0102", .host = "Anna"});
    lobby.on("lobby.waiting");
    lobby.kill();
    lobby.start();
    lobby.on("lobby.welcome");
    CHECK(building.json({"arrivals"}).at("waiting") == 1);

    // The next one: killed as soon as the badge is on the display, while it is on its way to the printer.
    lobby.register_walk_in({.name = "Jonas Weber", .phone = "0103", .host = "Anna"});
    lobby.on("lobby.waiting");
    reception.sign_in();
    reception.approve("Jonas Weber");
    lobby.on("lobby.badge");
    lobby.kill();
    lobby.start();
    const auto codes = building.printed(1);
    REQUIRE(codes.size() == 1);
    reception.open("Jonas Weber");
    reception.until("the badge printed",
                    [](const Tree& t) { return t.text("details.badge").starts_with("Printed "); });
    reception.tap("details.close");

    // Reception goes on with the first one; its badge is the second page, and there is no third.
    reception.approve("Zhang Wei");
    reception.open("Zhang Wei");
    reception.tap("details.admit");
    reception.on("reception.today");
    CHECK(building.printed(2).size() == 2);
    reception.open("Zhang Wei");
    reception.until("the badge printed",
                    [](const Tree& t) { return t.text("details.badge").starts_with("Printed "); });
    CHECK(building.printer().documents().size() == 2);
    CHECK(building.command({"log", "verify"}).status == 0);
    CHECK(building.command({"log", "verify", "--station", "reception"}).status == 0);
}
