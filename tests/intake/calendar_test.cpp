// Calendars as Google, Outlook and Apple write them: hosts, visitors, times, repetition, cancellation.
#include "kiosk/intake/calendar.h"
#include "tests/support/rounds.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>

using namespace vestibule;

namespace {

SiteZone zone_named(const char* name) {
    return *SiteZone::named(name);
}

CalendarOptions options() {
    const auto zone = zone_named("Europe/London");
    return {.own_domains = {"harbour.example"}, .zone = zone, .now = zone.at(2026, 11, 21, 8, 0)};
}

struct Read : CalendarRead {
    std::vector<AppointmentRow> taken;  // of all items, by time
};

Read calendar(const std::string& content, const CalendarOptions& with = options()) {
    auto read = read_calendar(content, "calendar.ics", with);
    INFO((read ? "" : read.error().what));
    REQUIRE(read);
    Read out{*read, {}};
    for (const auto& item : read->items) out.taken.insert(out.taken.end(), item.rows.begin(), item.rows.end());
    std::stable_sort(out.taken.begin(), out.taken.end(),
                     [](const auto& a, const auto& b) { return a.from < b.from; });
    return out;
}

std::string in_calendar(const std::string& events, const std::string& head = "") {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + head + events + "END:VCALENDAR\r\n";
}

// An event with a host and one visitor; `lines` are added as they are.
std::string event(const std::string& uid, const std::string& lines) {
    return "BEGIN:VEVENT\r\nUID:" + uid + "\r\n" + lines +
           "ORGANIZER;CN=Anna Berg:mailto:anna@harbour.example\r\n"
           "ATTENDEE;CN=Zhang Wei:mailto:zhang@longjing.example\r\nEND:VEVENT\r\n";
}

const std::string monday =
    "DTSTART;TZID=Europe/London:20261123T093000\r\nDTEND;TZID=Europe/London:20261123T110000\r\n";

}  // namespace

TEST_CASE("an invitation becomes one appointment for each visitor", "[intake]") {
    const auto read = calendar(in_calendar(
        "BEGIN:VEVENT\r\nUID:u1\r\nSEQUENCE:3\r\n" + monday +
        "SUMMARY:Contract\\, part 2\\nbring badges\r\nLOCATION:Room 4\r\nCATEGORIES:customer,Level B\r\n"
        "ORGANIZER;CN=Anna Berg:MAILTO:Anna@Harbour.example\r\n"
        "ATTENDEE;CN=Anna Berg:mailto:anna@harbour.example\r\n"
        "ATTENDEE;CN=Otto:mailto:otto@uk.harbour.example\r\n"
        "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@resource.example\r\n"
        "ATTENDEE;CN=张\r\n 伟;LANGUAGE=zh-CN:mailto:zhang@longjing.example\r\n"
        "ATTENDEE;CN=\"Muñoz, José\":mailto:jose@example.es\r\n"
        "ATTENDEE:mailto:jane.doe@example.com\r\n"
        "ATTENDEE;CN=JANE@example.com:mailto:jane.doe@example.com\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nSUMMARY:not this\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT\r\n"));
    CHECK(read.refused.empty());
    REQUIRE(read.taken.size() == 3);
    const auto& zhang = read.taken[0];
    CHECK(zhang.name == "张伟");
    CHECK(zhang.language == "zh_CN");
    CHECK(zhang.email == "zhang@longjing.example");
    CHECK(zhang.host_email == "anna@harbour.example");
    CHECK(zhang.host_name == "Anna Berg");
    CHECK(zhang.purpose == "Contract, part 2 bring badges");
    CHECK(zhang.room == "Room 4");
    CHECK(zhang.type == "customer");
    CHECK(zhang.level == "B");
    CHECK(zhang.sequence == 3);
    CHECK(zhang.from == options().zone.at(2026, 11, 23, 9, 30));
    CHECK(zhang.until == options().zone.at(2026, 11, 23, 11, 0));
    CHECK(read.taken[1].name == "Muñoz, José");
    CHECK(read.taken[2].name == "Jane Doe");
    CHECK(read.taken[0].key != read.taken[1].key);
}

