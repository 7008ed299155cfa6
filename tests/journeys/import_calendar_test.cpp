// A calendar's import on the command line: what would happen, what happened, and what is refused, for machines too.
#include <fmt/chrono.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"

using namespace journeys;

namespace {

class Importer {
  public:
    Finished import(const std::string& events, std::vector<std::string> options = {}) const {
        const auto file = folder_.path() / "calendar.ics";
        std::ofstream{file, std::ios::binary} << "BEGIN:VCALENDAR\r\n" << events << "END:VCALENDAR\r\n";
        std::vector<std::string> words = {VESTIBULE_BUILD "/vestibule", "import", "calendar", file.string()};
        words.insert(words.end(), options.begin(), options.end());
        words.insert(words.end(), {"--data", (folder_.path() / "data").string()});
        return run(words, own_files());
    }
    nlohmann::json json(const std::string& events, std::vector<std::string> options = {}) const {
        options.emplace_back("--json");
        const auto done = import(events, std::move(options));
        INFO(done.out << done.err);
        return nlohmann::json::parse(done.out);
    }

  private:
    Folder folder_;
};

std::string event(int hour, const std::string& more = "") {
    const auto time = (hour < 10 ? "0" : "") + std::to_string(hour);
    return "BEGIN:VEVENT\r\nUID:uid-" + time + "\r\nDTSTART:20991201T" + time +
           "0000Z\r\nATTENDEE;CN=Ines:mailto:ines@sur.example\r\n" + more + "END:VEVENT\r\n";
}
// The day after tomorrow: whenever this runs, it isn't over, and within the days that are looked ahead.
std::string soon(int hour) {
    static const auto day =
        fmt::format("{:%Y%m%d}", fmt::gmtime(std::chrono::system_clock::now() + std::chrono::hours{48}));
    auto out = event(hour);
    return out.replace(out.find("20991201"), day.size(), day);
}

}  // namespace

TEST_CASE("an import of a calendar says row by row what it does, and a dry run does nothing") {
    const Importer importer;
    const auto rehearsed = importer.import(soon(9) + event(10, "RRULE:FREQ=SOMETIMES\r\n"), {"--dry-run"});
    INFO(rehearsed.out << rehearsed.err);
    CHECK(rehearsed.status == 1);
    CHECK(rehearsed.out.find("taken") != std::string::npos);
    CHECK(rehearsed.out.find("nothing was written") != std::string::npos);
    CHECK(rehearsed.err.find("event uid-10: its RRULE can't be read") != std::string::npos);

    const auto taken = importer.json(soon(9) + soon(11), {"--feed", "rooms"});
    CHECK(taken.at("taken") >= 2);
    CHECK(taken.at("dry_run") == false);
    CHECK(taken.at("rows").at(0).at("outcome") == "taken");
    CHECK(taken.at("rows").at(0).at("event") == "uid-09");
    CHECK(taken.at("rows").at(0).at("visitor") == "Ines");
    CHECK(importer.json(soon(9) + soon(11), {"--feed", "rooms"}).at("taken") == 0);

    const auto less = importer.json(soon(9), {"--feed", "rooms", "--whole"});
    CHECK(less.at("withdrawn") >= 1);
    CHECK(less.at("rows").front().at("reason") == "not-in-calendar");
}

TEST_CASE("a whole calendar needs its feed's name, and one that looks damaged is refused") {
    const Importer importer;
    CHECK(importer.import(soon(9), {"--whole"}).status == 2);
    CHECK(importer.import(soon(9) + soon(10), {"--feed", "rooms"}).status == 0);
    const auto refused = importer.import("", {"--feed", "rooms", "--whole"});
    CHECK(refused.status == 1);
    CHECK(refused.err.find("the file is empty") != std::string::npos);
    const auto told = importer.json("", {"--feed", "rooms", "--whole"});
    CHECK(told.at("refused") == 1);
    CHECK(told.at("rows").at(0).at("outcome") == "refused");
    CHECK(importer.json("", {"--feed", "rooms", "--whole", "--yes"}).at("withdrawn") >= 2);
}
