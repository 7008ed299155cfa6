// Admitted isn't inside: where a site has a gate, the gate says who is inside; where it has none, the admission does.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// Another station of the site is enrolled.
StationId enroll(FrontDesk& desk, Role role) {
    const auto identity = must(
        open_identity({.data = desk.folder(), .name = std::string{name_of(role)}, .role = role}, desk.config.site));
    const auto station = identity.station();
    const NewEvent enrolled{.kind = std::string{kind::station_enrolled},
                            .stream = desk.site_stream(),
                            .subject = {},
                            .body = certificate_json(identity.certificate),
                            .sealed = {}};
    must(desk->log().append({&enrolled, 1}, {}, desk->now()));
    must(desk->refresh());
    return station;
}

void set_inside_from(FrontDesk& desk, InsideFrom from) {
    auto policy = desk->policy();
    policy.inside_from = from;
    ++policy.version;
    const NewEvent set{.kind = std::string{kind::site_policy_set},
                       .stream = stream_of(desk->identity().trust.site),
                       .subject = {},
                       .body = {{"version", policy.version}, {"policy", policy_json(policy)}},
                       .sealed = {}};
    must(desk->log().append({&set, 1}, {}, desk->now()));
    must(desk->refresh());
}

}  // namespace

TEST_CASE("with a gate, who was admitted is inside from the gate's scan on", "[desk]") {
    FrontDesk desk;
    enroll(desk, Role::guard);
    const auto visit = must(desk->register_walk_in({.name = "Maja Lindqvist", .language = "en", .companions = 2}));
    const auto badge = must(desk->admit(visit, desk.staff));
    CHECK(desk.visit(visit).only_admitted());
    CHECK(state_name_of(desk.visit(visit)) == "admitted");
    auto day = must(desk->day(desk.at(9)));
    CHECK(day.inside == 0);
    CHECK(day.only_admitted == 3);
    CHECK(heads_of(must(desk->inside())) == Heads{.people = 3, .visits = 1, .only_admitted = 3});

    desk.wait(minutes{6});
    CHECK(desk.scan(desk.token(badge), Passage::check) == welcome);  // a look isn't a passage
    CHECK(desk.visit(visit).only_admitted());
    CHECK(desk.scan(desk.token(badge)) == welcome);
    CHECK(desk.visit(visit).inside_since == desk.at(9, 6));
    CHECK(desk.visit(visit).admitted_at == desk.at(9));
    CHECK(state_name_of(desk.visit(visit)) == "inside");
    day = must(desk->day(desk.at(9)));
    CHECK(day.inside == 3);
    CHECK(day.only_admitted == 0);

    // A new badge on the way doesn't put them out of the door.
    must(desk->reprint(visit, "damaged", desk.staff));
    CHECK(desk.visit(visit).inside_since == desk.at(9, 6));
    must(desk->let_out(visit, desk.staff));
    CHECK_FALSE(desk.visit(visit).inside_since);
    CHECK(must(desk->day(desk.at(9))).left == 3);
}

TEST_CASE("the roll call holds those admitted too, and says whom no gate has seen", "[desk]") {
    FrontDesk desk;
    enroll(desk, Role::guard);
    desk.admit_walk_in("Not seen");
    CHECK(desk.scan(desk.token(desk.admit_walk_in("Seen"))) == welcome);
    const auto paper = must(desk->paper({.kind = PaperKind::roll_call}, desk.at(9)));
    const auto& call = std::get<RollCall>(paper);
    CHECK(call.people == 2);
    CHECK(call.only_admitted == 1);
    for (const auto& place : call.places)
        for (const auto& row : place.rows) CHECK(row.only_admitted == (row.name == "Not seen"));
}

TEST_CASE("without a gate who is admitted is inside, and policy decides where it knows better", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Lindqvist");
    must(desk->admit(visit, desk.staff));
    enroll(desk, Role::reception);
    CHECK_FALSE(desk->has_gate());
    CHECK(desk.visit(visit).inside_since == desk.at(9));
    CHECK(must(desk->day(desk.at(9))).inside == 1);

    set_inside_from(desk, InsideFrom::gate);
    CHECK(desk.visit(visit).only_admitted());
    set_inside_from(desk, InsideFrom::automatic);
    const auto gate = enroll(desk, Role::guard);
    CHECK(desk.visit(visit).only_admitted());
    set_inside_from(desk, InsideFrom::admission);
    CHECK(desk.visit(visit).inside_since == desk.at(9));

    set_inside_from(desk, InsideFrom::automatic);
    const NewEvent revoked{.kind = std::string{kind::station_revoked},
                           .stream = stream_of(desk->identity().trust.site),
                           .subject = {},
                           .body = {{"station", to_string(gate)}, {"reason", "by command"}},
                           .sealed = {}};
    must(desk->log().append({&revoked, 1}, {}, desk.at(9)));
    must(desk->refresh());
    CHECK_FALSE(desk->has_gate());
}

TEST_CASE("those past their end stand first and are counted, also when no gate ever saw them", "[desk]") {
    FrontDesk desk;
    enroll(desk, Role::guard);
    const auto early = desk.book("Early", desk.at(9)).id;
    must(desk->admit(early, desk.staff));
    desk.wait(hours{1});
    const auto late = desk.walk_in("Late");
    must(desk->admit(late, desk.staff));
    desk.set_clock(desk.at(10, 29));
    CHECK(must(desk->day(desk.at(10))).overdue == 0);
    desk.set_clock(desk.at(10, 30));
    const auto day = must(desk->day(desk.at(10)));
    CHECK(day.overdue == 1);
    CHECK(day.rows.front().id == early);
    desk.set_clock(desk.at(14, 31));
    CHECK(heads_of(must(desk->inside())).overdue == 2);
}

TEST_CASE("somebody overdue stands before those who were admitted earlier", "[desk]") {
    FrontDesk desk;
    const auto whole_day = must(desk->register_walk_in({.name = "Builder", .language = "en", .type = "contractor"}));
    must(desk->admit(whole_day, desk.staff));
    const auto hour = desk.book("Guest", desk.at(9)).id;
    desk.wait(minutes{5});
    must(desk->admit(hour, desk.staff));
    CHECK(must(desk->inside()).front().id == whole_day);
    desk.set_clock(desk.at(10, 30));
    CHECK(must(desk->inside()).front().id == hour);
}

TEST_CASE("those inside are listed by when the gate saw them, not by when they were admitted", "[desk]") {
    FrontDesk desk;
    enroll(desk, Role::guard);
    const auto first = desk.admit_walk_in("Admitted first");
    desk.wait(minutes{2});
    const auto second = desk.admit_walk_in("Seen first");
    desk.wait(minutes{2});
    CHECK(desk.scan(desk.token(second)) == welcome);
    desk.wait(minutes{2});
    CHECK(desk.scan(desk.token(first)) == welcome);
    const auto inside = must(desk->inside());
    REQUIRE(inside.size() == 2);
    CHECK(inside.front().visitor == "Seen first");
    CHECK(inside.back().visitor == "Admitted first");
}
