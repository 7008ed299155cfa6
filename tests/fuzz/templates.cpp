// Badges that a designer drew, or anybody else.
#include "printing/badge_template.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static_cast<void>(printing::BadgeTemplate::parse(fuzz::text(data, size)));
    return 0;
}
