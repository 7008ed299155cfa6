// `badge-print print|watch|cancel`: badges on a queue.
#include <chrono>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "printing/badge_print.h"
#include "printing/printer.h"

namespace printing::command {
namespace {

struct PrintOptions {
    PrinterSettings settings;
    BadgeOptions badge;
    std::string job;
    int wait_s = 60;
};

constexpr auto poll_interval = std::chrono::milliseconds(300);

std::string random_job_name() {
    std::random_device random;
    std::string name = "vestibule-";
    for (int digit = 0; digit < 32; ++digit) name += "0123456789abcdef"[random() % 16];
    return name;
}

std::string_view words(OutcomeState state) {
    switch (state) {
        case OutcomeState::waiting:
            return "waiting";
        case OutcomeState::printed:
            return "printed";
        case OutcomeState::failed:
            return "failed";
        case OutcomeState::unknown:
            return "unknown";
        case OutcomeState::saved:
            return "saved";
    }
    return "unknown";
}

// Follows a job until it has ended or the time is over; tells each change once.
void watch(const Printer& printer, const JobTicket& ticket, int wait_s) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(wait_s);
    std::string told;
    for (;;) {
        const Outcome outcome = value_or_stop(printer.outcome(ticket));
        std::string line(words(outcome.state));
        for (const auto& reason : outcome.printer_reasons) line += " " + reason.text;
        if (!outcome.reason.empty()) line += ": " + outcome.reason;
        if (line != told) std::cout << line << std::endl;
        told = line;
        if (outcome.state == OutcomeState::printed || outcome.state == OutcomeState::saved) return;
        if (outcome.ended()) throw Stop{exit_no, "The badge isn't known to be on paper."};
        if (std::chrono::steady_clock::now() >= end) throw Stop{exit_no, "The job hasn't ended yet."};
        std::this_thread::sleep_for(poll_interval);
    }
}

void print(const PrintOptions& options) {
    const auto named = value_or_stop(named_design(options.badge.request));
    const Printer printer = value_or_stop(Printer::choose(options.settings));
    const auto ticket = value_or_stop(printer.print(options.job.empty() ? random_job_name() : options.job,
                                                    named.drawings, named.design, fields_of(options.badge)));
    std::cout << "job " << ticket.job_name << " at " << printer.name() << std::endl;
    watch(printer, ticket, options.wait_s);
}

void watch_job(const PrintOptions& options) {
    const Printer printer = value_or_stop(Printer::choose(options.settings));
    const auto ticket = value_or_stop(printer.find(options.job));
    if (!ticket) throw Stop{exit_no, "The printer doesn't know this job."};
    watch(printer, *ticket, options.wait_s);
}

void cancel_job(const PrintOptions& options) {
    const Printer printer = value_or_stop(Printer::choose(options.settings));
    const auto ticket = value_or_stop(printer.find(options.job));
    if (!ticket) throw Stop{exit_no, "The printer doesn't know this job."};
    value_or_stop(printer.cancel(*ticket));
    std::cout << "job " << ticket->job_name << " was taken back" << std::endl;
}

void add_printer_options(CLI::App& command, PrintOptions& options) {
    command.add_option("--server", options.settings.server, "Print server host:port or socket");
    command.add_option("--queue", options.settings.queue,
                       "Queue, or a printer's ipp:// address; default: the server's");
    command.add_option("--folder", options.settings.folder, "Folder of PDFs that stands in for a printer");
    command.add_option("--wait", options.wait_s, "Seconds to wait for the end of the job")->capture_default_str();
}

}  // namespace

void add_printing(CLI::App& app) {
    const auto options = std::make_shared<PrintOptions>();
    auto* print_command = app.add_subcommand("print", "Print a badge and say what became of it");
    add_printer_options(*print_command, *options);
    add_badge_options(*print_command, options->badge);
    print_command->add_option("--medium", options->settings.medium, "PWG name; default: what lies in the printer");
    print_command->add_option("--job", options->job, "vestibule- and 32 hex digits; default: random");
    print_command->callback([options] { print(*options); });

    auto* watch_command = app.add_subcommand("watch", "Follow a job that was handed over earlier");
    add_printer_options(*watch_command, *options);
    watch_command->add_option("job", options->job, "The job's name")->required();
    watch_command->callback([options] { watch_job(*options); });

    auto* cancel_command = app.add_subcommand("cancel", "Take back a job that was handed over earlier");
    add_printer_options(*cancel_command, *options);
    cancel_command->add_option("job", options->job, "The job's name")->required();
    cancel_command->callback([options] { cancel_job(*options); });
}

}  // namespace printing::command
