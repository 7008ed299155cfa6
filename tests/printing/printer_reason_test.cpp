// printer-state-reasons are text from outside: known words become values, the rest is bounded and printable.
#include "printing/printer_reason.h"

#include <catch2/catch.hpp>
#include <string>

using namespace printing;

TEST_CASE("known keywords are recognised with and without their suffix") {
    CHECK(parse_reason("media-empty") == ReportedReason{PrinterReason::media_empty, Severity::report, "media-empty"});
    CHECK(parse_reason("media-empty-error").severity == Severity::error);
    CHECK(parse_reason("media-low-warning") ==
          ReportedReason{PrinterReason::media_low, Severity::warning, "media-low"});
    CHECK(parse_reason("offline-report").reason == PrinterReason::offline);
    CHECK(parse_reason("none").text.empty());
    CHECK(parse_reason("").text.empty());
}

TEST_CASE("every reason of ours has its keyword and words, and parses back to itself") {
    for (int index = 0; index <= static_cast<int>(PrinterReason::unknown); ++index) {
        const auto reason = static_cast<PrinterReason>(index);
        CAPTURE(keyword(reason));
        CHECK(parse_reason(std::string(keyword(reason)) + "-error").reason == reason);
        CHECK(std::string(plain_words(reason)).ends_with('.'));
    }
    for (const char* needed :
         {"other", "cover-open", "input-tray-missing", "marker-supply-empty", "marker-supply-low",
          "marker-waste-full", "media-empty", "media-jam", "media-low", "media-needed", "moving-to-paused", "paused",
          "spool-area-full", "toner-empty", "toner-low", "offline", "connecting-to-device"})
        CHECK(parse_reason(needed).reason != PrinterReason::unknown);
}

TEST_CASE("garbage survives as bounded, printable UTF-8") {
    const auto long_word = parse_reason(std::string(10'000, 'x'));
    CHECK(long_word.reason == PrinterReason::unknown);
    CHECK(long_word.text == std::string(reason_length_max, 'x'));
    CHECK(parse_reason("\xff\xfe\x01zip").text == "\uFFFD\uFFFDzip");
    CHECK(parse_reason("\u202Eabc\n").text == "abc");
    std::string wide;
    for (int index = 0; index < 100; ++index) wide += "纸";
    CHECK(parse_reason(wide).text.size() == reason_length_max / 3 * 3);  // cut between characters
}

TEST_CASE("reasons are merged without doubles, up to a maximum") {
    std::vector<ReportedReason> reasons;
    merge_reason(reasons, parse_reason("media-empty-error"));
    merge_reason(reasons, parse_reason("media-empty-report"));
    merge_reason(reasons, parse_reason("none"));
    CHECK(reasons.size() == 1);
    for (int index = 0; index < 100; ++index) merge_reason(reasons, parse_reason("word-" + std::to_string(index)));
    CHECK(reasons.size() == reasons_max);
}
