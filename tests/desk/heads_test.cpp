// People are counted, not rows: companions come with somebody else's visit and are in the building all the same.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

VisitId walk_in(FrontDesk& desk, const std::string& name, int companions) {
    return must(desk->register_walk_in({.name = name, .language = "en", .companions = companions}));
}

}  // namespace

TEST_CASE("the day counts people in each of its states, and its rows are the visits", "[desk]") {
    FrontDesk desk;
    auto expected = desk.appointment("Expected", desk.at(15)), missed = desk.appointment("Missed", desk.at(7));
    expected.companions = 4, missed.companions = 1;
    desk.import({expected, missed});
    walk_in(desk, "Waiting", 2);
    const auto inside = walk_in(desk, "Inside", 3), left = walk_in(desk, "Left", 5);
    const auto approved = walk_in(desk, "Approved", 1);
    must(desk->approve(approved, desk.staff));
    must(desk->admit(inside, desk.staff));
    must(desk->admit(left, desk.staff));
    must(desk->let_out(left, desk.staff));

    const auto day = must(desk->day(desk.at(9)));
    CHECK(day.rows.size() == 6);
    CHECK(day.expected == 5);
    CHECK(day.no_show == 2);
    CHECK(day.waiting == 5);
    CHECK(day.inside == 4);
    CHECK(day.left == 6);
    CHECK(heads_of(day.rows) == Heads{.people = 22, .visits = 6});
    CHECK(must(desk->waiting_count()) == 5);
    CHECK(heads_of(must(desk->inside())) == Heads{.people = 4, .visits = 1});
    CHECK(heads_of(must(desk->waiting())) == Heads{.people = 3, .visits = 1});
    CHECK(heads_of({}) == Heads{});
}

TEST_CASE("appointments of one time stand by name", "[desk]") {
    FrontDesk desk;
    desk.import({desk.appointment("Cleo", desk.at(15)), desk.appointment("Anna", desk.at(15)),
                 desk.appointment("Zoe", desk.at(14)), desk.appointment("Bo", desk.at(15))});
    std::vector<std::string> names;
    for (const auto& row : must(desk->day(desk.at(9))).rows) names.push_back(row.visitor);
    CHECK(names == std::vector<std::string>{"Zoe", "Anna", "Bo", "Cleo"});
}

TEST_CASE("the roll call counts everybody who came with a visitor, place by place and in all", "[desk]") {
    FrontDesk desk;
    for (const auto& [name, companions] : {std::pair{"Alone", 0}, {"With two", 2}, {"With many", 99}})
        must(desk->admit(walk_in(desk, name, companions), desk.staff));
    const auto paper = must(desk->paper({.kind = PaperKind::roll_call}, desk.at(9)));
    const auto& call = std::get<RollCall>(paper);
    CHECK(call.visitors == 3);
    CHECK(call.people == 104);
    int people = 0;
    for (const auto& place : call.places) people += place.people;
    CHECK(people == 104);
}
