// Finds printers and asks how they are, the unreachable ones seldom.
#include "kiosk/station/printer_board.h"

#include <algorithm>

#include "kiosk/desk/print_progress.h"

namespace vestibule {
namespace {

bool is_bad(const printing::ReportedReason& reported) {
    return printing::stops_printing(reported);
}

// What is worth telling staff: what keeps paper from coming out, else what will soon. An empty tray or open door is
// told also where the printer calls it a mere report.
std::string words_of(const std::vector<printing::ReportedReason>& reasons) {
    const auto bad = std::ranges::find_if(reasons, is_bad);
    const auto grave = std::ranges::find_if(reasons, [](const auto& reported) {
        return reported.severity != printing::Severity::report || printing::stops_printing(reported.reason);
    });
    const auto worst = bad != reasons.end() ? bad : grave;
    return worst == reasons.end() ? std::string{} : std::string{printing::plain_words(*worst)};
}

// A clock that was set back makes everything due.
bool is_over(Instant asked, std::chrono::milliseconds every, Instant now) {
    return asked == Instant{} || now < asked || now - asked >= every;
}

std::vector<SupplyView> supplies_of(const printing::PrinterCondition& condition) {
    std::vector<SupplyView> out;
    for (const auto& supply : condition.supplies) out.push_back({.name = supply.name, .percent = supply.percent});
    return out;
}

}  // namespace

std::string reason_of(const printing::Failure& failure) {
    switch (failure.kind) {
        case printing::FailureKind::unreachable:
            return "unreachable";
        case printing::FailureKind::not_found:
            return "not-found";
        case printing::FailureKind::ambiguous:
            return "not-chosen";
        case printing::FailureKind::refused:
            return "refused";
        case printing::FailureKind::storage:
        case printing::FailureKind::bad_template:
        case printing::FailureKind::bad_input:
        case printing::FailureKind::too_small:
            break;
    }
    return "not-printed";
}

std::vector<std::string> keywords_of(std::vector<printing::ReportedReason> reasons) {
    std::ranges::stable_sort(reasons, [](const auto& a, const auto& b) {
        if (is_bad(a) != is_bad(b)) return is_bad(a);
        return a.severity > b.severity;
    });
    std::vector<std::string> out;
    for (const auto& reported : reasons) {
        // Words of CUPS's own for what it does just now: cups-waiting-for-job-completed.
        const auto idle_talk =
            reported.reason == printing::PrinterReason::unknown && reported.severity == printing::Severity::report;
        if (idle_talk) continue;
        std::string word{printing::keyword(reported.reason)};
        if (std::ranges::find(out, word) == out.end()) out.push_back(std::move(word));
    }
    return out;
}

// The folder stands in for a missing printer only where no other printer does.
printing::PrinterSettings printer_settings(const Config& config, const std::string& stop,
                                           const std::filesystem::path& folder, const std::filesystem::path& record) {
    const auto& printer = config.printer;
    printing::PrinterSettings out{.server = printer.server,
                                  .queue = stop,
                                  .folder = printer.fallback.empty() ? folder : std::filesystem::path{},
                                  .folder_is_wanted = !printer.folder.empty(),
                                  .record = record,
                                  .heard = record.parent_path() / "heard-printers.json"};
    if (!printer.office_queue.empty()) out.not_for = {printer.office_queue};
    return out;
}

PrinterBoard::PrinterBoard(const Config& config, std::filesystem::path folder, std::filesystem::path record)
    : config_{config}, folder_{std::move(folder)}, record_{std::move(record)} {
    (void)known(config_.printer.queue);
    for (const auto& queue : config_.printer.fallback) (void)known(queue);
}

PrinterBoard::Known& PrinterBoard::known(const std::string& stop) {
    const auto [found, fresh] = known_.try_emplace(stop);
    auto& view = found->second.view;
    if (!fresh) return found->second;
    view.name = stop;
    view.fallback = is_fallback(config_, stop);
    view.place = view_place(stop, false);
    return found->second;
}

printing::PrinterSettings PrinterBoard::settings_of(const std::string& stop) const {
    auto out = printer_settings(config_, stop, folder_, record_);
    if (stop.empty()) out.usual = usual_;
    return out;
}

printing::Result<printing::Printer*> PrinterBoard::at(const std::string& stop, Instant now) {
    auto& entry = known(stop);
    // There may be a print server by now.
    if (entry.printer && entry.printer->is_folder()) entry.printer.reset();
    if (!entry.printer) {
        auto chosen = printing::Printer::choose(settings_of(stop));
        if (!chosen) {
            entry.view.saves_files = false;
            failed(stop, chosen.error(), now);
            return tl::unexpected(chosen.error());
        }
        entry.printer.emplace(*std::move(chosen));
        entry.view.name = entry.printer->name();
        entry.view.saves_files = entry.printer->is_folder();
        entry.view.place = view_place(stop, entry.view.saves_files);
        entry.answers = true;
        entry.heard = false;
        if (stop.empty()) remember_usual(entry.view.name);
    }
    return &*entry.printer;
}

std::string PrinterBoard::view_place(const std::string& stop, bool saves_files) const {
    return saves_files || is_fallback(config_, stop) ? config_.printer.fallback_place : "";
}

void PrinterBoard::remember_usual(const std::string& name) {
    usual_ = std::filesystem::path{name}.is_absolute() ? std::string{} : name;  // a folder isn't waited for
}

printing::Result<printing::Printer*> PrinterBoard::named(const std::string& name, Instant now) {
    for (auto& [stop, entry] : known_)
        if (entry.printer && entry.printer->name() == name) return &*entry.printer;
    return at(name.empty() ? config_.printer.queue : name, now);
}

void PrinterBoard::failed(const std::string& stop, const printing::Failure& failure, Instant now) {
    auto& entry = known(stop);
    entry.asked = now;
    entry.printer.reset();
    entry.answers = failure.kind != printing::FailureKind::unreachable;
    entry.view.ready = false;
    entry.view.reasons = {reason_of(failure)};
    entry.view.trouble = failure.what;
}

void PrinterBoard::take(Known& entry, const std::vector<printing::ReportedReason>& reasons) {
    entry.view.ready = std::ranges::none_of(reasons, is_bad);
    entry.view.reasons = keywords_of(reasons);
    entry.view.trouble = words_of(reasons);
}

void PrinterBoard::heard(const std::string& stop, const std::vector<printing::ReportedReason>& reasons) {
    take(known(stop), reasons);
}

void PrinterBoard::take(Known& entry, const printing::PrinterCondition& condition) {
    take(entry, condition.reasons);
    if (!condition.accepts_jobs && entry.view.ready) {
        entry.view.ready = false;
        entry.view.reasons.insert(entry.view.reasons.begin(), "refused");
        entry.view.trouble = "The print queue takes no jobs. Let it accept them again.";
    }
    entry.view.supplies = supplies_of(condition);
    entry.view.media_left = condition.media_left;
    entry.answers = entry.view.reasons.empty() || entry.view.reasons.front() != "offline";
}

bool PrinterBoard::is_due(const Known& entry, Instant now) const {
    return is_over(entry.asked, entry.answers ? printer_looked_at_every : printer_unreachable_tried_every, now);
}

// What set-up has measured meanwhile counts from the next badge on.
void PrinterBoard::notice_new_record() {
    std::error_code none;
    const auto written = std::filesystem::last_write_time(record_, none);
    if (none || written == record_written_) return;
    record_written_ = written;
    for (auto& [stop, entry] : known_) entry.printer.reset();
}

// A queue that is gone, renamed or new, and another default, count at once: whoever is concerned is found anew.
void PrinterBoard::notice_queues(Instant now) {
    const auto every =
        server_answers_ ? queues_looked_at_every : std::chrono::milliseconds{printer_unreachable_tried_every};
    if (!is_over(queues_asked_, every, now)) return;
    queues_asked_ = now;
    const auto there = printing::Spooler::at(config_.printer.server).destinations();
    server_answers_ = there.has_value() || there.error().kind != printing::FailureKind::unreachable;
    std::vector<std::string> queues;
    std::string default_queue;
    for (const auto& queue : there.value_or(std::vector<printing::Destination>{})) {
        queues.push_back(queue.queue);
        if (queue.is_default) default_queue = queue.queue;
    }
    if (queues == queues_ && default_queue == default_queue_) return;
    queues_ = std::move(queues);
    default_queue_ = std::move(default_queue);
    for (auto& [stop, entry] : known_) {
        entry.asked = {};
        if (entry.printer && !stays(stop, *entry.printer)) entry.printer.reset();
    }
}

// Whether a destination would be found again as the same printer, which knows what it has seen of the jobs there.
bool PrinterBoard::stays(const std::string& stop, const printing::Printer& printer) const {
    if (printer.is_folder()) return false;
    const auto is_address = printer.queue() == printer.device();
    if (is_address) return true;
    if (std::ranges::find(queues_, printer.queue()) == queues_.end()) return false;
    return !stop.empty() || default_queue_.empty() || default_queue_ == printer.queue();
}

void PrinterBoard::look(Instant now, std::span<const std::string> printing_at) {
    if (printing_at.empty()) notice_new_record();
    notice_queues(now);
    look(config_.printer.queue, now, printing_at);
    for (const auto& queue : config_.printer.fallback) look(queue, now, printing_at);
}

void PrinterBoard::look(const std::string& stop, Instant now, std::span<const std::string> printing_at) {
    auto& entry = known(stop);
    if (!is_due(entry, now)) return;
    if (entry.printer && std::ranges::find(printing_at, entry.printer->name()) != printing_at.end()) return;
    entry.asked = now;
    const auto printer = at(stop, now);
    // A folder always says that it's well: one that couldn't be written is well again once it was.
    if (!printer || ((*printer)->is_folder() && !entry.view.ready)) return;
    ask(entry, stop, **printer, now);
}

void PrinterBoard::ask(Known& entry, const std::string& stop, printing::Printer& printer, Instant now) {
    const auto condition = printer.condition();
    if (condition) {
        take(entry, *condition);
        if (!entry.answers) entry.heard = false;
        if (!entry.answers || entry.heard || printer.is_folder()) return;
        entry.heard = printer.capabilities().has_value();
        return;
    }
    const auto is_gone = condition.error().kind == printing::FailureKind::not_found;
    failed(stop, condition.error(), now);
    if (is_gone && at(stop, now)) entry.asked = {};  // what there is instead, or which queues there are
}

PrinterView PrinterBoard::view() const {
    PrinterView out;
    const auto add = [&](const std::string& stop) {
        if (const auto found = known_.find(stop); found != known_.end()) out.printers.push_back(found->second.view);
    };
    add(config_.printer.queue);
    for (const auto& queue : config_.printer.fallback) add(queue);
    if (out.printers.empty()) return out;
    const auto& own = out.printers.front();
    out.name = own.name;
    out.saves_files = own.saves_files;
    out.ready = own.ready;
    out.queues = queues_;
    if (!own.reasons.empty()) out.reason = own.reasons.front();
    out.trouble = own.trouble;
    return out;
}

}  // namespace vestibule
