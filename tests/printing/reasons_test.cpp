// ACCEPTANCE C2: what a printer reports is known within 5 s, straight from it and through a real CUPS; nonsense harms
// nobody.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "tests/printing/fault_table.h"
#include "tests/printing/faults.h"
#include "tests/printing/ipp_proxy.h"
#include "tests/printing/print_server.h"

using namespace printing;
using namespace printing_tests;
using vestibule_tests_support::PrinterBehaviour;
using vestibule_tests_support::PrintServer;

namespace {

constexpr double known_within_s = 5;

constexpr std::array c2{
    PrinterReason::other,        PrinterReason::cover_open,          PrinterReason::input_tray_missing,
    PrinterReason::media_empty,  PrinterReason::marker_supply_empty, PrinterReason::marker_supply_low,
    PrinterReason::media_jam,    PrinterReason::marker_waste_full,   PrinterReason::media_low,
    PrinterReason::media_needed, PrinterReason::moving_to_paused,    PrinterReason::paused,
    PrinterReason::toner_empty,  PrinterReason::spool_area_full,     PrinterReason::toner_low,
    PrinterReason::offline,      PrinterReason::connecting};

// `reasons` in the place of what the printer says.
IppProxy::Rewrite saying(std::vector<std::string> reasons) {
    return [reasons = std::move(reasons)](ipp_t* answer) {
        ipp_attribute_t* said = ippFindAttribute(answer, "printer-state-reasons", IPP_TAG_KEYWORD);
        if (said == nullptr) return;
        ippDeleteAttribute(answer, said);
        std::vector<const char*> words;
        for (const auto& reason : reasons) words.push_back(reason.c_str());
        ippAddStrings(answer, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "printer-state-reasons",
                      static_cast<int>(words.size()), nullptr, words.data());
    };
}

// A queue on a proxy on a printer that has taken a page and isn't done with it.
struct BusyPrinter {
    BusyPrinter() {
        server.behave(PrinterBehaviour::hangs);
        REQUIRE(add_queue(server.server(), {.name = "lobby", .printer_uri = proxy.printer_uri()}));
        queue.emplace(Printer::choose({.server = server.server(), .queue = "lobby"}).value());
        straight.emplace(Printer::choose({.queue = proxy.printer_uri()}).value());
        ticket = queue->hand_over(page(1)).value();
        const auto busy = watch(*queue, ticket, 30, [&](const Outcome&) { return !server.documents().empty(); });
        REQUIRE(busy.in_time);
        direct_ticket = straight->find(ticket.job_name).value().value();
    }

    PrintServer server{{.own_server = true}};  // it keeps on fighting with the proxy
    IppProxy proxy{server.printer_port()};
    std::optional<Printer> queue, straight;
    JobTicket ticket, direct_ticket;
};

}  // namespace

TEST_CASE("each reason of a printer is known within 5 s of its reporting it", "[real][fault-table][printer]") {
    BusyPrinter busy;
    static constexpr std::array suffixes{"-error", "-warning", "-report", ""};
    std::size_t next = 0;
    for (const auto reason : c2) {
        const std::string word = std::string(keyword(reason)) + suffixes.at(next++ % suffixes.size());
        CAPTURE(word);
        const auto knows = [reason](const Outcome& outcome) { return reports(outcome, reason); };
        for (const bool through_cups : {false, true}) {
            const auto& printer = through_cups ? busy.queue : busy.straight;
            const auto& ticket = through_cups ? busy.ticket : busy.direct_ticket;
            busy.proxy.rewrite(saying({word}));
            const auto seen = watch(*printer, ticket, 2 * known_within_s, knows);
            CHECK(seen.in_time);
            CHECK(seen.seconds < known_within_s);
            CHECK(seen.outcome.state == OutcomeState::waiting);
            CHECK((!stops_printing(parse_reason(word)) || seen.outcome.reason == plain_words(reason)));
            note_fault({.fault = word + (through_cups ? ", through CUPS" : ", from the printer"),
                        .words = std::string(plain_words(reason)),
                        .outcome = name_of(seen.outcome.state),
                        .seconds = seen.seconds});
            busy.proxy.rewrite(saying({"none"}));
            CHECK(watch(*printer, ticket, 30, [&](const Outcome& outcome) { return !knows(outcome); }).in_time);
        }
    }
}

