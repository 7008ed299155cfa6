// Queues made and looked over, on a real cupsd.
#include "printing/queue_setup.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

#include "printing/printer.h"
#include "tests/printing/print_server.h"

using namespace printing;
using vestibule_tests_support::PrintServer;

namespace {

int troubles(const std::vector<SettingsFinding>& findings) {
    return static_cast<int>(std::ranges::count_if(findings, [](const auto& finding) { return !finding.ok; }));
}

}  // namespace

TEST_CASE("a queue made for a driverless printer prints, and its time-outs suit badges", "[real][printer]") {
    PrintServer server;
    const auto lobby = server.own_name("lobby");
    const NewQueue wanted{.name = lobby, .printer_uri = server.printer_uri()};
    REQUIRE(add_queue(server.server(), wanted));

    const auto settings = queue_settings(server.server(), lobby);
    REQUIRE(settings);
    CHECK(settings->device_uri == server.printer_uri() + "?contimeout=30");
    CHECK(settings->connect_give_up_s == connect_give_up_s);
    CHECK(settings->cancel_after_s == job_cancel_after_s);
    CHECK(settings->error_policy == "abort-job");
    CHECK(troubles(examine(*settings, lobby)) == 0);

    const auto capabilities = Spooler::at(server.server()).capabilities(lobby);
    REQUIRE(capabilities);
    CHECK(capabilities->takes_raster);
    CHECK(capabilities->raster_dpi == std::vector{300});
    CHECK(capabilities->cancels_late_jobs);
    const auto listed = Spooler::at(server.server()).destinations();
    REQUIRE(listed);
    CHECK(std::ranges::any_of(*listed, [&](const auto& destination) {
        return destination.queue == lobby && destination.description == "Vestibule Test Printer";
    }));

    SECTION("made again it is the same queue") {
        CHECK(add_queue(server.server(), wanted));
    }
    SECTION("a name that belongs to another printer is refused, and that queue stays as it is") {
        const auto refused =
            add_queue(server.server(), {.name = lobby, .printer_uri = "ipp://localhost:1/ipp/print"});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == FailureKind::bad_input);
        CHECK(queue_settings(server.server(), lobby)->device_uri == settings->device_uri);
    }
}

TEST_CASE("where the printer can't be asked, its queue's default counts, not what the server calls ready",
          "[real][printer]") {
    PrintServer server({.own_server = true});
    const auto lpadmin = "lpadmin -h " + server.server();
    // An office printer's driver: its queue calls each size ready that the server finds usual, A6 among them.
    REQUIRE(std::system((lpadmin + " -p office -E -v socket://127.0.0.1:9 -m drv:///sample.drv/laserjet.ppd "
                                   "-o media-default=iso_a4_210x297mm -o PageSize=A4 2>/dev/null")
                            .c_str()) == 0);
    const auto office = Spooler::at(server.server()).capabilities("office");
    REQUIRE(office);
    CHECK(office->media_ready.empty());
    CHECK(office->media_default->name == "iso_a4_210x297mm");

    server.stop_printer();
    const auto off = Spooler::at(server.server()).capabilities("badge");
    REQUIRE(off);
    CHECK(off->media_ready.empty());
    CHECK(off->media_default->width_mm == Approx(54));
}

TEST_CASE("no queue is made for a printer that doesn't answer, nor with a name that CUPS wouldn't take",
          "[real][printer]") {
    PrintServer server({.own_server = true});
    const auto nobody = add_queue(server.server(), {.name = "nobody", .printer_uri = "ipp://localhost:1/ipp/print"});
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().kind == FailureKind::unreachable);
    CHECK(Spooler::at(server.server()).condition("nobody").error().kind == FailureKind::not_found);
    for (const char* name : {"", "a b", "a/b", "a#b", "-x", "a;b", "a'b", "ü"}) {
        CAPTURE(name);
        const auto refused = add_queue(server.server(), {.name = name, .printer_uri = server.printer_uri()});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == FailureKind::bad_input);
    }
    CHECK_FALSE(add_queue(server.server(), {.name = "usb", .printer_uri = "usb://Zebra"}));
}

