// A keypad's fold as a table: six situations across, every kind down; and whose rows count at it.
#include <fmt/format.h>

#include <array>

#include "kiosk/visit/counting.h"
#include "tests/visit/fold_tables.h"

namespace vestibule::visit_test {
namespace {

const Step wrong = {kind::keypad_refused};
const Step right = {kind::keypad_accepted, {{"by", to_string(guard)}}};
const Step unlocked = {kind::keypad_unlocked, {{"by", to_string(guard)}}};

std::vector<Step> times(int count, const Step& step) {
    return std::vector<Step>(static_cast<std::size_t>(count), step);
}
std::vector<Step> locked_and(const Step& step) {
    auto out = times(pin_failures_max, wrong);
    out.push_back(step);
    return out;
}

struct Situation {
    const char* name;
    std::vector<Step> steps;
};
const std::array<Situation, 6> situations = {{
    {"unheard of", {}},
    {"four wrong", times(4, wrong)},
    {"nine wrong", times(9, wrong)},
    {"wrong, then right", {wrong, right}},
    {"locked", times(10, wrong)},
    {"unlocked", locked_and(unlocked)},
}};

// At the keypad of the station that writes all of them.
std::vector<Event> at_own(std::vector<Event> events) {
    for (auto& one : events) one.stream = stream_of(one.station);
    return events;
}

// Failures, L locked, then the number of the event that was the last of them. "=": nothing changes.
std::string letters(const KeypadState& state) {
    return fmt::format("{}{}{}", state.failures, state.locked() ? "L" : "",
                       state.last ? fmt::format("s{}", state.last->seq) : "");
}

struct Row {
    Step step;
    std::array<const char*, 6> after;
};

// clang-format off
const std::vector<Row> table = {
    //          unheard  four    nine      right   locked    unlocked
    {wrong,    {"1s1",   "5s5",  "10Ls10", "1s3",  "11Ls11", "1s12"}},
    {right,    {"=",     "0",    "0",      "=",    "=",      "="}},
    {unlocked, {"=",     "0",    "0",      "=",    "0",      "="}},
};
// clang-format on

}  // namespace

std::vector<std::string> complaints(std::span<const KeypadCase> cases, Wanted wanted) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < situations.size() && (wanted == Wanted::all || out.empty()); ++i) {
        const auto& way = situations[i];
        const auto was = fold_keypad_with(cases, at_own(story(way.steps)));
        const auto check = [&](std::string_view kind, std::string_view after, const std::vector<Event>& events) {
            const auto is = fold_keypad_with(cases, at_own(events));
            const bool as_wanted = after == "=" ? is == was : letters(is) == after && is != was;
            if (!as_wanted) out.push_back(fmt::format("{} when {}: {}, not {}", kind, way.name, letters(is), after));
        };
        for (const auto& row : table) {
            check(row.step.kind, row.after[i], and_then(story(way.steps), row.step));
            // None of them says anything in its body that the fold needs.
            for (const auto& body : broken_bodies)
                check(row.step.kind, row.after[i], story_ending_in(way.steps, row.step.kind, body));
        }
        for (const auto& kind : kinds_without_effect(Fold::keypad))
            check(kind, "=", and_then(story(way.steps), {kind, right.body}));
    }
    return out;
}

std::vector<std::string> keypad_kinds_in_table() {
    std::vector<std::string> out;
    for (const auto& row : table) out.emplace_back(row.step.kind);
    return out;
}

namespace {

Event by(StationId writer, std::string_view kind, std::uint64_t turn, std::uint64_t seq) {
    auto out = event({kind}, turn, at(static_cast<int>(turn)), writer, seq);
    out.stream = stream_of(lobby);
    return out;
}

std::vector<Event> wrong_at_lobby(int count, std::uint64_t first_turn = 1) {
    std::vector<Event> out;
    for (int i = 0; i < count; ++i) {
        const auto turn = first_turn + static_cast<std::uint64_t>(i);
        out.push_back(by(lobby, kind::keypad_refused, turn, turn));
    }
    return out;
}

}  // namespace

TEST_CASE("what another station says of PINs at a keypad neither locks nor clears it", "[visit]") {
    std::vector<Event> false_words;
    for (std::uint64_t i = 1; i <= 20; ++i) false_words.push_back(by(reception, kind::keypad_refused, i, i));
    CHECK(fold_keypad(false_words) == KeypadState{});

    auto nine = wrong_at_lobby(9);
    nine.push_back(by(reception, kind::keypad_accepted, 10, 1));
    CHECK(fold_keypad(nine).failures == 9);
}

TEST_CASE("who unlocks a keypad needs the right to give staff's answers", "[visit]") {
    const StationId door = id<StationId>(12), staffed = id<StationId>(13);
    SiteState site;
    site.stations[lobby] = {.rights = {Right::door}, .named = true, .enrolment = {}};
    site.stations[door] = {.rights = {Right::door}, .named = true, .enrolment = {}};
    site.stations[staffed] = {.rights = {Right::staffed}, .named = true, .enrolment = {}};
    site.stations[reception] = {.rights = {Right::reception}, .named = true, .enrolment = {}};
    for (const auto& [writer, unlocks] :
         {std::pair{door, false}, {lobby, false}, {id<StationId>(14), false}, {staffed, true}, {reception, true}}) {
        auto rows = wrong_at_lobby(pin_failures_max);
        rows.push_back(by(writer, kind::keypad_unlocked, 11, 100));
        CountingRows counting{site};
        CHECK(fold_keypad(counting.of(rows)).locked() != unlocks);
    }
}

TEST_CASE("an unlocking that was written without knowing of later failures forgives none of them", "[visit]") {
    auto rows = wrong_at_lobby(10);
    rows.push_back(by(reception, kind::keypad_unlocked, 11, 1));
    for (auto& one : wrong_at_lobby(10, 12)) rows.push_back(one);
    CHECK(fold_keypad(rows).locked());
    // A guard's that was offline until now: it knew the first ten alone.
    rows.push_back(by(id<StationId>(13), kind::keypad_unlocked, 11, 1));
    CHECK(fold_keypad(rows).locked());
    rows.push_back(by(id<StationId>(13), kind::keypad_unlocked, 22, 2));
    CHECK(fold_keypad(rows) == KeypadState{});
}

}  // namespace vestibule::visit_test
