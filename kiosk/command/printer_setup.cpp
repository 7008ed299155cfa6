// What doctor says of the printer: that it works, that no badge can come out late, and that none is kept.
#include "kiosk/command/printer_setup.h"

#include <fmt/format.h>

#include "kiosk/desk/desk.h"
#include "kiosk/station/print_round.h"
#include "printing/discovery.h"
#include "printing/queue_setup.h"

namespace vestibule {
namespace {

using printing::CountTrust;

std::string counting(CountTrust trust) {
    switch (trust) {
        case CountTrust::trusted:
            return "its count of pages was tested and can be trusted";
        case CountTrust::not_trusted:
            return "its count of pages can't be trusted, so visitors are asked whether their badge came out";
        case CountTrust::not_measured:
            return "whether its count of pages can be trusted isn't known; run `vestibule printer test`";
    }
    return "";
}

// All of them in one row: what is wrong with its remedy first.
Result<std::string> in_one_row(const std::vector<printing::SettingsFinding>& findings) {
    std::string good, bad;
    for (const auto& finding : findings) {
        auto& text = finding.ok ? good : bad;
        if (!text.empty()) text += "; ";
        text += finding.ok ? finding.what : fmt::format("{}: run `{}`", finding.what, finding.remedy);
    }
    if (!bad.empty()) return ask_staff(bad);
    return good;
}

// nullopt where badges go to a folder.
Result<std::optional<printing::Printer>> chosen_queue(const Config& config, const Globals& globals) {
    VESTIBULE_TRY(chosen, chosen_printer(config, globals));
    if (chosen.is_folder()) return std::optional<printing::Printer>{};
    return std::optional<printing::Printer>{std::move(chosen)};
}

// What the station's own destination is called so far, from its log; nobody is in the way of a station that works.
std::string usual_of(const Globals& globals) {
    const auto file = globals.data / station_name_of(globals) / "log.db";
    std::error_code none;
    if (!std::filesystem::exists(file, none)) return {};
    const auto reader = LogReader::open(file);
    return reader ? usual_printer(*reader) : std::string{};
}

// What else would help, where a queue that is named, or could be meant, is missing.
std::string remedy_of(const printing::Failure& failure, const Config& config) {
    if (failure.kind == printing::FailureKind::ambiguous)
        return " Write one as queue = \"NAME\" under [printer] in the config, or run `lpadmin -d NAME`.";
    if (failure.kind != printing::FailureKind::not_found) return {};
    if (!config.printer.queue.empty()) return " Correct queue under [printer] in the config, or make that queue.";
    return " Make a queue, or name a folder for PDF files under [printer] in the config.";
}

bool is_address(const printing::Printer& printer) {
    return printer.queue() == printer.device();
}

printing::PrinterSettings printer_settings_of(const Config& config, const Globals& globals) {
    auto out = printer_settings(config, config.printer.queue, badge_folder(config, globals.data),
                                globals.data / station_name_of(globals) / "printer.json");
    if (!out.queue.empty()) return out;
    out.usual = usual_of(globals);
    if (std::filesystem::path{out.usual}.is_absolute()) out.usual.clear();  // the folder
    return out;
}

}  // namespace

Result<printing::Printer> chosen_printer(const Config& config, const Globals& globals) {
    auto chosen = printing::Printer::choose(printer_settings_of(config, globals));
    if (!chosen) return ask_staff(chosen.error().what + remedy_of(chosen.error(), config));
    return std::move(*chosen);
}

Result<std::string> examine_printer(const Config& config, const Globals& globals) {
    VESTIBULE_TRY(printer, chosen_queue(config, globals));
    if (!printer)
        return fmt::format("no printer: badges are saved as files in {}",
                           printer_settings_of(config, globals).folder.string());
    const auto condition = printer->condition();
    if (!condition) return ask_staff(condition.error().what);
    for (const auto& reason : condition->reasons)
        if (printing::stops_printing(reason))
            return ask_staff(fmt::format("queue {}: {}", printer->name(), printing::plain_words(reason.reason)));
    const auto record = printing::read_record(printer->settings().record, printer->queue(), printer->device());
    if (!record) return ask_staff(record.error().what);
    const auto model = condition->make_and_model.empty() ? "" : fmt::format(" ({})", condition->make_and_model);
    return fmt::format("queue {}{}; {}", printer->name(), model, counting(printer->count_trust()));
}

// Why there is none is the row above's word.
Result<std::string> examine_queue(const Config& config, const Globals& globals) {
    const auto chosen = chosen_queue(config, globals);
    if (!chosen) return std::string{"none was found to look over"};
    const auto& printer = *chosen;
    if (!printer) return std::string{"none"};
    if (is_address(*printer))
        return ask_staff(fmt::format(
            "badges go to the printer's own address, which forgets jobs; make a queue: `vestibule printer add {}`",
            printing::shell_word(printer->queue())));
    const auto settings = printing::queue_settings(config.printer.server, printer->queue());
    if (!settings) return ask_staff(settings.error().what);
    return in_one_row(printing::examine(*settings, printer->queue()));
}

Result<std::string> examine_print_server(const Config& config, const Globals& globals) {
    const auto chosen = chosen_queue(config, globals);
    if (chosen && !*chosen) return std::string{"none is used"};
    const auto conf = printing::read_server_settings(config.printer.server);
    if (!conf)
        return fmt::format(
            "its settings can't be read by this user ({}); as an administrator see to \"PreserveJobFiles No\" in "
            "/etc/cups/cupsd.conf, or run `cupsctl PreserveJobFiles=No`",
            conf.error().what);
    return in_one_row(printing::examine_server_settings(*conf));
}

Result<std::string> examine_network_printers(const Config& config) {
    const auto found = printing::discover_printers();
    const auto queues = printing::Spooler::at(config.printer.server).destinations();
    if (!queues) return fmt::format("{} found; there is no print server to make queues on", found.size());
    std::string offers;
    for (const auto& printer : printing::without_queue(found, *queues))
        offers += fmt::format("{}{} has no queue yet: `vestibule printer add {} --name {}`",
                              offers.empty() ? "" : "; ", printer.name.empty() ? printer.uri : printer.name,
                              printing::shell_word(printer.uri), printing::queue_name_for(printer));
    if (offers.empty()) return fmt::format("{} found, none without a queue", found.size());
    return offers;
}

}  // namespace vestibule
