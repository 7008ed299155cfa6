// Series and their changes, and what is held back of them; zones and mail addresses in the forms that programs write.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "kiosk/intake/calendar.h"
#include "kiosk/intake/calendar_people.h"

using namespace vestibule;

namespace {

const SiteZone london = *SiteZone::named("Europe/London");

CalendarRead calendar(const std::string& events, const std::string& head = "") {
    auto read =
        read_calendar("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + head + events + "END:VCALENDAR\r\n", "test.ics",
                      {.own_domains = {"harbour.example"}, .zone = london, .now = london.at(2026, 11, 29, 12)});
    REQUIRE(read);
    return *read;
}
std::string event(const std::string& lines, const std::string& uid = "u") {
    return "BEGIN:VEVENT\r\nUID:" + uid + "\r\n" + lines + "ATTENDEE:mailto:vic@guest.example\r\nEND:VEVENT\r\n";
}
// Mondays at ten in Berlin, from the 30th.
const std::string mondays =
    "DTSTART;TZID=Europe/Berlin:20261130T100000\r\nDTEND;TZID=Europe/Berlin:20261130T110000\r\n"
    "RRULE:FREQ=WEEKLY;COUNT=4\r\n";

// Starts in UTC as "12-07 09:00" of those who come.
std::vector<std::string> starts(const CalendarRead& read) {
    const auto utc = *SiteZone::named("UTC");
    std::vector<std::string> out;
    for (const auto& item : read.items)
        for (const auto& row : item.rows)
            if (!row.cancelled) out.push_back(utc.iso_day(row.from).substr(5) + " " + utc.hour_minute(row.from));
    return out;
}
using Starts = std::vector<std::string>;

}  // namespace

TEST_CASE("a change to this and all later occurrences moves them by as much and makes them as long", "[intake]") {
    const auto later = [](const std::string& lines) {
        return event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261214T090000Z\r\n" + lines);
    };
    const auto series = event(mondays);
    const auto moved = calendar(series + later("DTSTART;TZID=Europe/Berlin:20261215T120000\r\nDURATION:PT3H\r\n"));
    CHECK(starts(moved) == Starts{"11-30 09:00", "12-07 09:00", "12-15 11:00", "12-22 11:00"});
    CHECK(moved.items[0].rows[3].until - moved.items[0].rows[3].from == std::chrono::hours{3});
    // They keep their names, so that they are the same visits.
    CHECK(moved.items[0].rows[3].key == calendar(series).items[0].rows[3].key);
    SECTION("but not one that has a change of its own") {
        const auto own = event("RECURRENCE-ID:20261221T090000Z\r\nDTSTART:20261223T080000Z\r\n");
        CHECK(starts(calendar(series + later("DTSTART:20261214T120000Z\r\n") + own)) ==
              Starts{"11-30 09:00", "12-07 09:00", "12-14 12:00", "12-23 08:00"});
    }
    SECTION("nor one that is taken out") {
        CHECK(starts(
                  calendar(event(mondays + "EXDATE:20261221T090000Z\r\n") + later("DTSTART:20261214T120000Z\r\n"))) ==
              Starts{"11-30 09:00", "12-07 09:00", "12-14 12:00"});
    }
    SECTION("and the next such change goes on from its own") {
        const auto next = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261221T090000Z\r\nDTSTART:20261221T070000Z\r\n");
        CHECK(starts(calendar(series + next + later("DTSTART:20261214T120000Z\r\n"))) ==
              Starts{"11-30 09:00", "12-07 09:00", "12-14 12:00", "12-21 07:00"});
    }
    SECTION("called off, all later ones are") {
        CHECK(starts(calendar(series + later("STATUS:CANCELLED\r\nDTSTART:20261214T090000Z\r\n"))) ==
              Starts{"11-30 09:00", "12-07 09:00"});
    }
    SECTION("with other visitors, those come from then on") {
        const auto read = calendar(series +
                                   "BEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:"
                                   "20261214T090000Z\r\nDTSTART:20261214T090000Z\r\n"
                                   "ATTENDEE:mailto:bo@guest.example\r\nEND:VEVENT\r\n");
        CHECK(read.items.at(0).rows.at(1).email == "vic@guest.example");
        CHECK(read.items.at(0).rows.at(2).email == "bo@guest.example");
    }
    SECTION("over a change of the clocks the hour on the wall is moved") {
        const auto read =
            calendar(event("DTSTART;TZID=Europe/Berlin:20270322T100000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n") +
                     event("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20270322T100000\r\n"
                           "DTSTART;TZID=Europe/Berlin:20270322T130000\r\n"));
        CHECK(starts(read) == Starts{"03-22 12:00", "03-29 11:00"});
    }
    SECTION("without its series, or to earlier ones, it is held back and said") {
        for (const auto& alone : {later("DTSTART:20261214T120000Z\r\n"),
                                  series + event("RECURRENCE-ID;RANGE=THISANDPRIOR:20261214T090000Z\r\n"
                                                 "DTSTART:20261214T120000Z\r\n")}) {
            const auto read = calendar(alone);
            CHECK(read.items.empty());
            CHECK(read.uids_unread.contains("u"));
            CHECK(read.refused.size() == 1);
        }
    }
}

