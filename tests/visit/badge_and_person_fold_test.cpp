// The folds of a badge and of a person, as tables: every kind in every situation, absorbing ends.
#include <algorithm>

#include "kiosk/visit/badge_state.h"
#include "kiosk/visit/person_state.h"
#include "tests/visit/story.h"

using namespace vestibule;
using namespace vestibule::visit_test;

namespace {

Step printed(const char* outcome) {
    return {kind::badge_printed, {{"outcome", outcome}}};
}
const Step entered = {kind::badge_entered, {{"gate", "Gate 1"}}};
const Step went_out = {kind::badge_left, {{"gate", "Gate 1"}}};
const Step revoked = {kind::badge_revoked, {{"reason", "reprinted"}}};

BadgeState badge_of(const std::vector<Step>& steps) {
    return fold_badge(story(steps));
}
PersonState person_of(const std::vector<Step>& steps) {
    return fold_person(story(steps));
}

using Out = PrintOutcome;

struct BadgeRow {
    const char* what;
    std::vector<Step> steps;
    bool issued, revoked, inside;
    PrintOutcome print;
};

const std::vector<BadgeRow> badge_table = {
    {"nothing heard", {}, false, false, false, Out::pending},
    {"issued", {issued()}, true, false, false, Out::pending},
    {"issued twice", {issued(), issued()}, true, false, false, Out::pending},
    {"printed", {issued(), printed("printed")}, true, false, false, Out::printed},
    {"saved as a file", {issued(), printed("saved")}, true, false, false, Out::saved},
    {"print failed", {issued(), printed("failed")}, true, false, false, Out::failed},
    {"print unknown", {issued(), printed("unknown")}, true, false, false, Out::unknown},
    {"an outcome of a later version", {issued(), printed("laminated")}, true, false, false, Out::unknown},
    {"failed, then printed", {issued(), printed("failed"), printed("printed")}, true, false, false, Out::printed},
    {"printed before issued", {printed("printed"), issued()}, true, false, false, Out::printed},
    {"entered", {issued(), entered}, true, false, true, Out::pending},
    {"entered twice", {issued(), entered, entered}, true, false, true, Out::pending},
    {"entered and left", {issued(), entered, went_out}, true, false, false, Out::pending},
    {"left before entered", {issued(), went_out, entered}, true, false, true, Out::pending},
    {"in again", {issued(), entered, went_out, entered}, true, false, true, Out::pending},
    {"revoked", {issued(), revoked}, true, true, false, Out::pending},
    {"revoked before issued", {revoked, issued()}, true, true, false, Out::pending},
    {"revoked, then used all the same", {issued(), revoked, entered}, true, true, true, Out::pending},
    {"revoked, issued again, printed", {revoked, issued(), printed("saved")}, true, true, false, Out::saved},
    {"only entered", {entered}, false, false, true, Out::pending},
    {"refused and returned",
     {issued(), {kind::badge_refused}, {kind::badge_returned}},
     true,
     false,
     false,
     Out::pending},
};

}  // namespace

TEST_CASE("a badge's events lead to the state that the table says", "[visit]") {
    for (const auto& row : badge_table) {
        const auto state = badge_of(row.steps);
        INFO(row.what);
        CHECK(state.issued == row.issued);
        CHECK(state.revoked == row.revoked);
        CHECK(state.inside == row.inside);
        CHECK(name_of(state.print) == name_of(row.print));
    }
}

TEST_CASE("kinds that aren't a badge's leave it as it is", "[visit]") {
    const auto known = {kind::badge_issued, kind::badge_printed, kind::badge_revoked, kind::badge_entered,
                        kind::badge_left};
    const auto before = story({issued(), entered, printed("printed")});
    std::vector<std::string> kinds = {"badge.melted", ""};
    for (const auto& kind : all_kinds()) kinds.emplace_back(kind.name);
    for (const auto& kind : kinds) {
        if (std::find(known.begin(), known.end(), kind) != known.end()) continue;
        INFO(kind);
        CHECK(fold_badge(and_then(before, {kind, issued().body})) == fold_badge(before));
    }
}

TEST_CASE("a badge holds what it was issued with, and by whom", "[visit]") {
    const auto state = badge_of({issued(), entered, revoked, {kind::badge_revoked, {{"reason", "lost"}}}});
    CHECK(state.issuer == lobby);
    CHECK(state.visit == id<VisitId>(7));
    CHECK(state.person == visitor);
    CHECK(state.type == "visitor");
    CHECK(state.zones == 3);
    CHECK(state.escort);
    CHECK(state.not_before == at(0));
    CHECK(state.expires == at(600));
    CHECK(state.badge_template == "visitor");
    CHECK(state.entered_at == at(2));
    CHECK(state.entered_gate == "Gate 1");
    CHECK(state.revoked_reason == "reprinted");
}

