// printer-state-reasons are text from outside: known words become values, the rest is bounded and printable.
#include "printing/printer_reason.h"

#include <catch2/catch.hpp>
#include <string>

using namespace printing;

TEST_CASE("known keywords are recognised with and without their suffix") {
    CHECK(parse_reason("media-empty") == ReportedReason{PrinterReason::media_empty, Severity::error, "media-empty"});
    CHECK(parse_reason("media-low") == ReportedReason{PrinterReason::media_low, Severity::report, "media-low"});
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
    CHECK(reasons.front().severity == Severity::error);
    merge_reason(reasons, parse_reason("cover-open-report"));
    merge_reason(reasons, parse_reason("cover-open-error"));
    CHECK(reasons.back().severity == Severity::error);
    for (int index = 0; index < 100; ++index) merge_reason(reasons, parse_reason("word-" + std::to_string(index)));
    CHECK(reasons.size() == reasons_max);
}

TEST_CASE("a warning of one tray or supply doesn't stop a printer: all else of its kind does, whatever the suffix") {
    struct Row {
        const char* word;
        bool stops;
    };
    for (const auto& [word, stops] :
         {Row{"media-empty", true}, Row{"media-empty-error", true}, Row{"media-empty-warning", false},
          Row{"media-empty-report", true}, Row{"door-open-report", true}, Row{"media-jam-warning", true},
          Row{"toner-empty-warning", false}, Row{"paused", true}, Row{"offline", true}, Row{"offline-report", true},
          Row{"shutdown-warning", true}, Row{"timed-out-report", true}, Row{"media-low-error", false},
          Row{"other-error", false}, Row{"vendor-trouble-error", false}, Row{"connecting-to-device", false}}) {
        CAPTURE(word);
        CHECK(stops_printing(parse_reason(word)) == stops);
    }
}

TEST_CASE("a tray that is empty while the printer goes on isn't called out of badges") {
    CHECK(plain_words(parse_reason("media-empty-error")) == plain_words(PrinterReason::media_empty));
    CHECK(plain_words(parse_reason("media-empty-warning")) ==
          "A tray of the printer is empty. Put badges in if they belong there.");
    CHECK(plain_words(parse_reason("cover-open-warning")) == plain_words(PrinterReason::cover_open));
}

TEST_CASE("a stopped printer has a reason that says so, whatever it calls it") {
    struct Row {
        std::vector<std::string> said;
        const char* why;
    };
    std::vector<std::string> nonsense;
    for (std::size_t index = 0; index < reasons_max; ++index) nonsense.push_back("word-" + std::to_string(index));
    for (const auto& [said, why] :
         {Row{{}, "printer-stopped"}, Row{{"none"}, "printer-stopped"}, Row{{"other-error"}, "printer-stopped"},
          Row{{"vendor-trouble-error", "media-low-warning"}, "printer-stopped"}, Row{nonsense, "printer-stopped"},
          Row{{"paused"}, "paused"}, Row{{"media-low", "media-empty-warning"}, "media-empty"},
          Row{{"media-empty-warning", "media-jam-error"}, "media-jam"}}) {
        CAPTURE(said);
        std::vector<ReportedReason> reasons;
        for (const auto& word : said) merge_reason(reasons, parse_reason(word));
        explain_stop(reasons);
        CHECK(reasons.size() <= reasons_max);
        std::string stopping;
        for (const auto& reported : reasons)
            if (stops_printing(reported)) stopping += reported.text;
        CHECK(stopping == why);
    }
}
