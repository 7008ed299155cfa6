// `badge-print test-page`: what a printer's reports are worth.
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include "printing/badge_print.h"
#include "printing/printer_test.h"
#include "printing/test_page.h"

namespace printing::command {
namespace {

struct TestOptions {
    PrinterSettings settings;
    std::string came_out;
    std::string out;
    int dpi = 300;
};

// Without a printer: how the page looks.
void preview(const TestOptions& options) {
    const TestPage page{.job_name = "vestibule-00000000000000000000000000000000",
                        .queue = "badge",
                        .make_and_model = "Preview",
                        .printed_at = "2026-11-25 09:00",
                        .medium = value_or_stop(medium_named(
                            options.settings.medium.empty() ? "om_card_54x86mm" : options.settings.medium)),
                        .format = {.raster = true, .type = RasterType::sgray_8, .dpi = options.dpi}};
    const auto png = value_or_stop(draw_test_page_png(page));
    std::ofstream file(options.out, std::ios::binary);
    file << png;
    file.close();
    if (!file) throw Stop{exit_no, "Can't write " + options.out + "."};
}

void tell(const PrinterRecord& record) {
    for (const auto& line : describe(record)) std::cout << line << '\n';
}

void test(const TestOptions& options) {
    if (!options.out.empty()) return preview(options);
    const Printer printer = value_or_stop(Printer::choose(options.settings));
    if (!options.came_out.empty())
        return tell(value_or_stop(answer_printer_test(printer, options.came_out == "yes")));
    tell(value_or_stop(
        run_printer_test(printer, [](const std::string& what) { std::cout << "  " << what << std::endl; })));
    if (!options.settings.record.empty())
        std::cout << "Did the page come out? Say so with --came-out yes or --came-out no.\n";
}

}  // namespace

void add_test_page(CLI::App& app) {
    const auto options = std::make_shared<TestOptions>();
    auto* command =
        app.add_subcommand("test-page", "Print set-up's page and measure what the printer's reports are worth");
    command->add_option("--server", options->settings.server,
                        "Print server host:port or socket; default: CUPS' own choice");
    command->add_option("--queue", options->settings.queue,
                        "Queue, or a printer's ipp:// address; default: the server's");
    command->add_option("--medium", options->settings.medium, "PWG name; default: what lies in the printer");
    command->add_option("--record", options->settings.record, "JSON file that keeps what was measured");
    command->add_option("--came-out", options->came_out, "Prints nothing: says of the last page whether it came out")
        ->check(CLI::IsMember({"yes", "no"}));
    command->add_option("--out", options->out, "Prints nothing: draws the page into this PNG file");
    command->add_option("--dpi", options->dpi, "For --out")->capture_default_str();
    command->callback([options] { test(*options); });
}

}  // namespace printing::command
