// Asks the queue for its paper, makes the PDF for it, hands it to the spooler.
#include "printing/office_printer.h"

#include <fmt/format.h>

#include <algorithm>

#include "printing/ipp_route.h"

namespace printing {
namespace {

bool is_paper(const Medium& medium, OfficePaper paper) {
    constexpr double tolerance_mm = 1;
    const auto wanted = medium_of(paper);
    return std::abs(medium.width_mm - wanted.width_mm) < tolerance_mm &&
           std::abs(medium.height_mm - wanted.height_mm) < tolerance_mm;
}

bool lies_in(const Capabilities& capabilities, OfficePaper paper) {
    return std::ranges::any_of(capabilities.media_ready, [&](const Medium& m) { return is_paper(m, paper); });
}

}  // namespace

bool may_hold(const Capabilities& capabilities, OfficePaper paper) {
    return capabilities.media_ready.empty() || lies_in(capabilities, paper);
}

OfficePaper paper_in(const Capabilities& capabilities, OfficePaper usual) {
    const auto ready = [&](OfficePaper paper) { return lies_in(capabilities, paper); };
    const bool a4 = ready(OfficePaper::a4);
    if (a4 != ready(OfficePaper::letter)) return a4 ? OfficePaper::a4 : OfficePaper::letter;
    for (const auto paper : {OfficePaper::a4, OfficePaper::letter})
        if (capabilities.media_default && is_paper(*capabilities.media_default, paper)) return paper;
    return usual;
}

Result<JobTicket> print_office_pages(const OfficeQueue& queue, const std::string& job_name,
                                     const OfficeDocument& document) {
    const auto spooler = Spooler::at(queue.server);
    const auto capabilities = spooler.capabilities(queue.queue);
    if (!capabilities && capabilities.error().kind == FailureKind::not_found && !is_printer_address(queue.queue))
        return tl::unexpected(missing_queue(queue.server, queue.queue));
    if (!capabilities) return tl::unexpected(capabilities.error());
    if (!capabilities->takes_pdf)
        return failure(FailureKind::refused,
                       fmt::format("{} takes no PDF: set up a CUPS queue for this printer.", queue.queue));
    const auto paper = queue.paper.value_or(paper_in(*capabilities, queue.usual));
    if (queue.must_hold_it && !may_hold(*capabilities, paper))
        return failure(FailureKind::refused, fmt::format("There is no {} paper in {}. Choose another printer.",
                                                         name_of(paper), queue.queue));
    auto pdf = render_office_pdf(document, paper);
    if (!pdf) return tl::unexpected(pdf.error());
    const auto id = spooler.submit(
        queue.queue,
        {.bytes = *std::move(pdf), .format = "application/pdf", .job_name = job_name, .medium = medium_of(paper)},
        capabilities->cancels_late_jobs);
    if (!id) return tl::unexpected(id.error());
    return JobTicket{.job_name = job_name, .job_id = *id, .file = {}};
}

}  // namespace printing
