// A listener of Catch prints what was noted.
#include "tests/printing/fault_table.h"

#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>
#include <cstdio>
#include <vector>

namespace printing_tests {
namespace {

std::vector<FaultRow>& rows() {
    static std::vector<FaultRow> noted;
    return noted;
}

class TablePrinter : public Catch::TestEventListenerBase {
  public:
    using TestEventListenerBase::TestEventListenerBase;

    void testRunEnded(const Catch::TestRunStats&) override {
        if (rows().empty()) return;
        std::puts("| fault | what people are told | outcome | seconds until known |\n|---|---|---|---:|");
        for (const auto& row : rows())
            std::printf("| %s | %s | %s | %.1f |\n", row.fault.c_str(), row.words.c_str(), row.outcome.c_str(),
                        row.seconds);
    }
};

}  // namespace

void note_fault(FaultRow row) {
    rows().push_back(std::move(row));
}

CATCH_REGISTER_LISTENER(TablePrinter)

}  // namespace printing_tests
