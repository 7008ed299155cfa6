// Printers as they are: none at all, several to choose from, a queue that is gone; and what staff see of it, at once.
#include "kiosk/station/printer_board.h"
#include "tests/printing/own_server.h"
#include "tests/station/print_desk.h"

using namespace vestibule;
using namespace vestibule::station_test;
using vestibule_tests_support::of_its_own;
using vestibule_tests_support::PrintServerSettings;

namespace {

constexpr Instant start = from_micros(1'795'255'200'000'000);

// A board at a print server with two queues; time passes when a test says so.
struct Office {
    PrintServer own{of_its_own(PrintServerSettings{.is_default = false})};
    PrintServer other{own, "front-desk"};
    TemporaryFolder folder;
    Config config;
    std::optional<PrinterBoard> board;
    Instant now = start;

    explicit Office(const std::string& queue = "") {
        config.printer.server = own.server();
        config.printer.queue = queue;
    }
    void open() {
        board.emplace(config, folder.path() / "badges", folder.path() / "printer.json");
        board->look(now);
    }
    // As long as a queue that is gone may stay unsaid.
    PrinterView a_second_later() {
        now += std::chrono::milliseconds{999};
        board->look(now);
        return board->view();
    }
};

}  // namespace

TEST_CASE("a station without any printer says so, and nothing of it looks like a printer", "[print]") {
    TemporaryFolder folder;
    Config config;
    config.printer.server = "127.0.0.1:1";
    config.printer.fallback_place = "reception";
    PrinterBoard board{config, folder.path() / "badges", folder.path() / "printer.json"};
    CHECK(board.view().printers.front().name.empty());  // nobody has looked yet
    CHECK_FALSE(board.view().saves_files);
    board.look(start);
    const auto view = board.view();
    CHECK(view.saves_files);
    CHECK(view.ready);
    CHECK(view.trouble.empty());
    REQUIRE(view.printers.size() == 1);
    CHECK(view.printers.front().saves_files);
    CHECK(view.printers.front().place == "reception");
    CHECK(view.queues.empty());
}

TEST_CASE("a badge that is saved says where it is handed out, at every station", "[station]") {
    Building building;
    building.config.printer.fallback_place = GENERATE("", "the porter’s lodge");
    const auto lobby = building.open(Role::lobby);
    const auto desk = must(lobby->new_desk());
    const auto badge = admit(*desk, "Zhang Wei");
    must(lobby->work_until_idle());
    const auto view = must(desk->badge(badge)).value();
    CHECK(view.print == PrintOutcome::saved);
    CHECK(view.print_place == building.config.printer.fallback_place);
    CHECK(view.print_queue == (building.folder.path() / "badges").string());
    CHECK(lobby->health().printer().saves_files);
}

TEST_CASE("several queues and none the default: staff are told to choose, and no badge is saved in silence",
          "[print][printer]") {
    Office office;
    office.open();
    const auto view = office.board->view();
    CHECK_FALSE(view.ready);
    CHECK_FALSE(view.saves_files);
    CHECK(view.reason == "not-chosen");
    CHECK_THAT(view.trouble, Catch::StartsWith("Choose a printer: ") && Catch::Contains(office.own.queue()) &&
                                 Catch::Contains(office.other.queue()));
    CHECK(view.queues.size() == 2);

    SECTION("once one is the default it is that one, within a second") {
        REQUIRE(std::system(("lpadmin -h " + office.own.server() + " -d " + office.other.queue()).c_str()) == 0);
        const auto chosen = office.a_second_later();
        CHECK(chosen.ready);
        CHECK(chosen.name == office.other.queue());
        REQUIRE(std::system(("lpadmin -h " + office.own.server() + " -d " + office.own.queue()).c_str()) == 0);
        CHECK(office.a_second_later().name == office.own.queue());
    }
    SECTION("a badge waits meanwhile, and comes out where staff say") {
        Building building;
        building.config.printer.server = office.own.server();
        auto lobby = building.open(Role::lobby);
        auto desk = must(lobby->new_desk());
        const auto badge = admit(*desk, "Zhang Wei");
        must(lobby->work_until_idle());
        CHECK(must(desk->badge(badge))->print_reason == "not-chosen");
        CHECK(building.badges().empty());
        building.config.printer.queue = office.other.queue();
        desk.reset(), lobby.reset();
        building.wait(std::chrono::seconds{60});
        lobby = building.open(Role::lobby);
        desk = must(lobby->new_desk());
        lobby->start_workers([] {});
        CHECK(soon([&] { return must(desk->badge(badge))->print == PrintOutcome::printed; }));
        CHECK(building.badges().empty());
        CHECK(office.other.documents().size() == 1);
    }
}

TEST_CASE("a queue that is deleted or renamed is said within a second, with those that there are",
          "[print][printer]") {
    Office office;
    const auto was = office.own.queue();
    SECTION("the one that is named") {
        office.config.printer.queue = was;
        office.open();
        REQUIRE(office.board->view().ready);
        office.own.remove_queue();
        const auto view = office.a_second_later();
        CHECK_FALSE(view.ready);
        CHECK(view.reason == "not-found");
        CHECK(view.trouble == "There is no print queue " + was + ". There are: " + office.other.queue() + ".");
        CHECK(view.queues == std::vector{office.other.queue()});
        office.own.add_queue();
        CHECK(office.a_second_later().ready);
    }
    SECTION("the server's default: no other printer and no folder takes its place") {
        REQUIRE(std::system(("lpadmin -h " + office.own.server() + " -d " + was).c_str()) == 0);
        office.open();
        REQUIRE(office.board->view().name == was);
        office.own.remove_queue();
        const auto view = office.a_second_later();
        CHECK_FALSE(view.ready);
        CHECK_FALSE(view.saves_files);
        CHECK_THAT(view.trouble, Catch::Contains("no print queue " + was) && Catch::Contains(office.other.queue()));
    }
    SECTION("a fallback, whose place stays said") {
        office.config.printer.queue = was;
        office.config.printer.fallback = {office.other.queue()};
        office.config.printer.fallback_place = "reception";
        office.open();
        office.other.remove_queue();
        const auto view = office.a_second_later();
        CHECK(view.ready);
        REQUIRE(view.printers.size() == 2);
        CHECK_FALSE(view.printers[1].ready);
        CHECK(view.printers[1].place == "reception");
        CHECK_THAT(view.printers[1].trouble, Catch::Contains(was));
    }
    SECTION("by its address nothing is missed, whatever queues come and go") {
        office.config.printer.queue = office.own.printer_uri();
        office.open();
        office.own.remove_queue();
        CHECK(office.a_second_later().ready);
    }
}

TEST_CASE("a working station hears of a queue that is gone while nothing is printed", "[print][printer]") {
    PrintDesk building{false};
    const auto printer = [&] { return building.lobby->health().printer(); };
    REQUIRE(soon([&] { return printer().name == building.own.queue() && printer().ready; }));
    building.own.remove_queue();
    REQUIRE(soon([&] {
        building.wait(std::chrono::seconds{1});
        return !printer().ready;
    }));
    CHECK_THAT(printer().trouble, Catch::Contains(building.other.queue()));
}

TEST_CASE("a printer that was switched off before the station's start is printed for as it said it is",
          "[print][printer]") {
    PrintServer server{{.raster_types = "black_1"}};
    Building building;
    building.config.printer.server = server.server();
    building.config.printer.queue = server.queue();
    auto lobby = building.open(Role::lobby);
    must(lobby->work_until_idle());  // it looks at its printer
    CHECK_THAT(content_of(lobby->folder() / "heard-printers.json"),
               Catch::Contains("black_1") && !Catch::Contains("sgray_8"));
}
