// The measuring: polls as the station does, so that what is measured is what the station will see.
#include "printing/printer_test.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <random>
#include <thread>

#include "printing/test_page.h"

namespace printing {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto poll_interval = std::chrono::milliseconds(250);
constexpr std::size_t reasons_kept_max = 32;

std::string random_job_name() {
    std::random_device random;
    std::string name = "vestibule-";
    for (int digit = 0; digit < 32; ++digit) name += "0123456789abcdef"[random() % 16];
    return name;
}

Result<TestPage> page_for(const Printer& printer) {
    const auto capabilities = printer.capabilities();
    if (!capabilities) return tl::unexpected(capabilities.error());
    auto medium = test_medium(*capabilities, printer.settings().medium);
    if (!medium) return tl::unexpected(medium.error());
    const auto format = page_format(*capabilities);
    if (!format) return tl::unexpected(format.error());
    const auto condition = printer.condition();
    if (!condition) return tl::unexpected(condition.error());
    return TestPage{.job_name = random_job_name(),
                    .queue = printer.name(),
                    .make_and_model = condition->make_and_model,
                    .printed_at = fmt::format("{:%Y-%m-%d %H:%M}", fmt::localtime(std::time(nullptr))),
                    .medium = *std::move(medium),
                    .format = *format};
}

// What of `record` this look at the job adds; tells what is new.
void note(const Observation& seen, PrinterRecord& record, const TestProgress& progress) {
    for (const auto& reason : seen.reasons) {
        if (std::ranges::count(record.reasons, reason.text) > 0 || record.reasons.size() >= reasons_kept_max)
            continue;
        record.reasons.push_back(reason.text);
        progress(fmt::format("it reports {}", reason.text));
    }
    const bool was_ended = record.job_ended;
    const auto before = record.impressions;
    record.counted_by_printer = seen.at_printer.has_value();
    const Job& told = seen.at_printer ? *seen.at_printer : seen.job;
    record.impressions = told.impressions;
    record.job_ended = told.has_ended();
    if (record.impressions.value_or(0) > 0 && record.impressions != before)
        progress(fmt::format("it has counted {} page(s)", *record.impressions));
    if (record.job_ended && !was_ended) progress("it calls the page done");
}

// The printer may count a page a moment after it has called the job over.
bool is_over(const Observation& seen) {
    return seen.job.has_ended() && (!seen.at_printer || seen.at_printer->has_ended());
}

Result<> watch(const Printer& printer, const JobTicket& ticket, std::chrono::seconds limit, PrinterRecord& record,
               const TestProgress& progress) {
    const auto start = Clock::now();
    for (;;) {
        const auto seen = printer.observe(ticket);
        if (!seen && seen.error().kind != FailureKind::unreachable) return tl::unexpected(seen.error());
        if (seen) note(*seen, record, progress);
        record.seconds = std::chrono::duration<double>(Clock::now() - start).count();
        if (seen && is_over(*seen)) return {};
        if (Clock::now() - start > limit) return printer.cancel(ticket);
        std::this_thread::sleep_for(poll_interval);
    }
}

Result<PrinterRecord> record_before(const Printer& printer) {
    PrinterRecord fresh{.queue = printer.queue(), .device = printer.device()};
    if (printer.settings().record.empty()) return fresh;
    auto before = read_record(printer.settings().record, fresh.queue, fresh.device);
    if (!before) return tl::unexpected(before.error());
    return before->value_or(fresh);
}

Result<PrinterRecord> keep(const Printer& printer, PrinterRecord record) {
    if (printer.settings().record.empty()) return record;
    if (auto written = write_record(printer.settings().record, record); !written)
        return tl::unexpected(written.error());
    return record;
}

}  // namespace

Result<PrinterRecord> run_printer_test(const Printer& printer, const TestProgress& progress,
                                       std::chrono::seconds limit) {
    if (printer.is_folder()) return failure(FailureKind::bad_input, "There is no printer to test, only a folder.");
    auto record = record_before(printer);
    if (!record) return record;
    const auto page = page_for(printer);
    if (!page) return tl::unexpected(page.error());
    const auto document = draw_test_page(*page);
    if (!document) return tl::unexpected(document.error());
    record->came_out.reset();
    record->impressions.reset();
    record->job_ended = false;
    record->medium = document->medium.name;
    record->dpi = document->dpi;
    record->make_and_model = page->make_and_model;
    record->measured_at = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));

    const auto ticket = printer.hand_over(*document);
    if (!ticket) return tl::unexpected(ticket.error());
    progress(fmt::format("{} has the page: {}, {} dpi", printer.name(), record->medium, record->dpi));
    if (auto watched = watch(printer, *ticket, limit, *record, progress); !watched)
        return tl::unexpected(watched.error());
    return keep(printer, *std::move(record));
}

Result<PrinterRecord> answer_printer_test(const Printer& printer, bool came_out) {
    auto record = record_before(printer);
    if (!record) return record;
    if (record->measured_at.empty())
        return failure(FailureKind::not_found, "No test page was printed here yet: print one first.");
    record->came_out = came_out;
    record->count = judge_count(came_out, record->impressions, record->count);
    return keep(printer, *std::move(record));
}

std::vector<std::string> describe(const PrinterRecord& record) {
    std::vector<std::string> lines;
    lines.push_back(
        record.job_ended
            ? fmt::format("It called the page done after {:.1f} s.", record.seconds)
            : fmt::format("It didn't call the page done within {:.0f} s; the page was taken back.", record.seconds));
    const char* whose = record.counted_by_printer ? "The printer" : "The queue (the printer itself can't be asked)";
    lines.push_back(record.impressions ? fmt::format("{} counted {} page(s).", whose, *record.impressions)
                                       : fmt::format("{} counts no pages.", whose));
    std::string reported;
    for (const auto& reason : record.reasons) reported += (reported.empty() ? "" : ", ") + reason;
    if (!reported.empty()) lines.push_back(fmt::format("Seen in its tests: {}.", reported));
    if (!record.came_out)
        lines.emplace_back(
            "Whether its count can be trusted isn't known until a person says whether the page came out.");
    else if (record.count == CountTrust::trusted)
        lines.emplace_back("Its count can be trusted: a badge that it counts is taken as printed.");
    else if (record.count == CountTrust::not_trusted)
        lines.emplace_back("Its count can't be trusted: visitors are asked whether their badge came out.");
    else
        lines.emplace_back("Nothing came out and nothing was counted: put badges in and test again.");
    return lines;
}

}  // namespace printing
