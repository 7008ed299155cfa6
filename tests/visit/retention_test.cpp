// When a person's data is due to be erased: a table of lives, at 90 days for visitors and 30 for hosts and staff.
#include "kiosk/visit/retention.h"

#include "tests/visit/story.h"

using namespace vestibule;

namespace {

Instant day(int n) {
    return from_micros(1'800'000'000'000'000) + std::chrono::hours{24 * n};
}

VisitState visit(VisitPhase phase, int until, std::optional<int> ended = std::nullopt) {
    VisitState state;
    state.phase = phase;
    state.from = day(until) - std::chrono::hours{1};
    state.until = day(until);
    if (ended && phase == VisitPhase::left) state.left_at = day(*ended);
    if (ended && phase == VisitPhase::declined) state.decided_at = day(*ended);
    if (ended && phase == VisitPhase::cancelled) state.arrived_at = day(*ended);
    return state;
}

struct Life {
    const char* what;
    RetentionInput input;
    std::optional<int> due;  // a day
};

using enum VisitPhase;

const Life lives[] = {
    {"left on time", {.visits = {visit(left, 0, 0)}, .noted = day(-5)}, 90},
    {"left late counts from when they left", {.visits = {visit(left, 0, 3)}, .noted = day(-5)}, 93},
    {"the last visit counts", {.visits = {visit(left, 40, 40), visit(left, 0, 0)}, .noted = day(-5)}, 130},
    {"never came", {.visits = {visit(expected, 2)}, .noted = day(-5)}, 92},
    {"arrived, and nobody answered", {.visits = {visit(waiting, 2)}, .noted = day(-5)}, 92},
    {"let in, and gone before the badge", {.visits = {visit(approved, 2)}, .noted = day(-5)}, 92},
    {"declined before its planned end", {.visits = {visit(declined, 9, 1)}, .noted = day(-5)}, 91},
    {"called off", {.visits = {visit(cancelled, 300)}, .noted = day(-5)}, 85},
    {"gave up at the door", {.visits = {visit(cancelled, 2, 1)}, .noted = day(-5)}, 91},
    // What no clock that is right can have said.
    {"left long before it began", {.visits = {visit(left, 0, -300)}, .noted = day(-300)}, 90},
    {"at the door long before it was planned", {.visits = {visit(cancelled, 0, -300)}, .noted = day(-300)}, 90},
    {"never a visit", {.noted = day(-5)}, 85},
    {"inside", {.visits = {visit(inside, -200), visit(left, 0, 0)}, .noted = day(-300)}, {}},
    {"expected on day 101", {.visits = {visit(expected, 101), visit(left, 0, 0)}, .noted = day(-5)}, {}},
    {"waiting on day 101", {.visits = {visit(waiting, 101), visit(left, 0, 0)}, .noted = day(-5)}, {}},
    {"approved for day 101", {.visits = {visit(approved, 101), visit(left, 0, 0)}, .noted = day(-5)}, {}},
    {"a host", {.listed = true, .was_listed = true, .visits = {visit(left, 0, 0)}, .noted = day(-300)}, {}},
    {"a host taken off the list", {.was_listed = true, .noted = day(10)}, 40},
    {"a former host who came later", {.was_listed = true, .visits = {visit(left, 0, 0)}, .noted = day(-50)}, 90},
    {"a visitor who was host later", {.was_listed = true, .visits = {visit(left, 0, 0)}, .noted = day(80)}, 110},
    {"erased already", {.erased = true, .visits = {visit(left, 0, 0)}, .noted = day(-5)}, {}},
};

}  // namespace

TEST_CASE("data is kept for policy's days after the last visit, and not while somebody is expected or inside",
          "[visit]") {
    Policy policy;
    policy.retention_days = 90;
    policy.host_retention_days = 30;
    for (const auto& life : lives) {
        INFO(life.what);
        const auto due = erasure_due(policy, life.input, day(100));
        CHECK(due.has_value() == life.due.has_value());
        if (due && life.due) CHECK(*due == day(*life.due));
    }
    policy.retention_days = 1;
    CHECK(erasure_due(policy, lives[0].input, day(100)) == day(1));
}

TEST_CASE("retention is 1 to 365 days, whoever set the policy", "[visit]") {
    CHECK(policy_from_json({{"retention_days", 0}, {"host_retention_days", 4000}}).retention_days == 1);
    CHECK(policy_from_json({{"retention_days", 0}, {"host_retention_days", 4000}}).host_retention_days == 365);
    CHECK(policy_from_json({}).host_retention_days == 90);
    CHECK_FALSE(parse_policy_toml("host_retention_days = 366\n", "policy.toml"));
}
