// Print servers and printers that are worse than simply off: a server that refuses, a clock that is set, a printer
// that keeps what was taken back. No badge is called printed that isn't, and none holds up the others.
#include <sstream>

#include "tests/station/print_desk.h"

namespace vestibule::station_test {
namespace {

std::filesystem::path server_config(const PrintServer& server) {
    return server.folder() / "conf/cupsd.conf";
}

// Ends the server, has it follow `config` from then on, and starts it.
void restart_with(PrintServer& server, const std::string& config) {
    server.stop_server(SIGTERM);
    std::ofstream{server_config(server)} << config;
    server.start_server();
}

// The lobby prints at the print server's default queue, and else into its folder.
struct DefaultDesk : PrintDesk {
    DefaultDesk() : PrintDesk{not_yet} {
        config.printer.queue.clear();
        config.printer.fallback.clear();
        start();
    }
};

OnePrinterView view_of(Station& station, const std::string& name) {
    for (auto& view : station.health().printer().printers)
        if (view.name == name) return view;
    return {};
}

}  // namespace

TEST_CASE("a print server that is down: its default queue is waited for, no folder stands in for it",
          "[print][printer]") {
    DefaultDesk building;
    REQUIRE(building.comes_to(building.admit("Maja Lindqvist"), PrintOutcome::printed));
    building.own.stop_server(SIGTERM);
    SECTION("while the station runs") {}
    SECTION("and the station is started meanwhile") {
        building.stop();
        building.start();
    }
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.says(badge, "unreachable"));
    building.wait(std::chrono::seconds{10});
    building.let_be();
    CHECK(building.outcome(badge) == PrintOutcome::pending);
    building.own.start_server();
    building.wait(std::chrono::seconds{120});
    REQUIRE(building.comes_to(badge, PrintOutcome::printed));
    CHECK(building.papers() == 2);
}

TEST_CASE("a document that the print server refuses isn't tried again and again, and is printed once it's taken",
          "[print][printer]") {
    PrintDesk building{false};
    const auto usual = content_of(server_config(building.own));
    restart_with(building.own, usual + "LimitRequestBody 1500\n");  // a job fits, a badge doesn't
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(soon([&] {
        const auto row = building.row(badge);
        return row && !row->reason.empty() && row->stage == PrintStage::waiting;
    }));
    building.let_be();
    CHECK(building.row(badge)->attempts_made == 1);
    restart_with(building.own, usual);
    building.wait(std::chrono::seconds{60});
    REQUIRE(building.comes_to(badge, PrintOutcome::printed));
    CHECK(building.papers() == 1);
}

TEST_CASE("a badge that the print server doesn't give back is unknown after half a minute, not taken for gone",
          "[print][printer]") {
    PrintDesk building{false};
    auto strict = content_of(server_config(building.own));
    strict.insert(strict.find("<Limit All>"),
                  "<Limit Cancel-Job>\nAuthType Basic\nRequire user @SYSTEM\nOrder deny,allow\n</Limit>\n");
    restart_with(building.own, strict);
    building.own.stop_printer();
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.is_at_printer(badge));
    CHECK(must(building.desk->cancel_print(badge, new_id<PersonId>())) == PrintChange::asked);
    building.let_be();
    CHECK(building.outcome(badge) == PrintOutcome::pending);
    building.wait(std::chrono::seconds{31});
    REQUIRE(building.comes_to(badge, PrintOutcome::unknown));
}

TEST_CASE("a clock that is set back doesn't hold up a badge that waits for its printer", "[print][printer]") {
    const auto back = GENERATE(std::chrono::hours{1}, std::chrono::hours{3}, std::chrono::hours{30});
    CAPTURE(back.count());
    PrintDesk building{false};
    building.own.remove_queue();
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.says(badge, "not-found"));
    building.own.add_queue();
    building.wait(-back);
    REQUIRE(building.comes_to(badge, PrintOutcome::printed));
    CHECK(building.papers() == 1);
}

TEST_CASE("while a badge hangs in one printer, the trouble of the other one is known all the same",
          "[print][printer]") {
    PrintDesk building;
    building.own.behave(PrinterBehaviour::hangs);
    const auto badge = building.admit("Zhang Wei");
    REQUIRE(building.is_at_printer(badge));
    REQUIRE(soon([&] {
        building.wait(std::chrono::seconds{1});
        return view_of(*building.lobby, "front-desk").ready;
    }));
    building.other.stop_printer();
    CHECK(soon([&] {
        building.wait(std::chrono::seconds{1});
        const auto view = view_of(*building.lobby, "front-desk");
        return !view.ready && view.reasons == std::vector<std::string>{"offline"};
    }));
    CHECK(building.outcome(badge) == PrintOutcome::pending);
}

}  // namespace vestibule::station_test