TEST_CASE("a name folded in the middle of a character is put together", "[intake]") {
    const std::string wei = "伟";
    const auto read =
        calendar(in_calendar("BEGIN:VEVENT\r\nUID:u\r\n" + monday + "ATTENDEE;CN=张" + wei.substr(0, 1) + "\r\n " +
                             wei.substr(1) + ":mailto:z@x.example\r\nEND:VEVENT\r\n"));
    REQUIRE(read.taken.size() == 1);
    CHECK(read.taken[0].name == "张伟");
}

TEST_CASE("every way to write a time means the same instant", "[intake]") {
    const auto expected = zone_named("UTC").at(2026, 12, 1, 9, 30);
    const std::string own_zone =
        "BEGIN:VTIMEZONE\r\nTZID:Customized Time "
        "Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\n"
        "TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:"
        "16010101T020000\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:"
        "VTIMEZONE\r\n";
    for (const std::string start :
         {":20261201T093000Z", ";TZID=Europe/London:20261201T093000", ":20261201T093000",
          ";TZID=Asia/Shanghai:20261201T173000", ";TZID=W. Europe Standard Time:20261201T103000",
          ";TZID=\"/citadel.org/2021/Europe/Berlin\":20261201T103000",
          ";TZID=Customized Time Zone:20261201T103000"}) {
        INFO(start);
        const auto read = calendar(in_calendar(event("u", "DTSTART" + start + "\r\n"), own_zone));
        REQUIRE(read.taken.size() == 1);
        CHECK(read.taken[0].from == expected);
        CHECK(read.taken[0].until == expected + std::chrono::hours{1});
    }
    const auto read = calendar(in_calendar(event("u", "DTSTART;TZID=Mars/Base:20261201T093000\r\n")));
    REQUIRE(read.refused.size() == 1);
    CHECK(read.refused[0].line == 3);
    CHECK(
        read.refused[0].what ==
        "event u: the time zone \"Mars/Base\" of its start isn't known; use an IANA zone such as \"Europe/Berlin\"");
}

TEST_CASE("an all-day event lasts the site's days", "[intake]") {
    const auto zone = options().zone;
    const auto one = calendar(in_calendar(event("u", "DTSTART;VALUE=DATE:20261201\r\n")));
    REQUIRE(one.taken.size() == 1);
    CHECK(one.taken[0].from == zone.at(2026, 12, 1));
    CHECK(one.taken[0].until == zone.at(2026, 12, 2));
    const auto two =
        calendar(in_calendar(event("u", "DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261203\r\n")));
    CHECK(two.taken.at(0).until == zone.at(2026, 12, 3));
    const auto with_length = calendar(in_calendar(event("u", "DTSTART:20261201T093000Z\r\nDURATION:PT90M\r\n")));
    CHECK(with_length.taken.at(0).until - with_length.taken.at(0).from == std::chrono::minutes{90});
}

TEST_CASE("a weekly series keeps its hour through summer time and ends after 400 days", "[intake]") {
    const auto read = calendar(in_calendar(event("series",
                                                 "DTSTART;TZID=Europe/London:20260105T093000\r\nDTEND;TZID=Europe/"
                                                 "London:20260105T100000\r\nRRULE:FREQ=WEEKLY\r\n")));
    CHECK(read.refused.empty());
    // Mondays from 2026-11-23 to 2027-12-20: 56 weeks and the first.
    CHECK(read.taken.size() == 57);
    for (const auto& row : read.taken) {
        CHECK(options().zone.hour_minute(row.from) == "09:30");
        CHECK(row.until - row.from == std::chrono::minutes{30});
    }
    CHECK(read.taken.front().from == options().zone.at(2026, 11, 23, 9, 30));
    CHECK(read.taken.back().from == options().zone.at(2027, 12, 20, 9, 30));
    CHECK(read.taken.front().key != read.taken.back().key);
    CHECK(read.taken.front().series == read.taken.back().series);
}

