// What a calendar says of a visit counts by its revision, whatever order its words come in.
#include <algorithm>
#include <random>

#include "kiosk/visit/cancelled_why.h"
#include "kiosk/visit/person_state.h"
#include "kiosk/visit/visit_state.h"
#include "tests/visit/story.h"

using namespace vestibule;
using namespace vestibule::visit_test;

namespace {

using enum VisitPhase;

// A word's revision: SEQUENCE, DTSTAMP, when it was taken in; minutes after nine.
Json said(int sequence, int stamp, int taken = 0) {
    return {{"sequence", sequence}, {"stamp", micros(at(stamp))}, {"taken", micros(at(taken))}};
}
Json with(Json body, const Json& more) {
    body.update(more);
    return body;
}
Step booked_by_calendar(const Json& revision, int from = 60) {
    return booked(with(revision, {{"from", micros(at(from))}, {"calendar", to_string(id<StreamId>(77))}}));
}
Step planned(const Json& revision, int from) {
    return {kind::visit_changed, with(revision, {{"from", micros(at(from))}})};
}
Step withdrawn(const Json& revision, std::string_view why = cancelled_why::moved) {
    return {kind::visit_cancelled, with(revision, {{"by", "import"}, {"reason", why}})};
}
VisitState state_of(const std::vector<Step>& steps) {
    return fold_visit(story(steps));
}

}  // namespace

TEST_CASE("a newer word of the calendar counts, an older one leaves no trace", "[visit]") {
    const auto was = state_of({booked_by_calendar(said(2, 20))});
    CHECK(was.revision() == Revision{.sequence = 2, .stamp = at(20), .taken = at(0)});
    CHECK(was.calendar == id<StreamId>(77));
    for (const auto& older : {said(1, 30), said(2, 19), said(2, 20, -1)}) {
        INFO(older.dump());
        CHECK(state_of({booked_by_calendar(said(2, 20)), planned(older, 90)}) == was);
        CHECK(state_of({booked_by_calendar(said(2, 20)), withdrawn(older)}) == was);
        CHECK(state_of({booked_by_calendar(said(2, 20)), booked_by_calendar(older, 90)}) == was);
    }
    for (const auto& newer : {said(3, 0), said(2, 21), said(2, 20, 1)}) {
        INFO(newer.dump());
        CHECK(state_of({booked_by_calendar(said(2, 20)), planned(newer, 90)}).from == at(90));
        CHECK(state_of({booked_by_calendar(said(2, 20)), booked_by_calendar(newer, 90)}).from == at(90));
        const auto gone = state_of({booked_by_calendar(said(2, 20)), withdrawn(newer)});
        CHECK(gone.phase == cancelled);
        CHECK(gone.cancelled_why == cancelled_why::moved);
    }
}

TEST_CASE("a visit that the calendar has again is expected again, as if it had never been gone", "[visit]") {
    const auto again =
        state_of({booked_by_calendar(said(0, 0)), approval(), withdrawn(said(1, 0)), planned(said(2, 0), 90)});
    CHECK(again.phase == expected);
    CHECK(again.from == at(90));
    CHECK(again.cancelled_why.empty());
    CHECK_FALSE(again.decided_at);
    SECTION("also one that was cancelled by hand, or by an import of before") {
        CHECK(state_of({booked_by_calendar(said(0, 0)),
                        {kind::visit_cancelled, {{"by", "visitor"}}},
                        planned(said(1, 0), 90)})
                  .phase == expected);
        CHECK(state_of(
                  {booked(), {kind::visit_cancelled, {{"sequence", 3}, {"by", "import"}}}, planned(said(4, 0), 90)})
                  .phase == expected);
        CHECK(state_of(
                  {booked(), {kind::visit_cancelled, {{"sequence", 3}, {"by", "import"}}}, planned(said(2, 0), 90)})
                  .phase == cancelled);
    }
    SECTION("but not one that was declined, left or is inside") {
        CHECK(state_of({booked_by_calendar(said(0, 0)), refusal(), planned(said(1, 0), 90)}).phase == declined);
        CHECK(state_of({booked_by_calendar(said(0, 0)), admitted(1), withdrawn(said(1, 0))}).phase == inside);
        CHECK(state_of({booked_by_calendar(said(0, 0)), admitted(1), {kind::visit_left}, planned(said(1, 0), 90)})
                  .phase == left);
    }
}

TEST_CASE("what a withdrawal that came too late says is remembered all the same", "[visit]") {
    CHECK(state_of({booked_by_calendar(said(0, 0)), admitted(1), withdrawn(said(2, 0)), planned(said(1, 0), 90)})
              .from == at(60));
    CHECK(state_of(
              {booked_by_calendar(said(0, 0)), withdrawn(said(1, 0)), withdrawn(said(3, 0)), planned(said(2, 0), 90)})
              .phase == cancelled);
}

