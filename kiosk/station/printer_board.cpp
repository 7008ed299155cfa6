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
    if (view.fallback) view.place = config_.printer.fallback_place;
    return found->second;
}

// The folder stands in for a missing printer only where no other printer does.
printing::PrinterSettings PrinterBoard::settings_of(const std::string& stop) const {
    return {.server = config_.printer.server,
            .queue = stop,
            .folder = config_.printer.fallback.empty() ? folder_ : std::filesystem::path{},
            .usual = stop.empty() ? usual_ : std::string{},
            .record = record_};
}

printing::Result<printing::Printer*> PrinterBoard::at(const std::string& stop, Instant now) {
    auto& entry = known(stop);
    // There may be a print server by now.
    if (entry.printer && entry.printer->is_folder()) entry.printer.reset();
    if (!entry.printer) {
        auto chosen = printing::Printer::choose(settings_of(stop));
        if (!chosen) {
            failed(stop, chosen.error(), now);
            return tl::unexpected(chosen.error());
        }
        entry.printer.emplace(*std::move(chosen));
        entry.view.name = entry.printer->name();
        entry.answers = true;
        if (stop.empty()) remember_usual(entry.view.name);
    }
    return &*entry.printer;
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
    const auto every = entry.answers ? printer_looked_at_every : printer_unreachable_tried_every;
    return entry.asked == Instant{} || now < entry.asked || now - entry.asked >= every;
}

// What set-up has measured meanwhile counts from the next badge on.
void PrinterBoard::notice_new_record() {
    std::error_code none;
    const auto written = std::filesystem::last_write_time(record_, none);
    if (none || written == record_written_) return;
    record_written_ = written;
    for (auto& [stop, entry] : known_) entry.printer.reset();
}

void PrinterBoard::look(Instant now, std::span<const std::string> printing_at) {
    if (printing_at.empty()) notice_new_record();
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
    if (const auto condition = (*printer)->condition())
        take(entry, *condition);
    else
        failed(stop, condition.error(), now);
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
    out.ready = own.ready;
    if (!own.reasons.empty()) out.reason = own.reasons.front();
    out.trouble = known_.at(config_.printer.queue).view.trouble;
    return out;
}

}  // namespace vestibule
