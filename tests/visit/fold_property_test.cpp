// Folds are functions of a set: shuffled, duplicated, in parts or whole, the events give one state. Fixed seeds.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "kiosk/visit/badge_state.h"
#include "kiosk/visit/keypad_state.h"
#include "kiosk/visit/person_state.h"
#include "kiosk/visit/stream_order.h"
#include "kiosk/visit/visit_state.h"
#include "tests/visit/story.h"

using namespace vestibule;
using namespace vestibule::visit_test;

namespace {

// VESTIBULE_SEEDS runs more of them; a failure prints its seed.
const unsigned seeds = [] {
    const char* wanted = std::getenv("VESTIBULE_SEEDS");
    return wanted == nullptr ? 300U : static_cast<unsigned>(std::strtoul(wanted, nullptr, 10));
}();

// A choice of everything: right fields, wrong fields, unknown kinds.
Step random_step(std::mt19937& random) {
    static const std::vector<Step> steps = [] {
        std::vector<Step> out = {booked(),
                                 booked({{"code", "OTHER"}}),
                                 requested(true),
                                 requested(false),
                                 approval(),
                                 refusal(),
                                 arrived(true),
                                 arrived(false),
                                 admitted(1),
                                 admitted(2),
                                 merged_into(8),
                                 merged_into(9),
                                 issued(),
                                 {kind::host_told, {{"outcome", "sent"}}},
                                 {kind::visit_changed, {{"type", "auditor"}, {"sequence", 7}}},
                                 {kind::visit_changed, {{"companions", 4}}},
                                 {kind::visit_changed, {{"sequence", 7}, {"taken", 5}, {"feed", "a"}}},
                                 {kind::visit_changed, {{"sequence", 8}, {"stamp", 3}, {"taken", 4}}},
                                 {kind::visit_cancelled, {{"sequence", 8}, {"stamp", 2}, {"taken", 9}}},
                                 {kind::visit_cancelled, {{"sequence", 7}, {"taken", 6}, {"feed", "a"}}},
                                 booked({{"sequence", 8}, {"taken", 7}}),
                                 {kind::person_described, {{"sequence", 8}, {"taken", 7}, {"language", "de"}}},
                                 {kind::badge_printed, {{"outcome", "printed"}}},
                                 {kind::badge_printed, {{"outcome", "failed"}}},
                                 {kind::badge_revoked, {{"reason", "lost"}}},
                                 {kind::staff_listed, {{"roles", {"guard"}}}},
                                 {"visit.teleported", {{"code", "X"}}}};
        for (const auto& kind : all_kinds()) out.push_back({kind.name});
        return out;
    }();
    return steps[random() % steps.size()];
}

// Few turns and few clocks, so that ties are the rule. One (station, seq) is one event.
std::vector<Event> random_events(std::mt19937& random) {
    std::vector<Event> out;
    const auto count = 1 + random() % 14;
    for (std::uint64_t seq = 1; seq <= count; ++seq) {
        const auto station = random() % 2 == 0 ? lobby : reception;
        out.push_back(event(random_step(random), 1 + random() % 6, at(static_cast<int>(random() % 3)), station, seq));
        if (random() % 3 == 0) out.back().sealed = Bytes{1};
    }
    return out;
}

// The same rows as those of the lobby's keypad, about half of them its own.
std::vector<Event> at_keypad(std::vector<Event> events) {
    for (auto& one : events) one.stream = stream_of(lobby);
    return events;
}

}  // namespace

TEST_CASE("shuffled and duplicated events give the same state", "[visit]") {
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        std::mt19937 random{seed};
        const auto events = random_events(random);
        const auto visit = fold_visit(events);
        const auto badge = fold_badge(events);
        const auto person = fold_person(events);
        const auto keypad = fold_keypad(at_keypad(events));
        for (int round = 0; round < 5; ++round) {
            auto others = events;
            for (const auto& one : events)
                if (random() % 2 == 0) others.push_back(one);
            std::shuffle(others.begin(), others.end(), random);
            INFO("seed " << seed << ", round " << round);
            REQUIRE(fold_visit(others) == visit);
            REQUIRE(fold_badge(others) == badge);
            REQUIRE(fold_person(others) == person);
            REQUIRE(fold_keypad(at_keypad(others)) == keypad);
        }
    }
}

TEST_CASE("revoked and erased stay, whatever else is heard of in any order", "[visit]") {
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        std::mt19937 random{seed};
        auto events = random_events(random);
        events.push_back(event({kind::badge_revoked}, 1 + random() % 6, at(0), lobby, 100));
        events.push_back(event({kind::person_erased}, 1 + random() % 6, at(0), lobby, 101));
        INFO("seed " << seed);
        REQUIRE(fold_badge(events).revoked);
        REQUIRE(fold_person(events).erased);
        REQUIRE_FALSE(fold_person(events).details);
    }
}

TEST_CASE("phases that end a visit stay, whatever is written knowing of them", "[visit]") {
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        std::mt19937 random{seed};
        auto events = random_events(random);
        const auto end = fold_visit(events).phase;
        if (end != VisitPhase::left && end != VisitPhase::cancelled && end != VisitPhase::merged) continue;
        // Who was let in on a cancelled or merged visit is inside all the same, and a calendar may take its word
        // back.
        bool again = false;
        for (std::uint64_t more = 0; more < 6; ++more) {
            const auto step = random_step(random);
            again = again || step.kind == kind::visit_admitted || step.body.contains("taken");
            events.push_back(event(step, 10 + more, at(0), reception, 200 + more));
        }
        if (again && end != VisitPhase::left) continue;
        INFO("seed " << seed);
        REQUIRE(name_of(fold_visit(events).phase) == name_of(end));
    }
}

TEST_CASE("a stream's order is turn, clock, station, number: each event once", "[visit]") {
    std::vector<Event> wanted = {event({"a"}, 1, at(5), reception, 9), event({"b"}, 2, at(1), reception, 9),
                                 event({"c"}, 2, at(2), lobby, 1),     event({"d"}, 2, at(2), lobby, 2),
                                 event({"e"}, 2, at(2), reception, 1), event({"f"}, 3, at(0), lobby, 9)};
    wanted[1].seq = 10;
    auto given = wanted;
    given.push_back(wanted[3]);
    std::reverse(given.begin(), given.end());
    std::string order;
    for (const auto* one : in_order(given)) order += one->kind;
    CHECK(order == "abcdef");
}
