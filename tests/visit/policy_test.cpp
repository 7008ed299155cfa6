// Decisions that follow from policy: access, the end of a badge, whether an appointment may be met; its JSON form.
#include "kiosk/visit/policy.h"
#include "tests/visit/story.h"

using namespace vestibule;
using namespace vestibule::visit_test;

namespace {

Policy sample() {
    Policy policy;
    policy.zones = {{.id = "public", .name = "Ground floor"},
                    {.id = "offices", .name = "Floors 1–2"},
                    {.id = "workshop", .name = "Workshop", .wear = "Shoe covers", .escort = true}};
    policy.types = {{.name = "visitor", .label = "VISITOR", .zones = {"public", "offices"}},
                    {.name = "contractor", .label = "CONTRACTOR", .zones = {"workshop", "public"}},
                    {.name = "candidate", .label = "CANDIDATE", .zones = {"public"}, .escort = true}};
    return policy;
}

SiteZone zone(const char* name) {
    return SiteZone::named(name).value();
}

VisitState planned(Instant from, Instant until) {
    VisitState visit;
    visit.from = from;
    visit.until = until;
    return visit;
}

constexpr auto hours = [](int n) { return std::chrono::hours{n}; };
constexpr auto second = std::chrono::seconds{1};
using std::chrono::minutes;

}  // namespace

TEST_CASE("access follows the type's zones in the policy's order", "[visit]") {
    const auto policy = sample();
    const auto visitor_access = access_of(policy, type_named(policy, "visitor"));
    CHECK(visitor_access.zones == 0b011);
    CHECK_FALSE(visitor_access.escort);
    CHECK(visitor_access.zone_names == std::vector<std::string>{"Ground floor", "Floors 1–2"});
    CHECK(visitor_access.wear.empty());

    const auto contractor = access_of(policy, type_named(policy, "contractor"));
    CHECK(contractor.zones == 0b101);
    CHECK(contractor.escort);  // the workshop asks for it
    CHECK(contractor.wear == std::vector<std::string>{"Shoe covers"});

    const auto candidate = access_of(policy, type_named(policy, "candidate"));
    CHECK(candidate.zones == 0b001);
    CHECK(candidate.escort);  // the type asks for it
}

