// The lobby's use cases: walk-ins, appointments by code and by name, the pause after wrong codes, giving up.
#include <set>

#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::seconds;

TEST_CASE("a walk-in waits, is approved, admitted, checked in once, leaves, and then the badge is over", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Lindqvist");
    CHECK(desk.phase(visit) == VisitPhase::waiting);
    CHECK_FALSE(desk->admit(visit));  // nobody is led in before a definite answer (R2)
    must(desk->approve(visit, desk.staff));
    CHECK(desk.phase(visit) == VisitPhase::approved);
    const auto badge = must(desk->admit(visit));
    CHECK(desk.phase(visit) == VisitPhase::inside);
    CHECK(desk.jobs("print").size() == 1);

    const auto token = desk.token(badge);
    CHECK(desk.scan(token) == welcome);
    CHECK(desk.scan(token) == refused(Refusal::already_inside));
    CHECK(must(desk->inside()).size() == 1);
    const auto left = must(desk->leave(token));
    CHECK(left.outcome == Leave::done);
    CHECK(left.visitor == "Maja Lindqvist");
    CHECK(desk.phase(visit) == VisitPhase::left);
    CHECK(desk.scan(token) == refused(Refusal::visit_over));
    CHECK(must(desk->leave(token)).outcome == Leave::not_inside);
    CHECK(must(desk->inside()).empty());
    desk.chain_must_hold();
}

TEST_CASE("a second tap on admit is the same badge, printed once", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Lindqvist");
    const auto badge = must(desk->admit(visit, desk.staff));
    CHECK(must(desk->admit(visit, desk.staff)) == badge);
    CHECK(desk.jobs("print").size() == 1);
}

TEST_CASE("a walk-in without a name isn't written down", "[desk]") {
    FrontDesk desk;
    const auto before = must(desk->reader().own_seq());
    for (const char* name : {"", "   ", "\x01\x02", "\u202E", "\u200B"}) {
        const auto answer = desk->register_walk_in({.name = name, .company = "A company"});
        REQUIRE_FALSE(answer);
        CHECK(answer.error().remedy == Remedy::give_up);
    }
    CHECK(must(desk->reader().own_seq()) == before);
}

TEST_CASE("declining keeps the visitor out until somebody thinks again", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Lindqvist");
    must(desk->decline(visit, desk.staff));
    CHECK(desk.phase(visit) == VisitPhase::declined);
    CHECK_FALSE(desk->admit(visit));
    CHECK_FALSE(desk->decline(visit, desk.staff));
    must(desk->approve(visit, desk.staff));
    must(desk->admit(visit));
    CHECK_FALSE(desk->approve(visit, desk.staff));
    CHECK_FALSE(desk->decline(visit, desk.staff));
}

TEST_CASE("who gives up waiting is no longer in anybody's way", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Lindqvist");
    CHECK(must(desk->waiting()).size() == 1);
    must(desk->cancel(visit));
    CHECK(desk.phase(visit) == VisitPhase::cancelled);
    CHECK(must(desk->waiting()).empty());
    CHECK_FALSE(desk->admit(visit, desk.staff));
    CHECK_FALSE(desk->approve(visit, desk.staff));
}

TEST_CASE("those who wait longest stand first: yesterday's wait no more", "[desk]") {
    FrontDesk desk;
    desk.walk_in("First");
    desk.wait(seconds{60});
    desk.walk_in("Second");
    const auto waiting = must(desk->waiting());
    REQUIRE(waiting.size() == 2);
    CHECK(waiting[0].visitor == "First");
    CHECK(must(desk->day(desk.at(12))).longest_wait_since == desk.at(9));
    desk.set_clock(desk.at(0, 1, 1));
    CHECK(must(desk->waiting()).empty());
}

