// Which printer is meant: the one that is named, else the one that can be meant; never another in silence.
#include <fmt/format.h>

#include <algorithm>

#include "printing/ipp_route.h"
#include "printing/printable_text.h"
#include "printing/printer.h"

namespace printing {
namespace {

constexpr std::size_t queues_named_max = 12;
constexpr std::size_t shown_name_max = 64;

using Destinations = std::vector<Destination>;

std::string names_of(const Destinations& queues) {
    std::string names;
    for (std::size_t i = 0; i < std::min(queues.size(), queues_named_max); ++i)
        names += (names.empty() ? "" : ", ") + printable_text(queues[i].queue, shown_name_max);
    return queues.size() > queues_named_max ? names + ", …" : names;
}

const Destination* queue_named(const Destinations& queues, const std::string& name) {
    const auto found = std::ranges::find(queues, name, &Destination::queue);
    return found == queues.end() ? nullptr : &*found;
}

tl::unexpected<Failure> no_printer() {
    return failure(FailureKind::not_found, "There is no printer: set up a CUPS queue, or name a folder for PDFs.");
}

}  // namespace

Failure missing_queue(const std::string& server, const std::string& queue) {
    const auto name = printable_text(queue, shown_name_max);
    const auto queues = Spooler::at(server).destinations();
    if (!queues) return queues.error();
    if (queues->empty())
        return {FailureKind::not_found, fmt::format("There is no print queue {}, and no other one.", name)};
    return {FailureKind::not_found,
            fmt::format("There is no print queue {}. There are: {}.", name, names_of(*queues))};
}

// A queue's own name is all that CUPS knows of it: one that was renamed is gone, and another one there.
Result<Printer> Printer::named(const PrinterSettings& settings, const std::string& queue) {
    const auto condition = Spooler::at(settings.server).condition(queue);
    if (condition) return Printer(settings, queue, condition->device_uri);
    if (condition.error().kind == FailureKind::not_found && !is_printer_address(queue))
        return tl::unexpected(missing_queue(settings.server, queue));
    return tl::unexpected(condition.error());
}

Result<Printer> Printer::choose(const PrinterSettings& settings) {
    if (!settings.queue.empty()) return named(settings, settings.queue);
    const auto queues = Spooler::at(settings.server).destinations();
    if (!queues && !settings.usual.empty()) return tl::unexpected(queues.error());
    if (!queues && settings.folder.empty())
        return failure(queues.error().kind,
                       queues.error().what + " Start the print server, or name a folder for PDFs.");
    if (!queues) return Printer(settings, "", "");
    if (const auto chosen = std::ranges::find_if(*queues, &Destination::is_default); chosen != queues->end())
        return Printer(settings, chosen->queue, chosen->device_uri);
    return unnamed(settings, *queues);
}

// The server has no default: what was used so far goes on; the only one is meant; of several none is.
Result<Printer> Printer::unnamed(const PrinterSettings& settings, const std::vector<Destination>& queues) {
    if (!settings.usual.empty()) {
        if (const auto* usual = queue_named(queues, settings.usual); usual != nullptr)
            return Printer(settings, usual->queue, usual->device_uri);
        const bool folder_takes_over = queues.empty() && settings.folder_is_wanted;
        if (!folder_takes_over) return tl::unexpected(missing_queue(settings.server, settings.usual));
    }
    Destinations candidates;
    for (const auto& queue : queues)
        if (std::ranges::count(settings.not_for, queue.queue) == 0) candidates.push_back(queue);
    if (candidates.size() == 1) return Printer(settings, candidates[0].queue, candidates[0].device_uri);
    if (candidates.size() > 1)
        return failure(
            FailureKind::ambiguous,
            fmt::format("Choose a printer: {}. None of these queues is the default.", names_of(candidates)));
    if (!settings.folder.empty()) return Printer(settings, "", "");
    return no_printer();
}

}  // namespace printing