TEST_CASE("a badge's printing time is that of the paper, not of a failure", "[visit]") {
    CHECK_FALSE(badge_of({issued(), printed("failed")}).printed_at);
    CHECK(badge_of({issued(), printed("failed"), printed("saved")}).printed_at == at(3));
    CHECK(badge_of({issued(), printed("printed")}).printed_at == at(2));
}

TEST_CASE("a badge issued with fields that can't be isn't issued, or without them", "[visit]") {
    auto step = issued();
    SECTION("no visit") {
        step.body["visit"] = "none";
        CHECK(badge_of({step}) == BadgeState{});
    }
    SECTION("no person") {
        step.body.erase("person");
        CHECK(badge_of({step}) == BadgeState{});
    }
    SECTION("more zones than a token has bits") {
        step.body["zones"] = 0x7FFF0003;
        CHECK(badge_of({step}).zones == 3);
    }
    SECTION("a number of zones beyond every integer opens none") {
        step.body["zones"] = std::numeric_limits<std::uint64_t>::max();
        CHECK(badge_of({step}).zones == 0);
    }
}

TEST_CASE("outcomes of printing and their names belong together", "[visit]") {
    for (const auto outcome : {Out::pending, Out::printed, Out::saved, Out::failed, Out::unknown})
        CHECK(print_outcome_named(name_of(outcome)) == outcome);
    CHECK(print_outcome_named("") == Out::unknown);
}

TEST_CASE("a person's events lead to the state that the table says", "[visit]") {
    const Step described = {kind::person_described, {{"language", "zh_CN"}}};
    const Step listed = {kind::host_listed};
    const Step unlisted = {kind::host_unlisted};
    const Step staff = {kind::staff_listed, {{"roles", {"guard", "reception"}}}};
    const Step staff_no_more = {kind::staff_listed, {{"roles", Json::array()}}};
    const Step erased = {kind::person_erased};

    CHECK(person_of({}) == PersonState{});
    CHECK(person_of({described}).language == "zh_CN");
    CHECK(person_of({described, {kind::person_described}}).language == "zh_CN");
    CHECK(person_of({listed}).host);
    CHECK_FALSE(person_of({listed, unlisted}).host);
    CHECK(person_of({listed, unlisted, listed}).host);
    CHECK(person_of({unlisted, listed}).host);
    CHECK(person_of({staff}).staff);
    CHECK(person_of({staff}).staff_roles == std::vector<std::string>{"guard", "reception"});
    CHECK_FALSE(person_of({staff, staff_no_more}).staff);
    CHECK(person_of({{kind::staff_listed, {{"roles", {"guard", 7, nullptr}}}}}).staff_roles ==
          std::vector<std::string>{"guard"});
    CHECK_FALSE(person_of({{kind::staff_listed, {{"roles", "guard"}}}}).staff);
    CHECK(person_of({staff, {kind::staff_signed_in}, {kind::staff_looked_up}, {"person.cloned"}}) ==
          person_of({staff}));
}

TEST_CASE("erased is absorbing wherever it stands, and nothing points to what is gone", "[visit]") {
    const std::vector<Step> life = {{kind::person_described, {{"language", "de"}}},
                                    {kind::host_listed},
                                    {kind::staff_listed, {{"roles", {"guard"}}}},
                                    {kind::person_described}};
    PersonState gone;
    gone.erased = true;
    for (std::size_t i = 0; i <= life.size(); ++i) {
        auto steps = life;
        steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(i), Step{kind::person_erased});
        auto events = story(steps);
        for (auto& one : events) one.sealed = Bytes{1};
        INFO("erased as number " << i + 1);
        CHECK(fold_person(events) == gone);
    }
}

TEST_CASE("a person's details are in the newest sealed row of each sort", "[visit]") {
    auto events = story({{kind::person_described},
                         {kind::host_listed},
                         {kind::staff_listed, {{"roles", {"guard"}}}},
                         {kind::person_described}});
    for (auto& one : events) one.sealed = Bytes{1};
    CHECK(fold_person(events).details == EventKey{lobby, 4});
    CHECK(fold_person(events).staff_details == EventKey{lobby, 3});
    events[3].sealed.reset();  // nothing sealed: nothing to find there
    CHECK(fold_person(events).details == EventKey{lobby, 2});
}
