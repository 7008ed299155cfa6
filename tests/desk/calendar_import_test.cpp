// A calendar's last word is the whole truth: revisions, cancellations, answers, changes by hand, feeds.
#include "kiosk/visit/cancelled_why.h"
#include "tests/desk/calendar_files.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

using Times = std::vector<std::string>;

std::string day(int number, const std::string& hour = "10") {
    return fmt::format("DTSTART:202611{:02}T{}0000Z\r\nDURATION:PT1H\r\n", number, hour);
}
std::string revision(int sequence, int stamp) {
    return fmt::format("SEQUENCE:{}\r\nDTSTAMP:202611{:02}T000000Z\r\n", sequence, stamp);
}
const std::string three_days = day(24) + "RRULE:FREQ=DAILY;COUNT=3\r\n";

// The reason of the only visit that is cancelled.
std::string why(FrontDesk& desk) {
    std::vector<std::string> reasons;
    for (const auto& [id, state] : all_visits(desk))
        if (state.phase == VisitPhase::cancelled) reasons.push_back(state.cancelled_why);
    REQUIRE(reasons.size() == 1);
    return reasons.front();
}
VisitId only_visit(FrontDesk& desk) {
    const auto visits = all_visits(desk);
    REQUIRE(visits.size() == 1);
    return visits.front().first;
}
bool says(const std::vector<std::string>& remarks, const std::string& what) {
    return std::any_of(remarks.begin(), remarks.end(),
                       [&](const auto& remark) { return remark.find(what) != std::string::npos; });
}

}  // namespace

TEST_CASE("a visit that a newer revision doesn't yield is cancelled with its reason", "[desk]") {
    const auto two = revision(0, 1) + day(24) + attendee("vic") + attendee("bo");
    const std::pair<std::string, std::string_view> cases[] = {
        {revision(1, 2) + day(24) + attendee("vic"), cancelled_why::uninvited},
        {revision(1, 2) + day(24) + attendee("vic") + "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@guest.example\r\n",
         cancelled_why::declined}};
    for (const auto& [newer, reason] : cases) {
        FrontDesk desk;
        take_calendar(desk, in_calendar(event_of("u", two)));
        const auto report = take_calendar(desk, in_calendar(event_of("u", newer)));
        CHECK(report.cancelled == 1);
        CHECK(why(desk) == reason);
        CHECK(expected_times(desk) == Times{"11-24T10:00-11:00"});
    }
    FrontDesk desk;
    take_calendar(desk, in_calendar(event_of("u", revision(0, 1) + three_days + attendee("vic"))));
    take_calendar(desk, in_calendar(event_of(
                            "u", revision(1, 2) + day(24) + "RRULE:FREQ=DAILY;COUNT=2\r\n" + attendee("vic"))));
    CHECK(why(desk) == cancelled_why::moved);
    take_calendar(desk,
                  in_calendar(event_of("u", revision(2, 3) + "STATUS:CANCELLED\r\n" + three_days + attendee("vic"))));
    CHECK(expected_times(desk).empty());
}

TEST_CASE("an older revision that comes late changes nothing, by SEQUENCE, then by DTSTAMP", "[desk]") {
    const auto revised = [](int sequence, int stamp, const std::string& hour) {
        return in_calendar(event_of("u", revision(sequence, stamp) + day(24, hour) + attendee("vic")));
    };
    FrontDesk desk;
    take_calendar(desk, revised(1, 5, "10"));
    // Said again, but by a newer stamp: nothing is written, and yet the one between is out of date.
    take_calendar(desk, revised(1, 9, "10"));
    const auto written = must(desk->reader().own_seq());
    const auto report = take_calendar(desk, revised(1, 7, "14"), {.way = {.rows = true}});
    CHECK(report.unchanged == 1);
    REQUIRE(report.rows.size() == 1);
    CHECK(report.rows[0].why == "an older revision than the one that is known");
    take_calendar(desk, revised(0, 20, "15"));
    CHECK(must(desk->reader().own_seq()) == written);
    CHECK(expected_times(desk) == Times{"11-24T10:00-11:00"});
    desk.reopen();
    take_calendar(desk, revised(1, 8, "14"));
    CHECK(expected_times(desk) == Times{"11-24T10:00-11:00"});
    take_calendar(desk, revised(1, 10, "14"));
    CHECK(expected_times(desk) == Times{"11-24T14:00-15:00"});
}

