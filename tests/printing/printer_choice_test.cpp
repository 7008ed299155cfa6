// Which printer is meant where none is named, or the one that is named is gone: on a real print server.
#include "printing/printer.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/printing/own_server.h"
#include "tests/printing/temporary_folder.h"

using namespace printing;
using printing_tests::TemporaryFolder;
using vestibule_tests_support::of_its_own;
using vestibule_tests_support::PrintServer;
using vestibule_tests_support::PrintServerSettings;

namespace {

// A server with two queues, neither of them its default, and a folder that must not be taken in silence.
struct Office {
    PrintServer own{of_its_own(PrintServerSettings{.is_default = false})};
    PrintServer other{own, "front-desk"};
    TemporaryFolder folder;

    [[nodiscard]] PrinterSettings settings() const {
        return {.server = own.server(), .folder = folder.path / "badges"};
    }
    void make_default(const std::string& queue) const { run("-d " + queue); }
    void run(const std::string& words) const {
        REQUIRE(std::system(("lpadmin -h " + own.server() + " " + words).c_str()) == 0);
    }
};

}  // namespace

TEST_CASE("of several queues without a default none is taken, nor the folder: they are named to choose from",
          "[real][printer]") {
    Office office;
    auto settings = office.settings();
    const auto nobody = Printer::choose(settings);
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().kind == FailureKind::ambiguous);
    CHECK_THAT(nobody.error().what, Catch::StartsWith("Choose a printer: "));
    CHECK_THAT(nobody.error().what, Catch::Contains(office.own.queue()) && Catch::Contains(office.other.queue()));
    CHECK_FALSE(std::filesystem::exists(settings.folder));

    SECTION("named it is that one") {
        settings.queue = office.other.queue();
        CHECK(Printer::choose(settings)->queue() == office.other.queue());
    }
    SECTION("once one is the default it's that one") {
        office.make_default(office.other.queue());
        CHECK(Printer::choose(settings)->queue() == office.other.queue());
    }
    SECTION("the one that was used so far goes on") {
        settings.usual = office.own.queue();
        CHECK(Printer::choose(settings)->queue() == office.own.queue());
    }
    SECTION("a third one only makes the choice longer") {
        const PrintServer third{office.own, "gate"};
        CHECK_THAT(Printer::choose(settings).error().what, Catch::Contains("gate"));
    }
}

TEST_CASE("the only queue is meant without being the default, but not one that serves other paper",
          "[real][printer]") {
    PrintServer server(of_its_own(PrintServerSettings{.is_default = false}));
    const TemporaryFolder folder;
    PrinterSettings settings{.server = server.server(), .folder = folder.path};
    CHECK(Printer::choose(settings)->queue() == server.queue());
    settings.not_for = {server.queue()};
    CHECK(Printer::choose(settings)->is_folder());
    settings.folder.clear();
    CHECK(Printer::choose(settings).error().kind == FailureKind::not_found);
}

TEST_CASE("a queue that was renamed or deleted is missed by name, with those that there are instead",
          "[real][printer]") {
    Office office;
    auto settings = office.settings();
    const auto was = office.own.queue();
    SECTION("one that is named") {
        settings.queue = was;
    }
    SECTION("the one that was used so far") {
        settings.usual = was;
    }
    REQUIRE(Printer::choose(settings)->queue() == was);
    office.own.remove_queue();
    const auto gone = Printer::choose(settings);
    REQUIRE_FALSE(gone);
    CHECK(gone.error().kind == FailureKind::not_found);
    CHECK_THAT(gone.error().what, Catch::StartsWith("There is no print queue " + was + ". There are: "));
    CHECK_THAT(gone.error().what, Catch::Contains(office.other.queue()));

    office.run("-p lobby-2 -E -v " + office.own.printer_uri() + " -m everywhere");  // CUPS renames by making anew
    CHECK_THAT(Printer::choose(settings).error().what, Catch::Contains("lobby-2"));
    office.run("-x lobby-2");
}

TEST_CASE("where the last queue is gone the folder stands in only for whoever named it", "[real][printer]") {
    PrintServer server(of_its_own(PrintServerSettings{}));
    const TemporaryFolder folder;
    PrinterSettings settings{.server = server.server(), .folder = folder.path, .usual = server.queue()};
    server.remove_queue();
    const auto gone = Printer::choose(settings);
    REQUIRE_FALSE(gone);
    CHECK(gone.error().what == "There is no print queue " + server.queue() + ", and no other one.");
    settings.folder_is_wanted = true;
    CHECK(Printer::choose(settings)->is_folder());
}

TEST_CASE("no more queues are named than can be read", "[real][printer]") {
    PrintServer server(of_its_own(PrintServerSettings{.is_default = false}));
    for (int i = 0; i < 15; ++i)
        REQUIRE(std::system(("lpadmin -h " + server.server() + " -p office-" + std::to_string(i) + " -E -v " +
                             "socket://127.0.0.1:9")
                                .c_str()) == 0);
    const auto nobody = Printer::choose({.server = server.server()});
    REQUIRE_FALSE(nobody);
    CHECK_THAT(nobody.error().what, Catch::Contains(", …."));
}
