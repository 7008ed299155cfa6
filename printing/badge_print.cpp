// The small command `badge-print`: renders badges and prints them without the station around it.
#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "printing/badge_render.h"
#include "printing/printer.h"

namespace {

using namespace printing;

constexpr int exit_no = 1;
constexpr int exit_wrong_use = 2;

struct RenderOptions {
    std::string template_file = "assets/badges/visitor.svg";
    std::vector<std::string> fields;
    std::string format = "png";
    std::string out;
    std::string medium;
    int dpi = 300;
    std::string raster = "sgray_8";
};

// Thrown to main only: ends the command with a message and an exit status.
struct Stop {
    int status = exit_no;
    std::string what;
};

template <class T>
T value_or_stop(Result<T> result) {
    if (!result)
        throw Stop{result.error().kind == FailureKind::bad_input ? exit_wrong_use : exit_no, result.error().what};
    return *std::move(result);
}

BadgeFields parse_fields(const std::vector<std::string>& assignments) {
    BadgeFields fields;
    const std::map<std::string, std::string BadgeFields::*> known{
        {"type", &BadgeFields::type},     {"date", &BadgeFields::date_line},
        {"name", &BadgeFields::name},     {"company", &BadgeFields::company},
        {"host", &BadgeFields::host},     {"host-label", &BadgeFields::host_label},
        {"escort", &BadgeFields::escort}, {"zones", &BadgeFields::zones},
        {"code", &BadgeFields::code},     {"token", &BadgeFields::token},
        {"logo", &BadgeFields::logo_svg}};
    for (const auto& assignment : assignments) {
        const auto equals = assignment.find('=');
        const auto field = known.find(assignment.substr(0, equals));
        if (equals == std::string::npos || field == known.end())
            throw Stop{exit_wrong_use,
                       "--field takes KEY=VALUE, with a KEY such as name, company, host, code or token."};
        fields.*(field->second) = assignment.substr(equals + 1);
    }
    return fields;
}

Medium medium_for(const RenderOptions& options, const BadgeTemplate& badge_template) {
    if (!options.medium.empty()) return value_or_stop(medium_named(options.medium));
    return custom_medium(badge_template.width_mm(), badge_template.height_mm());
}

void render(const RenderOptions& options) {
    const auto badge_template = value_or_stop(BadgeTemplate::read(options.template_file));
    const auto fields = parse_fields(options.fields);
    const std::map<std::string, RasterType> types{
        {"black_1", RasterType::black_1}, {"sgray_8", RasterType::sgray_8}, {"srgb_8", RasterType::srgb_8}};
    std::string bytes;
    if (options.format == "png")
        bytes = value_or_stop(render_png(badge_template, fields, options.dpi));
    else if (options.format == "pdf")
        bytes =
            value_or_stop(options.medium.empty() ? render_pdf(badge_template, fields)
                                                 : render_pdf_page(badge_template, fields,
                                                                   medium_for(options, badge_template), options.dpi));
    else
        bytes = value_or_stop(render_raster(badge_template, fields, medium_for(options, badge_template), options.dpi,
                                            types.at(options.raster)));
    std::ofstream file(options.out, std::ios::binary);
    file << bytes;
    file.close();
    if (!file) throw Stop{exit_no, "Can't write " + options.out + "."};
}

struct PrintOptions {
    PrinterSettings settings;
    std::string template_file = "assets/badges/visitor.svg";
    std::vector<std::string> fields;
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

void list(const PrintOptions& options) {
    const Spooler spooler = Spooler::at(options.settings.server);
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

void print(const PrintOptions& options) {
    const auto badge_template = value_or_stop(BadgeTemplate::read(options.template_file));
    const Printer printer = value_or_stop(Printer::choose(options.settings));
    const auto ticket = value_or_stop(printer.print(options.job.empty() ? random_job_name() : options.job,
                                                    badge_template, parse_fields(options.fields)));
    std::cout << "job " << ticket.job_name << " at " << printer.name() << std::endl;
    watch(printer, ticket, options.wait_s);
}

void watch_job(const PrintOptions& options) {
    const Printer printer = value_or_stop(Printer::choose(options.settings));
    const auto ticket = value_or_stop(printer.find(options.job));
    if (!ticket) throw Stop{exit_no, "The printer doesn't know this job."};
    watch(printer, *ticket, options.wait_s);
}

void add_printer_options(CLI::App& command, PrintOptions& options) {
    command.add_option("--server", options.settings.server, "Print server host:port or socket");
    command.add_option("--queue", options.settings.queue,
                       "Queue, or a printer's ipp:// address; default: the server's");
    command.add_option("--folder", options.settings.folder, "Folder of PDFs that stands in for a printer");
    command.add_option("--wait", options.wait_s, "Seconds to wait for the end of the job")->capture_default_str();
}

void add_printing(CLI::App& app, PrintOptions& options) {
    auto* list_command = app.add_subcommand("list", "List the print server's queues");
    list_command->add_option("--server", options.settings.server, "Print server host:port or socket");
    list_command->callback([&options] { list(options); });

    auto* print_command = app.add_subcommand("print", "Print a badge and say what became of it");
    add_printer_options(*print_command, options);
    print_command->add_option("--template", options.template_file, "The designer's SVG")->capture_default_str();
    print_command->add_option("--field", options.fields, "KEY=VALUE, as for render");
    print_command->add_option("--medium", options.settings.medium, "PWG name; default: what lies in the printer");
    print_command->add_option("--job", options.job, "vestibule- and 32 hex digits; default: random");
    print_command->callback([&options] { print(options); });

    auto* watch_command = app.add_subcommand("watch", "Follow a job that was handed over earlier");
    add_printer_options(*watch_command, options);
    watch_command->add_option("job", options.job, "The job's name")->required();
    watch_command->callback([&options] { watch_job(options); });
}

void add_render(CLI::App& app, RenderOptions& options) {
    auto* command = app.add_subcommand("render", "Render a badge into a file");
    command->add_option("--template", options.template_file, "The designer's SVG")->capture_default_str();
    command->add_option("--field", options.fields,
                        "KEY=VALUE: type, date, name, company, host, host-label, escort, "
                        "zones, code, token, logo");
    command->add_option("--format", options.format)
        ->check(CLI::IsMember({"png", "pdf", "pwg"}))
        ->capture_default_str();
    command->add_option("--out", options.out, "The file to write")->required();
    command->add_option("--medium", options.medium, "PWG name; default: a page of the badge's size");
    command->add_option("--dpi", options.dpi)->capture_default_str();
    command->add_option("--raster", options.raster)
        ->check(CLI::IsMember({"black_1", "sgray_8", "srgb_8"}))
        ->capture_default_str();
    command->callback([&options] { render(options); });
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Renders visitor badges and prints them through CUPS"};
    app.require_subcommand(1);
    RenderOptions render_options;
    add_render(app, render_options);
    PrintOptions print_options;
    add_printing(app, print_options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_wrong_use;
    } catch (const Stop& stop) {
        std::cerr << "badge-print: " << stop.what << '\n';
        return stop.status;
    }
    return 0;
}
