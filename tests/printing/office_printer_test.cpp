// Office pages printed through a real cupsd on a real IPP printer: which paper, what arrives, how often.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "printing/office_printer.h"
#include "tests/printing/picture.h"
#include "tests/printing/print_server.h"
#include "tests/support/pdf.h"

namespace {

using namespace printing;
using vestibule::test_support::count_of;
using vestibule::test_support::Pdf;
using vestibule_tests_support::PrinterBehaviour;
using vestibule_tests_support::PrintServer;

constexpr const char* job = "vestibule-000000000000000000000000000000aa";
constexpr const char* a4 = "iso_a4_210x297mm";
constexpr const char* letter = "na_letter_8.5x11in";

Outcome wait_for_end(const Printer& printer, const JobTicket& ticket) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(40);
    for (;;) {
        const auto outcome = printer.outcome(ticket);
        if (outcome && outcome->ended()) return *outcome;
        if (std::chrono::steady_clock::now() > end) FAIL("the job doesn't end");
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

OfficeDocument muster_of(int rows) {
    OfficeTable table{.columns = {{.head = "Name"}, {.head = "Host"}}, .groups = {{.rows = {}}}, .text_pt = 14};
    for (int i = 0; i < rows; ++i)
        table.groups[0].rows.push_back({{.text = fmt::format("Visitor{:03} 张伟", i)}, {.text = "Host"}});
    return {.title = "Muster list", .blocks = {table}, .foot = "Harbour House"};
}

Capabilities with_media(std::vector<const char*> ready, const char* by_default = nullptr) {
    Capabilities out;
    for (const auto* name : ready) out.media_ready.push_back(medium_named(name).value());
    if (by_default != nullptr) out.media_default = medium_named(by_default).value();
    return out;
}

}  // namespace

TEST_CASE("the paper is what lies in the printer: else its default: else what is usual") {
    CHECK(paper_in(with_media({letter}), OfficePaper::a4) == OfficePaper::letter);
    CHECK(paper_in(with_media({a4}, letter), OfficePaper::letter) == OfficePaper::a4);
    CHECK(paper_in(with_media({a4, letter}, letter), OfficePaper::a4) == OfficePaper::letter);
    CHECK(paper_in(with_media({a4, letter}), OfficePaper::letter) == OfficePaper::letter);
    CHECK(paper_in(with_media({"om_card_54x86mm"}, a4), OfficePaper::letter) == OfficePaper::a4);
    CHECK(paper_in(with_media({}), OfficePaper::letter) == OfficePaper::letter);
    CHECK(paper_in(with_media({"iso_a3_297x420mm"}, "iso_a3_297x420mm"), OfficePaper::a4) == OfficePaper::a4);
}

TEST_CASE("a printer may hold a paper unless it knows that it holds others only") {
    CHECK(may_hold(with_media({}), OfficePaper::a4));
    CHECK(may_hold(with_media({letter, a4}), OfficePaper::a4));
    CHECK_FALSE(may_hold(with_media({letter, "iso_a3_297x420mm"}), OfficePaper::a4));
}

TEST_CASE("a list of several pages arrives once, on the paper of the printer, with all its rows as text",
          "[real][printer]") {
    const std::string medium = GENERATE(a4, letter);
    PrintServer server({.media_ready = medium, .takes_raster = false});
    const OfficeQueue queue{.server = server.server(), .queue = server.queue()};
    const auto ticket = print_office_pages(queue, job, muster_of(90));
    INFO((ticket ? "" : ticket.error().what));
    REQUIRE(ticket);
    const auto printer = Printer::choose({.server = queue.server, .queue = queue.queue});
    REQUIRE(printer);
    CHECK(wait_for_end(*printer, *ticket).state == OutcomeState::printed);
    CHECK(printer->find(job).value() == *ticket);

    REQUIRE(server.documents().size() == 1);
    const Pdf pdf{printing_tests::read_file(server.documents().front())};
    REQUIRE(pdf.pages().size() > 2);
    const auto paper = medium_named(medium).value();
    for (const auto& page : pdf.pages()) {
        CHECK(page.width == Approx(paper.width_mm).margin(0.5));
        CHECK(page.height == Approx(paper.height_mm).margin(0.5));
    }
    const auto text = pdf.text();
    for (int i = 0; i < 90; ++i) CHECK(count_of(text, fmt::format("Visitor{:03}", i)) == 1);
    CHECK(count_of(text, "张伟") == 90);
    CHECK(server.documents().front().filename().string().find("Muster") == std::string::npos);
}

TEST_CASE("without a queue or without a server an office page isn't printed, and it's said why", "[real][printer]") {
    const auto nobody = print_office_pages({.server = "127.0.0.1:1", .queue = "office"}, job, muster_of(1));
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().kind == FailureKind::unreachable);
    PrintServer server({.media_ready = a4, .takes_raster = false});
    const auto other = print_office_pages({.server = server.server(), .queue = "other"}, job, muster_of(1));
    REQUIRE_FALSE(other);
    CHECK(other.error().kind == FailureKind::not_found);
    const OfficeQueue queue{.server = server.server(), .queue = server.queue()};
    CHECK(print_office_pages(queue, "Zhang Wei", muster_of(1)).error().kind == FailureKind::bad_input);
    CHECK(server.documents().empty());
}
