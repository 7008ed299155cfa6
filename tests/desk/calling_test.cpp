// Who waits away from the display is called to it when there's an answer: by name or by number, in an order, once.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

void call_by(FrontDesk& desk, CallBy by) {
    auto policy = desk->policy();
    policy.call_by = by;
    const NewEvent set{.kind = std::string{kind::site_policy_set},
                       .stream = stream_of(desk->identity().trust.site),
                       .subject = {},
                       .body = {{"version", policy.version + 1}, {"policy", policy_json(policy)}},
                       .sealed = {}};
    must(desk->log().append({&set, 1}, {}, desk->now()));
    must(desk->refresh());
}

std::vector<std::string> called(FrontDesk& desk) {
    std::vector<std::string> out;
    for (const auto& call : must(desk->calls()))
        out.push_back(call.number > 0 ? "Number " + std::to_string(call.number) : call.name);
    return out;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("an approval calls the visitor, in their language, until they are admitted", "[desk]") {
    FrontDesk desk;
    const auto host = desk.list_host("Li Na");
    const auto visit = must(desk->register_walk_in({.name = "陈思远", .language = "zh_CN", .host = host}));
    CHECK(must(desk->calls()).empty());
    desk.wait(seconds{90});
    must(desk->approve(visit, desk.staff));
    const auto calls = must(desk->calls());
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].visit == visit);
    CHECK(calls[0].name == "陈思远");
    CHECK(calls[0].number == 0);
    CHECK(calls[0].language == "zh_CN");
    CHECK(calls[0].host == "Li Na");
    CHECK(calls[0].escort);
    CHECK_FALSE(calls[0].refused);
    CHECK(calls[0].since == desk.at(9) + seconds{90});
    must(desk->admit(visit));
    CHECK(must(desk->calls()).empty());
}

TEST_CASE("that somebody is called is written down once, and again only for another answer", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Lindqvist");
    must(desk->note_called(visit));  // nobody has answered yet
    CHECK(desk.count(kind::visit_called) == 0);
    must(desk->approve(visit, desk.staff));
    desk.wait(seconds{2});
    for (int i = 0; i < 3; ++i) must(desk->note_called(visit));
    CHECK(desk.count(kind::visit_called) == 1);
    CHECK(desk.visit(visit).called_at == desk.at(9) + seconds{2});
    CHECK(must(desk->calls()).at(0).called);
    must(desk->decline(visit, desk.staff));
    CHECK_FALSE(desk.visit(visit).called_at);
    CHECK_FALSE(must(desk->calls()).at(0).called);
    must(desk->note_called(visit));
    CHECK(desk.count(kind::visit_called) == 2);
    desk.chain_must_hold();
}

TEST_CASE("a refusal is called for a while, names no host, and then leaves the display", "[desk]") {
    FrontDesk desk;
    const auto host = desk.list_host("Li Na");
    const auto visit = must(desk->register_walk_in({.name = "Maja", .language = "en", .host = host}));
    must(desk->decline(visit, desk.staff));
    const auto calls = must(desk->calls());
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].refused);
    CHECK(calls[0].host.empty());
    desk.wait(call_of_refusal_max - seconds{1});
    CHECK(must(desk->calls()).size() == 1);
    desk.wait(seconds{1});
    CHECK(must(desk->calls()).empty());
}

TEST_CASE("only who stands at this display is called: not who is expected, has given up, or came yesterday",
          "[desk]") {
    FrontDesk desk;
    must(desk->approve(desk.book("Expected", desk.at(15)).id, desk.staff));  // before they have come
    const auto gone = desk.walk_in("Gone");
    must(desk->approve(gone, desk.staff));
    must(desk->cancel(gone));
    CHECK(called(desk).empty());
    must(desk->approve(desk.walk_in("Here"), desk.staff));
    CHECK(called(desk) == Names{"Here"});
    desk.set_clock(desk.at(9, 0, 1));
    CHECK(called(desk).empty());
}

TEST_CASE("the first one called comes first, and leaves the place to others when they don't come", "[desk]") {
    FrontDesk desk;
    std::vector<VisitId> visits;
    for (const char* name : {"Late Answer", "Second", "First"}) visits.push_back(desk.walk_in(name));
    must(desk->approve(visits[2], desk.staff));
    desk.wait(minutes{2});
    must(desk->approve(visits[1], desk.staff));
    CHECK(called(desk) == Names{"First", "Second"});
    desk.wait(call_comes_first - minutes{1});
    CHECK(called(desk) == Names{"Second", "First"});
    must(desk->approve(visits[0], desk.staff));
    CHECK(called(desk) == Names{"Second", "Late Answer", "First"});
}

