// The fold of a visit: what its state holds, impossible orders, decisions at one turn. The table is beside this.
#include <algorithm>
#include <optional>

#include "kiosk/visit/visit_state.h"
#include "tests/visit/story.h"

using namespace vestibule;
using namespace vestibule::visit_test;

namespace {

using enum VisitPhase;

VisitState state_of(const std::vector<Step>& steps) {
    return fold_visit(story(steps));
}

}  // namespace

TEST_CASE("an appointment's state holds what was booked", "[visit]") {
    const auto state = state_of({booked({{"companions", 2}})});
    CHECK_FALSE(state.walk_in);
    CHECK(state.person == visitor);
    CHECK(state.host == host);
    CHECK(state.type == "visitor");
    CHECK(state.code == "ABCDEFGH");
    CHECK(state.companions == 2);
    CHECK(state.sequence == 1);
    CHECK(state.from == at(60));
    CHECK(state.until == at(120));
    CHECK_FALSE(state.arrived_at);
}

TEST_CASE("a walk-in has arrived when it was written, and has no code", "[visit]") {
    const auto state = state_of({requested(true)});
    CHECK(state.walk_in);
    CHECK(state.arrived_at == at(1));
    CHECK(state.code.empty());
    CHECK(state.person == visitor);
    CHECK_FALSE(state.host);
}

TEST_CASE("whoever arrives stands at the station that wrote it, with the number that it gave: no other number counts",
          "[visit]") {
    CHECK(state_of({requested(true)}).door == lobby);
    CHECK_FALSE(state_of({booked()}).door);
    auto events = story({booked()});
    events.push_back(event({kind::visit_arrived, {{"needs_answer", true}, {"number", 12}}}, 2, at(5), reception, 1));
    CHECK(fold_visit(events).door == reception);
    CHECK(fold_visit(events).number == 12);
    for (const auto& number : {Json(0), Json(-3), Json(call_number_max + 1), Json("twelve")}) {
        auto odd = story({booked()});
        odd.push_back(event({kind::visit_arrived, {{"number", number}}}, 2, at(5), reception, 1));
        CHECK(fold_visit(odd).number == 0);
    }
}

TEST_CASE("a call counts for the newest answer", "[visit]") {
    const Step called{kind::visit_called};
    CHECK(state_of({requested(true), approval(), called}).called_at == at(3));
    CHECK(state_of({requested(true), approval(), called, called}).called_at == at(3));
    CHECK_FALSE(state_of({requested(true), approval(), called, refusal()}).called_at);
    CHECK(state_of({requested(true), approval(), called, refusal(), called}).called_at == at(5));
    CHECK(state_of({requested(true), approval(), called, admitted(5)}).called_at == at(3));
}

TEST_CASE("a visit's times and deciders are those of the events that counted", "[visit]") {
    const auto state = state_of({booked(), arrived(true), approval(), admitted(5), {kind::visit_left}});
    CHECK(state.arrived_at == at(2));
    CHECK(state.decided_at == at(3));
    CHECK(state.decided_by == guard);
    CHECK(state.admitted_at == at(4));
    CHECK(state.badge == id<BadgeId>(5));
    CHECK(state.left_at == at(5));
}

TEST_CASE("a change takes over only what it names", "[visit]") {
    const auto was = state_of({booked({{"companions", 2}})});
    auto wanted = was;
    wanted.until = at(240);
    wanted.sequence = 4;
    CHECK(state_of({booked({{"companions", 2}}),
                    {kind::visit_changed, {{"until", micros(at(240))}, {"sequence", 4}}}}) == wanted);
    SECTION("and an older number of the calendar's never lowers the newest one") {
        CHECK(state_of({booked(), {kind::visit_changed, {{"sequence", 0}}}}).sequence == 1);
    }
    SECTION("and what can't be is ignored field by field") {
        CHECK(state_of({booked({{"companions", 2}}),
                        {kind::visit_changed,
                         {{"companions", -1}, {"type", 7}, {"from", -5}, {"until", "soon"}, {"host", "nobody"}}}}) ==
              was);
    }
    SECTION("nor are times that no calendar can show") {
        const auto huge = std::numeric_limits<std::int64_t>::max();
        CHECK(state_of({booked({{"companions", 2}}),
                        {kind::visit_changed, {{"from", huge}, {"until", huge}, {"companions", huge}}}}) == was);
    }
}

