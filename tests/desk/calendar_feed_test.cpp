// A calendar that is imported again and again under a name, and whose file is all there is.
#include "kiosk/visit/cancelled_why.h"
#include "tests/desk/calendar_files.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

using Times = std::vector<std::string>;

// Events of one hour on the 24th, named by the hour at which they begin.
std::string at_hours(const std::vector<int>& hours) {
    std::string out;
    for (const auto hour : hours)
        out += event_of(fmt::format("uid-{}", hour),
                        fmt::format("DTSTART:20261124T{:02}0000Z\r\n", hour) + attendee("vic"));
    return out;
}
std::string file_of(const std::vector<int>& hours) {
    return in_calendar(at_hours(hours));
}
Times times_of(const std::vector<int>& hours) {
    Times out;
    for (const auto hour : hours) out.push_back(fmt::format("11-24T{:02}:00-{:02}:00", hour, hour + 1));
    return out;
}

const CalendarWay anna = {.feed = "anna"}, bo = {.feed = "bo"};
const CalendarWay whole_of_anna = {.feed = "anna", .whole = true}, whole_of_bo = {.feed = "bo", .whole = true};
const CalendarWay surely_whole = {.feed = "anna", .whole = true, .sure = true};

}  // namespace

TEST_CASE("a file that is all there is withdraws what its feed no longer has, and nothing else", "[desk]") {
    FrontDesk desk;
    take_calendar(desk, file_of({9, 10, 11, 12}), anna);
    take_calendar(desk, file_of({14}), bo);
    take_calendar(desk, file_of({15}));
    desk.book("A table's", desk.at(16, 0, 3));
    const auto report = take_calendar(desk, file_of({9, 10, 12}), whole_of_anna);
    CHECK(report.cancelled == 1);
    CHECK(expected_times(desk) == times_of({9, 10, 12, 14, 15, 16}));
    for (const auto& [id, state] : all_visits(desk))
        if (state.phase == VisitPhase::cancelled) CHECK(state.cancelled_why == cancelled_why::not_in_calendar);
    const auto written = must(desk->reader().own_seq());
    take_calendar(desk, file_of({9, 10, 12}), whole_of_anna);
    CHECK(must(desk->reader().own_seq()) == written);
    // It is back.
    take_calendar(desk, file_of({9, 10, 11, 12}), whole_of_anna);
    CHECK(expected_times(desk) == times_of({9, 10, 11, 12, 14, 15, 16}));
}

TEST_CASE("which feed's file it is must be said", "[desk]") {
    FrontDesk desk;
    const auto refused = try_calendar(desk, file_of({9}), {.whole = true});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what.find("--feed NAME") != std::string::npos);
    CHECK(all_visits(desk).empty());
}

TEST_CASE("a file that looks damaged is refused whole, unless somebody is sure", "[desk]") {
    const auto whole = file_of({9, 10, 13});
    const std::pair<std::string, std::string> cases[] = {
        {in_calendar(""), "the file is empty"},
        {whole.substr(0, whole.rfind("END:VCALENDAR")), "the file is cut off"},
        {file_of({9, 13}), "lacks 3 of the 4 visits"}};
    for (const auto& [file, what] : cases) {
        INFO(what);
        FrontDesk desk;
        take_calendar(desk, file_of({9, 10, 11, 12}), anna);
        const auto report = take_calendar(desk, file, whole_of_anna);
        REQUIRE_FALSE(report.refused.empty());
        CHECK(report.refused[0].what.find(what) != std::string::npos);
        CHECK(report.refused[0].what.find("nothing was taken") != std::string::npos);
        CHECK(report.refused[0].what.find("--yes") != std::string::npos);
        CHECK(expected_times(desk) == times_of({9, 10, 11, 12}));
        take_calendar(desk, file, surely_whole);
        CHECK(expected_times(desk) == times_of(file == cases[0].first   ? std::vector<int>{}
                                               : file == cases[1].first ? std::vector{9, 10, 13}
                                                                        : std::vector{9, 13}));
    }
    // Half of it is no more than half, and what wasn't whole withdraws nothing.
    FrontDesk desk;
    take_calendar(desk, file_of({9, 10, 11, 12}), anna);
    take_calendar(desk, file_of({9}), anna);
    CHECK(expected_times(desk).size() == 4);
    take_calendar(desk, file_of({9, 10}), whole_of_anna);
    CHECK(expected_times(desk) == times_of({9, 10}));
}

TEST_CASE("an event of the feed that can't be read stays as it was", "[desk]") {
    FrontDesk desk;
    take_calendar(desk, file_of({9, 10, 11}), anna);
    const auto broken = in_calendar(at_hours({9, 11}) + event_of("uid-10", "DTSTART:whenever\r\n" + attendee("vic")));
    const auto report = take_calendar(desk, broken, whole_of_anna);
    CHECK(report.refused.size() == 1);
    CHECK(report.cancelled == 0);
    CHECK(expected_times(desk) == times_of({9, 10, 11}));
}

