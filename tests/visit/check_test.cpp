// The verdict at a gate, as a table: each refusal, each direction, a second before and after each time.
#include <set>

#include "kiosk/visit/check.h"
#include "tests/visit/story.h"

using namespace vestibule;
using namespace vestibule::visit_test;

namespace {

constexpr auto second = std::chrono::seconds{1};
const Instant valid_from = at(0), valid_until = at(480);

Policy policy_with_skew(int seconds) {
    auto policy = default_policy();
    policy.clock_skew_s = seconds;
    return policy;
}

// A genuine badge of somebody admitted, an hour after it was issued.
CheckInput good(Passage passage = Passage::in) {
    BadgeState badge;
    badge.issued = true;
    VisitState visit;
    visit.phase = VisitPhase::inside;
    return {.claims = {.not_before = valid_from, .expires = valid_until},
            .badge = badge,
            .visit = visit,
            .passage = passage,
            .now = at(60)};
}

CheckResult verdict_of(const CheckInput& input, int skew_s = 60) {
    return check_badge(policy_with_skew(skew_s), input);
}

struct Row {
    const char* what;
    void (*make)(CheckInput&);
    CheckResult in, out, check;
};

constexpr CheckResult welcome = {.verdict = Verdict::welcome};
constexpr CheckResult goodbye = {.verdict = Verdict::goodbye};
constexpr CheckResult missing = {.verdict = Verdict::details_missing};
constexpr CheckResult no(Refusal why) {
    return {.verdict = Verdict::refused, .refusal = why};
}

template <VisitPhase phase>
void in_phase(CheckInput& input) {
    input.visit->phase = phase;
}

const std::vector<Row>& table() {
    using enum Refusal;
    // clang-format off
    static const std::vector<Row> rows = {
        {"a good badge",        [](CheckInput&) {},                                        welcome,            goodbye, welcome},
        {"already inside",      [](CheckInput& i) { i.badge->inside = true; },             no(already_inside), goodbye, welcome},
        {"revoked",             [](CheckInput& i) { i.badge->revoked = true; },            no(revoked),        no(revoked), no(revoked)},
        {"the visit has left",  in_phase<VisitPhase::left>,                                no(visit_over),     goodbye, no(visit_over)},
        {"declined",            in_phase<VisitPhase::declined>,                            no(visit_over),     goodbye, no(visit_over)},
        {"cancelled",           in_phase<VisitPhase::cancelled>,                           no(visit_over),     goodbye, no(visit_over)},
        {"revoked and over",    [](CheckInput& i) { i.badge->revoked = true; i.visit->phase = VisitPhase::left; },
                                                                                           no(revoked),        no(revoked), no(revoked)},
        {"an hour too early",   [](CheckInput& i) { i.now = valid_from - 3600 * second; }, no(not_yet_valid),  goodbye, no(not_yet_valid)},
        {"an hour too late",    [](CheckInput& i) { i.now = valid_until + 3600 * second; },no(expired),        goodbye, no(expired)},
        {"late and inside",     [](CheckInput& i) { i.now = valid_until + 3600 * second; i.badge->inside = true; },
                                                                                           no(expired),        goodbye, no(expired)},
        {"never heard of",      [](CheckInput& i) { i.badge.reset(); i.visit.reset(); },   missing,            goodbye, missing},
        {"issued, not heard",   [](CheckInput& i) { i.badge->issued = false; },            missing,            goodbye, missing},
        {"only its visit over", [](CheckInput& i) { i.badge.reset(); i.visit->phase = VisitPhase::left; },
                                                                                           no(visit_over),     goodbye, no(visit_over)},
        {"its visit not here",  [](CheckInput& i) { i.visit.reset(); },                    welcome,            goodbye, welcome},
        {"unheard and inside",  [](CheckInput& i) { i.badge->issued = false; i.badge->inside = true; },
                                                                                           no(already_inside), goodbye, missing},
    };
    // clang-format on
    return rows;
}

}  // namespace

TEST_CASE("the verdict at a gate is the table's, for each direction", "[visit]") {
    for (const auto& row : table())
        for (const auto& [passage, wanted] :
             {std::pair{Passage::in, row.in}, {Passage::out, row.out}, {Passage::check, row.check}}) {
            auto input = good(passage);
            row.make(input);
            const auto result = verdict_of(input);
            INFO(row.what << ", passage " << static_cast<int>(passage));
            CHECK(name_of(result.verdict) == name_of(wanted.verdict));
            CHECK(name_of(result.refusal) == name_of(wanted.refusal));
        }
}

TEST_CASE("a badge's times hold to the second, give or take the policy's skew", "[visit]") {
    for (const int skew : {0, 60, 3600}) {
        const auto slack = skew * second;
        const auto refusal_at = [&](Instant now) {
            auto input = good();
            input.now = now;
            return verdict_of(input, skew).refusal;
        };
        INFO("skew " << skew << " s");
        CHECK(refusal_at(valid_from - slack - second) == Refusal::not_yet_valid);
        CHECK(refusal_at(valid_from - slack) == Refusal::none);
        CHECK(refusal_at(valid_from - slack + second) == Refusal::none);
        CHECK(refusal_at(valid_until + slack - second) == Refusal::none);
        CHECK(refusal_at(valid_until + slack) == Refusal::expired);
        CHECK(refusal_at(valid_until + slack + second) == Refusal::expired);
    }
}

TEST_CASE("a badge that a gate has never heard of is welcome only where policy says so", "[visit]") {
    auto policy = policy_with_skew(60);
    auto input = good();
    input.badge.reset();
    input.visit.reset();
    CHECK(check_badge(policy, input) == missing);
    policy.admit_unknown_badges = true;
    CHECK(check_badge(policy, input) == welcome);
    input.now = valid_until + 3600 * second;
    CHECK(check_badge(policy, input) == no(Refusal::expired));
}

TEST_CASE("every phase but the ended ones is welcome with its badge", "[visit]") {
    using enum VisitPhase;
    for (const auto phase : {unknown, expected, waiting, approved, inside, merged}) {
        auto input = good();
        input.visit->phase = phase;
        INFO(name_of(phase));
        CHECK(verdict_of(input) == welcome);
    }
}

TEST_CASE("verdicts and refusals have names of their own", "[visit]") {
    std::set<std::string_view> names;
    using enum Refusal;
    for (const auto why : {none, unreadable, wrong_site, unknown_key, forged, not_yet_valid, expired, revoked,
                           already_inside, visit_over, erased})
        CHECK(names.insert(name_of(why)).second);
    for (const auto verdict : {Verdict::welcome, Verdict::goodbye, Verdict::details_missing, Verdict::refused})
        CHECK(names.insert(name_of(verdict)).second);
}