TEST_CASE("what happens out of order leaves no trace", "[visit]") {
    SECTION("left before admitted: still inside") {
        CHECK(state_of({booked(), {kind::visit_left}, admitted(1)}).phase == inside);
    }
    SECTION("approved after declined is a change of mind, and counts") {
        CHECK(state_of({requested(true), refusal(), approval()}).phase == VisitPhase::approved);
    }
    SECTION("admitted after declined: somebody is inside, and the roll call counts them") {
        CHECK(state_of({requested(true), refusal(), admitted(1)}).phase == inside);
    }
    SECTION("declined after admitted comes too late") {
        CHECK(state_of({requested(false), admitted(1), refusal()}).phase == inside);
    }
    SECTION("cancelled never comes back") {
        CHECK(state_of({booked(), {kind::visit_cancelled}, approval(), arrived(false)}).phase == cancelled);
    }
    SECTION("merged never comes back") {
        CHECK(state_of({booked(), merged_into(9), approval(), arrived(false), {kind::visit_cancelled}}).phase ==
              VisitPhase::merged);
        CHECK(state_of({booked(), merged_into(9), merged_into(8)}).merged_into == id<VisitId>(9));
    }
    SECTION("unless somebody was let in on it: they are inside, and this visit stands for itself again") {
        const auto state = state_of({booked(), merged_into(9), admitted(1)});
        CHECK(state.phase == inside);
        CHECK_FALSE(state.merged_into);
    }
    SECTION("merged into nothing is no merging") {
        CHECK(state_of({booked(), {kind::visit_merged, {{"into", "nowhere"}}}}).phase == expected);
    }
    SECTION("booked without a person is no booking") {
        CHECK(state_of({booked({{"person", "nobody"}})}) == VisitState{});
    }
    SECTION("erased in the middle: the person's end isn't the visit's") {
        CHECK(state_of({booked(), {kind::person_erased}, admitted(1)}).phase == inside);
    }
}

TEST_CASE("a second admission adds its badge and keeps the first time in", "[visit]") {
    const auto state = state_of({booked(), admitted(1), admitted(2)});
    CHECK(state.badge == id<BadgeId>(2));
    CHECK(state.admitted_at == at(2));
}

TEST_CASE("decisions at one turn: the stricter wins, whatever the clocks and stations say", "[visit]") {
    for (const int minutes : {-30, 0, 30})
        for (const bool swap : {false, true}) {
            auto events = story({requested(true)});
            events.push_back(event(approval(), 2, at(10), swap ? reception : lobby, 5));
            events.push_back(event(refusal(), 2, at(10 + minutes), swap ? lobby : reception, 6));
            INFO("declined " << minutes << " min later, stations " << (swap ? "swapped" : "as they are"));
            CHECK(fold_visit(events).phase == VisitPhase::declined);
            // Whoever then decides knowing of both, decides.
            events.push_back(event(approval(), 3, at(0), lobby, 7));
            CHECK(fold_visit(events).phase == VisitPhase::approved);
        }
}

TEST_CASE("cancelled and approved at one turn: cancelled, whatever the clocks say", "[visit]") {
    for (const int minutes : {-30, 30}) {
        auto events = story({requested(true)});
        events.push_back(event(approval(), 2, at(10), lobby, 5));
        events.push_back(event({kind::visit_cancelled}, 2, at(10 + minutes), reception, 6));
        CHECK(fold_visit(events).phase == cancelled);
    }
}

TEST_CASE("what was written knowing of another event comes after it, though its clock was behind", "[visit]") {
    auto events = story({requested(true), refusal()});
    events.push_back(event(approval(), 3, at(-500), reception, 1));
    CHECK(fold_visit(events).phase == VisitPhase::approved);
}

TEST_CASE("an appointment that was approved before arriving doesn't wait again", "[visit]") {
    CHECK(state_of({booked(), approval(), arrived(true)}).phase == VisitPhase::approved);
    CHECK(state_of({booked(), approval(), arrived(true)}).arrived_at == at(3));
}

TEST_CASE("rows with sealed details are listed in the stream's order", "[visit]") {
    auto events = story({booked(), {kind::visit_changed}, {"visit.teleported"}, {kind::visit_described}});
    for (auto& one : events) one.sealed = Bytes{1};
    std::reverse(events.begin(), events.end());
    CHECK(fold_visit(events).sealed_rows == std::vector<EventKey>{{lobby, 1}, {lobby, 2}, {lobby, 4}});
}

TEST_CASE("details sealed in an event that came too late or can't be aren't shown", "[visit]") {
    auto events = story({booked(), booked({{"code", "OTHER"}}), requested(true), {kind::visit_left}});
    for (auto& one : events) one.sealed = Bytes{1};
    CHECK(fold_visit(events).sealed_rows == std::vector<EventKey>{{lobby, 1}});
}

TEST_CASE("a body that is no JSON object is a body without fields", "[visit]") {
    for (const char* body : {"", "[]", "null", "{", "\"text\"", "\xff\xfe", "{\"a\":1}{"}) {
        auto events = story({booked(), arrived(false), admitted(1), {kind::visit_left}});
        events[1].body = body;
        INFO(body);
        CHECK(fold_visit(events).phase == left);
        events[0].body = body;
        CHECK(fold_visit(events) == VisitState{});
    }
}