TEST_CASE("between badges, too, a printer's trouble is known within 5 s", "[real][fault-table][printer]") {
    PrintServer server{{.own_server = true}};  // it keeps on fighting with the proxy
    IppProxy proxy(server.printer_port());
    REQUIRE(add_queue(server.server(), {.name = "lobby", .printer_uri = proxy.printer_uri()}));
    const auto queue = Printer::choose({.server = server.server(), .queue = "lobby"});
    REQUIRE(queue);
    CHECK(queue->condition()->reasons.empty());
    proxy.rewrite(saying({"cover-open-error"}));
    const Stopwatch stopwatch;
    const auto condition = queue->condition();
    REQUIRE(condition);
    REQUIRE(condition->reasons.size() == 1);
    CHECK(condition->reasons.front().reason == PrinterReason::cover_open);
    CHECK(stopwatch.seconds() < known_within_s);
    note_fault({.fault = "cover-open-error, without a job",
                .words = std::string(plain_words(PrinterReason::cover_open)),
                .outcome = "no job",
                .seconds = stopwatch.seconds()});
}

TEST_CASE("nonsense in a printer's reasons is survived, straight and through CUPS", "[real][fault-table][printer]") {
    BusyPrinter busy;
    struct Row {
        const char* name;
        std::vector<std::string> reasons;
    };
    for (const auto& [name, reasons] :
         {Row{"10 KB of garbage",
              {std::string(1023, 'x'), std::string(1023, '\x7f'), std::string(1023, ';'), std::string(1023, 'a'),
               std::string(1023, 'b'), std::string(1023, 'c'), std::string(1023, 'd'), std::string(1023, 'e'),
               std::string(1023, 'f'), std::string(1023, 'g'), "media-empty-error"}},
          Row{"not UTF-8", {"\xff\xfe\x80zip", "media-empty-error"}},
          Row{"controls and turned text",
              {"a\x1b[31m\r\n\xe2\x80\xae"
               "b",
               "media-empty-error"}},
          Row{"no word at all", {"", " ", "media-empty-error"}}}) {
        CAPTURE(name);
        for (const bool through_cups : {false, true}) {
            const auto& printer = through_cups ? busy.queue : busy.straight;
            const auto& ticket = through_cups ? busy.ticket : busy.direct_ticket;
            busy.proxy.rewrite(saying(reasons));
            const auto seen = watch(*printer, ticket, 2 * known_within_s, [](const Outcome& outcome) {
                return reports(outcome, PrinterReason::media_empty);
            });
            CHECK(seen.in_time);
            for (const auto& reason : seen.outcome.printer_reasons) {
                CHECK(reason.text.size() <= reason_length_max);
                CHECK(std::ranges::none_of(reason.text, [](unsigned char c) { return c < ' ' || c == 0x7f; }));
            }
            note_fault({.fault = std::string(name) + (through_cups ? ", through CUPS" : ", from the printer"),
                        .words = seen.outcome.reason,
                        .outcome = name_of(seen.outcome.state),
                        .seconds = seen.seconds});
            busy.proxy.rewrite(saying({"none"}));
            CHECK(watch(*printer, ticket, 30, [](const Outcome& outcome) {
                      return !reports(outcome, PrinterReason::media_empty);
                  }).in_time);
        }
    }
}

TEST_CASE("a stopped printer is known to be stopped, straight and through CUPS, whatever it says of it",
          "[real][printer]") {
    PrintServer server{{.own_server = true}};  // it keeps on fighting with the proxy
    IppProxy proxy(server.printer_port());
    REQUIRE(add_queue(server.server(), {.name = "lobby", .printer_uri = proxy.printer_uri()}));
    const auto queue = Printer::choose({.server = server.server(), .queue = "lobby"});
    const auto straight = Printer::choose({.queue = proxy.printer_uri()});
    REQUIRE(queue);
    REQUIRE(straight);
    const auto stops = [](const Result<PrinterCondition>& condition) {
        REQUIRE(condition);
        return std::ranges::any_of(condition->reasons, [](const auto& reported) { return stops_printing(reported); });
    };
    struct Row {
        const char* word;
        bool stopped, expected;
    };
    for (const auto& [word, stopped, expected] :
         {Row{"other-error", true, true}, Row{"vendor-trouble-error", true, true},
          Row{"media-empty-warning", true, true}, Row{"media-empty-warning", false, false},
          Row{"vendor-trouble-error", false, false}, Row{"media-empty-error", false, true}}) {
        CAPTURE(word, stopped);
        proxy.rewrite([word, stopped](ipp_t* answer) {
            saying({word})(answer);
            ipp_attribute_t* state = ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM);
            if (state != nullptr && stopped) ippSetInteger(answer, &state, 0, IPP_PSTATE_STOPPED);
        });
        CHECK(stops(queue->condition()) == expected);
        CHECK(stops(straight->condition()) == expected);
    }
}
