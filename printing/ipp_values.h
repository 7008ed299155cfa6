// Reads IPP answers into our own values, for spooler only. All text from outside is bounded and made printable.
#pragma once

#include <cups/cups.h>

#include <string>
#include <vector>

#include "printing/spooler.h"

namespace printing {

// The first value, bounded; empty where it isn't a text.
[[nodiscard]] std::string string_of(ipp_attribute_t* attribute);
[[nodiscard]] std::string text_value(ipp_t* answer, const char* name);
[[nodiscard]] std::vector<std::string> keyword_values(ipp_t* answer, const char* name);
[[nodiscard]] Capabilities read_capabilities(ipp_t* answer);
[[nodiscard]] PrinterCondition read_condition(ipp_t* answer);
// The job whose attributes begin at the answer's current attribute; ends at the next group.
[[nodiscard]] Job read_job(ipp_t* answer);
[[nodiscard]] std::vector<Job> read_jobs(ipp_t* answer);

}  // namespace printing
