// config/policy.toml: the shipped file is good, and each kind of mistake is named with its line.
#include <fstream>
#include <iterator>

#include "kiosk/visit/policy.h"
#include "tests/visit/story.h"

using namespace vestibule;

namespace {

std::string shipped_file() {
    std::ifstream in{VESTIBULE_SOURCE "/config/policy.toml"};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string refusal_of(const std::string& toml) {
    const auto policy = parse_policy_toml(toml, "policy.toml");
    return policy ? "taken without a word" : policy.error().what;
}

// A good file whose line 10 begins what is added.
std::string good_then(const std::string& more) {
    return "version = 3\n"
           "default_type = \"visitor\"\n"
           "[[zone]]\n"
           "id = \"public\"\n"
           "name = \"Ground floor\"\n"
           "[[type]]\n"
           "name = \"visitor\"\n"
           "label = \"VISITOR\"\n"
           "zones = [\"public\"]\n" +
           more;
}

}  // namespace

TEST_CASE("the policy that is shipped is good", "[visit]") {
    const auto policy = parse_policy_toml(shipped_file(), "policy.toml");
    if (!policy) FAIL(policy.error().what);
    CHECK(policy->types.size() == 5);
    CHECK(policy->zones.size() == 3);
    CHECK(policy->default_type == "visitor");
    CHECK(policy->own_domains == std::vector<std::string>{"harbour.example"});
    const auto& visitor = type_named(*policy, "visitor");
    CHECK(visitor.label_zh == "访客");
    CHECK(visitor.walk_in_needs_approval);
    CHECK(visitor.walk_in_hours == 4);
    CHECK(type_named(*policy, "auditor").walk_in_hours == VisitType{}.walk_in_hours);
    CHECK(policy->badge_grace_minutes == 30);
    CHECK_FALSE(visitor.booked_needs_answer);
    CHECK(type_named(*policy, "auditor").booked_needs_answer);
    CHECK(access_of(*policy, type_named(*policy, "contractor")).wear ==
          std::vector<std::string>{"Shoe covers and safety glasses"});
}

TEST_CASE("the good file that the mistakes below are added to is good itself", "[visit]") {
    const auto policy = parse_policy_toml(good_then(""), "policy.toml");
    REQUIRE(policy);
    CHECK(policy->version == 3);
    CHECK(policy->lead_hours == 12);
    CHECK(parse_policy_toml("", "policy.toml"));  // all defaults
}

TEST_CASE("each kind of mistake in a policy is named with its file and line", "[visit]") {
    struct Row {
        const char* more;
        const char* line;
        const char* word;
    };
    const Row rows[] = {
        {"label_zh = \"访客", "policy.toml:10:", "correct this line"},
        {"colour = 1", "policy.toml:10:", "colour"},
        {"escort = \"yes\"", "policy.toml:10:", "escort"},
        {"escort = 1", "policy.toml:10:", "escort"},
        {"walk_in_needs_approval = \"false\"", "policy.toml:10:", "walk_in_needs_approval"},
        {"booked_needs_answer = \"true\"", "policy.toml:10:", "booked_needs_answer"},
        {"label_zh = 7", "policy.toml:10:", "label_zh"},
        {"walk_in_hours = 0", "policy.toml:10:", "1 to 72"},
        {"walk_in_hours = 1.5", "policy.toml:10:", "walk_in_hours"},
        {"[[type]]\nname = \"visitor\"\nlabel = \"V\"", "policy.toml:10:", "visitor"},
        {"[[type]]\nname = \"guest\"", "policy.toml:10:", "label"},
        {"[[type]]\nlabel = \"GUEST\"", "policy.toml:10:", "name"},
        {"[[type]]\nname = \"guest\"\nlabel = \"G\"\nzones = [\"cellar\"]", "policy.toml:10:", "cellar"},
        {"[[type]]\nname = \"guest\"\nlabel = \"G\"\nzones = \"public\"", "policy.toml:13:", "zones"},
        {"[[type]]\nname = \"guest\"\nlabel = \"G\"\nzones = [1]", "policy.toml:13:", "zones"},
        {"[[zone]]\nid = \"public\"\nname = \"Twice\"", "policy.toml:10:", "public"},
        {"[[zone]]\nid = \"cellar\"", "policy.toml:10:", "name"},
        {"[[zone]]\nid = \"cellar\"\nname = \"Cellar\"\nwear = true", "policy.toml:13:", "wear"},
        {"[sauna]\nid = 1", "policy.toml:10:", "sauna"},
    };
    for (const auto& row : rows) {
        INFO(row.more);
        const auto said = refusal_of(good_then(row.more));
        CHECK_THAT(said, Catch::StartsWith(row.line));
        CHECK_THAT(said, Catch::Contains(row.word));
    }
}

TEST_CASE("numbers of a policy are whole and within their limits, or named with their line", "[visit]") {
    for (const char* setting : {"version", "clock_skew_s", "data_age_limit_s", "retention_days", "lead_hours",
                                "badge_grace_minutes", "print_fail_over_after_s", "admit_unknown_badges"})
        for (const char* value : {"\"1\"", "1.5", "-1", "99999999999", "[1]", "2026-11-21"}) {
            const auto said = refusal_of("# one line before\n" + std::string{setting} + " = " + value + "\n");
            INFO(setting << " = " << value);
            CHECK_THAT(said, Catch::StartsWith("policy.toml:2:"));
            CHECK_THAT(said, Catch::Contains(setting));
        }
    CHECK_THAT(refusal_of("\ninside_from = \"door\""), Catch::StartsWith("policy.toml:2:"));
    CHECK_THAT(refusal_of("inside_from = \"door\""), Catch::Contains("\"auto\", \"gate\", \"admission\""));
    CHECK_THAT(refusal_of("call_by = \"face\""), Catch::Contains("\"name\", \"number\""));
    CHECK_THAT(refusal_of("inside_from = true"), Catch::StartsWith("policy.toml:1:"));
    CHECK_THAT(refusal_of("inside_from = \"\""), Catch::StartsWith("policy.toml:1:"));
    CHECK_THAT(refusal_of("default_type = 3"), Catch::StartsWith("policy.toml:1:"));
    CHECK_THAT(refusal_of("own_domains = \"harbour.example\""), Catch::StartsWith("policy.toml:1:"));
    CHECK_THAT(refusal_of("\nzone = 3"), Catch::StartsWith("policy.toml:2:"));
    CHECK_THAT(refusal_of("\n[zone]\nid = \"a\"\nname = \"b\""), Catch::StartsWith("policy.toml:2:"));
    CHECK_THAT(refusal_of("\ntype = [1]"), Catch::StartsWith("policy.toml:2:"));
}

TEST_CASE("a default type that isn't among the types is named with its line", "[visit]") {
    const auto said = refusal_of("\ndefault_type = \"guest\"\n[[type]]\nname = \"visitor\"\nlabel = \"V\"\n");
    CHECK_THAT(said, Catch::StartsWith("policy.toml:2:"));
    CHECK_THAT(said, Catch::Contains("guest"));
}

TEST_CASE("a badge has 16 zones at most: the 17th is refused with its line", "[visit]") {
    std::string toml;
    for (int i = 0; i < 17; ++i) toml += "[[zone]]\nid = \"z" + std::to_string(i) + "\"\nname = \"Z\"\n";
    CHECK_THAT(refusal_of(toml), Catch::StartsWith("policy.toml:49:"));
}
