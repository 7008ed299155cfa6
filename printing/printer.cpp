// Chooses the printer, the medium and the format, and judges what became of a job.
#include "printing/printer.h"

#include <fmt/format.h>

#include <algorithm>

#include "printing/badge_render.h"
#include "printing/folder_printer.h"
#include "printing/heard_printers.h"
#include "printing/ipp_route.h"
#include "printing/raster_page.h"

namespace printing {
namespace {

// Finer than this nobody sees on a badge, and the page only gets larger.
constexpr int useful_dpi_max = 600;
constexpr int useful_dpi_min = 200;

// Colour where the printer has it; else gray; black alone where it takes nothing else.
std::optional<RasterType> best_type(const Capabilities& capabilities) {
    const auto has = [&](RasterType type) { return std::ranges::count(capabilities.raster_types, type) > 0; };
    if (capabilities.colour && has(RasterType::srgb_8)) return RasterType::srgb_8;
    for (const auto type : {RasterType::sgray_8, RasterType::black_1, RasterType::srgb_8})
        if (has(type)) return type;
    return std::nullopt;
}

// The printer's default where raster takes it, else the finest that is of use.
std::optional<int> best_dpi(const Capabilities& capabilities) {
    const auto& offered = capabilities.raster_dpi;
    const int wanted = capabilities.default_dpi;
    if (wanted <= useful_dpi_max && std::ranges::count(offered, wanted) > 0) return wanted;
    for (auto dpi = offered.rbegin(); dpi != offered.rend(); ++dpi)
        if (*dpi >= useful_dpi_min && *dpi <= useful_dpi_max) return *dpi;
    if (!offered.empty()) return offered.front();
    return std::nullopt;
}

Result<Document> render_document(const std::string& job_name, const BadgeDrawings& drawings,
                                 const BadgeDesign& design, const BadgeFields& fields,
                                 const Capabilities& capabilities, const Medium& medium) {
    Document document{.bytes = {}, .format = {}, .job_name = job_name, .medium = medium};
    const auto format = page_format(capabilities);
    if (!format) return tl::unexpected(format.error());
    document.dpi = format->dpi;
    const bool colour = capabilities.colour && (!format->raster || format->type == RasterType::srgb_8);
    const auto drawing = drawings.for_medium(medium, design, colour ? Inks::colour : Inks::black);
    if (!drawing) return tl::unexpected(drawing.error());
    const auto placement = place_badge(*drawing, medium, document.dpi);
    if (!placement) return tl::unexpected(placement.error());
    document.medium = placement->page;
    document.format = format->raster ? "image/pwg-raster" : "application/pdf";
    auto bytes = format->raster ? render_raster(*drawing, fields, medium, document.dpi, format->type)
                                : render_pdf_page(*drawing, fields, medium, document.dpi);
    if (!bytes) return tl::unexpected(bytes.error());
    document.bytes = *std::move(bytes);
    return document;
}

// The worst thing that the printer reports, in plain words.
std::string worst_reason(const std::vector<ReportedReason>& reasons) {
    const auto stopping = std::ranges::find_if(reasons, [](const auto& r) { return stops_printing(r); });
    if (stopping != reasons.end()) return std::string(plain_words(*stopping));
    const auto bad = std::ranges::find_if(reasons, [](const auto& r) { return r.severity != Severity::report; });
    return bad == reasons.end() ? std::string() : std::string(plain_words(*bad));
}

// The printer is being tried for, or is known not to answer.
bool unreachable(const std::vector<ReportedReason>& reasons) {
    return std::ranges::any_of(reasons, [](const ReportedReason& reported) {
        return reported.reason == PrinterReason::connecting || reported.reason == PrinterReason::offline;
    });
}

// What CUPS says of its own work ("cups-waiting-for-job-completed") is nobody's trouble.
std::vector<ReportedReason> without_own_words(std::vector<ReportedReason> reasons) {
    std::erase_if(reasons, [](const ReportedReason& reported) { return reported.text.starts_with("cups-"); });
    return reasons;
}

// Which medium a badge goes on: of the ready ones the smallest that a drawing of this look fits well; else the
// default; else a card.
Medium best_medium(const Capabilities& capabilities, const BadgeDrawings& drawings, const BadgeDesign& design) {
    constexpr double shrink_allowed = 0.97;  // 85.6 mm on an 84 mm card is fine
    const auto area = [](const Medium& medium) {
        return medium.width_mm * (medium.continuous ? medium.width_mm : medium.height_mm);
    };
    const Medium* best = nullptr;
    for (const auto& medium : capabilities.media_ready) {
        const auto drawing = drawings.for_medium(medium, design, Inks::black);
        if (!drawing) continue;
        const auto placement = place_badge(*drawing, medium, useful_dpi_min);
        if (!placement || placement->scale < shrink_allowed) continue;
        if (best == nullptr || area(medium) < area(*best)) best = &medium;
    }
    if (best != nullptr) return *best;
    return capabilities.media_default.value_or(card_medium());
}

}  // namespace

Printer::Printer(PrinterSettings settings, std::string queue, const std::string& device_uri)
    : settings_(std::move(settings)),
      queue_(std::move(queue)),
      device_(is_printer_address(queue_) ? queue_ : device_of(device_uri)),
      spooler_(Spooler::at(settings_.server)) {
    if (settings_.record.empty() || is_folder()) return;
    const auto record = read_record(settings_.record, queue_, device_);
    if (!record) trust_ = CountTrust::not_trusted;
    if (record && *record) trust_ = (*record)->count;
}

std::string Printer::name() const {
    return is_folder() ? settings_.folder.string() : queue_;
}

Result<JobTicket> Printer::print(const std::string& job_name, const BadgeDrawings& drawings,
                                 const BadgeDesign& design, const BadgeFields& fields) const {
    if (!is_opaque_job_name(job_name))
        return failure(FailureKind::bad_input, "A job's name has to be 'vestibule-' and 32 hex digits.");
    std::optional<Medium> wanted;
    if (!settings_.medium.empty()) {
        const auto named = medium_named(settings_.medium);
        if (!named) return tl::unexpected(named.error());
        wanted = *named;
    }
    if (is_folder()) {
        const auto drawing = drawings.for_medium(wanted.value_or(card_medium()), design, Inks::colour);
        if (!drawing) return tl::unexpected(drawing.error());
        const auto pdf = render_pdf(*drawing, fields);
        if (!pdf) return tl::unexpected(pdf.error());
        auto file = save_to_folder(settings_.folder, saved_name(job_name, fields.code), *pdf);
        if (!file) return tl::unexpected(file.error());
        return JobTicket{.job_name = job_name, .file = *std::move(file)};
    }
    const auto capabilities = this->capabilities();
    if (!capabilities) return tl::unexpected(capabilities.error());
    const Medium medium = wanted ? *wanted : best_medium(*capabilities, drawings, design);
    const auto document = render_document(job_name, drawings, design, fields, *capabilities, medium);
    if (!document) return tl::unexpected(document.error());
    const auto id = spooler_.submit(queue_, *document, capabilities->cancels_late_jobs);
    if (!id) return tl::unexpected(id.error());
    return JobTicket{.job_name = job_name, .job_id = *id, .file = {}};
}

Result<Outcome> Printer::outcome(const JobTicket& ticket) const {
    if (is_folder()) {
        std::error_code ignored;
        if (std::filesystem::exists(ticket.file, ignored))
            return Outcome{.state = OutcomeState::saved, .reason = {}, .printer_reasons = {}};
        return Outcome{
            .state = OutcomeState::unknown, .reason = "The badge's file has been taken away.", .printer_reasons = {}};
    }
    const auto seen = observe(ticket);
    if (!seen && seen.error().kind == FailureKind::not_found)
        return Outcome{.state = OutcomeState::unknown,
                       .reason = "The print server no longer knows this job.",
                       .printer_reasons = {}};
    if (!seen) return tl::unexpected(seen.error());
    return judge(*seen);
}

Result<Observation> Printer::observe(const JobTicket& ticket) const {
    if (is_folder()) return failure(FailureKind::not_found, "A folder has no jobs.");
    auto job = spooler_.job(queue_, ticket.job_id);
    if (!job) return tl::unexpected(job.error());
    const auto condition = spooler_.condition(queue_);
    if (!condition) return tl::unexpected(condition.error());
    auto seen = ask_printer(*std::move(job), *condition);
    remember(seen, *condition);
    return seen;
}

// CUPS has no word for "the document was sent", and a printer that died can't be asked. So what was seen while the
// job was under way decides: once the document is with the printer, CUPS says "cups-waiting-for-job-completed" until
// the end; before that it seeks the printer, which can't be reached from here either.
void Printer::remember(Observation& seen, const PrinterCondition& condition) const {
    const auto now = std::chrono::steady_clock::now();
    if (sightings_.size() >= jobs_remembered_max && !sightings_.contains(seen.job.id))
        sightings_.erase(sightings_.begin());
    auto& sighting = sightings_[seen.job.id];
    const auto says = [&](auto&& matches) { return std::ranges::any_of(condition.reasons, matches); };
    const bool waits_there = says([](const ReportedReason& r) { return r.text.starts_with("cups-"); });
    const bool seeks = !waits_there && !seen.at_printer && unreachable(seen.reasons);
    const bool under_way = seen.job.state == JobState::processing;
    if (seen.at_printer || (under_way && waits_there)) sighting.reached_printer = true;
    if (under_way) sighting.seeking = seeks ? now : std::chrono::steady_clock::time_point{};
    const bool was_seeking =
        sighting.seeking != std::chrono::steady_clock::time_point{} && now - sighting.seeking < sighting_fresh_max;
    seen.surely_not_sent = !sighting.reached_printer && (!seen.job.was_processed || was_seeking);
}

// CUPS's own count only means "transmitted", and CUPS looks at the printer seldom: so the printer itself is asked for
// the job of this name, unless CUPS says that it can't be reached.
Observation Printer::ask_printer(Job job, const PrinterCondition& condition) const {
    Observation found{.job = std::move(job), .at_printer = {}, .reasons = without_own_words(condition.reasons)};
    if (is_printer_address(queue_)) {
        found.at_printer = found.job;
        return found;
    }
    const bool over = found.job.has_ended();
    if (!is_printer_address(condition.device_uri) || (!over && unreachable(condition.reasons)) ||
        !found.job.was_processed)
        return found;
    // CUPS 2.4 keeps retrying without saying so in a reason.
    const ReportedReason offline{PrinterReason::offline, Severity::error, "offline"};
    const auto now = std::chrono::steady_clock::now();
    if (!over && silent_ && now - *silent_ < silence_believed) {
        merge_reason(found.reasons, offline);
        return found;
    }
    auto at_printer = spooler_.find_job(condition.device_uri, found.job.name);
    silent_.reset();
    if (!at_printer) {
        if (at_printer.error().kind != FailureKind::unreachable) return found;
        silent_ = std::chrono::steady_clock::now();
        merge_reason(found.reasons, offline);
        return found;
    }
    found.at_printer = *std::move(at_printer);
    if (const auto own = spooler_.condition(condition.device_uri))
        for (const auto& reason : own->reasons) merge_reason(found.reasons, reason);
    return found;
}

// The printer gave its job up and nothing of it came out. One whose count means nothing may have printed all the
// same: a card that nobody took, and the job was taken back.
bool Printer::surely_dropped(const Job& at_printer) const {
    if (at_printer.state != JobState::aborted && at_printer.state != JobState::canceled) return false;
    if (!at_printer.was_processed) return true;
    return at_printer.impressions.value_or(0) == 0 && trust_ != CountTrust::not_trusted;
}

Outcome Printer::judge(const Observation& seen) const {
    const auto& [job, at_printer, reasons, surely_not_sent] = seen;
    Outcome outcome{.state = OutcomeState::waiting,
                    .reason = worst_reason(reasons),
                    .printer_reasons = reasons,
                    .processing = job.state == JobState::processing};
    const bool counted_there = at_printer && at_printer->has_ended() && at_printer->impressions.value_or(0) > 0;
    if (counted_there && trust_ != CountTrust::not_trusted) {
        outcome.state = OutcomeState::printed;
        outcome.reason.clear();
        return outcome;
    }
    if (!job.has_ended()) return outcome;
    if (at_printer && !at_printer->has_ended()) {
        outcome.left_queue = true;
        return outcome;
    }
    const bool completed = job.state == JobState::completed;
    // A printer that can't be asked (USB): set-up saw that the queue's count meant paper.
    if (completed && !at_printer && trust_ == CountTrust::trusted && job.impressions.value_or(0) > 0 &&
        !is_printer_address(device_)) {
        outcome.state = OutcomeState::printed;
        return outcome;
    }
    const bool never_sent = !completed && surely_not_sent;
    outcome.state =
        (at_printer && surely_dropped(*at_printer)) || never_sent ? OutcomeState::failed : OutcomeState::unknown;
    if (!outcome.reason.empty()) return outcome;
    outcome.reason = outcome.state == OutcomeState::failed ? "The badge wasn't printed: the job was cancelled."
                                                           : "The printer didn't say whether the badge came out.";
    return outcome;
}

// CUPS looks at the printer only while it prints: between badges the printer itself has to be asked.
Result<PrinterCondition> Printer::condition() const {
    if (is_folder()) return PrinterCondition{};
    auto condition = spooler_.condition(queue_);
    if (condition) condition->reasons = without_own_words(std::move(condition->reasons));
    if (!condition || is_printer_address(queue_) || !is_printer_address(condition->device_uri)) return condition;
    auto own = spooler_.condition(condition->device_uri);
    if (!own) {
        merge_reason(condition->reasons, {PrinterReason::offline, Severity::error, "offline"});
        return condition;
    }
    for (auto& reason : own->reasons) merge_reason(condition->reasons, std::move(reason));
    condition->supplies = std::move(own->supplies);
    condition->media_left = own->media_left;
    condition->message = std::move(own->message);
    condition->make_and_model = std::move(own->make_and_model);
    return condition;
}

Result<Capabilities> Printer::capabilities() const {
    auto found = spooler_.capabilities(queue_);
    if (!found || settings_.heard.empty() || !is_printer_address(device_)) return found;
    // A disk that is full takes nothing from the badge that is being printed.
    if (found->told_by_printer)
        (void)remember_heard(settings_.heard, device_, *found);
    else if (const auto heard = heard_of(settings_.heard, device_))
        correct_by_printer(*found, *heard);
    return found;
}

Result<JobTicket> Printer::hand_over(const Document& document) const {
    if (!is_opaque_job_name(document.job_name))
        return failure(FailureKind::bad_input, "A job's name has to be 'vestibule-' and 32 hex digits.");
    if (is_folder()) {
        if (document.format != "application/pdf")
            return failure(FailureKind::bad_input, "A folder takes PDF files only.");
        auto file = save_to_folder(settings_.folder, saved_name(document.job_name, ""), document.bytes);
        if (!file) return tl::unexpected(file.error());
        return JobTicket{.job_name = document.job_name, .file = *std::move(file)};
    }
    const auto capabilities = this->capabilities();
    if (!capabilities) return tl::unexpected(capabilities.error());
    const auto id = spooler_.submit(queue_, document, capabilities->cancels_late_jobs);
    if (!id) return tl::unexpected(id.error());
    return JobTicket{.job_name = document.job_name, .job_id = *id, .file = {}};
}

Result<PageFormat> page_format(const Capabilities& capabilities) {
    const auto type = best_type(capabilities);
    const auto dpi = best_dpi(capabilities);
    if (capabilities.takes_raster && type && dpi) return PageFormat{.raster = true, .type = *type, .dpi = *dpi};
    if (!capabilities.takes_pdf)
        return failure(FailureKind::refused, "The printer takes neither PWG raster nor PDF.");
    return PageFormat{.raster = false, .dpi = std::clamp(capabilities.default_dpi, useful_dpi_min, useful_dpi_max)};
}

Result<std::optional<JobTicket>> Printer::find(const std::string& job_name) const {
    if (is_folder()) {
        auto file = saved_file(settings_.folder, job_name);
        if (!file) return std::nullopt;
        return JobTicket{.job_name = job_name, .file = *std::move(file)};
    }
    const auto job = spooler_.find_job(queue_, job_name);
    if (!job) return tl::unexpected(job.error());
    if (!*job) return std::nullopt;
    return JobTicket{.job_name = job_name, .job_id = (*job)->id, .file = {}};
}

Result<> Printer::cancel(const JobTicket& ticket) const {
    if (is_folder()) return {};
    const auto cancelled = spooler_.cancel(queue_, ticket.job_id);
    if (cancelled || cancelled.error().kind == FailureKind::not_found) return {};
    // A job that has ended is refused as one that belongs to somebody else is.
    if (cancelled.error().kind == FailureKind::refused)
        if (const auto job = spooler_.job(queue_, ticket.job_id); job && job->has_ended()) return {};
    return tl::unexpected(cancelled.error());
}

}  // namespace printing