TEST_CASE("who came before midnight waits, is found and is admitted after it", "[desk]") {
    FrontDesk desk;
    desk.set_clock(desk.at(23, 50));
    const auto visit = desk.walk_in("Maja Lindqvist", "+46 70 123 45 67");
    desk.set_clock(desk.at(0, 2, 1));
    CHECK(must(desk->waiting()).size() == 1);
    CHECK(must(desk->waiting_count()) == 1);
    CHECK(must(desk->day(desk.at(0, 2, 1))).waiting == 1);
    CHECK(must(desk->find_appointment("Maja Lindqvist", "4567")).visit->id == visit);
    must(desk->approve(visit, desk.staff));
    must(desk->admit(visit));
    CHECK(desk.visit(visit).badge_until == desk.at(4, 20, 1));
}

TEST_CASE("an appointment is found by its code, however it is written", "[desk]") {
    FrontDesk desk;
    const auto booked = desk.book("Maja Lindqvist", desk.at(14));
    REQUIRE(booked.code.size() == 9);
    std::string lower = booked.code, spaced = "  " + booked.code.substr(0, 4) + " " + booked.code.substr(5) + " ";
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return static_cast<char>(tolower(c)); });
    std::string misread = booked.code;
    std::replace(misread.begin(), misread.end(), '0', 'o');
    std::replace(misread.begin(), misread.end(), '1', 'i');
    for (const auto& typed : {booked.code, lower, spaced, misread, "VI1:" + booked.code}) {
        INFO(typed);
        const auto found = must(desk->find_appointment(typed));
        REQUIRE(found.outcome == Lookup::found);
        CHECK(found.visit->id == booked.id);
        CHECK(found.visit->visitor == "Maja Lindqvist");
        CHECK(found.visit->purpose == "Audit of the pumps");
    }
    CHECK(must(desk->arrive(booked.id)) == VisitPhase::approved);
    CHECK(must(desk->arrive(booked.id)) == VisitPhase::approved);
    CHECK(desk.count(kind::visit_arrived) == 1);
    must(desk->admit(booked.id));
    CHECK(must(desk->find_appointment(booked.code)).outcome == Lookup::already_inside);
    must(desk->let_out(booked.id, desk.staff));
    CHECK(must(desk->find_appointment(booked.code)).outcome == Lookup::over);
}

TEST_CASE("an appointment is found by name and the phone's last four digits", "[desk]") {
    FrontDesk desk;
    const auto booked = desk.book("Maja Müller", desk.at(14));
    for (const char* name : {"Maja Müller", "maja muller", " MAJA  MÜLLER "}) {
        INFO(name);
        const auto found = must(desk->find_appointment(name, "4567"));
        REQUIRE(found.outcome == Lookup::found);
        CHECK(found.visit->id == booked.id);
    }
    CHECK(must(desk->find_appointment("Maja Müller", "4568")).outcome == Lookup::not_found);
    CHECK(must(desk->find_appointment("Maja", "4567")).outcome == Lookup::not_found);
    CHECK(must(desk->find_appointment("Maja Müller", "567")).outcome == Lookup::not_found);
    CHECK(must(desk->find_appointment("", "4567")).outcome == Lookup::not_found);
}

TEST_CASE("a waiting walk-in is found again by name and last four digits, until they are inside", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Müller", "+46 70 123 45 67");
    const auto found = [&] { return must(desk->find_appointment("maja muller", "4567")); };
    REQUIRE(found().outcome == Lookup::found);
    CHECK(found().visit->id == visit);
    CHECK(found().visit->phase == VisitPhase::waiting);
    must(desk->approve(visit, desk.staff));
    CHECK(found().visit->phase == VisitPhase::approved);
    must(desk->admit(visit));
    CHECK(found().outcome == Lookup::already_inside);
    must(desk->let_out(visit, desk.staff));
    CHECK(found().outcome == Lookup::not_found);  // a new visit begins
}

