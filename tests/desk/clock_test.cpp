// A clock that jumps, back or forth, by minutes or a year: order stays right, badges come out, staff are told.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr seconds year = hours{24 * 365};

}  // namespace

TEST_CASE("a visit goes its way whatever the clock does between its steps", "[desk]") {
    for (const seconds jump : {-year, year, seconds{-minutes{10}}, seconds{minutes{10}}}) {
        INFO("the clock jumps by " << jump.count() << " s");
        FrontDesk desk;
        const auto visit = desk.walk_in("Zhang Wei");
        CHECK(desk.phase(visit) == VisitPhase::waiting);
        desk.wait(jump);
        must(desk->approve(visit, desk.staff));
        CHECK(desk.phase(visit) == VisitPhase::approved);
        desk.wait(-jump);
        must(desk->admit(visit));
        CHECK(desk.phase(visit) == VisitPhase::inside);
        desk.wait(jump);
        must(desk->let_out(visit, desk.staff));
        CHECK(desk.phase(visit) == VisitPhase::left);
        must(desk->log().rebuild());
        CHECK(desk.phase(visit) == VisitPhase::left);
        desk.chain_must_hold();
    }
}

TEST_CASE("a badge that is admitted after a jump of the clock lets in and out at that time", "[desk]") {
    for (const seconds jump : {-year, seconds{-minutes{10}}, seconds{minutes{10}}}) {
        INFO("the clock jumps by " << jump.count() << " s");
        FrontDesk desk;
        const auto visit = desk.walk_in("Zhang Wei");
        desk.wait(jump);
        const auto token = desk.token(must(desk->admit(visit, desk.staff)));
        CHECK(desk.scan(token) == welcome);
        CHECK(desk.scan(token, Passage::out) == goodbye);
    }
}

TEST_CASE("a badge is printed at once, and a later try isn't put off by a clock that was set back", "[desk]") {
    for (const seconds back : {year, seconds{minutes{10}}}) {
        FrontDesk desk;
        desk.admit_walk_in("Zhang Wei");
        const auto due = [&] { return must(desk->reader().jobs_due("print", desk->now(), 10)); };
        REQUIRE(due().size() == 1);
        desk.wait(-back);
        CHECK(due().size() == 1);
        desk.wait(back);
        must(desk->log().postpone_job(due().front().id, desk->now() + minutes{1}, "paper is out"));
        CHECK(due().empty());
        desk.wait(-back);
        if (back < year) desk.wait(back + minutes{1});
        CHECK(due().size() == 1);
    }
}

TEST_CASE("a clock behind what the station wrote last is noticed, and one that is right isn't", "[desk]") {
    FrontDesk desk;
    desk.walk_in("Zhang Wei");
    const auto behind = [&] { return must(desk->clock_behind()); };
    CHECK(behind() == seconds{0});
    desk.wait(-minutes{2});
    CHECK(behind() == seconds{0});
    desk.wait(-minutes{8});
    CHECK(behind() == minutes{10});
    desk.walk_in("Li Na");  // one more event doesn't make it right
    CHECK(behind() == minutes{10});
    desk.wait(-year);
    CHECK(behind() == year + minutes{10});
    desk.wait(year + minutes{10});
    CHECK(behind() == seconds{0});
    desk.wait(year);  // a station that was off for a year
    CHECK(behind() == seconds{0});
}