TEST_CASE("a cancellation that comes before what it cancels holds", "[desk]") {
    FrontDesk desk;
    const auto event = in_calendar(event_of("u", revision(0, 1) + three_days + attendee("vic")));
    SECTION("of all") {
        const auto report = take_calendar(desk, in_calendar(event_of("u", revision(1, 2)), "CANCEL"));
        CHECK(says(report.remarks, "changed nothing: nothing that it names is expected"));
        take_calendar(desk, event);
        CHECK(expected_times(desk).empty());
    }
    SECTION("of one occurrence") {
        take_calendar(desk,
                      in_calendar(event_of("u", revision(1, 2) + "RECURRENCE-ID:20261125T100000Z\r\n"), "CANCEL"));
        take_calendar(desk, event);
        CHECK(expected_times(desk) == Times{"11-24T10:00-11:00", "11-26T10:00-11:00"});
    }
    SECTION("of one visitor") {
        take_calendar(desk, in_calendar(event_of("u", revision(1, 2) + attendee("vic")), "CANCEL"));
        take_calendar(desk, event);
        CHECK(expected_times(desk).empty());
    }
    take_calendar(desk, in_calendar(event_of("u", revision(2, 3) + three_days + attendee("vic"))));
    CHECK(expected_times(desk).size() == 3);
}

TEST_CASE("a cancellation that does nothing says so", "[desk]") {
    FrontDesk desk;
    take_calendar(desk, in_calendar(event_of("u", revision(0, 1) + day(24) + attendee("vic"))));
    const auto cancel = in_calendar(event_of("u", revision(1, 2)), "CANCEL");
    CHECK(take_calendar(desk, cancel).remarks.empty());
    CHECK(says(take_calendar(desk, cancel).remarks, "event u changed nothing: what it names was cancelled before"));
    CHECK(says(take_calendar(desk, in_calendar(event_of("other", revision(1, 2)), "CANCEL")).remarks,
               "event other changed nothing: nothing that it names is expected"));
}

TEST_CASE("a visitor's answer counts for that visitor alone, and can be taken back", "[desk]") {
    FrontDesk desk;
    take_calendar(desk, in_calendar(event_of("u", revision(0, 1) + day(24) + attendee("vic") + attendee("bo"))));
    const auto answer = [](const std::string& status, int stamp) {
        return in_calendar(
            event_of("u", revision(0, stamp) + "ATTENDEE;PARTSTAT=" + status + ":mailto:vic@guest.example\r\n"),
            "REPLY");
    };
    take_calendar(desk, answer("DECLINED", 2));
    CHECK(expected_times(desk).size() == 1);
    CHECK(why(desk) == cancelled_why::declined);
    SECTION("by another answer") {
        take_calendar(desk, answer("ACCEPTED", 4));
        CHECK(expected_times(desk).size() == 2);
        take_calendar(desk, answer("DECLINED", 3));  // an older one that was under way for long
        CHECK(expected_times(desk).size() == 2);
    }
    SECTION("by a new revision that invites again") {
        take_calendar(desk, in_calendar(event_of("u", revision(1, 3) + day(24) + attendee("vic"))));
        CHECK(expected_times(desk).size() == 1);
    }
}

TEST_CASE("who is inside stays, whatever the calendar says", "[desk]") {
    const std::string words[] = {
        in_calendar(event_of("u", revision(1, 2)), "CANCEL"),
        in_calendar(event_of("u", revision(2, 3) + "STATUS:CANCELLED\r\n" + day(21) + attendee("vic"))),
        in_calendar(event_of("u", revision(3, 4) + day(21) + attendee("bo"))),
        in_calendar(event_of("u", revision(3, 5) + day(28) + attendee("vic")))};
    for (const auto& word : words) {
        FrontDesk desk;
        take_calendar(desk, in_calendar(event_of("u", revision(0, 1) + day(21) + attendee("vic"))));
        const auto visit = only_visit(desk);
        must(desk->admit(visit, desk.staff));
        take_calendar(desk, word);
        CHECK(desk.phase(visit) == VisitPhase::inside);
    }
}

