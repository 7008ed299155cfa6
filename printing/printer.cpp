// Chooses the printer, the medium and the format, and judges what became of a job.
#include "printing/printer.h"

#include <fmt/format.h>

#include <algorithm>

#include "printing/badge_render.h"
#include "printing/folder_printer.h"
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
    const auto type = best_type(capabilities);
    const auto raster_dpi = best_dpi(capabilities);
    const bool raster = capabilities.takes_raster && type && raster_dpi;
    if (!raster && !capabilities.takes_pdf)
        return failure(FailureKind::refused, "The printer takes neither PWG raster nor PDF.");
    document.dpi = raster ? *raster_dpi : std::clamp(capabilities.default_dpi, useful_dpi_min, useful_dpi_max);
    const bool colour = capabilities.colour && (!raster || *type == RasterType::srgb_8);
    const auto drawing = drawings.for_medium(medium, design, colour ? Inks::colour : Inks::black);
    if (!drawing) return tl::unexpected(drawing.error());
    const auto placement = place_badge(*drawing, medium, document.dpi);
    if (!placement) return tl::unexpected(placement.error());
    document.medium = placement->page;
    document.format = raster ? "image/pwg-raster" : "application/pdf";
    auto bytes = raster ? render_raster(*drawing, fields, medium, document.dpi, *type)
                        : render_pdf_page(*drawing, fields, medium, document.dpi);
    if (!bytes) return tl::unexpected(bytes.error());
    document.bytes = *std::move(bytes);
    return document;
}

// The worst thing that the printer reports, in plain words.
std::string worst_reason(const std::vector<ReportedReason>& reasons) {
    const auto stopping = std::ranges::find_if(reasons, [](const auto& r) { return stops_printing(r.reason); });
    if (stopping != reasons.end()) return std::string(plain_words(stopping->reason));
    const auto bad = std::ranges::find_if(reasons, [](const auto& r) { return r.severity != Severity::report; });
    return bad == reasons.end() ? std::string() : std::string(plain_words(bad->reason));
}

// The printer is being tried for, or is known not to answer.
bool unreachable(const std::vector<ReportedReason>& reasons) {
    return std::ranges::any_of(reasons, [](const ReportedReason& reported) {
        return reported.reason == PrinterReason::connecting || reported.reason == PrinterReason::offline;
    });
}

bool has_ended(const Job& job) {
    return job.state == JobState::canceled || job.state == JobState::aborted || job.state == JobState::completed;
}

bool is_printer_address(const std::string& queue) {
    return queue.starts_with("ipp://") || queue.starts_with("ipps://");
}

}  // namespace

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

Result<Printer> Printer::choose(const PrinterSettings& settings) {
    const Spooler spooler = Spooler::at(settings.server);
    if (!settings.queue.empty()) {
        if (auto condition = spooler.condition(settings.queue); !condition) return tl::unexpected(condition.error());
        return Printer(settings, settings.queue);
    }
    if (const auto destinations = spooler.destinations()) {
        const auto chosen = std::ranges::find_if(*destinations, [](const auto& d) { return d.is_default; });
        if (chosen != destinations->end()) return Printer(settings, chosen->queue);
    }
    if (!settings.folder.empty()) return Printer(settings, "");
    return failure(FailureKind::not_found, "There is no printer: set up a CUPS queue, or name a folder for PDFs.");
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
        auto file = save_to_folder(settings_.folder, job_name + ".pdf", *pdf);
        if (!file) return tl::unexpected(file.error());
        return JobTicket{.job_name = job_name, .file = *std::move(file)};
    }
    const auto capabilities = spooler_.capabilities(queue_);
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
    const auto job = spooler_.job(queue_, ticket.job_id);
    if (!job && job.error().kind != FailureKind::not_found) return tl::unexpected(job.error());
    if (!job)
        return Outcome{.state = OutcomeState::unknown,
                       .reason = "The print server no longer knows this job.",
                       .printer_reasons = {}};
    const auto condition = spooler_.condition(queue_);
    if (!condition) return tl::unexpected(condition.error());
    return judge(*job, ask_printer(*job, *condition));
}