TEST_CASE("what can't be read is held back whole, and never half taken", "[intake]") {
    const auto series = event(mondays);
    SECTION("an occurrence whose change is broken: that one") {
        const auto read = calendar(series + event("RECURRENCE-ID:20261207T090000Z\r\nDTSTART:whenever\r\n"));
        CHECK(starts(read) == Starts{"11-30 09:00", "12-14 09:00", "12-21 09:00"});
        CHECK(read.items.at(0).held_back.contains("20261207T090000Z"));
        CHECK(read.refused.size() == 1);
    }
    SECTION("a change of which can't be told which one it changes: all") {
        for (const std::string id : {"RECURRENCE-ID:whenever", "RECURRENCE-ID;TZID=Mars/Base:20261207T090000"}) {
            INFO(id);
            const auto read = calendar(series + event(id + "\r\nDTSTART:20261207T120000Z\r\n"));
            CHECK(read.items.empty());
            CHECK(read.uids_unread.contains("u"));
        }
    }
    SECTION("a series that is broken: its changes, too") {
        const auto read = calendar(event("DTSTART:20261130T090000Z\r\nRRULE:FREQ=SOMETIMES\r\n") +
                                   event("RECURRENCE-ID:20261207T090000Z\r\nDTSTART:20261207T120000Z\r\n"));
        CHECK(read.items.empty());
    }
    SECTION("unless a newer version of it stands there, too") {
        const auto read = calendar(event("SEQUENCE:1\r\n" + mondays) + event("SEQUENCE:0\r\nDTSTART:whenever\r\n"));
        CHECK(starts(read).size() == 4);
    }
    SECTION("a series in a file that is cut off, for its changes may be missing") {
        const auto whole = "BEGIN:VCALENDAR\r\n" + event(mondays) + event("DTSTART:20261201T090000Z\r\n", "single");
        const auto read =
            read_calendar(whole, "cut.ics", {.own_domains = {}, .zone = london, .now = london.at(2026, 11, 29)});
        REQUIRE(read);
        CHECK(read->cut_off);
        REQUIRE(read->items.size() == 1);
        CHECK(read->items[0].uid == "single");
        CHECK(read->uids_unread.contains("u"));
    }
    SECTION("an occurrence named by its day alone, without its series") {
        const auto read = calendar(event("RECURRENCE-ID;VALUE=DATE:20261207\r\nDTSTART:20261207T120000Z\r\n"));
        CHECK(read.items.empty());
        CHECK(read.refused.at(0).what.find("a day alone") != std::string::npos);
    }
    SECTION("what only asks") {
        for (const std::string method : {"COUNTER", "REFRESH", "ADD", "DECLINECOUNTER"}) {
            const auto read = calendar(series, "METHOD:" + method + "\r\n");
            CHECK(read.items.empty());
            CHECK(read.refused.size() == 1);
        }
    }
}

TEST_CASE("a method counts for its own calendar, wherever in it it stands", "[intake]") {
    const auto late = calendar(event(mondays) + "METHOD:CANCEL\r\n");
    CHECK(late.items.at(0).called_off);
    const auto two = calendar(event(mondays) + "END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n" +
                              event("DTSTART:20261201T090000Z\r\n", "other"));
    CHECK_FALSE(two.items.at(0).called_off);
    CHECK(two.items.at(1).called_off);
}

TEST_CASE("a revision is SEQUENCE, however large, then DTSTAMP", "[intake]") {
    const auto read = calendar(event("SEQUENCE:1505760921001\r\nDTSTAMP:20261120T101112Z\r\n" + mondays));
    CHECK(read.items.at(0).revision ==
          CalendarRevision{.sequence = 1'505'760'921'001, .stamp = london.at(2026, 11, 20, 10, 11, 12)});
    for (const std::string none : {"", "SEQUENCE:-1\r\n", "SEQUENCE:many\r\n", "DTSTAMP:whenever\r\n"}) {
        INFO(none);
        CHECK(calendar(event(none + mondays)).items.at(0).revision == CalendarRevision{});
    }
    CHECK_FALSE(calendar(event(mondays)).items.at(0).message);
    CHECK_FALSE(calendar(event(mondays), "METHOD:PUBLISH\r\n").items.at(0).message);
    CHECK(calendar(event(mondays), "METHOD:REQUEST\r\n").items.at(0).message);
}

