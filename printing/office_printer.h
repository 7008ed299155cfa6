// Prints an office document as PDF through a queue, on the paper that lies in the printer.
//
//     const OfficeQueue queue{.server = "", .queue = "office", .usual = OfficePaper::a4};
//     auto ticket = print_office_pages(queue, job_name, document);
//     then as for badges: auto printer = Printer::choose({.server = queue.server, .queue = queue.queue});
//     printer->outcome(*ticket), printer->find(job_name), printer->cancel(*ticket)
//
// Thread: any. Blocks: three exchanges, each bounded as printing/spooler.h says.
#pragma once

#include <optional>
#include <string>

#include "printing/office_page.h"
#include "printing/printer.h"
#include "printing/result.h"
#include "printing/spooler.h"

namespace printing {

struct OfficeQueue {
    std::string server;  // as PrinterSettings
    std::string queue;
    std::optional<OfficePaper> paper;     // nothing: what the printer says
    OfficePaper usual = OfficePaper::a4;  // where the printer doesn't say, or has both
    bool must_hold_it = false;            // nobody waits until somebody puts that paper in
};

// Of what lies in the printer; where that's both or neither, of its default; else the usual one.
[[nodiscard]] OfficePaper paper_in(const Capabilities& capabilities, OfficePaper usual);

// False where the printer knows what lies in it, and this paper doesn't: such a page waits there for somebody.
[[nodiscard]] bool may_hold(const Capabilities& capabilities, OfficePaper paper);

// `job_name`: "vestibule-" and 32 hex digits. Not idempotent: ask Printer::find first after a crash.
// Errors: unreachable, not_found, refused (also where the printer takes no PDF, or must hold the paper and doesn't),
// bad_input.
[[nodiscard]] Result<JobTicket> print_office_pages(const OfficeQueue& queue, const std::string& job_name,
                                                   const OfficeDocument& document);

}  // namespace printing