TEST_CASE("a waiting walk-in isn't found by half of what is asked for", "[desk]") {
    FrontDesk desk;
    desk.walk_in("Maja Lindqvist", "+46 70 123 45 67");
    desk.walk_in("No Phone");
    CHECK(must(desk->find_appointment("Maja Lindqvist", "4568")).outcome == Lookup::not_found);
    CHECK(must(desk->find_appointment("Maja", "4567")).outcome == Lookup::not_found);
    CHECK(must(desk->find_appointment("Maja Lindqvist", "")).outcome == Lookup::not_found);
    CHECK(must(desk->find_appointment("No Phone", "")).outcome == Lookup::not_found);
    CHECK(must(desk->find_appointment("No Phone", "0000")).outcome == Lookup::not_found);
    CHECK(must(desk->find_appointment("Maja Lindqvist", "4567")).outcome == Lookup::too_many_tries);
}

TEST_CASE("where a visit has no phone number the host's name goes with the visitor's: where it has one, not",
          "[desk]") {
    FrontDesk desk;
    const auto anna = desk.list_host("Anna Kovač");
    const auto visit = must(desk->register_walk_in({.name = "Maja Lindqvist", .language = "en", .host = anna}));
    const auto phoned =
        must(desk->register_walk_in({.name = "Bo Ek", .phone = "+46 70 123 45 67", .language = "en", .host = anna}));
    const auto found = [&](const char* name, const char* host) {
        return must(desk->find_appointment(name, "", host));
    };
    for (const char* host : {"Anna Kovač", "kovac", "Kovač Anna", "ANNA"})
        CHECK(found("maja lindqvist", host).visit->id == visit);
    for (const char* host : {"", "A", "Ann", "Otto", "Anna Berg"})
        CHECK(found("Maja Lindqvist", host).outcome != Lookup::found);
    desk.wait(std::chrono::minutes{5});
    CHECK(found("Bo Ek", "Anna Kovač").outcome == Lookup::not_found);
    CHECK(must(desk->find_appointment("Bo Ek", "4567")).visit->id == phoned);
    CHECK(found("Maja", "Anna Kovač").outcome == Lookup::not_found);
}

TEST_CASE("a waiting walk-in isn't found the day after, nor when given up", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Lindqvist", "4567");
    desk.set_clock(desk.at(9, 0, 1));
    CHECK(must(desk->find_appointment("Maja Lindqvist", "4567")).outcome == Lookup::not_found);
    desk.set_clock(desk.at(10));
    must(desk->cancel(visit));
    CHECK(must(desk->find_appointment("Maja Lindqvist", "4567")).outcome == Lookup::not_found);
}

TEST_CASE("of two visits of the same person the approved one is met, however they came to be", "[desk]") {
    FrontDesk desk;
    desk.walk_in("Maja Lindqvist", "4567");
    desk.wait(seconds{60});
    const auto second = desk.walk_in("Maja Lindqvist", "4567");
    must(desk->approve(second, desk.staff));
    CHECK(must(desk->find_appointment("Maja Lindqvist", "4567")).visit->id == second);
    must(desk->decline(second, desk.staff));
    CHECK(must(desk->find_appointment("Maja Lindqvist", "4567")).visit->phase == VisitPhase::waiting);
}

TEST_CASE("who comes back to a refusal hears it: an appointment refused beforehand is over", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Lindqvist", "4567");
    must(desk->decline(visit, desk.staff));
    const auto found = must(desk->find_appointment("Maja Lindqvist", "4567"));
    REQUIRE(found.outcome == Lookup::found);
    CHECK(found.visit->phase == VisitPhase::declined);
}

TEST_CASE("where the printer couldn't tell, the visitor's word counts, once", "[desk]") {
    for (const bool came_out : {true, false}) {
        FrontDesk desk;
        const auto id = desk.admit_walk_in("Maja Lindqvist");
        const auto job = desk.jobs("print").front().id;
        must(desk->report_print(id, came_out));  // nobody asked yet
        CHECK(must(desk->badge(id))->print == PrintOutcome::pending);
        const NewEvent printed{.kind = std::string{kind::badge_printed},
                               .stream = stream_of(id),
                               .subject = {},
                               .body = {{"job", to_string(job)}, {"outcome", "unknown"}},
                               .sealed = {}};
        must(desk->log().finish_job(job, JobState::unknown, "no answer", {&printed, 1}, desk->now()));
        must(desk->refresh());
        CHECK(must(desk->badge(id))->print == PrintOutcome::unknown);
        must(desk->report_print(id, came_out));
        must(desk->report_print(id, !came_out));
        const auto outcome = came_out ? PrintOutcome::printed : PrintOutcome::failed;
        CHECK(must(desk->badge(id))->print == outcome);
        CHECK(must(desk->inside()).front().print == outcome);
        CHECK(desk.count(kind::badge_printed) == 2);
        desk.chain_must_hold();
    }
    FrontDesk desk;
    CHECK_FALSE(desk->report_print(new_id<BadgeId>(), true));
    CHECK_FALSE(desk->report_print(new_id<BadgeId>(), true, desk.staff));
}

