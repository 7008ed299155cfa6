// Answers that aren't: whatever a printer or the line to it does, the station is told within the time-outs, and no
// badge is called printed that wasn't.
#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "printing/ipp_answer.h"
#include "printing/ipp_connection.h"
#include "tests/printing/fault_table.h"
#include "tests/printing/faults.h"
#include "tests/printing/ipp_proxy.h"
#include "tests/printing/print_server.h"

using namespace printing;
using namespace printing_tests;
using vestibule_tests_support::PrintServer;

namespace {

constexpr double answer_within_s = answer_timeout_s + connect_timeout_ms / 1000.0 + 1;

struct Row {
    const char* name;
    Misbehaviour how;
};
constexpr std::array line_faults{Row{"resets the connection", Misbehaviour::resets},
                                 Row{"answers half", Misbehaviour::truncates},
                                 Row{"answers with garbage", Misbehaviour::sends_garbage},
                                 Row{"answers without an end", Misbehaviour::floods},
                                 Row{"nests 50,000 collections", Misbehaviour::nests},
                                 Row{"answers a byte each half second", Misbehaviour::drips},
                                 Row{"answers HTTP 500", Misbehaviour::fails},
                                 Row{"is a mail server", Misbehaviour::is_no_printer},
                                 Row{"takes the request and is silent", Misbehaviour::stalls}};

}  // namespace

TEST_CASE("a printer that answers wrongly doesn't answer, within the time-outs", "[real][fault-table][printer]") {
    PrintServer server;
    IppProxy proxy(server.printer_port());
    const auto printer = Printer::choose({.queue = proxy.printer_uri()});
    REQUIRE(printer);
    for (const auto& [name, how] : line_faults) {
        CAPTURE(name);
        proxy.misbehave(how);
        const Stopwatch stopwatch;
        const auto condition = printer->condition();
        REQUIRE_FALSE(condition);
        CHECK(condition.error().kind == FailureKind::unreachable);
        CHECK(stopwatch.seconds() < answer_within_s);
        note_fault({.fault = std::string("printer ") + name,
                    .words = condition.error().what,
                    .outcome = "no job",
                    .seconds = stopwatch.seconds()});
        proxy.misbehave(Misbehaviour::none);
        CHECK(printer->condition());
    }
}

TEST_CASE("a badge on its way to a printer that answers wrongly isn't called printed",
          "[real][fault-table][printer]") {
    for (const auto& [name, how] : line_faults) {
        if (how == Misbehaviour::drips || how == Misbehaviour::stalls)
            continue;  // CUPS itself takes minutes for those
        CAPTURE(name);
        PrintServer server{
            {.own_server = true}};  // a new one each: CUPS takes its time to end what fought with the one before
        IppProxy proxy(server.printer_port());
        REQUIRE(add_queue(server.server(), {.name = "lobby", .printer_uri = proxy.printer_uri()}));
        const auto queue = Printer::choose({.server = server.server(), .queue = "lobby"});
        REQUIRE(queue);
        proxy.misbehave(how);
        const auto ticket = queue->hand_over(page(1));
        REQUIRE(ticket);
        const auto seen = watch(*queue, *ticket, 8, [](const Outcome& outcome) {
            return outcome.ended() || reports(outcome, PrinterReason::offline);
        });
        CHECK(seen.in_time);
        CHECK(seen.outcome.state != OutcomeState::printed);
        note_fault({.fault = std::string("through CUPS, printer ") + name,
                    .words = seen.outcome.reason,
                    .outcome = name_of(seen.outcome.state),
                    .seconds = seen.seconds});
        REQUIRE(queue->cancel(*ticket));
        proxy.misbehave(Misbehaviour::none);
        const auto ended = watch(*queue, *ticket, 30, [](const Outcome& outcome) { return outcome.ended(); });
        CHECK(ended.in_time);
        CHECK(ended.outcome.state != OutcomeState::printed);
    }
}

TEST_CASE("an IPP message is sound when it ends and isn't nested too deep") {
    const std::string start("\x02\x00\x00\x00\x00\x00\x00\x01\x04", 9);
    const std::string text("\x44\x00\x01x\x00\x03yes", 9);
    const std::string end("\x03", 1);
    const std::string begin("\x34\x00\x01x\x00\x00", 6);
    const std::string finish("\x37\x00\x00\x00\x00", 5);
    CHECK(is_sound_ipp(start + text + end));
    CHECK(is_sound_ipp(start + begin + finish + end));
    CHECK(parse_ipp(start + text + end));
    CHECK_FALSE(is_sound_ipp(""));
    CHECK_FALSE(is_sound_ipp(start));
    CHECK_FALSE(is_sound_ipp(start + text));
    CHECK_FALSE(is_sound_ipp(start + begin + end));
    CHECK_FALSE(is_sound_ipp(start + finish + end));
    CHECK_FALSE(is_sound_ipp(start + std::string("\x44\x00\x01x\xff\xff", 6) + end));
    std::string deep = start;
    for (int level = 0; level <= collection_depth_max; ++level) deep += begin;
    for (int level = 0; level <= collection_depth_max; ++level) deep += finish;
    CHECK_FALSE(is_sound_ipp(deep + end));
    for (std::size_t cut = 0; cut < (start + text).size(); ++cut)
        CHECK_FALSE(parse_ipp((start + text).substr(0, cut)));
}