TEST_CASE("a rule's end and its count are honoured", "[intake]") {
    const auto count = [](const std::string& rule) {
        return calendar(in_calendar(event("u", monday + rule + "\r\n"))).taken.size();
    };
    CHECK(count("RRULE:FREQ=DAILY;COUNT=5") == 5);
    CHECK(count("RRULE:FREQ=DAILY;UNTIL=20261127T093000Z") == 5);
    CHECK(count("RRULE:FREQ=DAILY;UNTIL=20261127T092959Z") == 4);
    CHECK(count("RRULE:FREQ=DAILY;UNTIL=20261127") == 5);
    CHECK(count("RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4") == 4);
    CHECK(count("RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3") == 4);  // and the first date, as given
    CHECK(count("RDATE:20261201T093000Z,20261202T093000Z") == 3);
    CHECK(count("RDATE;VALUE=PERIOD:20261201T093000Z/PT1H") == 2);
}

TEST_CASE("UNTIL in UTC is compared in the event's own zone", "[intake]") {
    // 09:30 in Shanghai on 27 November is 01:30 UTC.
    const auto read = calendar(in_calendar(
        event("u", "DTSTART;TZID=Asia/Shanghai:20261123T093000\r\nRRULE:FREQ=DAILY;UNTIL=20261127T013000Z\r\n")));
    CHECK(read.taken.size() == 5);
}

TEST_CASE("an occurrence taken out of a series comes as a cancelled row", "[intake]") {
    for (const std::string removed :
         {"EXDATE;TZID=Europe/London:20261124T093000", "EXDATE:20261124T093000Z", "EXDATE;VALUE=DATE:20261124"}) {
        INFO(removed);
        const auto read =
            calendar(in_calendar(event("u", monday + "RRULE:FREQ=DAILY;COUNT=3\r\n" + removed + "\r\n")));
        REQUIRE(read.taken.size() == 3);
        CHECK_FALSE(read.taken[0].cancelled);
        CHECK(read.taken[1].cancelled);
        CHECK_FALSE(read.taken[2].cancelled);
    }
}

TEST_CASE("one changed occurrence replaces that of the series under the same key", "[intake]") {
    const auto series = event("u", monday + "RRULE:FREQ=DAILY;COUNT=3\r\n");
    const auto plain = calendar(in_calendar(series));
    const auto moved =
        event("u", "RECURRENCE-ID;TZID=Europe/London:20261124T093000\r\nSEQUENCE:1\r\nDTSTART:20261124T140000Z\r\n");
    for (const auto& both : {series + moved, moved + series}) {
        const auto read = calendar(in_calendar(both));
        REQUIRE(read.taken.size() == 3);
        CHECK(read.taken[1].key == plain.taken[1].key);
        CHECK(read.taken[1].sequence == 1);
        CHECK(options().zone.hour_minute(read.taken[1].from) == "14:00");
    }
    const auto alone = calendar(in_calendar(moved));
    REQUIRE(alone.taken.size() == 1);
    CHECK(alone.taken[0].key == plain.taken[1].key);
    CHECK(alone.taken[0].series == plain.taken[1].series);
}