TEST_CASE("an appointment isn't met on another day", "[desk]") {
    FrontDesk desk;
    const auto booked = desk.book("Maja Lindqvist", desk.at(14, 0, 2));
    CHECK(must(desk->find_appointment(booked.code)).outcome == Lookup::not_today);
    CHECK(must(desk->find_appointment("Maja Lindqvist", "4567")).outcome != Lookup::found);
    CHECK_FALSE(desk->arrive(booked.id));
    desk.set_clock(desk.at(14, 0, 3));
    CHECK(must(desk->find_appointment(booked.code)).outcome == Lookup::not_today);
    desk.set_clock(desk.at(8, 0, 2));
    CHECK(must(desk->find_appointment(booked.code)).outcome == Lookup::found);
}

TEST_CASE("an appointment early next morning may be met the evening before, by code and by name", "[desk]") {
    FrontDesk desk;
    const auto booked = desk.book("Maja Lindqvist", desk.at(6, 0, 1));
    desk.set_clock(desk.at(20));
    CHECK(must(desk->find_appointment(booked.code)).outcome == Lookup::found);
    CHECK(must(desk->find_appointment("Maja Lindqvist", "4567")).outcome == Lookup::found);
}

TEST_CASE("five wrong codes are followed by a pause, also for the right one", "[desk]") {
    FrontDesk desk;
    const auto code = desk.book("Maja Lindqvist", desk.at(14)).code;
    for (int i = 0; i < wrong_codes_max; ++i) {
        desk.wait(seconds{1});
        CHECK(must(desk->find_appointment("7777-777" + std::to_string(i))).outcome == Lookup::not_found);
    }
    const auto paused = must(desk->find_appointment(code));
    CHECK(paused.outcome == Lookup::too_many_tries);
    CHECK(paused.wait_s > 0);
    CHECK(paused.wait_s <= wrong_codes_pause_s);
    CHECK(must(desk->find_appointment("Maja Lindqvist", "4567")).outcome == Lookup::too_many_tries);
    CHECK(must(desk->leave("7777-7777")).outcome == Leave::too_many_tries);
    desk.wait(seconds{paused.wait_s});
    desk.wait(seconds{1});
    CHECK(must(desk->find_appointment(code)).outcome == Lookup::found);
}

TEST_CASE("garbage is a wrong code, however long", "[desk]") {
    FrontDesk desk;
    const std::vector<std::string> typed = {"", "\xFF\xFE", std::string(1'000'000, 'A'),
                                            "VI1:", "'; DROP TABLE visit"};
    for (const auto& one : typed) {
        CHECK(must(desk->find_appointment(one)).outcome == Lookup::not_found);
        desk.wait(seconds{20});
    }
}

TEST_CASE("a planned guest who registers as a walk-in is met with the appointment", "[desk]") {
    FrontDesk desk;
    const auto booked = desk.book("Maja Müller", desk.at(10));
    CHECK(desk.walk_in("maja muller", "0046 70-123 45 67") != booked.id);  // another number as written
    CHECK(desk.walk_in("Maja Müller", "4567") != booked.id);               // the last four tell no person
    CHECK(desk.walk_in("Maria Müller", "+46701234567") != booked.id);
    CHECK(desk.walk_in("maja muller", "+46 (70) 1234567") == booked.id);
    CHECK(desk.visit(booked.id).arrived_at == desk.at(9));
    CHECK(desk.phase(booked.id) == VisitPhase::approved);
}