TEST_CASE("a token's mask names the same zones again: bits without a zone name none", "[visit]") {
    const auto access = access_of_mask(sample(), 0b1111'0000'0000'0010, false);
    CHECK(access.zone_names == std::vector<std::string>{"Floors 1–2"});
    CHECK_FALSE(access.escort);
    CHECK(access_of_mask(sample(), 0b100, false).escort);
    CHECK(access_of_mask(sample(), 0, true).escort);
    CHECK(access_of_mask(sample(), 0, false).zone_names.empty());
}

TEST_CASE("a type that policy doesn't name is the default one, and lacking that the first", "[visit]") {
    auto policy = sample();
    CHECK(type_named(policy, "candidate").name == "candidate");
    policy.default_type = "contractor";
    CHECK(type_named(policy, "dignitary").name == "contractor");
    policy.default_type = "nobody";
    CHECK(type_named(policy, "").name == "visitor");
}

TEST_CASE("a badge ends with its visit's planned end and policy's grace, whatever the clock says then", "[visit]") {
    const auto london = zone("Europe/London");
    const auto noon = london.at(2026, 11, 21, 12);
    auto policy = sample();
    const auto end = [&](const VisitState& visit, Instant now) { return badge_end(policy, visit, london, now); };
    CHECK(end(planned(noon, noon + hours(2)), noon) == noon + hours(2) + minutes(30));
    CHECK(end(planned(noon, noon + hours(2)), noon + minutes(119)) == noon + hours(2) + minutes(30));
    CHECK(end(planned(noon, noon + hours(2)), noon - hours(3)) == noon + hours(2) + minutes(30));
    // A night, several days, a calendar's whole day: over midnight as well.
    CHECK(end(planned(noon + hours(10), noon + hours(18)), noon + hours(10)) == noon + hours(18) + minutes(30));
    CHECK(end(planned(noon + hours(10), noon + hours(18)), noon + hours(13)) == noon + hours(18) + minutes(30));
    CHECK(end(planned(noon, noon + hours(72)), noon) == noon + hours(72) + minutes(30));
    CHECK(end(planned(noon - hours(12), noon + hours(12)), noon) == noon + hours(12) + minutes(30));
    policy.badge_grace_minutes = 0;
    CHECK(end(planned(noon, noon + hours(2)), noon) == noon + hours(2));
}

TEST_CASE("whom no plan covers gets a walk-in's time: by type, to a whole minute", "[visit]") {
    const auto london = zone("Europe/London");
    const auto noon = london.at(2026, 11, 21, 12);
    auto policy = sample();
    policy.types[0].walk_in_hours = 4;
    policy.types[1].walk_in_hours = 10;
    const auto walks_in = noon + hours(4) + minutes(30);
    const auto end = [&](const VisitState& visit) { return badge_end(policy, visit, london, noon); };
    CHECK(end(planned(noon - hours(3), noon - hours(2))) == walks_in);                  // met late
    CHECK(end(planned(noon - hours(3), noon)) == walks_in);                             // at the last moment
    CHECK(end(planned(noon - hours(48), noon - hours(47))) == walks_in);                // days late
    CHECK(end(planned(noon + hours(21 * 24), noon + hours(21 * 24 + 1))) == walks_in);  // weeks early
    CHECK(end(planned({}, {})) == walks_in);                                            // a wrong import
    CHECK(end(planned(noon + hours(2), noon + hours(1))) == walks_in);
    auto contractor = planned({}, {});
    contractor.type = policy.types[1].name;
    CHECK(end(contractor) == noon + hours(10) + minutes(30));
    CHECK(walk_in_end(policy.types[0], noon + second) == noon + hours(4) + minutes(1));
    // Hours are hours where clocks are changed.
    const auto berlin = zone("Europe/Berlin");
    const auto autumn = berlin.at(2026, 10, 25), spring = berlin.at(2026, 3, 29);
    CHECK(walk_in_end(policy.types[0], autumn) == berlin.at(2026, 10, 25, 3));
    CHECK(walk_in_end(policy.types[0], spring) == berlin.at(2026, 3, 29, 5));
}

TEST_CASE("an appointment may be met on its day, or the lead time before, not after its last day", "[visit]") {
    const auto london = zone("Europe/London");
    const auto policy = sample();
    const auto from = london.at(2026, 11, 21, 14), until = london.at(2026, 11, 21, 15);
    const auto may = [&](Instant now) { return may_be_met(policy, planned(from, until), london, now); };
    const auto day = london.at(2026, 11, 21);
    CHECK(may(day));
    CHECK_FALSE(may(day - second));
    CHECK(may(from));
    CHECK(may(until + hours(3)));  // late, but the same day
    CHECK(may(day + hours(24) - second));
    CHECK_FALSE(may(day + hours(24)));

    const auto early = london.at(2026, 11, 21, 8);
    const auto may_early = [&](Instant now) {
        return may_be_met(policy, planned(early, early + hours(1)), london, now);
    };
    CHECK(may_early(early - hours(12)));
    CHECK_FALSE(may_early(early - hours(12) - second));
}

TEST_CASE("an appointment of several days may be met on each: an end before the start is no end", "[visit]") {
    const auto london = zone("Europe/London");
    const auto from = london.at(2026, 11, 20, 9), until = london.at(2026, 11, 23, 17);
    CHECK(may_be_met(sample(), planned(from, until), london, london.at(2026, 11, 23, 23, 59)));
    CHECK_FALSE(may_be_met(sample(), planned(from, until), london, london.at(2026, 11, 24)));
    CHECK(may_be_met(sample(), planned(from, from - hours(100)), london, from + hours(1)));
}

TEST_CASE("an appointment that ends at midnight ends with the day before", "[visit]") {
    const auto london = zone("Europe/London");
    const auto from = london.at(2026, 11, 21), until = london.at(2026, 11, 22);  // a calendar's whole day
    CHECK(may_be_met(sample(), planned(from, until), london, until - second));
    CHECK_FALSE(may_be_met(sample(), planned(from, until), london, until));
}

TEST_CASE("an appointment's day follows the site's clocks when they change", "[visit]") {
    const auto berlin = zone("Europe/Berlin");
    auto policy = sample();
    policy.lead_hours = 0;
    const auto from = berlin.at(2026, 10, 25, 14);
    const auto midnight = berlin.at(2026, 10, 25);
    const auto may = [&](Instant now) { return may_be_met(policy, planned(from, from + hours(1)), berlin, now); };
    CHECK_FALSE(may(midnight - second));
    CHECK(may(midnight));
    CHECK(may(midnight + hours(25) - second));
    CHECK_FALSE(may(midnight + hours(25)));
}

TEST_CASE("policy goes through its JSON form unchanged", "[visit]") {
    auto policy = sample();
    policy.version = 12;
    policy.default_type = "candidate";
    policy.own_domains = {"harbour.example", "港口.example"};
    policy.clock_skew_s = 5;
    policy.data_age_limit_s = 90;
    policy.retention_days = 31;
    policy.lead_hours = 3;
    policy.badge_grace_minutes = 45;
    policy.inside_from = InsideFrom::admission;
    policy.call_by = CallBy::number;
    policy.types[1].walk_in_hours = 11;
    policy.admit_unknown_badges = true;
    policy.types[1].walk_in_needs_approval = false;
    policy.types[1].booked_needs_answer = true;
    policy.types[1].badge_template = "temporary-pass";
    const auto json = policy_json(policy);
    CHECK(policy_json(policy_from_json(json)) == json);
    CHECK(policy_from_json(json).types[1].badge_template == "temporary-pass");
    CHECK(policy_from_json(json).admit_unknown_badges);
    CHECK(policy_from_json(json).badge_grace_minutes == 45);
    CHECK(policy_from_json(json).inside_from == InsideFrom::admission);
    CHECK(policy_from_json(json).call_by == CallBy::number);
    CHECK(policy_from_json({{"inside_from", "the roof"}}).inside_from == InsideFrom::automatic);
    CHECK(policy_from_json(json).types[1].walk_in_hours == 11);
}

TEST_CASE("policy from elsewhere is read whatever it holds: wrong fields keep their defaults", "[visit]") {
    const auto defaults = policy_json(policy_from_json(Json::object()));
    for (const char* text : {"[]", "null", "7", R"({"zone": 1, "type": "x", "own_domains": {"a": 1}})",
                             R"({"clock_skew_s": "sixty", "lead_hours": null, "version": [1]})"}) {
        INFO(text);
        CHECK(policy_json(policy_from_json(Json::parse(text))) == defaults);
    }
    CHECK(policy_from_json({{"clock_skew_s", 100'000}}).clock_skew_s == 3600);
    CHECK(policy_from_json({{"lead_hours", -4}}).lead_hours == 0);
    CHECK(
        policy_from_json({{"zone", Json::array({1, "x", nullptr})}, {"type", Json::array({nullptr})}}).types.size() ==
        1);
    auto many = Json::array();
    for (int i = 0; i < 40; ++i) many.push_back({{"id", std::to_string(i)}, {"name", "Z"}});
    CHECK(policy_from_json({{"zone", many}}).zones.size() == 16);
}