TEST_CASE("what was changed by hand stays until a newer revision", "[desk]") {
    FrontDesk desk;
    const auto event = [](int sequence, int stamp, const std::string& more = "") {
        return in_calendar(event_of("u", revision(sequence, stamp) + day(24) + more + attendee("vic")));
    };
    take_calendar(desk, event(0, 1));
    const auto visit = only_visit(desk);
    const std::vector<NewEvent> by_hand = {
        {.kind = std::string{kind::visit_changed},
         .stream = stream_of(visit),
         .subject = {},
         .body = {{"from", micros(desk.at(16, 0, 3))}, {"until", micros(desk.at(17, 0, 3))}},
         .sealed = {}}};
    const auto at_four = Times{"11-24T16:00-17:00"}, as_planned = Times{"11-24T10:00-11:00"};
    SECTION("a new time") {
        must(desk->log().append(by_hand, {}, desk->now()));
        REQUIRE(expected_times(desk) == at_four);
        take_calendar(desk, event(0, 1));
        take_calendar(desk, event(0, 2));  // the same, exported anew
        CHECK(expected_times(desk) == at_four);
        SECTION("a higher SEQUENCE") {
            take_calendar(desk, event(1, 3));
        }
        SECTION("the same SEQUENCE, but something new") {
            take_calendar(desk, event(0, 3, "SUMMARY:Tea\r\n"));
        }
        CHECK(expected_times(desk) == as_planned);
    }
    SECTION("cancelled") {
        must(desk->cancel(visit));
        take_calendar(desk, event(0, 1));
        take_calendar(desk, event(0, 2));
        CHECK(desk.phase(visit) == VisitPhase::cancelled);
        take_calendar(desk, event(1, 3));
        CHECK(desk.phase(visit) == VisitPhase::expected);
    }
    SECTION("declined by the host: that is about the visitor, not the time") {
        must(desk->decline(visit, desk.staff));
        take_calendar(desk, event(1, 3));
        CHECK(desk.phase(visit) == VisitPhase::declined);
    }
}

TEST_CASE("a name and a purpose are those of the newest revision, at whichever station it came first", "[desk]") {
    FrontDesk one;
    FrontDesk other{one, "other"};
    const auto named = [](int sequence, const std::string& name, const std::string& purpose) {
        return in_calendar(event_of("u", revision(sequence, 1) + day(24) + "SUMMARY:" + purpose +
                                             "\r\nATTENDEE;CN=" + name + ":mailto:vic@guest.example\r\n"));
    };
    take_calendar(one, named(0, "Vic Old", "Tea"));
    take_calendar(one, named(1, "Vic New", "Coffee"));
    take_calendar(other, named(1, "Vic New", "Coffee"));
    take_calendar(other, named(0, "Vic Old", "Tea"));
    one.hear_from(other);
    other.hear_from(one);
    CHECK(all_visits(one) == all_visits(other));
    const auto state = must(one->reader().person(all_visits(one).front().second.person)).value();
    const auto row = must(one->reader().event(state.details.value())).value();
    auto& writer = row.station == one->identity().station() ? one : other;
    CHECK(writer.visit(only_visit(writer)).visitor == "Vic New");
    CHECK(writer.visit(only_visit(writer)).purpose == "Coffee");
}

TEST_CASE("nothing in the log tells of the calendar's people", "[desk]") {
    FrontDesk desk;
    take_calendar(desk, in_calendar(event_of("uid-of-anna", revision(0, 1) + three_days + attendee("vic"))),
                  {.feed = "annas-calendar"});
    take_calendar(desk, in_calendar(event_of("uid-of-anna", revision(1, 2)), "CANCEL"));
    for (const char* text : {"vic", "guest.example", "uid-of-anna", "annas-calendar"}) {
        INFO(text);
        CHECK(desk.files_with(text).empty());
    }
}