TEST_CASE("a booked visitor of a type that policy makes wait, waits for the host's answer", "[desk]") {
    FrontDesk desk;
    auto row = desk.appointment("Maja Lindqvist", desk.at(10));
    row.type = "auditor";
    desk.import({row});
    const auto visit = must(desk->day(desk.at(10))).rows.front();
    CHECK(must(desk->arrive(visit.id)) == VisitPhase::waiting);
    CHECK_FALSE(desk->admit(visit.id));
    must(desk->approve(visit.id, desk.staff));
    must(desk->admit(visit.id));
}

TEST_CASE("the host is told by mail of an arrival, once, and only where there is an address", "[desk]") {
    FrontDesk desk;
    const auto reachable = desk.list_host("Anna Berg", "Sales", "anna@harbour.example");
    const auto unreachable = desk.list_host("Bo Ek", "Sales");
    must(desk->register_walk_in({.name = "One", .host = reachable}));
    CHECK(desk.jobs("notify").size() == 1);
    must(desk->register_walk_in({.name = "Two", .host = unreachable}));
    must(desk->register_walk_in({.name = "Three", .host_text = "the boss"}));
    CHECK(desk.jobs("notify").size() == 1);

    auto row = desk.appointment("Maja Lindqvist", desk.at(10));
    row.host_email = "anna@harbour.example";
    desk.import({row});
    const auto code = desk.book("Other", desk.at(10)).code;
    const auto found = must(desk->find_appointment("Maja Lindqvist", "4567"));
    must(desk->arrive(found.visit->id));
    must(desk->arrive(found.visit->id));
    CHECK(desk.jobs("notify").size() == 2);
}

TEST_CASE("odd names are kept, cleaned, and shown as they were written", "[desk]") {
    FrontDesk desk;
    const std::vector<std::pair<std::string, std::string>> names = {
        {std::string(1000, 'x'), std::string(120, 'x')},
        {"محمد \u202Eعلي", "محمد علي"},
        {"Zoë 👩‍👩‍👧‍👦", "Zoë 👩‍👩‍👧‍👦"},
        {"O'Brien \"Bob\" \\ {name}", "O'Brien \"Bob\" \\ {name}"},
        {"Robert'); DROP TABLE event;--", "Robert'); DROP TABLE event;--"},
        {"a\x01\x1b[31m\tb\n", "a[31m b"},
        {"bad \xFF utf", "bad \uFFFD utf"},
        {"张伟", "张伟"}};
    for (const auto& [typed, shown] : names) {
        INFO(typed);
        const auto visit = must(desk->register_walk_in({.name = typed, .company = typed, .purpose = typed}));
        CHECK(desk.visit(visit).visitor == shown);
        CHECK(desk.visit(visit).company == shown);
        const auto badge = must(desk->admit(visit, desk.staff));
        CHECK(must(desk->badge(badge))->name == shown);
        desk.reopen();
        CHECK(desk.visit(visit).visitor == shown);
    }
    desk.chain_must_hold();
}

TEST_CASE("numbers and places from a draft are bounded", "[desk]") {
    FrontDesk desk;
    const auto visit = must(desk->register_walk_in({.name = "Maja",
                                                    .phone = std::string(500, '1'),
                                                    .email = std::string(5000, 'e'),
                                                    .purpose = std::string(5000, 'p'),
                                                    .plate = std::string(500, 'q'),
                                                    .type = "dignitary",
                                                    .companions = 100'000}));
    const auto view = desk.visit(visit);
    CHECK(view.phone.size() == 40);
    CHECK(view.plate.size() == 20);
    CHECK(view.purpose.size() == 200);
    CHECK(view.companions == 99);
    CHECK(view.type == "visitor");
    CHECK(desk.visit(must(desk->register_walk_in({.name = "Maja", .companions = -3}))).companions == 0);
}
