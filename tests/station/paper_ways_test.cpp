// A roll call's other ways than the office printer: any queue that there is, and a file; for when there is a fire.
#include <filesystem>

#include "tests/printing/print_server.h"
#include "tests/station/building.h"
#include "tests/support/pdf.h"

using namespace vestibule;
using namespace vestibule::station_test;
using test_support::count_of;
using test_support::Pdf;
using vestibule_tests_support::PrinterBehaviour;
using vestibule_tests_support::PrintServer;

namespace {

constexpr const char* a4 = "iso_a4_210x297mm";

// A reception without an office printer, with somebody inside.
struct House : Building {
    explicit House(const std::string& print_server = "") {
        if (!print_server.empty()) config.printer.server = print_server;
        config.printer.queue = "nobody-prints-badges-here";
        station = open(Role::reception);
        desk = must(station->new_desk());
        must(desk->admit(must(desk->register_walk_in(
                             {.name = "Amara Okafor", .company = "Northwind", .language = "en", .companions = 3})),
                         new_id<PersonId>()));
    }
    PaperJobView send(const PaperWay& way) {
        const auto id = must(desk->print_paper({.kind = PaperKind::roll_call}, new_id<PersonId>(), way));
        return must(station->wait_for_paper(*desk, id));
    }
    [[nodiscard]] std::vector<std::filesystem::path> papers() const {
        std::vector<std::filesystem::path> out;
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator{folder.path() / "papers", none})
            out.push_back(entry.path());
        return out;
    }

    std::unique_ptr<Station> station;
    std::unique_ptr<Desk> desk;
};

}  // namespace

TEST_CASE("without an office printer a roll call comes out at any queue that is chosen", "[station][printer]") {
    PrintServer server{{.media_ready = a4, .takes_raster = false}};
    House house{server.server()};
    const auto view = house.send({.queue = server.queue()});
    INFO(view.remark);
    CHECK(view.phase == PaperPhase::printed);
    CHECK(view.queue == server.queue());
    REQUIRE(server.documents().size() == 1);
    CHECK(count_of(Pdf{content_of(server.documents().front())}.text(), "Amara Okafor") == 1);
    CHECK(house.papers().empty());
    CHECK(house.station->health().office_printer().name.empty());  // it isn't the office's

    SECTION("out of paper: it says so, and another one may be chosen") {
        server.behave(PrinterBehaviour::runs_out_of_media);
        const auto second = house.send({.queue = server.queue()});
        CHECK(second.phase == PaperPhase::unknown);
        CHECK_FALSE(second.remark.empty());
    }
}

TEST_CASE("a chosen printer that can't do it says so at once: nobody waits in a fire", "[station][printer]") {
    PrintServer cards;  // a badge printer: no office paper lies in it
    House house{cards.server()};
    const auto refused = house.send({.queue = cards.queue()});
    CHECK(refused.phase == PaperPhase::failed);
    CHECK(refused.remark == "There is no A4 paper in " + cards.queue() + ". Choose another printer.");
    const auto gone = house.send({.queue = "gone"});
    CHECK(gone.phase == PaperPhase::failed);
    CHECK_THAT(gone.remark, Catch::StartsWith("There is no print queue gone. There are: "));
    CHECK(cards.documents().empty());
}

TEST_CASE("a roll call is saved as a file without any printer, says where, and doesn't stay there for long",
          "[station]") {
    House house;
    const auto view = house.send({.as_file = true});
    INFO(view.remark);
    CHECK(view.phase == PaperPhase::saved);
    CHECK(view.queue.empty());
    CHECK(view.file == (house.folder.path() / "papers/roll-call-2026-11-21-100000.pdf").string());
    const Pdf pdf{content_of(view.file)};
    CHECK(count_of(pdf.text(), "Amara Okafor") == 1);
    CHECK((std::filesystem::status(view.file).permissions() & std::filesystem::perms::others_all) ==
          std::filesystem::perms::none);

    SECTION("a later one lies beside it") {
        house.wait(std::chrono::seconds{61});
        CHECK(house.send({.as_file = true}).phase == PaperPhase::saved);
        CHECK(house.papers().size() == 2);
    }
    SECTION("a day later it is gone, what a crash left of one too, and what is none of ours stays") {
        const auto old = std::filesystem::file_time_type::clock::now() - saved_paper_kept_max;
        const auto half = house.folder.path() / "papers/.roll-call-2026-11-20-100000.pdf.123";
        const auto other = house.folder.path() / "papers/minutes.pdf";
        for (const auto& file : {half, other}) std::ofstream{file} << "x";
        for (const auto& file : house.papers()) std::filesystem::last_write_time(file, old);
        must(house.station->work_until_idle());
        CHECK(house.papers() == std::vector{other});
    }
    SECTION("it goes with whoever is erased, and with nobody else") {
        const auto person = must(house.desk->find_people("Amara")).front().id;
        must(house.desk->finish_erasures());
        CHECK(house.papers().size() == 1);
        must(house.desk->erase_person(person, "request"));
        CHECK(house.papers().empty());
    }
    SECTION("where it can't be written it says why") {
        std::filesystem::remove_all(house.folder.path() / "papers");
        std::ofstream{house.folder.path() / "papers"} << "a file where the folder should be";
        const auto failed = house.send({.as_file = true});
        CHECK(failed.phase == PaperPhase::failed);
        CHECK_THAT(failed.remark, Catch::StartsWith("Can't make "));
    }
}
