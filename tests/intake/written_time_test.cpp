// Dates and times as people and spreadsheets write them, in the site's languages.
#include <catch2/catch.hpp>
#include <string>

#include "kiosk/intake/written_time.h"

using namespace vestibule;

namespace {

const SiteZone zone = *SiteZone::named("Europe/London");

std::string shown(const std::optional<Instant>& at) {
    return at ? zone.iso_day(*at) + " " + zone.hour_minute(*at) : "";
}

struct Case {
    const char* text;
    const char* right;  // "" = refused
};

}  // namespace

TEST_CASE("a date and a time are read in the ways of the site's languages", "[intake]") {
    const WrittenTimes times{zone, {"en", "zh_CN"}, SlashOrder::unknown};
    const Case table[] = {
        {"29.11.26", "2026-11-29 00:00"},
        {"29.11.26 21:30", "2026-11-29 21:30"},
        {"29.11.2026 9:30 PM", "2026-11-29 21:30"},
        {"2026.11.29 20:30", "2026-11-29 20:30"},
        {"2026年11月29日", "2026-11-29 00:00"},
        {"2026年11月29日 20:30", "2026-11-29 20:30"},
        {"2026年11月29日下午9:30", "2026-11-29 21:30"},
        {"2026年11月29日 20时30分", "2026-11-29 20:30"},
        {"2026年11月29日 20点", "2026-11-29 20:00"},
        {"２０２６年１１月２９日　２０：３０", "2026-11-29 20:30"},
        {"2026-11-29 9:30 PM", "2026-11-29 21:30"},
        {"2026-11-29 9:30pm", "2026-11-29 21:30"},
        {"2026-11-29 9:30 p.m.", "2026-11-29 21:30"},
        {"2026-11-29 9 pm", "2026-11-29 21:00"},
        {"2026-11-29 12:15 AM", "2026-11-29 00:15"},
        {"2026-11-29 12:15 PM", "2026-11-29 12:15"},
        {"2026-11-29 9:30\u202FPM", "2026-11-29 21:30"},
        {"29 Nov 2026 21:30", "2026-11-29 21:30"},
        {"29 November 2026 at 21:30", "2026-11-29 21:30"},
        {"Nov 29, 2026, 9:30 PM", "2026-11-29 21:30"},
        {"Sunday, 29 November 2026", "2026-11-29 00:00"},
        {"29-Nov-26", "2026-11-29 00:00"},
        {"29-Nov-2026 20:30", "2026-11-29 20:30"},
        {"29/11/2026 20:00", "2026-11-29 20:00"},
        {"11/29/2026 8:00 AM", "2026-11-29 08:00"},
        {"05/05/2026 20:00", "2026-05-05 20:00"},
        {"2026-07-21 09:30", "2026-07-21 09:30"},
        {"2026-07-21T08:30Z", "2026-07-21 09:30"},
        // What can't be told, or is none.
        {"03/04/2026 20:00", ""},
        {"29. November 2026", ""},
        {"tomorrow", ""},
        {"", ""},
        {"9:30 PM", ""},
        {"2026-02-30 09:30", ""},
        {"2026年2月30日", ""},
        {"2026年13月29日", ""},
        {"29.13.26", ""},
        {"29.11.26x", ""},
        {"29.11.226", ""},
        {"29 Foo 2026", ""},
        {"2026-11-29 25:00", ""},
        {"2026-11-29 13:30 PM", ""},
        {"2026-11-29 09:60", ""},
        {"2026-07-21T", ""},
        {"99999-01-01", ""},
        {"46355.83", ""},
        {"1899-11-29", ""},
    };
    for (const auto& one : table) {
        INFO(one.text);
        CHECK(shown(times.read(one.text, DayEdge::start)) == one.right);
    }
    CHECK(shown(times.read("2026年11月29日", DayEdge::end)) == "2026-11-30 00:00");
    CHECK(shown(times.read("29.11.26", DayEdge::end)) == "2026-11-30 00:00");
}

TEST_CASE("each of the site's languages brings its own names of months and halves of the day", "[intake]") {
    const WrittenTimes times{zone, {"de", "fr", "es", "fi", "ko", "ja"}, SlashOrder::unknown};
    for (const auto* text : {"29. November 2026 21.30 Uhr", "29. Nov. 2026 21:30", "29 novembre 2026 21h30",
                             "29 nov. 2026 21:30", "29 de noviembre de 2026 9:30 p. m.", "29. marraskuuta 2026 21.30",
                             "2026년 11월 29일 오후 9:30", "2026年11月29日 21時30分"}) {
        INFO(text);
        CHECK(shown(times.read(text, DayEdge::start)) == "2026-11-29 21:30");
    }
}

TEST_CASE("which of 03/04 is the month is told by the file's other dates", "[intake]") {
    CHECK(slash_order_of({"03/04/2026", "29/11/2026 20:00"}) == SlashOrder::day_first);
    CHECK(slash_order_of({"11/29/2026", "3/4/26 8:00 AM"}) == SlashOrder::month_first);
    CHECK(slash_order_of({"03/04/2026", "2026/12/29", "x"}) == SlashOrder::unknown);
    CHECK(slash_order_of({"29/11/2026", "11/29/2026"}) == SlashOrder::unknown);
    const WrittenTimes days{zone, {}, SlashOrder::day_first}, months{zone, {}, SlashOrder::month_first};
    CHECK(shown(days.read("03/04/2026 20:00", DayEdge::start)) == "2026-04-03 20:00");
    CHECK(shown(months.read("03/04/26 8:00 PM", DayEdge::start)) == "2026-03-04 20:00");
    CHECK(shown(months.read("29/11/2026", DayEdge::start)) == "2026-11-29 00:00");
}

TEST_CASE("an end without a date is the first such time after the start, also over midnight", "[intake]") {
    const WrittenTimes times{zone, {"en", "zh_CN"}, SlashOrder::unknown};
    const auto start = zone.at(2026, 11, 29, 22, 0);
    const Case table[] = {{"23:30", "2026-11-29 23:30"},
                          {"11:30 PM", "2026-11-29 23:30"},
                          {"下午11:30", "2026-11-29 23:30"},
                          {"6:00", "2026-11-30 06:00"},
                          {"6:00 AM", "2026-11-30 06:00"},
                          {"22:00", "2026-11-29 22:00"},
                          {"2026-11-30", "2026-12-01 00:00"},
                          {"30.11.26 8:00", "2026-11-30 08:00"},
                          {"25:00", ""},
                          {"later", ""}};
    for (const auto& one : table) {
        INFO(one.text);
        CHECK(shown(times.read_end(one.text, start)) == one.right);
    }
    // The night on which the clocks go back.
    CHECK(shown(times.read_end("6:00", zone.at(2026, 10, 24, 22, 0))) == "2026-10-25 06:00");
}
