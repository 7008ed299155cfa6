// Admitting: another day's appointment is asked about, and nobody is inside twice.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::hours;

namespace {

AppointmentRow another(const FrontDesk& desk, const std::string& key, Instant from) {
    auto row = desk.appointment("Maja Lindqvist", from);
    row.key = key;
    return row;
}

// The visit of that key's import.
VisitId visit_at(FrontDesk& desk, Instant from) {
    for (const auto& row : must(desk->day(from)).rows)
        if (row.from == from) return row.id;
    FAIL("no visit is planned for then");
    return {};
}

}  // namespace

TEST_CASE("an appointment of another day is admitted only by staff who were asked about it", "[desk]") {
    FrontDesk desk;
    for (const auto& [name, days] : {std::pair{"Later", 21}, {"Tomorrow", 1}, {"Yesterday", -1}, {"Long Ago", -30}}) {
        INFO(days);
        const auto visit = desk.book(name, desk.at(22, 0, days)).id;
        CHECK(desk.visit(visit).another_day);
        CHECK(must(desk->question_before_admitting(visit)).another_day);
        const auto refusal = desk->admit(visit, desk.staff);
        REQUIRE_FALSE(refusal);
        CHECK(refusal.error().what == "the appointment is for another day");
        CHECK(desk.phase(visit) == VisitPhase::expected);
        must(desk->admit(visit, desk.staff, AnotherDay::wanted));
        CHECK(desk.phase(visit) == VisitPhase::inside);
        // Its badge is one for today, not one until that day.
        CHECK(desk.visit(visit).badge_until == desk.at(13, 30));
    }
    CHECK(must(desk->inside()).size() == 4);
}

TEST_CASE("an appointment of today, a late one and a waiting walk-in are admitted without a question", "[desk]") {
    FrontDesk desk;
    const auto early = desk.book("Early", desk.at(18)).id, late = desk.book("Late", desk.at(7)).id;
    const auto walk_in = desk.walk_in("Walk-in");
    for (const auto& visit : {early, late, walk_in}) {
        CHECK_FALSE(must(desk->question_before_admitting(visit)).asks());
        CHECK_FALSE(desk.visit(visit).another_day);
        must(desk->admit(visit, desk.staff));
        CHECK_FALSE(must(desk->question_before_admitting(visit)).asks());  // it's inside
    }
}

TEST_CASE("the approval of another day's appointment doesn't let the lobby admit it today", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.book("Maja Lindqvist", desk.at(9, 0, 21)).id;
    must(desk->approve(visit, desk.staff));
    CHECK_FALSE(desk->admit(visit));
    CHECK_FALSE(desk->admit(visit, desk.staff));
}

TEST_CASE("who is inside by another visit is asked about, and isn't inside twice", "[desk]") {
    FrontDesk desk;
    desk.import({another(desk, "monday", desk.at(9)), another(desk, "weekly", desk.at(14)),
                 another(desk, "december", desk.at(9, 0, 21))});
    const auto first = visit_at(desk, desk.at(9));
    CHECK_FALSE(must(desk->question_before_admitting(first)).asks());
    const auto badge = must(desk->admit(first, desk.staff));
    for (const auto& [visit, another_day] : {std::pair{visit_at(desk, desk.at(14)), AnotherDay::refused},
                                             {visit_at(desk, desk.at(9, 0, 21)), AnotherDay::wanted}}) {
        const auto question = must(desk->question_before_admitting(visit));
        REQUIRE(question.inside_as);
        const auto earlier = question.inside_as->id;
        CHECK(question.another_day == (another_day == AnotherDay::wanted));
        must(desk->admit(visit, desk.staff, another_day));
        const auto inside = must(desk->inside());
        REQUIRE(inside.size() == 1);
        CHECK(inside.front().id == visit);
        CHECK(desk.phase(earlier) == VisitPhase::left);
    }
    CHECK(desk.scan(desk.token(badge)) == refused(Refusal::visit_over));
    desk.chain_must_hold();
}

TEST_CASE("the same person is known by name with phone or mail, or by having been joined: not by the name alone",
          "[desk]") {
    struct Row {
        const char *name, *phone, *email;
        bool same;
    };
    const Row rows[] = {{"maja LINDQVIST", "+46 70-123 45 67", "", true},
                        {"Maja Lindqvist", "", "Maja@adria.example", true},
                        {"Maja Lindqvist", "", "", false},
                        {"Maja Lindqvist", "+46 70 999 99 99", "other@adria.example", false},
                        {"Maria Lindqvist", "+46 70 123 45 67", "maja@adria.example", false},
                        {"Maja Lindqvist", "4567", "", false}};
    for (const auto& row : rows) {
        INFO(row.name << row.phone << row.email);
        FrontDesk desk;
        const auto register_one = [&](const char* name, const char* phone, const char* email) {
            return must(desk->register_walk_in({.name = name, .phone = phone, .email = email, .language = "en"}));
        };
        must(desk->admit(register_one("Maja Lindqvist", "+46 70 123 45 67", "maja@adria.example"), desk.staff));
        const auto again = register_one(row.name, row.phone, row.email);
        CHECK(must(desk->question_before_admitting(again)).inside_as.has_value() == row.same);
        must(desk->admit(again, desk.staff));
        CHECK(must(desk->inside()).size() == (row.same ? 1 : 2));
    }
    FrontDesk desk;
    const auto one = desk.walk_in("M. Lindqvist"), other = desk.walk_in("Maja Lindqvist");
    must(desk->admit(one, desk.staff));
    const NewEvent joined{.kind = std::string{kind::person_joined},
                          .stream = stream_of(desk.visit(one).person),
                          .subject = {},
                          .body = {{"with", to_string(desk.visit(other).person)}},
                          .sealed = {}};
    must(desk->log().append({&joined, 1}, {}, desk.at(9)));
    must(desk->admit(other, desk.staff));
    CHECK(must(desk->inside()).size() == 1);
}

TEST_CASE("who went out without a word and comes again the next day isn't inside since yesterday", "[desk]") {
    FrontDesk desk;
    desk.import({another(desk, "today", desk.at(9)), another(desk, "tomorrow", desk.at(9, 0, 1))});
    must(desk->admit(visit_at(desk, desk.at(9)), desk.staff));
    const auto tomorrow = visit_at(desk, desk.at(9, 0, 1));
    desk.set_clock(desk.at(8, 55, 1));
    REQUIRE(must(desk->arrive(tomorrow)) == VisitPhase::approved);
    must(desk->admit(tomorrow));  // at the lobby, by themselves
    const auto inside = must(desk->inside());
    REQUIRE(inside.size() == 1);
    CHECK(inside.front().id == tomorrow);
}