TEST_CASE("a category is a type's name or label in any case, and one that is none is said", "[desk]") {
    const std::pair<const char*, const char*> cases[] = {{"CONTRACTOR", "contractor"},
                                                         {"Important,Contractor", "contractor"},
                                                         {"承包商", "contractor"},
                                                         {"Level B", "visitor"},
                                                         {"auditors", "visitor"}};
    for (const auto& [categories, type] : cases) {
        INFO(categories);
        FrontDesk desk;
        const auto report = take_calendar(
            desk, in_calendar(event_of("u", day(24) + "CATEGORIES:" + categories + "\r\n" + attendee("vic"))));
        CHECK(all_visits(desk).front().second.type == type);
        const bool doubted = std::any_of(report.doubts.begin(), report.doubts.end(), [](const auto& one) {
            return one.what == "event u: the category \"auditors\" is no type of visitor";
        });
        CHECK(doubted == (categories == std::string{"auditors"}));
    }
}

TEST_CASE("a rehearsal says what an import would do, and writes nothing", "[desk]") {
    FrontDesk desk;
    take_calendar(desk, in_calendar(event_of("u", revision(0, 1) + day(24) + attendee("vic") + attendee("bo"))));
    const auto before = all_visits(desk);
    const auto written = must(desk->reader().own_seq());
    const auto newer = in_calendar(event_of("u", revision(1, 2) + day(24, "12") + attendee("vic") + attendee("cy")) +
                                   event_of("broken", "DTSTART:whenever\r\n"));
    const auto report = take_calendar(desk, newer, {.way = {.run = ImportRun::rehearsal, .rows = true}});
    CHECK(report.added == 1);
    CHECK(report.changed == 1);
    CHECK(report.cancelled == 1);
    CHECK(report.refused.size() == 1);
    REQUIRE(report.rows.size() == 3);
    CHECK(must(desk->reader().own_seq()) == written);
    CHECK(all_visits(desk) == before);
    CHECK(desk.files_with("cy@guest.example").empty());
    const auto real = take_calendar(desk, newer);
    CHECK(real.added == 1);
    CHECK(real.changed == 1);
    CHECK(real.cancelled == 1);
}

TEST_CASE("bookings from before there were revisions follow the calendar's newest word, too", "[desk]") {
    FrontDesk desk;
    const auto event = [](const std::string& lines) {
        return in_calendar(event_of("u", lines + attendee("vic") + attendee("bo")));
    };
    take_calendar(desk, event(revision(0, 1) + three_days));
    // As such bookings stand in the log of another station: without the fields that came later.
    FrontDesk old{desk, "other"};
    for (const auto& [id, state] : all_visits(desk)) {
        auto body = parse_object(must(desk->reader().stream(stream_of(id))).front().body);
        for (const char* key : {"stamp", "taken", "calendar", "occurrence"}) body.erase(key);
        const auto email = dump({{"name", desk.visit(id).visitor}, {"email", desk.visit(id).email}});
        const auto person = stream_of(state.person);
        const std::vector<NewEvent> events = {
            {.kind = std::string{kind::visit_booked},
             .stream = stream_of(id),
             .subject = {},
             .body = body,
             .sealed = {}},
            {.kind = std::string{kind::person_described},
             .stream = person,
             .subject = state.person,
             .body = Json::object(),
             .sealed = must(old.vault().seal(state.person, kind::person_described, person, email))}};
        must(old->log().append(events, {}, old->now()));
    }
    REQUIRE(expected_times(old).size() == 6);
    const auto one_less =
        in_calendar(event_of("u", revision(1, 2) + day(24) + "RRULE:FREQ=DAILY;COUNT=2\r\n" + attendee("vic")));
    take_calendar(old, one_less);
    CHECK(expected_times(old) == Times{"11-24T10:00-11:00", "11-25T10:00-11:00"});
    take_calendar(old, in_calendar(event_of("u", revision(2, 3)), "CANCEL"));
    CHECK(expected_times(old).empty());
}
