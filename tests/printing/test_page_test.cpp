// Set-up's page, looked at dot by dot; and set-up's test on a real printer.
#include "printing/test_page.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

#include "printing/printer_test.h"
#include "tests/printing/picture.h"
#include "tests/printing/print_server.h"
#include "tests/printing/temporary_folder.h"

using namespace printing;
using namespace printing_tests;
using vestibule_tests_support::PrinterBehaviour;
using vestibule_tests_support::PrintServer;

namespace {

TestPage page_on(const std::string& medium, PageFormat format) {
    return {.job_name = "vestibule-0123456789abcdef0123456789abcdef",
            .queue = "badge",
            .make_and_model = "A printer whose name is longer than a badge is wide",
            .printed_at = "2026-11-25 09:00",
            .medium = medium_named(medium).value(),
            .format = format};
}

void ignore(const std::string&) {}

}  // namespace

TEST_CASE("the page fills its medium at the printer's own dots, and its code is read, on every medium") {
    for (const char* medium : {"om_card_54x86mm", "custom_cr80_85.6x53.98mm", "oe_dk1202-shipping_2.4x3.9in",
                               "oe_name-badge-label_2.25x4in", "iso_a6_105x148mm", "iso_a4_210x297mm",
                               "roll_dk2205-continuous_2.4x1200in"})
        for (const int dpi : {203, 300, 600}) {
            CAPTURE(medium, dpi);
            const auto page = page_on(medium, {.raster = true, .type = RasterType::black_1, .dpi = dpi});
            const auto document = draw_test_page(page);
            REQUIRE(document);
            const auto picture = read_raster(document->bytes);
            CHECK(picture.dpi == dpi);
            CHECK(std::abs(picture.width - page.medium.width_mm * dpi / 25.4) < 1);
            if (page.medium.continuous) CHECK(std::abs(picture.height - test_page_length_mm * dpi / 25.4) < 1);
            // The frame lies on the outermost dots: what of it is missing is what the printer can't reach.
            CHECK(picture.at(0, picture.height / 2) == 0);
            CHECK(picture.at(picture.width - 1, picture.height / 2) == 0);
            CHECK(picture.at(picture.width / 2, 0) == 0);
            CHECK(picture.at(picture.width / 2, picture.height - 1) == 0);
            CHECK(qr_by_zxing(picture) == test_token(page));
            CHECK(qr_by_zbar(picture) == test_token(page));
        }
}

TEST_CASE("the ruler is true: a tick lies at every millimetre") {
    const auto document = draw_test_page(page_on("iso_a6_105x148mm", {.raster = true, .dpi = 254}));
    REQUIRE(document);
    const auto picture = read_raster(document->bytes);
    for (int mm = 1; mm < 105; ++mm) {
        CAPTURE(mm);
        CHECK(picture.at(mm * 10, 8) == 0);  // ten dots a millimetre
        CHECK(picture.at(mm * 10 - 4, 8) == 255);
    }
}

TEST_CASE("where the printer takes PDF only the page is one of the medium's size") {
    const auto document = draw_test_page(page_on("om_card_54x86mm", {.raster = false, .dpi = 300}));
    REQUIRE(document);
    CHECK(document->format == "application/pdf");
    const auto picture = read_pdf(document->bytes, 300);
    CHECK(picture.width == 638);
    CHECK(qr_by_zxing(picture) == "TEST:01234567");
}

TEST_CASE("no page for media that it doesn't fit on, nor for senseless resolutions") {
    CHECK(draw_test_page(page_on("oe_x_1x1in", {.dpi = 300})).error().kind == FailureKind::too_small);
    CHECK(draw_test_page(page_on("om_card_54x86mm", {.dpi = 5000})).error().kind == FailureKind::bad_input);
}

TEST_CASE("a printer that counts is trusted once a person has held its page", "[real][printer]") {
    PrintServer server;
    const TemporaryFolder folder;
    const PrinterSettings settings{
        .server = server.server(), .queue = server.queue(), .record = folder.path / "printer.json"};
    const auto printer = Printer::choose(settings);
    REQUIRE(printer);
    CHECK(printer->count_trust() == CountTrust::not_measured);
    CHECK(answer_printer_test(*printer, true).error().kind == FailureKind::not_found);

    const auto measured = run_printer_test(*printer, ignore);
    REQUIRE(measured);
    CHECK(measured->impressions == 1);
    CHECK(measured->counted_by_printer);
    CHECK(measured->job_ended);
    CHECK(measured->medium == "om_card_54x86mm");
    CHECK(measured->dpi == 300);
    CHECK(measured->make_and_model == "Vestibule Test Printer");
    CHECK(measured->count == CountTrust::not_measured);
    CHECK(measured->reasons.empty());  // CUPS' own "cups-waiting-for-job-completed" isn't the printer's
    REQUIRE(server.documents().size() == 1);
    CHECK(qr_by_zbar(read_raster(read_file(server.documents().front()))).starts_with("TEST:"));

    REQUIRE(answer_printer_test(*printer, true));
    CHECK(Printer::choose(settings)->count_trust() == CountTrust::trusted);
}

TEST_CASE("a printer whose count was wrong never makes a badge printed again", "[real][printer]") {
    PrintServer server;
    const TemporaryFolder folder;
    const PrinterSettings settings{
        .server = server.server(), .queue = server.queue(), .record = folder.path / "printer.json"};
    {
        const auto printer = Printer::choose(settings);
        REQUIRE(run_printer_test(printer.value(), ignore));
        REQUIRE(answer_printer_test(printer.value(), false));  // counted, but nothing came out
    }
    const auto printer = Printer::choose(settings);
    REQUIRE(printer);
    CHECK(printer->count_trust() == CountTrust::not_trusted);
    const auto document = draw_test_page(page_on("om_card_54x86mm", {.raster = true, .dpi = 300}));
    const auto ticket = printer->hand_over(document.value());
    REQUIRE(ticket);
    Outcome outcome;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!outcome.ended() && std::chrono::steady_clock::now() < end) outcome = printer->outcome(*ticket).value();
    CHECK(outcome.state == OutcomeState::unknown);
    CHECK(outcome.reason == "The printer didn't say whether the badge came out.");
}

TEST_CASE("set-up gives up a printer that hangs, and takes its page back", "[real][printer]") {
    PrintServer server;
    server.behave(PrinterBehaviour::hangs);
    const auto printer = Printer::choose({.server = server.server(), .queue = server.queue()});
    REQUIRE(printer);
    std::string told;
    const auto measured = run_printer_test(
        *printer, [&](const std::string& what) { told += what + "\n"; }, std::chrono::seconds(3));
    REQUIRE(measured);
    CHECK_FALSE(measured->job_ended);
    CHECK(measured->seconds > 3);
    CHECK(told.find(server.queue() + " has the page: om_card_54x86mm, 300 dpi") != std::string::npos);
    const auto lines = describe(*measured);
    CHECK(lines.front().find("the page was taken back") != std::string::npos);
}

TEST_CASE("a record that can't be read counts as a count that can't be trusted", "[real][printer]") {
    PrintServer server;
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path / "printer.json");
    const auto printer =
        Printer::choose({.server = server.server(), .queue = server.queue(), .record = folder.path / "printer.json"});
    REQUIRE(printer);
    CHECK(printer->count_trust() == CountTrust::not_trusted);
}