TEST_CASE("where names aren't shown each visitor has a number of their own, told when they register", "[desk]") {
    FrontDesk desk;
    const auto by_name = desk.walk_in("Before the rule");
    call_by(desk, CallBy::number);
    const auto first = desk.walk_in("First"), second = desk.walk_in("Second");
    CHECK(desk.visit(first).number == 1);
    CHECK(desk.visit(second).number == 2);
    for (const auto& visit : {second, first, by_name}) {
        must(desk->approve(visit, desk.staff));
        desk.wait(std::chrono::seconds{1});
    }
    CHECK(called(desk) == Names{"Number 2", "Number 1"});  // and never the name of who has none
    for (const auto& call : must(desk->calls())) {
        CHECK(call.name.empty());
        CHECK(call.host.empty());
    }
    must(desk->admit(first));
    CHECK(desk.visit(desk.walk_in("Third")).number == 3);
    // Tomorrow begins anew.
    desk.set_clock(desk.at(9, 0, 1));
    CHECK(desk.visit(desk.walk_in("Fourth")).number == 1);
}

TEST_CASE("a booked visitor who waits for an answer is called as well", "[desk]") {
    FrontDesk desk;
    call_by(desk, CallBy::number);
    auto row = desk.appointment("Maja Lindqvist", desk.at(10));
    row.type = "auditor";
    desk.import({row});
    const auto visit = must(desk->day(desk.at(10))).rows.at(0).id;
    CHECK(must(desk->arrive(visit)) == VisitPhase::waiting);
    CHECK(desk.visit(visit).number == 1);
    must(desk->approve(visit, desk.staff));
    CHECK(called(desk) == Names{"Number 1"});
}

TEST_CASE("who was approved but not admitted when the program ended is called after its start", "[desk]") {
    FrontDesk desk;
    const auto booked = desk.book("Maja Lindqvist", desk.at(10)).id;
    CHECK(must(desk->arrive(booked)) == VisitPhase::approved);
    desk.reopen();
    CHECK(called(desk) == Names{"Maja Lindqvist"});
}

namespace {

// A visitor of the lobby's display whom reception, at a station of its own, admits while they wait away from it.
struct AdmittedElsewhere {
    FrontDesk lobby, reception{lobby, "reception"};
    VisitId visit = lobby.walk_in("Amara Okafor");
    BadgeId badge;

    AdmittedElsewhere() {
        lobby.wait(seconds{90});
        reception.set_clock(lobby->now());
        reception.hear_from(lobby);
        badge = must(reception->admit(visit, reception.staff));
        lobby.hear_from(reception);
    }
};

}  // namespace

TEST_CASE("who is admitted at reception while they wait away from the display is sent there, for a while", "[desk]") {
    AdmittedElsewhere site;
    auto& lobby = site.lobby;
    const auto calls = must(lobby->calls());
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].name == "Amara Okafor");
    CHECK(calls[0].elsewhere);
    CHECK_FALSE(calls[0].refused);
    CHECK(calls[0].since == lobby.at(9) + seconds{90});
    // The badge that they have is theirs: nothing is written, and no second one comes out here.
    must(lobby->note_called(site.visit));
    CHECK(lobby.count(kind::visit_called) == 0);
    CHECK(must(lobby->admit(site.visit)) == site.badge);
    CHECK(lobby.jobs("print").empty());
    CHECK(must(site.reception->calls()).empty());
    lobby.wait(call_elsewhere_max - seconds{1});
    CHECK(must(lobby->calls()).size() == 1);
    lobby.wait(seconds{1});
    CHECK(must(lobby->calls()).empty());
}

TEST_CASE("nobody is sent elsewhere whom a gate has seen, who has left, or whose badge came out here", "[desk]") {
    SECTION("a gate has seen them") {
        AdmittedElsewhere site;
        CHECK(site.reception.scan(site.reception.token(site.badge)).verdict == Verdict::welcome);
        site.lobby.hear_from(site.reception);
        CHECK(called(site.lobby).empty());
    }
    SECTION("they have left") {
        AdmittedElsewhere site;
        must(site.reception->let_out(site.visit, site.reception.staff));
        site.lobby.hear_from(site.reception);
        CHECK(called(site.lobby).empty());
    }
    SECTION("the badge came out here") {
        FrontDesk desk;
        desk.admit_walk_in("Amara Okafor");
        CHECK(called(desk).empty());
    }
}