TEST_CASE("words of two stations at one turn, or in any order, come to the newest", "[visit]") {
    std::mt19937 random{5};
    const std::vector<Step> words = {
        booked_by_calendar(said(0, 5), 10), planned(said(0, 7), 20), withdrawn(said(1, 0)), planned(said(1, 1), 30),
        booked_by_calendar(said(2, 0), 40), withdrawn(said(2, 0, 9))};
    for (std::size_t newest = 0; newest < words.size(); ++newest)
        for (int round = 0; round < 200; ++round) {
            // Both stations have booked first, each by some word; the rest at random turns.
            std::vector<Event> events;
            std::uint64_t seq = 0;
            for (std::size_t i = 0; i <= newest; ++i)
                events.push_back(event(words[i], words[i].kind == kind::visit_booked ? 1 : 2 + random() % 3,
                                       at(static_cast<int>(random() % 5)), random() % 2 == 0 ? lobby : reception,
                                       ++seq));
            std::shuffle(events.begin(), events.end(), random);
            const auto is = fold_visit(events);
            INFO("newest " << newest << ", round " << round);
            const bool gone = words[newest].kind == kind::visit_cancelled;
            REQUIRE(is.phase == (gone ? cancelled : expected));
            if (!gone)
                REQUIRE(is.from == at(static_cast<int>(newest == 0 ? 10 : newest == 1 ? 20 : newest == 3 ? 30 : 40)));
        }
}

TEST_CASE("of two words that are as new in all else, one station's counts everywhere", "[visit]") {
    for (const bool first : {true, false}) {
        auto events = story({booked_by_calendar(said(0, 0))});
        events.push_back(event(planned(said(1, 0), 70), 2, at(first ? 1 : 9), lobby, 50));
        events.push_back(event(planned(said(1, 0), 80), 2, at(5), reception, 50));
        CHECK(fold_visit(events).from == at(80));  // reception's id is the higher one
    }
}

TEST_CASE("a change by hand stays on what the calendar said, until it says something newer", "[visit]") {
    const Step by_hand = {kind::visit_changed, {{"from", micros(at(100))}}};
    const auto changed = state_of({booked_by_calendar(said(1, 0)), by_hand});
    CHECK(changed.from == at(100));
    REQUIRE(changed.said);
    CHECK(changed.said->from == at(60));
    CHECK(state_of({booked_by_calendar(said(1, 0)), by_hand, planned(said(0, 9), 90)}) == changed);
    const auto newer = state_of({booked_by_calendar(said(1, 0)), by_hand, planned(said(2, 0), 90)});
    CHECK(newer.from == at(90));
    CHECK_FALSE(newer.said);
    CHECK_FALSE(state_of({booked(), by_hand}).said);  // of before: nothing is known of what was said
}

TEST_CASE("what lies in two feeds is over once neither has it", "[visit]") {
    const auto in_feed = [](Step step, const char* feed) {
        step.body["feed"] = feed;
        return step;
    };
    const Step also = {kind::visit_changed, {{"feed", "b"}}};
    const auto both = state_of({in_feed(booked_by_calendar(said(0, 0)), "a"), also, also});
    CHECK(both.feeds == std::vector<std::string>{"a", "b"});
    CHECK_FALSE(both.said);
    const auto one_gone = in_feed(withdrawn(said(0, 0, 5), cancelled_why::not_in_calendar), "a");
    const auto rest = state_of({in_feed(booked_by_calendar(said(0, 0)), "a"), also, one_gone});
    CHECK(rest.phase == expected);
    CHECK(rest.feeds == std::vector<std::string>{"b"});
    CHECK(state_of({in_feed(booked_by_calendar(said(0, 0)), "a"), one_gone}).phase == cancelled);
}

TEST_CASE("an empty host says that there is none, a missing one says nothing", "[visit]") {
    CHECK(state_of({booked_by_calendar(said(0, 0)), {kind::visit_changed, with(said(1, 0), {{"host", ""}})}}).host ==
          std::nullopt);
    CHECK(state_of({booked_by_calendar(said(0, 0)), planned(said(1, 0), 90)}).host == host);
}

TEST_CASE("a person is described by the newest revision, and by hand after it", "[visit]") {
    const auto described = [](const Json& body, std::uint64_t turn, StationId station, std::uint64_t seq) {
        auto out = event({kind::person_described, body}, turn, at(0), station, seq);
        out.sealed = Bytes{1};
        return out;
    };
    const auto newer = described(said(2, 0), 1, reception, 5), older = described(said(1, 0), 2, lobby, 6);
    const auto by_hand = described(Json::object(), 3, lobby, 7);
    CHECK(fold_person(std::vector{newer, older}).details == EventKey{reception, 5});
    CHECK(fold_person(std::vector{older, newer}).details == EventKey{reception, 5});
    const auto both = fold_person(std::vector{older, newer, by_hand});
    CHECK(both.details == EventKey{lobby, 7});
    CHECK(both.said == EventKey{reception, 5});
}
