// ACCEPTANCE C3 at the printer's level: refused, hung, gone in mid-job, aborted, not taken, out of paper. Nothing is
// called printed that wasn't, and nothing prints late. All through a queue that add_queue() made, on a real CUPS.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

#include "printing/spooler.h"
#include "tests/printing/fault_table.h"
#include "tests/printing/faults.h"
#include "tests/printing/print_server.h"
#include "tests/printing/temporary_folder.h"

using namespace printing;
using namespace printing_tests;
using vestibule_tests_support::PrinterBehaviour;
using vestibule_tests_support::PrintServer;

namespace {

// Fails the case with what the print server said.
template <class T>
T must(Result<T> result) {
    if (!result) FAIL(result.error().what);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// A queue with the time-outs of our own set-up.
struct Lobby {
    Lobby() {
        must(add_queue(server.server(), {.name = name, .printer_uri = server.printer_uri()}));
        queue.emplace(must(Printer::choose({.server = server.server(), .queue = name})));
    }

    [[nodiscard]] JobTicket print(int number = 1) const { return must(queue->hand_over(page(number))); }
    [[nodiscard]] Watched until_ended(const JobTicket& ticket, double limit_s) const {
        return watch(*queue, ticket, limit_s, [](const Outcome& outcome) { return outcome.ended(); });
    }
    // The printer has said that it has the document, and works on it. One that dies before it has said so is another
    // case: CUPS gives the job up at once then.
    void until_under_way(const JobTicket& ticket) const {
        REQUIRE(watch(*queue, ticket, 30, [&](const Outcome&) {
                    return !server.documents().empty() && waits_for_printer();
                }).in_time);
    }
    [[nodiscard]] bool waits_for_printer() const {
        const auto condition = Spooler::at(server.server()).condition(name);
        REQUIRE(condition);
        return std::ranges::any_of(condition->reasons,
                                   [](const auto& reason) { return reason.text.starts_with("cups-waiting"); });
    }
    // cupsd's own tools, as an administrator would use them.
    void run(const std::string& command) const {
        const auto shell = "CUPS_SERVER=" + server.server() + " " + command;
        REQUIRE(std::system(shell.c_str()) == 0);
    }

    PrintServer server{{.own_server = true}};  // what befalls it here is nobody else's
    std::string name = server.own_name("lobby");
    std::optional<Printer> queue;
};

void note(const std::string& fault, const Watched& seen) {
    note_fault({.fault = fault,
                .words = seen.outcome.reason,
                .outcome = name_of(seen.outcome.state),
                .seconds = seen.seconds});
}

}  // namespace

TEST_CASE("a printer that refuses connections is offline at once, and CUPS gives the job back after 30 s",
          "[real][fault-table][printer]") {
    Lobby lobby;
    lobby.server.stop_printer();
    const auto ticket = lobby.print();
    const auto offline =
        watch(*lobby.queue, ticket, 5, [](const Outcome& o) { return reports(o, PrinterReason::offline); });
    CHECK(offline.in_time);
    CHECK(offline.outcome.state == OutcomeState::waiting);
    CHECK(offline.outcome.reason == plain_words(PrinterReason::offline));
    note("printer refuses connections", offline);

    const auto ended = lobby.until_ended(ticket, connect_give_up_s + 20);
    CHECK(ended.in_time);
    CHECK(ended.outcome.state == OutcomeState::failed);
    note("… and CUPS gives the job back", ended);

    // It is back, and the badge of half a minute ago doesn't come out of it.
    lobby.server.start_printer();
    const auto second = lobby.print(2);
    CHECK(lobby.until_ended(second, 30).outcome.state == OutcomeState::printed);
    CHECK(lobby.server.documents().size() == 1);
}

TEST_CASE("a job that hangs in the printer can be taken back, and isn't called printed",
          "[real][fault-table][printer]") {
    Lobby lobby;
    lobby.server.behave(PrinterBehaviour::hangs);
    const auto ticket = lobby.print();
    lobby.until_under_way(ticket);
    const Stopwatch stopwatch;
    REQUIRE(lobby.queue->cancel(ticket));
    // The printer itself never says what became of it: how long that is borne is the caller's to say.
    auto seen = watch(*lobby.queue, ticket, 40, [](const Outcome& o) { return o.left_queue || o.ended(); });
    seen.seconds = stopwatch.seconds();
    CHECK(seen.in_time);
    CHECK(seen.outcome.left_queue);
    CHECK(seen.outcome.state == OutcomeState::waiting);
    note("printer hangs in the job; taken back", seen);
}

TEST_CASE("a printer that dies in mid-job is offline within 5 s, and the badge isn't called printed",
          "[real][fault-table][printer]") {
    Lobby lobby;
    lobby.server.behave(PrinterBehaviour::hangs);
    const auto ticket = lobby.print();
    lobby.until_under_way(ticket);
    lobby.server.kill_printer();
    const auto offline =
        watch(*lobby.queue, ticket, 10, [](const Outcome& o) { return reports(o, PrinterReason::offline); });
    CHECK(offline.in_time);
    CHECK(offline.seconds < 5);
    CHECK(offline.outcome.state != OutcomeState::printed);
    note("printer dies in mid-job", offline);
    SECTION("watched by one that saw it arrive at the printer") {}
    SECTION("watched by one that was started after that") {
        lobby.queue.emplace(Printer::choose({.server = lobby.server.server(), .queue = lobby.name}).value());
        CHECK(lobby.queue->outcome(ticket)->state == OutcomeState::waiting);
    }
    REQUIRE(lobby.queue->cancel(ticket));
    const auto ended = lobby.until_ended(ticket, 40);
    CHECK(ended.in_time);
    CHECK(ended.outcome.state == OutcomeState::unknown);  // it may lie in its tray
    note("… and the job is taken back", ended);
}

TEST_CASE("a job that the printer aborts is never called printed", "[real][fault-table][printer]") {
    Lobby lobby;
    lobby.server.behave(PrinterBehaviour::aborts);
    const auto ticket = lobby.print();
    const auto ended = lobby.until_ended(ticket, 40);
    const auto seen = lobby.queue->observe(ticket);
    REQUIRE(seen);
    CAPTURE(static_cast<int>(seen->job.state), seen->job.was_processed, seen->at_printer.has_value());
    CAPTURE(seen->at_printer ? static_cast<int>(seen->at_printer->state) : -1,
            seen->at_printer && seen->at_printer->was_processed,
            seen->at_printer ? seen->at_printer->impressions.value_or(-1) : -1);
    CHECK(ended.in_time);
    CHECK(ended.outcome.state == OutcomeState::failed);
    note("printer aborts the job", ended);
}

TEST_CASE("a printer whose count means nothing may have printed what it aborts", "[real][printer]") {
    Lobby lobby;
    const TemporaryFolder folder;
    const PrinterSettings settings{
        .server = lobby.server.server(), .queue = lobby.name, .record = folder.path / "printer.json"};
    REQUIRE(write_record(settings.record, {.queue = lobby.name,
                                           .device = lobby.queue->device(),
                                           .count = CountTrust::not_trusted,
                                           .measured_at = "2026-11-20T10:00:00Z"}));
    lobby.queue.emplace(Printer::choose(settings).value());
    lobby.server.behave(PrinterBehaviour::aborts);
    const auto ended = lobby.until_ended(lobby.print(), 40);
    CHECK(ended.in_time);
    CHECK(ended.outcome.state == OutcomeState::unknown);
}

TEST_CASE("a queue that doesn't take the job up says so, and gives it back on demand",
          "[real][fault-table][printer]") {
    const Lobby lobby;
    lobby.run("cupsdisable " + lobby.name);
    const auto ticket = lobby.print();
    const auto paused =
        watch(*lobby.queue, ticket, 5, [](const Outcome& o) { return reports(o, PrinterReason::paused); });
    CHECK(paused.in_time);
    CHECK_FALSE(paused.outcome.processing);  // which the station cancels after 60 s
    note("queue is paused", paused);
    REQUIRE(lobby.queue->cancel(ticket));
    const auto ended = lobby.until_ended(ticket, 5);
    CHECK(ended.in_time);
    CHECK(ended.outcome.state == OutcomeState::failed);
    note("… and the job is taken back", ended);
    lobby.run("cupsenable " + lobby.name);
    CHECK(lobby.until_ended(lobby.print(2), 30).outcome.state == OutcomeState::printed);
    CHECK(lobby.server.documents().size() == 1);
}

TEST_CASE("a queue that takes no jobs refuses the badge at once", "[real][fault-table][printer]") {
    const Lobby lobby;
    lobby.run("cupsreject " + lobby.name);
    const Stopwatch stopwatch;
    const auto refused = lobby.queue->hand_over(page(1));
    REQUIRE_FALSE(refused);
    note_fault({.fault = "queue takes no jobs",
                .words = refused.error().what,
                .outcome = "not handed over",
                .seconds = stopwatch.seconds()});
}

TEST_CASE("a job that ends without a page, for each reason that a real printer can give, is never called printed",
          "[real][fault-table][printer]") {
    static constexpr std::array known_to_ippeveprinter{
        PrinterReason::other,        PrinterReason::cover_open,        PrinterReason::input_tray_missing,
        PrinterReason::media_empty,  PrinterReason::media_jam,         PrinterReason::marker_supply_empty,
        PrinterReason::media_low,    PrinterReason::marker_supply_low, PrinterReason::marker_waste_full,
        PrinterReason::media_needed, PrinterReason::moving_to_paused,  PrinterReason::paused,
        PrinterReason::toner_low,    PrinterReason::spool_area_full,   PrinterReason::toner_empty};
    Lobby lobby;
    int number = 0;
    for (const auto reason : known_to_ippeveprinter) {
        const std::string word(keyword(reason));
        CAPTURE(word);
        lobby.server.stop_printer();  // a new one each: with some of these it takes no further job
        lobby.server.start_printer();
        lobby.server.run_for_each_job("echo 'STATE: +" + word + "' >&2");
        const auto ticket = lobby.print(++number);
        const auto ended = lobby.until_ended(ticket, 10);
        CHECK(ended.in_time);
        CHECK(ended.outcome.state == OutcomeState::unknown);
        CHECK(reports(ended.outcome, reason));
        note(word + ", the job ends without a page", ended);
    }
    CHECK(lobby.server.documents().size() == known_to_ippeveprinter.size());
}

// Two minutes long: `printing_test '[slow]'`.
TEST_CASE("CUPS itself cancels a job that hangs in the printer after two minutes", "[.][slow][real]") {
    Lobby lobby;
    lobby.server.behave(PrinterBehaviour::hangs);
    const auto ticket = lobby.print();
    const auto seen = watch(*lobby.queue, ticket, job_cancel_after_s + 40,
                            [](const Outcome& o) { return o.left_queue || o.ended(); });
    CHECK(seen.in_time);
    CHECK(seen.seconds > job_cancel_after_s - 10);
    CHECK(seen.outcome.state != OutcomeState::printed);
    note("printer hangs in the job; nobody does anything", seen);
}
