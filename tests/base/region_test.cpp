// What is usual where a time zone is.
#include "kiosk/base/region.h"

#include <catch2/catch.hpp>

using namespace vestibule;

TEST_CASE("Letter in North America and where it is usual, A4 elsewhere", "[base]") {
    for (const char* zone : {"America/New_York", "America/Los_Angeles", "America/Toronto", "America/Mexico_City"}) {
        INFO(zone);
        CHECK(uses_letter_paper(zone));
    }
    for (const char* zone :
         {"Europe/London", "Asia/Shanghai", "America/Sao_Paulo", "Australia/Sydney", "UTC", "Nowhere/Else", ""}) {
        INFO(zone);
        CHECK_FALSE(uses_letter_paper(zone));
    }
}
