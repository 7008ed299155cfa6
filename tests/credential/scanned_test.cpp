// Codes in a scanner's typing: where they begin, where they end, and what is none.
#include "kiosk/credential/scanned.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace vestibule;

TEST_CASE("a token is found where it begins, and its end among what scanners put behind it") {
    const std::string token = "VB1:6BF.OXN";
    for (const auto* before : {"", "]Q1", "~", "\\000026", "HELLO "})
        for (const auto* behind : {"", "~", "~~", ".", "-", "12345678"}) {
            const auto found = tokens_in(before + token + behind);
            INFO(before << " … " << behind);
            CHECK(std::ranges::count(found, token) == 1);
            CHECK(found.size() <= scan_suffix_max + 1);
        }
    CHECK(tokens_in("VB1:").front() == "VB1:");
    CHECK(tokens_in("vb1:6BF").empty());
    CHECK(tokens_in("VI1:ABCD2345").empty());
    CHECK(tokens_in("").empty());
}

TEST_CASE("an invitation's code is found where it begins and ends after its eight letters") {
    for (const auto* reading : {"VI1:ABCD2345", "]Q1VI1:ABCD2345", "VI1:ABCD-2345", "~VI1:ABCD2345~",
                                "VI1:ABCD2345XY", "VI1:ABCD2345\x1a", "HTTPS://X/VI1:ABCD2345"}) {
        INFO(reading);
        CHECK(invitation_in(reading) == "ABCD2345");
    }
    for (const auto* reading : {"", "VI1:", "VI1:ABCD234", "ABCD2345", "VI1: ABCD2345",
                                "VI1:ABC\x1a"
                                "D2345"}) {
        INFO(reading);
        CHECK_FALSE(invitation_in(reading));
    }
}