TEST_CASE("a queue as lpadmin makes it is found wanting, each time with the command that puts it right",
          "[real][printer]") {
    PrintServer server({.own_server = true});
    const auto settings = queue_settings(server.server(), server.queue());
    REQUIRE(settings);
    const auto findings = examine(*settings, "badge");
    REQUIRE(findings.size() == 3);
    CHECK(findings[0].remedy == "lpadmin -p badge -v '" + server.printer_uri() + "?contimeout=30'");
    CHECK(findings[1].remedy == "lpadmin -p badge -o job-cancel-after-default=120");
    CHECK(findings[2].remedy == "lpadmin -p badge -o printer-error-policy=abort-job");

    SECTION("and those commands do put it right") {
        for (const auto& finding : findings) {
            const auto command = "CUPS_SERVER=" + server.server() + " " + finding.remedy;
            REQUIRE(std::system(command.c_str()) == 0);
        }
        CHECK(troubles(examine(queue_settings(server.server(), "badge").value(), "badge")) == 0);
    }
    SECTION("so does the one command that makes the whole queue") {
        const auto command = add_queue_command({.name = "whole", .printer_uri = server.printer_uri()});
        const auto shell = "export CUPS_SERVER=" + server.server() + "; " + command;
        REQUIRE(std::system(shell.c_str()) == 0);
        CHECK(troubles(examine(queue_settings(server.server(), "whole").value(), "whole")) == 0);
    }
}

TEST_CASE("what CUPS keeps of a badge is read from its own configuration", "[real][printer]") {
    PrintServer server({.own_server = true});
    const auto conf = read_server_settings(server.server());
    REQUIRE(conf);
    CHECK(troubles(examine_server_settings(*conf)) == 0);
}

TEST_CASE("documents that CUPS keeps, and a history that it doesn't, are found in its configuration") {
    const auto wrong = [](const char* conf) { return troubles(examine_server_settings(conf)); };
    CHECK(wrong("PreserveJobFiles No\n") == 0);
    CHECK(wrong("preservejobfiles off\nPreserveJobHistory Yes") == 0);
    CHECK(wrong("") == 1);  // a day, unless it is told otherwise
    CHECK(wrong("#PreserveJobFiles No\n") == 1);
    CHECK(wrong("PreserveJobFiles 86400\n") == 1);
    CHECK(wrong("PreserveJobFiles No\r\nPreserveJobHistory No\r\n") == 1);
    CHECK(wrong("PreserveJobFiles No\nPreserveJobFiles Yes\n") == 1);
    const auto findings = examine_server_settings("");
    CHECK(findings.front().remedy == "cupsctl PreserveJobFiles=No");
}

TEST_CASE("a printer's address can't break out of the command that is shown") {
    CHECK(shell_word("badge") == "badge");
    CHECK(shell_word("ipp://a/$(reboot)") == "'ipp://a/$(reboot)'");
    CHECK(shell_word("a'b") == R"('a'\''b')");
    CHECK(shell_word("") == "''");
}

TEST_CASE("time-outs are judged by what they mean") {
    const auto ok = [](const QueueSettings& settings) { return troubles(examine(settings, "q")) == 0; };
    const QueueSettings good{.device_uri = "ipps://p/ipp/print?contimeout=30",
                             .connect_give_up_s = 30,
                             .cancel_after_s = 120,
                             .error_policy = "abort-job"};
    CHECK(ok(good));
    auto endless = good;
    endless.connect_give_up_s = 604800;
    CHECK_FALSE(ok(endless));
    auto stops = good;
    stops.error_policy = "stop-printer";
    CHECK_FALSE(ok(stops));
    auto hangs = good;
    hangs.cancel_after_s = 0;
    CHECK_FALSE(ok(hangs));
    auto usb = good;
    usb.device_uri = "usb://Zebra/ZD421";
    usb.connect_give_up_s.reset();
    CHECK(ok(usb));
}
