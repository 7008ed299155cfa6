// Set-up's test of a printer: prints a page, watches it at the queue and at the printer itself, and finds out with a
// person's word what the printer's reports are worth (ACCEPTANCE C1). RFC 8011 §5.3.18.2 leaves counting to printers,
// and many count what they were sent.
//
// Thread: one at a time.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "printing/printer.h"
#include "printing/printer_record.h"
#include "printing/result.h"

namespace printing {

inline constexpr std::chrono::seconds printer_test_max{90};

// What a watching person is told, each thing once: "the printer reports media-empty".
using TestProgress = std::function<void(const std::string&)>;

// Prints the page and watches until the printer calls it over or `limit` is reached; then takes the job back. Writes
// what it measured into the printer's settings().record, where one is named, and answers it; what a person said
// before still counts. Blocks: `limit` and a few exchanges. Errors: as print(); bad_input for a folder.
[[nodiscard]] Result<PrinterRecord> run_printer_test(const Printer& printer, const TestProgress& progress,
                                                     std::chrono::seconds limit = printer_test_max);

// The person's word on the last page of this printer. Errors: not_found where no page was printed; storage.
[[nodiscard]] Result<PrinterRecord> answer_printer_test(const Printer& printer, bool came_out);

// For people, one line each: what was measured, and what follows from it.
[[nodiscard]] std::vector<std::string> describe(const PrinterRecord& record);

}  // namespace printing
