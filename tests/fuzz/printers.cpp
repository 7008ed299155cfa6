// What printers answer: IPP, and the words in which they say what is wrong with them.
#include <vector>

#include "printing/ipp_answer.h"
#include "printing/printer_reason.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = fuzz::text(data, size);
    static_cast<void>(printing::parse_ipp(bytes));
    std::vector<printing::ReportedReason> reasons;
    printing::merge_reason(reasons, printing::parse_reason(bytes));
    if (reasons.size() == 1 && reasons[0].text.size() > printing::reason_length_max) __builtin_trap();
    return 0;
}
