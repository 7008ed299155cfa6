// Badges printed through a real cupsd on a real IPP Everywhere printer (ippeveprinter), and what becomes of them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "printing/printer.h"
#include "tests/printing/picture.h"
#include "tests/printing/print_server.h"
#include "tests/printing/sample_badges.h"

namespace {

using namespace printing;
using namespace printing_tests;
using vestibule_tests_support::PrinterBehaviour;
using vestibule_tests_support::PrintServer;

constexpr auto outcome_time_max = std::chrono::seconds(40);

const std::string first_job = "vestibule-00000000000000000000000000000001";
const std::string second_job = "vestibule-00000000000000000000000000000002";

Outcome wait_for(const Printer& printer, const JobTicket& ticket, const auto& enough) {
    const auto end = std::chrono::steady_clock::now() + outcome_time_max;
    for (;;) {
        const auto outcome = printer.outcome(ticket);
        if (outcome && (enough(*outcome) || std::chrono::steady_clock::now() > end)) return *outcome;
        if (std::chrono::steady_clock::now() > end) FAIL(outcome.error().what);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

Outcome wait_for_end(const Printer& printer, const JobTicket& ticket) {
    return wait_for(printer, ticket, [](const Outcome& outcome) { return outcome.ended(); });
}

bool reports(const Outcome& outcome, PrinterReason reason) {
    return std::ranges::any_of(outcome.printer_reasons, [reason](const auto& r) { return r.reason == reason; });
}

}  // namespace

TEST_CASE("a badge printed on the default queue arrives as raster for the card, and its code is read",
          "[real][printer]") {
    PrintServer server({.own_server = true});
    const auto printer = Printer::choose({.server = server.server(), .queue = {}, .folder = {}, .medium = {}});
    REQUIRE(printer);
    CHECK(printer->name() == "badge");

    const auto ticket = printer->print(first_job, bundled_drawings(), {}, sample_fields());
    REQUIRE(ticket);
    const auto outcome = wait_for_end(*printer, *ticket);
    CHECK(outcome.state == OutcomeState::printed);
    CHECK(outcome.reason.empty());

    REQUIRE(server.documents().size() == 1);
    const auto document = server.documents().front();
    CHECK(document.filename().string().find("Okafor") == std::string::npos);
    const auto picture = read_raster(read_file(document));
    CHECK(picture.dpi == 300);
    CHECK(picture.width == 638);    // 54 mm
    CHECK(picture.height == 1016);  // 86 mm: the card is fed upright, so the badge lies on its side
    CHECK(qr_by_zxing(picture) == longest_token());
    CHECK(qr_by_zbar(picture) == longest_token());

    SECTION("and after a crash the job is found by its name alone") {
        CHECK(printer->find(first_job).value() == *ticket);
        CHECK_FALSE(printer->find(second_job).value().has_value());
    }
}

TEST_CASE("a printer that only takes PDF gets a PDF page of the medium's size", "[real][printer]") {
    PrintServer server({.takes_raster = false});
    const auto printer = Printer::choose({.server = {}, .queue = server.printer_uri(), .folder = {}, .medium = {}});
    REQUIRE(printer);
    const auto ticket = printer->print(first_job, bundled_drawings(), {}, sample_fields());
    REQUIRE(ticket);
    CHECK(wait_for_end(*printer, *ticket).state == OutcomeState::printed);
    REQUIRE(server.documents().size() == 1);
    const auto picture = read_pdf(read_file(server.documents().front()), 300);
    CHECK(picture.width == 638);
    CHECK(qr_by_zxing(picture) == longest_token());
}

TEST_CASE("completed isn't printed", "[real][printer]") {
    PrintServer server;
    const auto printer =
        Printer::choose({.server = server.server(), .queue = server.queue(), .folder = {}, .medium = {}});
    REQUIRE(printer);

    SECTION("when the printer ran out of media: unknown, with the reason") {
        server.behave(PrinterBehaviour::runs_out_of_media);
        const auto ticket = printer->print(first_job, bundled_drawings(), {}, sample_fields());
        REQUIRE(ticket);
        const auto outcome = wait_for_end(*printer, *ticket);
        CHECK(outcome.state == OutcomeState::unknown);
        CHECK(reports(outcome, PrinterReason::media_empty));
        CHECK(outcome.reason == plain_words(PrinterReason::media_empty));
    }
    SECTION("when the printer doesn't count: unknown") {
        server.behave(PrinterBehaviour::prints_without_count);
        const auto ticket = printer->print(first_job, bundled_drawings(), {}, sample_fields());
        REQUIRE(ticket);
        const auto outcome = wait_for_end(*printer, *ticket);
        CHECK(outcome.state == OutcomeState::unknown);
        CHECK(outcome.reason == "The printer didn't say whether the badge came out.");
    }
}

TEST_CASE("a job that the printer drops is never called printed, and a hung one can be taken back",
          "[real][printer]") {
    PrintServer server;
    const auto printer =
        Printer::choose({.server = server.server(), .queue = server.queue(), .folder = {}, .medium = {}});
    REQUIRE(printer);

    SECTION("dropped by the printer") {
        server.behave(PrinterBehaviour::aborts);
        const auto direct =
            Printer::choose({.server = {}, .queue = server.printer_uri(), .folder = {}, .medium = {}});
        REQUIRE(direct);
        const auto ticket = direct->print(first_job, bundled_drawings(), {}, sample_fields());
        REQUIRE(ticket);
        CHECK(wait_for_end(*direct, *ticket).state == OutcomeState::failed);
    }
    SECTION("the printer's port refuses connections: it waits, and cancelling it makes it failed") {
        server.stop_printer();
        const auto ticket = printer->print(first_job, bundled_drawings(), {}, sample_fields());
        REQUIRE(ticket);
        const auto waiting = wait_for(*printer, *ticket, [](const Outcome& outcome) {
            return reports(outcome, PrinterReason::connecting) || reports(outcome, PrinterReason::offline);
        });
        CHECK(waiting.state == OutcomeState::waiting);
        CHECK(waiting.reason == plain_words(PrinterReason::offline));
        REQUIRE(printer->cancel(*ticket));
        CHECK(wait_for_end(*printer, *ticket).state == OutcomeState::failed);
        CHECK(server.documents().empty());
    }
    SECTION("the printer hangs: cancelled, its queue is done with it, and nobody says whether a badge came out") {
        server.behave(PrinterBehaviour::hangs);
        const auto ticket = printer->print(first_job, bundled_drawings(), {}, sample_fields());
        REQUIRE(ticket);
        const auto waiting = wait_for(*printer, *ticket, [&](const Outcome& outcome) {
            return outcome.processing && !server.documents().empty();
        });
        CHECK(waiting.state == OutcomeState::waiting);
        REQUIRE(printer->cancel(*ticket));
        const auto outcome = wait_for(*printer, *ticket, [](const Outcome& o) { return o.left_queue || o.ended(); });
        CHECK(outcome.left_queue);
        CHECK(outcome.state == OutcomeState::waiting);
    }
}

TEST_CASE("without a print server the folder stands in: a named queue that is missing is an error",
          "[real][printer]") {
    SECTION("nothing listens") {
        const auto refused = Printer::choose({.server = "127.0.0.1:1", .queue = "badge", .folder = {}, .medium = {}});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == FailureKind::unreachable);
        const auto nothing = Printer::choose({.server = "127.0.0.1:1", .queue = {}, .folder = {}, .medium = {}});
        REQUIRE_FALSE(nothing);
        CHECK(nothing.error().kind == FailureKind::unreachable);
        const auto usual =
            Printer::choose({.server = "127.0.0.1:1", .queue = {}, .folder = "/tmp", .usual = "badge", .medium = {}});
        REQUIRE_FALSE(usual);  // the folder stands in for a printer that never was
        CHECK(usual.error().kind == FailureKind::unreachable);
    }
    SECTION("the server has another queue only") {
        PrintServer server({.own_server = true, .is_default = false});
        const auto missing =
            Printer::choose({.server = server.server(), .queue = "other", .folder = {}, .medium = {}});
        REQUIRE_FALSE(missing);
        CHECK(missing.error().kind == FailureKind::not_found);
        const auto listed = Spooler::at(server.server()).destinations();
        REQUIRE(listed);
        REQUIRE(listed->size() == 1);
        CHECK(listed->front().queue == "badge");
        CHECK_FALSE(listed->front().is_default);
    }
}