TEST_CASE("an address is what mailto: names, without escapes and header fields", "[intake]") {
    CHECK(mail_of_uri("mailto:Jane@Guest.example") == "jane@guest.example");
    CHECK(mail_of_uri("MAILTO:jane%2Bvip@guest.example") == "jane+vip@guest.example");
    CHECK(mail_of_uri("mailto:jane%40guest.example?subject=Hello%40") == "jane@guest.example");
    CHECK(mail_of_uri("mailto: jane@guest.example") == "jane@guest.example");
    CHECK(mail_of_uri("jane@guest.example") == "jane@guest.example");
    for (const char* none : {"", "mailto:", "mailto:%", "mailto:%4", "mailto:jane%0D%0ABcc:x@y.example",
                             "urn:uuid:1234", "invalid:nomail", "mailto:a@b.example,c@d.example", "mailto:?to=a@b.c"})
        CHECK(mail_of_uri(none) == "");
}

TEST_CASE("a zone of the file's own may say the hour of its change once more", "[intake]") {
    const auto zone = [](const std::string& more, const std::string& start) {
        return "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19701025T" + start +
               "\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" + more +
               "\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\n"
               "TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
    };
    const auto in_winter = event("DTSTART;TZID=Office:20271031T120000\r\n");
    const auto before = event("DTSTART;TZID=Office:20271031T013000\r\n");
    for (const auto& [more, start] : {std::pair<std::string, std::string>{"", "030000"},
                                      {";BYHOUR=3;BYMINUTE=0", "030000"},
                                      {";BYHOUR=3;BYMINUTE=0;BYSECOND=0", "000000"}}) {
        INFO(more);
        CHECK(starts(calendar(in_winter, zone(more, start))) == Starts{"10-31 11:00"});
        CHECK(starts(calendar(before, zone(more, start))) == Starts{"10-30 23:30"});
    }
    const auto hostile = calendar(in_winter, zone(";BYHOUR=1,2,3", "030000"));
    CHECK(hostile.items.empty());
    CHECK(hostile.refused.at(0).what.find("is defined in the file by a rule that doesn't repeat yearly") !=
          std::string::npos);
}

TEST_CASE("a time that the clocks skip is as if they hadn't been put forward yet", "[intake]") {
    for (const std::string tzid : {"Europe/London", "GMT Standard Time"})
        CHECK(starts(calendar(event("DTSTART;TZID=" + tzid + ":20270328T013000\r\n"))) == Starts{"03-28 01:30"});
    const std::string own =
        "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19701025T020000\r\nTZOFFSETFROM:+0100\r\n"
        "TZOFFSETTO:+0000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n"
        "DTSTART:19700329T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
    CHECK(starts(calendar(event("DTSTART;TZID=Office:20270328T013000\r\n"), own)) == Starts{"03-28 01:30"});
}

TEST_CASE("a day by the calendar isn't always 24 hours, and hours are hours", "[intake]") {
    const auto length = [](const std::string& duration) {
        const auto read =
            calendar(event("DTSTART;TZID=Europe/London:20270327T120000\r\nDURATION:" + duration + "\r\n"));
        return std::chrono::duration_cast<std::chrono::hours>(read.items.at(0).rows.at(0).until -
                                                              read.items.at(0).rows.at(0).from)
            .count();
    };
    CHECK(length("P1D") == 23);
    CHECK(length("PT24H") == 24);
    CHECK(length("P1DT2H") == 25);
    CHECK(length("P1W") == 167);
}

TEST_CASE("a midnight in a series of whole days means its day, in whichever zone", "[intake]") {
    const std::string days = "DTSTART;VALUE=DATE:20261201\r\nRRULE:FREQ=DAILY;COUNT=4\r\n";
    for (const std::string second :
         {";VALUE=DATE:20261202", ";TZID=W. Europe Standard Time:20261202T000000", ":20261202T000000Z",
          ":20261202T000000", ":20261201T230000Z", ":20261202T050000Z", ";TZID=Asia/Tokyo:20261202T000000"}) {
        INFO(second);
        const auto without = calendar(event(days + "EXDATE" + second + "\r\n"));
        CHECK(starts(without) == Starts{"12-01 00:00", "12-03 00:00", "12-04 00:00"});
        const auto moved =
            calendar(event(days) + event("RECURRENCE-ID" + second + "\r\nDTSTART;VALUE=DATE:20261210\r\n"));
        CHECK(starts(moved) == Starts{"12-01 00:00", "12-03 00:00", "12-04 00:00", "12-10 00:00"});
    }
}
