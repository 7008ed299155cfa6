// `badge-print list|discover|add-queue|check-queue|queue-status`: printers and queues.
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>

#include "printing/badge_print.h"
#include "printing/discovery.h"
#include "printing/printer.h"
#include "printing/queue_setup.h"

namespace printing::command {
namespace {

struct QueueOptions {
    std::string server;
    std::string queue;
    NewQueue made;
};

void list(const QueueOptions& options) {
    const Spooler spooler = Spooler::at(options.server);
    for (const auto& destination : value_or_stop(spooler.destinations())) {
        const auto capabilities = value_or_stop(spooler.capabilities(destination.queue));
        std::cout << (destination.is_default ? "* " : "  ") << destination.queue << '\t'
                  << (destination.accepts_jobs ? "accepting" : "not accepting") << '\t'
                  << (capabilities.takes_raster ? "pwg-raster " : "") << (capabilities.takes_pdf ? "pdf" : "")
                  << '\t';
        for (const int dpi : capabilities.raster_dpi) std::cout << dpi << "dpi ";
        std::cout << '\t';
        for (const auto& medium : capabilities.media_ready) std::cout << medium.name << ' ';
        std::cout << '\n';
    }
}

void discover(const QueueOptions& options) {
    auto found = discover_printers();
    const auto queues = Spooler::at(options.server).destinations();
    const auto fresh = queues ? without_queue(found, *queues) : found;
    for (const auto& printer : found) {
        const bool has_queue =
            std::ranges::none_of(fresh, [&](const auto& other) { return other.uri == printer.uri; });
        std::cout << printer.uri << '\t' << printer.name << '\t' << printer.make_and_model << '\t'
                  << (has_queue ? "has a queue"
                                : fmt::format("badge-print add-queue {} {}", queue_name_for(printer),
                                              shell_word(printer.uri)))
                  << '\n';
    }
    if (found.empty()) throw Stop{exit_no, "No driverless printer announces itself (is avahi-daemon running?)."};
}

void add(const QueueOptions& options) {
    const auto added = add_queue(options.server, options.made);
    if (!added && added.error().kind == FailureKind::refused)
        throw Stop{exit_no,
                   fmt::format("{}\nAs an administrator: {}", added.error().what, add_queue_command(options.made))};
    if (!added) throw Stop{exit_no, added.error().what};
    std::cout << "queue " << options.made.name << " prints to " << options.made.printer_uri << '\n';
}

int tell(const std::vector<SettingsFinding>& findings) {
    int troubles = 0;
    for (const auto& finding : findings) {
        std::cout << (finding.ok ? "ok      " : "NOT OK  ") << finding.what << '\n';
        if (!finding.ok) std::cout << "        " << finding.remedy << '\n';
        troubles += finding.ok ? 0 : 1;
    }
    return troubles;
}

void check(const QueueOptions& options) {
    const auto settings = value_or_stop(queue_settings(options.server, options.queue));
    int troubles = tell(examine(settings, options.queue));
    if (const auto conf = read_server_settings(options.server))
        troubles += tell(examine_server_settings(*conf));
    else
        std::cout << "?       " << conf.error().what
                  << " An administrator should see there to: PreserveJobFiles No\n";
    if (troubles > 0) throw Stop{exit_no, fmt::format("{} settings of this queue don't suit badges.", troubles)};
}

std::string_view words(PrinterState state) {
    switch (state) {
        case PrinterState::idle:
            return "idle";
        case PrinterState::processing:
            return "printing";
        case PrinterState::stopped:
            return "stopped";
    }
    return "unknown";
}

void status(const QueueOptions& options) {
    const auto printer = value_or_stop(Printer::choose({.server = options.server, .queue = options.queue}));
    const auto condition = value_or_stop(printer.condition());
    std::cout << printer.name() << '\t' << words(condition.state) << '\t'
              << (condition.accepts_jobs ? "accepting" : "not accepting") << '\t' << condition.make_and_model << '\n';
    for (const auto& reason : condition.reasons)
        std::cout << (stops_printing(reason) ? "stops   " : "warning ") << reason.text << '\t' << plain_words(reason)
                  << '\n';
    for (const auto& supply : condition.supplies)
        std::cout << "supply  " << supply.name << '\t'
                  << (supply.percent ? fmt::format("{} %", *supply.percent) : "not told") << '\n';
    if (condition.media_left) std::cout << "media   " << *condition.media_left << " left\n";
}

}  // namespace

void add_queues(CLI::App& app) {
    const auto options = std::make_shared<QueueOptions>();
    const auto add_command = [&](const std::string& name, const std::string& help, void (*run)(const QueueOptions&)) {
        CLI::App* command = app.add_subcommand(name, help);
        command->add_option("--server", options->server,
                            "Print server host:port or socket; default: CUPS' own choice");
        command->callback([options, run] { run(*options); });
        return command;
    };
    add_command("list", "List the print server's queues: name, formats, resolutions, media", list);

    add_command("discover", "Find driverless printers on the network and say how to make a queue for each", discover);

    auto* added =
        add_command("add-queue", "Make a queue for a driverless printer, with time-outs that suit badges", add);
    added->add_option("name", options->made.name, "The queue's name")->required();
    added->add_option("uri", options->made.printer_uri, "The printer's ipp:// or ipps:// address")->required();
    added->add_option("--description", options->made.description, "For people; default: make and model");

    auto* checked = add_command("check-queue", "Look over a queue's time-outs and what CUPS keeps of a badge", check);
    checked->add_option("queue", options->queue, "The queue's name")->required();

    auto* told = add_command("queue-status",
                             "Say what queue and printer report: state, reasons, supplies, media left", status);
    told->add_option("queue", options->queue, "Queue, or a printer's ipp:// address; default: the server's");
}

}  // namespace printing::command
