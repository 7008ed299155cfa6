// vestibule printer list|add|test|status: setting up what badges are printed on.
#include <fmt/format.h>

#include "kiosk/command/printer_setup.h"
#include "printing/discovery.h"
#include "printing/printer_test.h"
#include "printing/queue_setup.h"

namespace vestibule {
namespace {

struct PrinterOptions {
    std::string uri, name = "badge", came_out;
};

void list_queues(const std::vector<printing::Destination>& queues, bool json, Output& output) {
    for (const auto& queue : queues) {
        if (json)
            output.line(dump({{"queue", queue.queue},
                              {"description", queue.description},
                              {"device", printing::device_of(queue.device_uri)},
                              {"default", queue.is_default},
                              {"accepts", queue.accepts_jobs}}));
        else
            output.line(fmt::format("queue    {:<20} {} {}{}{}", queue.queue, queue.description,
                                    printing::device_of(queue.device_uri), queue.is_default ? "  (default)" : "",
                                    queue.accepts_jobs ? "" : "  (takes no jobs)"));
    }
}

Result<int> list(const Globals& globals, Output& output) {
    VESTIBULE_TRY(config, config_of(globals));
    const auto queues = printing::Spooler::at(config.printer.server).destinations();
    if (queues) list_queues(*queues, globals.json, output);
    if (!queues) output.remark(queues.error().what);
    const auto found = printing::discover_printers();
    const auto fresh = queues ? printing::without_queue(found, *queues) : found;
    for (const auto& printer : fresh) {
        if (globals.json)
            output.line(dump({{"printer", printer.uri},
                              {"name", printer.name},
                              {"make_and_model", printer.make_and_model},
                              {"location", printer.location}}));
        else
            output.line(fmt::format("printer  {:<20} {}  make a queue: vestibule printer add {} --name {}",
                                    printer.name, printer.make_and_model, printing::shell_word(printer.uri),
                                    printing::queue_name_for(printer)));
    }
    const auto nothing = fresh.empty() && (!queues || queues->empty());
    if (nothing) output.remark("there is neither a queue nor a printer that announces itself on the network");
    return nothing ? answer_is_no : done;
}

Result<int> add(const Globals& globals, const PrinterOptions& options, Output& output) {
    VESTIBULE_TRY(config, config_of(globals));
    const printing::NewQueue queue{.name = options.name, .printer_uri = options.uri};
    const auto added = printing::add_queue(config.printer.server, queue);
    if (!added && added.error().kind == printing::FailureKind::refused)
        return ask_staff(fmt::format("{} Where this user may not make queues, an administrator runs: {}",
                                     added.error().what, printing::add_queue_command(queue)));
    if (!added) return ask_staff(added.error().what);
    output.line(globals.json ? dump({{"queue", options.name}, {"printer", options.uri}})
                             : fmt::format("queue {} prints to {}", options.name, options.uri));
    if (config.printer.queue != options.name)
        output.remark(
            fmt::format("to print badges there, write queue = \"{}\" under [printer] in the config", options.name));
    return done;
}

Json json_of(const printing::PrinterRecord& record) {
    Json out = {{"queue", record.queue},     {"device", record.device}, {"job_ended", record.job_ended},
                {"seconds", record.seconds}, {"medium", record.medium}, {"dpi", record.dpi},
                {"reasons", record.reasons}};
    if (record.impressions) out["impressions"] = *record.impressions;
    if (record.count != printing::CountTrust::not_measured)
        out["count_trusted"] = record.count == printing::CountTrust::trusted;
    return out;
}

Result<int> test(const Globals& globals, const PrinterOptions& options, Output& output) {
    VESTIBULE_TRY(config, config_of(globals));
    VESTIBULE_TRY(printer, chosen_printer(config, globals));
    if (printer.is_folder()) return ask_staff("there is no printer to test: badges are saved as files");
    const auto tell = [&output](const std::string& what) {
        if (output.progress) output.progress(what);
    };
    const auto record = options.came_out.empty() ? printing::run_printer_test(printer, tell)
                                                 : printing::answer_printer_test(printer, options.came_out == "yes");
    if (!record) return ask_staff(record.error().what);
    if (globals.json) {
        output.line(dump(json_of(*record)));
    } else {
        for (const auto& line : printing::describe(*record)) output.line(line);
        if (!record->came_out)
            output.line("Look at the page, then run `vestibule printer test --came-out yes` or `--came-out no`.");
    }
    return record->job_ended ? done : answer_is_no;
}

Json json_of(const printing::Printer& printer, const printing::PrinterCondition& condition) {
    Json reasons = Json::array(), supplies = Json::array();
    for (const auto& reason : condition.reasons) reasons.push_back(reason.text);
    for (const auto& supply : condition.supplies) {
        Json row = {{"name", supply.name}};
        if (supply.percent) row["percent"] = *supply.percent;
        supplies.push_back(std::move(row));
    }
    Json out = {{"printer", printer.name()},
                {"make_and_model", condition.make_and_model},
                {"accepts", condition.accepts_jobs},
                {"reasons", std::move(reasons)},
                {"supplies", std::move(supplies)}};
    if (condition.media_left) out["media_left"] = *condition.media_left;
    return out;
}

// Nothing is wrong, but nothing comes out on paper either.
int no_printer(const printing::Printer& folder, bool json, Output& output) {
    if (json)
        output.line(dump({{"printer", nullptr}, {"saved_in", folder.name()}}));
    else
        output.line(fmt::format("No printer: badges are saved as files in {}", folder.name()));
    return done;
}

Result<int> status(const Globals& globals, Output& output) {
    VESTIBULE_TRY(config, config_of(globals));
    VESTIBULE_TRY(printer, chosen_printer(config, globals));
    if (printer.is_folder()) return no_printer(printer, globals.json, output);
    const auto condition = printer.condition();
    if (!condition) return ask_staff(condition.error().what);
    bool stopped = !condition->accepts_jobs || condition->state == printing::PrinterState::stopped;
    for (const auto& reason : condition->reasons) stopped = stopped || printing::stops_printing(reason);
    if (globals.json) {
        output.line(dump(json_of(printer, *condition)));
        return stopped ? answer_is_no : done;
    }
    output.line(
        fmt::format("{}  {}  {}", printer.name(), stopped ? "can't print" : "ready", condition->make_and_model));
    for (const auto& reason : condition->reasons) output.line(std::string{printing::plain_words(reason)});
    for (const auto& supply : condition->supplies)
        output.line(
            fmt::format("{}: {}", supply.name,
                        supply.percent ? fmt::format("{} % left", *supply.percent) : "it doesn't say how much"));
    if (condition->media_left) output.line(fmt::format("{} badges or sheets left", *condition->media_left));
    return stopped ? answer_is_no : done;
}

}  // namespace

void add_printer(Verb program, Chosen& chosen) {
    auto printer = program.add_verb("printer", "what badges are printed on");
    printer.needs_verb();
    auto options = std::make_shared<PrinterOptions>();
    auto list_verb = printer.add_verb("list", "the print server's queues, and driverless printers without one");
    add_json(list_verb, chosen);
    list_verb.does([&chosen] { chosen.alone = list; });
    auto add_verb =
        printer.add_verb("add", "makes a queue for a driverless printer, with time-outs that suit badges");
    add_verb.add_option("uri", options->uri, "the printer's ipp:// or ipps:// address").required();
    add_verb.add_option("--name", options->name, "the queue's name").shows_default();
    add_json(add_verb, chosen);
    add_verb.does([&chosen, options] {
        chosen.alone = [options](const Globals& globals, Output& o) { return add(globals, *options, o); };
    });
    auto test_verb = printer.add_verb("test", "prints a page and finds out what this printer's reports are worth");
    test_verb.add_option("--came-out", options->came_out, "prints nothing: whether the last page came out")
        .one_of({"yes", "no"});
    add_json(test_verb, chosen);
    test_verb.does([&chosen, options] {
        chosen.alone = [options](const Globals& globals, Output& o) { return test(globals, *options, o); };
    });
    auto status_verb = printer.add_verb("status", "what the printer reports: troubles, supplies, media left");
    add_json(status_verb, chosen);
    status_verb.does([&chosen] { chosen.alone = status; });
}

}  // namespace vestibule