TEST_CASE("cancellations are honoured however they are written", "[intake]") {
    const auto called_off = calendar(in_calendar(event("u", monday + "STATUS:CANCELLED\r\n"), "METHOD:CANCEL\r\n"));
    REQUIRE(called_off.items.size() == 1);
    CHECK(called_off.items[0].called_off);
    CHECK(called_off.items[0].says == CalendarItem::Says::apart);
    REQUIRE(called_off.items[0].words.size() == 1);
    CHECK(called_off.items[0].words[0].occurrence.empty());
    CHECK(called_off.items[0].words[0].email.empty());
    CHECK(calendar(in_calendar(event("u", monday + "STATUS:CANCELLED\r\n"))).taken.at(0).cancelled);
    CHECK_FALSE(calendar(in_calendar(event("u", monday + "STATUS:CONFIRMED\r\n"), "METHOD:REQUEST\r\n"))
                    .taken.at(0)
                    .cancelled);
    // Without STATUS it is those who are named that are taken off the list (RFC 5546 3.2.5), rule or no rule.
    const auto one = calendar(in_calendar(event("u", "DTSTART:20250101T090000Z\r\n"), "METHOD:CANCEL\r\n"));
    REQUIRE(one.items.at(0).words.size() == 1);
    CHECK(one.items[0].words[0].email == "zhang@longjing.example");
    // And where nobody is named, all; a time isn't asked for.
    const auto nobody = calendar(in_calendar("BEGIN:VEVENT\r\nUID:u\r\nEND:VEVENT\r\n", "METHOD:CANCEL\r\n"));
    REQUIRE(nobody.items.at(0).words.size() == 1);
    CHECK(nobody.items[0].words[0].email.empty());
    // A colleague who is uninvited calls nothing off.
    const auto colleague = calendar(in_calendar(
        "BEGIN:VEVENT\r\nUID:u\r\nATTENDEE:mailto:otto@harbour.example\r\nEND:VEVENT\r\n", "METHOD:CANCEL\r\n"));
    CHECK(colleague.items.at(0).words.empty());
    const auto declined =
        calendar(in_calendar("BEGIN:VEVENT\r\nUID:u\r\n" + monday +
                             "ATTENDEE;PARTSTAT=DECLINED;CN=Z:mailto:z@x.example\r\nEND:VEVENT\r\n"));
    CHECK(declined.taken.at(0).cancelled);
}

TEST_CASE("of several versions the highest sequence counts, wherever it stands", "[intake]") {
    const auto old = event("u", monday + "SEQUENCE:1\r\nSUMMARY:old\r\n"),
               fresh = event("u", monday + "SEQUENCE:2\r\nSUMMARY:new\r\n");
    for (const auto& both : {old + fresh, fresh + old}) {
        const auto read = calendar(in_calendar(both));
        REQUIRE(read.taken.size() == 1);
        CHECK(read.taken[0].purpose == "new");
    }
    const auto cancelled = event("u", monday + "SEQUENCE:2\r\nSTATUS:CANCELLED\r\n");
    for (const auto& both : {cancelled + fresh, fresh + cancelled})
        CHECK(calendar(in_calendar(both)).taken.at(0).cancelled);
}

TEST_CASE("somebody else's meeting has our first attendee as its host", "[intake]") {
    const auto read = calendar(in_calendar("BEGIN:VEVENT\r\nUID:u\r\n" + monday +
                                           "ORGANIZER;CN=Zhang Wei:mailto:zhang@longjing.example\r\n"
                                           "ATTENDEE;CN=Zhang Wei:mailto:zhang@longjing.example\r\n"
                                           "ATTENDEE;PARTSTAT=DECLINED;CN=Otto:mailto:otto@harbour.example\r\n"
                                           "ATTENDEE;CN=Anna Berg:mailto:anna@harbour.example\r\nEND:VEVENT\r\n"));
    REQUIRE(read.taken.size() == 1);
    CHECK(read.taken[0].name == "Zhang Wei");
    CHECK(read.taken[0].host_email == "anna@harbour.example");
}

TEST_CASE("what is over, far away or has no visitors yields nothing and no complaint", "[intake]") {
    const auto read = calendar(
        in_calendar(event("past", "DTSTART:20261119T090000Z\r\n") + event("far", "DTSTART:20280101T090000Z\r\n") +
                    "BEGIN:VEVENT\r\nUID:own\r\n" + monday + "SUMMARY:Dentist\r\nEND:VEVENT\r\n"));
    CHECK(read.taken.empty());
    CHECK(read.refused.empty());
    CHECK(calendar(in_calendar(event("yesterday", "DTSTART:20261120T090000Z\r\n"))).taken.size() == 1);
}