TEST_CASE("what has begun isn't withdrawn by what a feed lacks", "[desk]") {
    FrontDesk desk;
    take_calendar(desk, file_of({9, 10, 11}), anna);
    desk.set_clock(desk.at(10, 30, 3));
    take_calendar(desk, file_of({9, 10}), surely_whole);
    CHECK(expected_times(desk) == times_of({9, 10}));
    take_calendar(desk, in_calendar(""), surely_whole);
    CHECK(expected_times(desk) == times_of({9, 10}));
}

TEST_CASE("an event that two feeds have goes when neither has it", "[desk]") {
    FrontDesk desk;
    take_calendar(desk, file_of({9, 10, 11}), anna);
    take_calendar(desk, file_of({11, 12, 13}), bo);
    const auto report = take_calendar(desk, file_of({9, 10}), {.way = {.rows = true}, .feed = "anna", .whole = true});
    CHECK(report.cancelled == 0);
    CHECK(report.rows.back().why == "another feed has it");
    CHECK(expected_times(desk) == times_of({9, 10, 11, 12, 13}));
    take_calendar(desk, file_of({12, 13}), whole_of_bo);
    CHECK(expected_times(desk) == times_of({9, 10, 12, 13}));
}

TEST_CASE("an event that two feeds have and one says is called off is called off", "[desk]") {
    FrontDesk desk;
    take_calendar(desk, file_of({9, 10}), anna);
    take_calendar(desk, file_of({9, 10}), bo);
    take_calendar(desk,
                  in_calendar(event_of("uid-9", "SEQUENCE:1\r\nSTATUS:CANCELLED\r\nDTSTART:20261124T090000Z\r\n" +
                                                    attendee("vic")) +
                              at_hours({10})),
                  whole_of_anna);
    CHECK(expected_times(desk) == times_of({10}));
}

TEST_CASE("what was booked before the feed had a name belongs to it once it was imported under it", "[desk]") {
    FrontDesk desk;
    take_calendar(desk, file_of({9, 10, 11}));
    CHECK(take_calendar(desk, file_of({9, 10, 11}), anna).unchanged == 3);
    take_calendar(desk, file_of({9, 10}), whole_of_anna);
    CHECK(expected_times(desk) == times_of({9, 10}));
}

TEST_CASE("by the code that was sent first, a visitor is met at the appointment's new time", "[desk]") {
    FrontDesk desk;
    const auto series = [](const std::string& lines) {
        return in_calendar(event_of("u", lines + "RRULE:FREQ=DAILY;COUNT=2\r\n" + attendee("vic")));
    };
    take_calendar(desk, series("SEQUENCE:0\r\nDTSTART:20261121T100000Z\r\n"));
    const auto code = must(desk->day(desk.at(10))).rows.front().code;
    take_calendar(desk, series("SEQUENCE:1\r\nDTSTART:20261121T140000Z\r\n"));
    const auto found = must(desk->find_appointment(code));
    REQUIRE(found.outcome == Lookup::found);
    CHECK(found.visit->from == desk.at(14));
    take_calendar(desk, series("SEQUENCE:2\r\nDTSTART:20261122T140000Z\r\n"));
    CHECK(must(desk->find_appointment(code)).outcome == Lookup::moved);
    take_calendar(desk, in_calendar(event_of("u", "SEQUENCE:3\r\n"), "CANCEL"));
    CHECK(must(desk->find_appointment(code)).outcome == Lookup::moved);
}

TEST_CASE("why an appointment is over is told at the door", "[desk]") {
    const auto event = [](int sequence, const std::string& lines) {
        return in_calendar(
            event_of("u", fmt::format("SEQUENCE:{}\r\nDTSTART:20261121T100000Z\r\n", sequence) + lines));
    };
    const std::string declined = "ATTENDEE;PARTSTAT=DECLINED:mailto:vic@guest.example\r\n";
    const std::pair<std::string, Lookup> cases[] = {
        {event(1, "STATUS:CANCELLED\r\n" + attendee("vic")), Lookup::called_off},
        {event(1, attendee("bo")), Lookup::uninvited},
        {event(1, declined), Lookup::turned_down}};
    for (const auto& [word, outcome] : cases) {
        FrontDesk desk;
        take_calendar(desk, event(0, attendee("vic")));
        const auto code = must(desk->day(desk.at(10))).rows.front().code;
        take_calendar(desk, word);
        CHECK(must(desk->find_appointment(code)).outcome == outcome);
    }
}