// CUPS's own count only means "transmitted", and CUPS looks at the printer seldom: so the printer itself is asked for
// the job of this name, unless CUPS says that it can't be reached.
Printer::AtPrinter Printer::ask_printer(const Job& job, const PrinterCondition& condition) const {
    if (is_printer_address(queue_)) return {.job = job, .reasons = condition.reasons};
    AtPrinter found{.job = {}, .reasons = condition.reasons};
    const bool over = has_ended(job);
    if (!is_printer_address(condition.device_uri) || (!over && unreachable(condition.reasons)) || !job.was_processed)
        return found;
    const auto at_printer = spooler_.find_job(condition.device_uri, job.name);
    if (!at_printer) {
        // CUPS 2.4 keeps retrying without saying so in a reason.
        if (at_printer.error().kind == FailureKind::unreachable)
            merge_reason(found.reasons, {PrinterReason::offline, Severity::error, "offline"});
        return found;
    }
    found.job = *at_printer;
    if (const auto own = spooler_.condition(condition.device_uri))
        for (const auto& reason : own->reasons) merge_reason(found.reasons, reason);
    return found;
}

Outcome Printer::judge(const Job& job, const AtPrinter& at_printer) const {
    Outcome outcome{.state = OutcomeState::waiting,
                    .reason = worst_reason(at_printer.reasons),
                    .printer_reasons = at_printer.reasons,
                    .processing = job.state == JobState::processing};
    if (at_printer.job && has_ended(*at_printer.job) && at_printer.job->impressions.value_or(0) > 0) {
        outcome.state = OutcomeState::printed;
        outcome.reason.clear();
        return outcome;
    }
    if (!has_ended(job)) return outcome;
    const bool completed = job.state == JobState::completed;
    if (completed && !at_printer.job && settings_.count_can_be_trusted && job.impressions.value_or(0) > 0) {
        outcome.state = OutcomeState::printed;
        return outcome;
    }
    const bool dropped_there =
        at_printer.job && (at_printer.job->state == JobState::aborted || at_printer.job->state == JobState::canceled);
    const bool never_sent = !completed && !at_printer.job && (!job.was_processed || unreachable(at_printer.reasons));
    outcome.state = dropped_there || never_sent ? OutcomeState::failed : OutcomeState::unknown;
    if (!outcome.reason.empty()) return outcome;
    outcome.reason = outcome.state == OutcomeState::failed ? "The badge wasn't printed: the job was cancelled."
                                                           : "The printer didn't say whether the badge came out.";
    return outcome;
}

Result<PrinterCondition> Printer::condition() const {
    if (is_folder()) return PrinterCondition{};
    return spooler_.condition(queue_);
}

Result<std::optional<JobTicket>> Printer::find(const std::string& job_name) const {
    if (is_folder()) {
        const auto file = settings_.folder / (job_name + ".pdf");
        std::error_code ignored;
        if (!std::filesystem::exists(file, ignored)) return std::nullopt;
        return JobTicket{.job_name = job_name, .file = file};
    }
    const auto job = spooler_.find_job(queue_, job_name);
    if (!job) return tl::unexpected(job.error());
    if (!*job) return std::nullopt;
    return JobTicket{.job_name = job_name, .job_id = (*job)->id, .file = {}};
}

Result<> Printer::cancel(const JobTicket& ticket) const {
    if (is_folder()) return {};
    const auto cancelled = spooler_.cancel(queue_, ticket.job_id);
    const bool over = !cancelled && cancelled.error().kind != FailureKind::unreachable;
    if (cancelled || over) return {};
    return tl::unexpected(cancelled.error());
}

}  // namespace printing