TEST_CASE("broken events are refused with line and UID, the rest is taken", "[intake]") {
    const auto good = event("good", monday);
    const std::map<std::string, std::string> cases = {
        {event("bad", "DTSTART:whenever\r\n"), "event bad: its DTSTART can't be read"},
        {event("bad", ""), "event bad: it has no DTSTART"},
        {event("bad", monday + "RRULE:FREQ=SOMETIMES\r\n"), "event bad: its RRULE can't be read"},
        {event("bad", monday + "RRULE:FREQ=SECONDLY\r\n"), "event bad: it repeats more often than daily"},
        {event("bad", monday + "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
         "event bad: its RRULE never comes true"},
        {event("bad", "DTSTART:20261123T093000Z\r\nDTEND:20261123T083000Z\r\n"),
         "event bad: it ends before it begins"},
        {event("bad", "DTSTART:20261123T093000Z\r\nDTEND:20361123T083000Z\r\n"),
         "event bad: it lasts longer than a year"},
        {event("bad", monday + "EXRULE:FREQ=DAILY\r\n"), "event bad: it has an EXRULE"},
        {event("bad", monday + "RECURRENCE-ID;RANGE=THISANDFUTURE:20261123T093000Z\r\n"),
         "event bad: it changes \"this and all later\""},
        {event("bad", monday + "RECURRENCE-ID;RANGE=THISANDPRIOR:20261123T093000Z\r\n"),
         "event bad: it changes earlier occurrences"},
        {"BEGIN:VEVENT\r\n" + monday + "ATTENDEE:mailto:a@b.example\r\nEND:VEVENT\r\n", "this event has no UID"},
        {"BEGIN:VEVENT\r\nUID:bad\r\n" + monday, "event bad: it has no END:VEVENT"},
        {event("bad", monday + "SUMMARY:" + std::string(70'000, 'x') + "\r\n"),
         "event bad: a line of it is too long"},
        {"BEGIN:VEVENT\r\nUID:bad\r\n" + monday + "ATTENDEE;CN=Nobody:invalid:nomail\r\nEND:VEVENT\r\n",
         "event bad: the attendee \"Nobody\" has no mail address"},
    };
    for (const auto& [bad, expected] : cases) {
        INFO(expected);
        const auto read = calendar(in_calendar(bad + good));
        REQUIRE(read.refused.size() == 1);
        CHECK(read.refused[0].line == 3);
        CHECK(read.refused[0].what.starts_with(expected));
        CHECK(read.taken.size() == 1);
    }
}

TEST_CASE("a file that is cut off says so and keeps what is whole", "[intake]") {
    const auto whole = in_calendar(event("one", monday) + event("two", monday));
    const auto read = calendar(whole.substr(0, whole.find("UID:two") + 30));
    CHECK(read.taken.size() == 1);
    REQUIRE(read.refused.size() == 2);
    CHECK(read.refused[0].what.find("in the middle of it") != std::string::npos);
    CHECK(read.refused[1].what.find("cut off") != std::string::npos);
    for (std::size_t length = 1; length < whole.size() - 2; ++length) {
        const auto part = read_calendar(whole.substr(0, length), "cut.ics", options());
        if (part) CHECK_FALSE(part->refused.empty());
    }
}

TEST_CASE("hostile calendars cost little and do no harm", "[intake]") {
    const auto problem = [](const std::string& content) {
        return read_calendar(content, "x.ics", options()).error().what;
    };
    CHECK(problem("hello\n").find("no iCalendar file") != std::string::npos);
    CHECK(problem(std::string(50'000'000, 'B')).find("larger than 16 MB") != std::string::npos);

    std::string never;  // each takes half a second to see through
    for (int i = 0; i < 200; ++i)
        never += event("never" + std::to_string(i), monday + "RRULE:FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2\r\n");
    auto hasty = options();
    hasty.expansion_max = std::chrono::seconds{1};
    const auto begun = std::chrono::steady_clock::now();
    CHECK_FALSE(calendar(in_calendar(never), hasty).refused.empty());
    CHECK(std::chrono::steady_clock::now() - begun < hasty.expansion_max * 10);

    const auto often = calendar(in_calendar(
        event("u",
              "DTSTART:20261123T000000Z\r\nRRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11;"
              "BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29\r\n")));
    CHECK(often.taken.empty());
    REQUIRE(often.refused.size() == 1);
    CHECK(often.refused[0].what.find("repeats too often") != std::string::npos);

    const auto zone = calendar(in_calendar(event("u", "DTSTART;TZID=Evil:20261123T000000\r\n"),
                                           "BEGIN:VTIMEZONE\r\nTZID:Evil\r\nBEGIN:STANDARD\r\nDTSTART:"
                                           "19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
                                           "RRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"));
    CHECK(zone.remarks.size() == 1);
    CHECK(zone.refused.size() == 1);

    std::string crowd;
    for (int i = 0; i < 501; ++i) crowd += "ATTENDEE:mailto:a" + std::to_string(i) + "@x.example\r\n";
    CHECK(calendar(in_calendar(event("u", monday + crowd))).refused.at(0).what.find("500 attendees") !=
          std::string::npos);

    const auto names =
        calendar(in_calendar("BEGIN:VEVENT\r\nUID:u\r\n" + monday + "SUMMARY:" + std::string(1000, 'x') +
                             "\r\nATTENDEE;CN=\"Eve \u202Eevil\x01 🚀\":mailto:e@x.example\r\nATTENDEE;CN=" +
                             std::string(1000, 'y') + ":mailto:y@x.example\r\nEND:VEVENT\r\n"));
    REQUIRE(names.taken.size() == 2);
    CHECK(names.taken[0].name == "Eve evil 🚀");
    CHECK(names.taken[1].name == std::string(120, 'y'));
    CHECK(names.taken[0].purpose == std::string(200, 'x'));
}

TEST_CASE("where two calendars of a file say one event in the same revision, the last one counts", "[intake]") {
    const std::string stamp = "DTSTAMP:20261101T000000Z\r\nSEQUENCE:1\r\n", invited = "METHOD:REQUEST\r\n",
                      evening = "DTSTART:20261123T190000Z\r\nDTEND:20261123T200000Z\r\n";
    const auto first = in_calendar(event("u", stamp + monday), invited);
    const auto same = calendar(first + in_calendar(event("u", stamp + evening), invited));
    REQUIRE(same.taken.size() == 1);
    CHECK(same.taken.front().from == options().zone.at(2026, 11, 23, 19, 0));
    // Other revisions, and other events, are all told; the desk takes the newest.
    CHECK(calendar(first + in_calendar(event("u", "SEQUENCE:2\r\n" + evening), invited)).taken.size() == 2);
    CHECK(calendar(first + in_calendar(event("v", stamp + evening), invited)).taken.size() == 2);
    // What is said of the same revision otherwise than whole stays: called off is called off.
    CHECK(calendar(first + in_calendar(event("u", stamp + monday), "METHOD:CANCEL\r\n")).items.size() == 2);
}

TEST_CASE("random changes to a calendar never crash the reader", "[intake]") {
    std::mt19937 random{11};
    const auto seed =
        in_calendar(event("a", monday + "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9\r\nEXDATE:20261125T093000Z\r\n"
                                        "CATEGORIES:customer,A\r\nSEQUENCE:2\r\nDURATION:PT1H\r\n") +
                        event("a", "RECURRENCE-ID:20261130T093000Z\r\nDTSTART:20261130T100000Z\r\n"),
                    "METHOD:REQUEST\r\n");
    for (int round = 0; round < vestibule::test_support::rounds(2000, 400); ++round) {
        std::string content = seed;
        for (auto changes = 1 + random() % 12; changes > 0; --changes) {
            const auto at = random() % content.size();
            switch (random() % 3) {
                case 0:
                    content[at] = static_cast<char>(random() & 0xFF);
                    break;
                case 1:
                    content.erase(at, random() % 8);
                    break;
                default:
                    content.insert(at, content.substr(random() % content.size(), random() % 30));
            }
        }
        const auto read = read_calendar(content, "garbage.ics", options());
        if (!read) CHECK_FALSE(read.error().what.empty());
    }
}
