// What befalls a printer, what people are told and how soon: cases note rows, which are printed as a Markdown table
// once all of the run's cases are over.
#pragma once

#include <string>

namespace printing_tests {

struct FaultRow {
    std::string fault;
    std::string words;  // plain English, as staff see it and the screens translate it
    std::string outcome;
    double seconds = 0;  // until it was known
};

void note_fault(FaultRow row);

}  // namespace printing_tests
