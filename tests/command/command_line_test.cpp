// What the command line takes, and what it says where it takes it not.
#include <catch2/catch.hpp>
#include <set>

#include "kiosk/command/help.h"
#include "kiosk/command/known_stations.h"
#include "kiosk/command/verb_table.h"

using namespace vestibule;

namespace {

using Words = std::vector<std::string>;

// As a shell does it, with double quotes.
Words split(std::string_view line) {
    Words out;
    bool quoted = false, begun = false;
    for (const char c : line) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ' ' && !quoted) {
            begun = false;
        } else {
            if (!begun) out.emplace_back();
            begun = true;
            out.back() += c;
        }
    }
    return out;
}

std::string mistake_in(const Words& words) {
    const auto parsed = parse_command(words, "/");
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().remedy == Remedy::give_up);
    return parsed.error().what;
}

std::string help_for(const Words& words) {
    const auto parsed = parse_command(words, "/");
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().remedy == Remedy::retry_later);
    return parsed.error().what;
}

bool takes(const VerbWords& verb, std::string_view option) {
    return std::ranges::count(verb.options, option, &OptionWords::name) > 0;
}

}  // namespace

TEST_CASE("each verb says what it does, has a row of its own, and an example that parses", "[command]") {
    const auto program = words_of_program();
    std::set<std::string> verbs;
    for (const auto& [path, verb] : leaves_of(program)) {
        INFO(path);
        verbs.insert(path);
        CHECK_FALSE(verb->help.empty());
        const auto row = row_of_verb(path);
        REQUIRE_FALSE(row.example.empty());
        CHECK(row.example.starts_with(path));
        const auto parsed = parse_command(split(row.example), "/here");
        INFO(row.example << ": " << (parsed ? "" : parsed.error().what));
        REQUIRE(parsed);
        CHECK(parsed->verb == path);
        CHECK((parsed->alone != nullptr) != (parsed->at_station != nullptr));
        CHECK(parsed->effect.has_value());
    }
    for (const auto& row : verb_rows()) CHECK(verbs.contains(std::string{row.verb}));
}

TEST_CASE("every verb that answers takes --json", "[command]") {
    // `run` shows screens and `help` is for people; what import and export take stands in FORMATS.
    const std::set<std::string> others = {"run", "help"};
    const auto program = words_of_program();
    for (const auto& [path, verb] : leaves_of(program)) {
        if (others.contains(path) || path.starts_with("import ") || path.starts_with("export ")) continue;
        INFO(path);
        CHECK(takes(*verb, "--json"));
    }
}

TEST_CASE("a verb or option that isn't there is said with the nearest that is", "[command]") {
    CHECK_THAT(mistake_in({"arivals"}), Catch::Contains("no command \"arivals\"; is \"arrivals\" meant?"));
    CHECK_THAT(mistake_in({"--data", "/tmp", "arivals"}), Catch::Contains("is \"arrivals\" meant?"));
    CHECK_THAT(mistake_in({"log", "verfy"}), Catch::Contains("no command \"log verfy\"; is \"verify\" meant?"));
    CHECK_THAT(mistake_in({"xyzzy"}), Catch::Contains("no command \"xyzzy\"\nSee: vestibule help"));
    CHECK_THAT(mistake_in({"arrivals", "--josn"}), Catch::Contains("no option --josn; is \"--json\" meant?"));
    CHECK_THAT(mistake_in({"arrivals", "--serch=x"}), Catch::Contains("is \"--search\" meant?"));
    CHECK_THAT(mistake_in({"arrivals", "--dat", "/tmp"}), Catch::Contains("is \"--data\" meant?"));
    CHECK_THAT(mistake_in({"arrivals", "today"}), Catch::Contains("\"today\" is one word too many"));
    CHECK_THAT(mistake_in({"log"}), Catch::Contains("needs one of: verify, stats, backup, restore, rebuild"));
    CHECK_THAT(mistake_in({"--windowd", "600x600"}), Catch::Contains("is \"--windowed\" meant?"));
    CHECK_THAT(mistake_in({"badge", "verify"}), Catch::Contains("See: vestibule help badge verify"));
}

TEST_CASE("help is given of the program and of each verb, however it is asked for", "[command]") {
    const auto program = words_of_program();
    const auto whole = help_for({"--help"});
    CHECK(help_for({"--data", "/tmp", "-h"}) == whole);
    CHECK(help_text(program, "") == whole);
    for (const auto& verb : program.verbs) CHECK_THAT(whole, Catch::Contains("  " + verb.name));
    for (const auto& [path, verb] : leaves_of(program)) {
        auto words = split(path);
        words.emplace_back("--help");
        const auto text = help_for(words);
        INFO(path);
        CHECK(text == help_text(program, path));
        CHECK_THAT(text, Catch::Contains("Usage: vestibule " + path));
        CHECK_THAT(text, Catch::Contains("For example:\n  vestibule " + path));
        for (const auto& option : verb->options) CHECK_THAT(text, Catch::Contains("  " + option.name));
    }
    CHECK_THAT(help_for({"log", "--help"}), Catch::Contains("  verify "));
    CHECK(verb_at(program, "log verify") != nullptr);
    CHECK(verb_at(program, "log nothing") == nullptr);
    for (std::size_t at = 0; at < whole.size();) {  // it fits a terminal
        const auto end = whole.find('\n', at);
        CHECK(end - at <= 100);
        at = end + 1;
    }
}

TEST_CASE("alone, or with options only, it is the start of the station", "[command]") {
    for (const auto& words : {Words{}, {"--role", "guard"}, {"--data", "/tmp", "--windowed", "600x600"}}) {
        const auto parsed = parse_command(words, "/");
        REQUIRE(parsed);
        CHECK(parsed->verb == "run");
    }
}

TEST_CASE("the version is told with the libraries, for people and for machines", "[command]") {
    for (const auto& words : {Words{"--version"}, {"--version", "--json"}, {"arrivals", "--version"}}) {
        const auto parsed = parse_command(words, "/");
        REQUIRE(parsed);
        REQUIRE(parsed->alone);
        Output output;
        CHECK(parsed->alone(parsed->globals, output) == done);
        CHECK_THAT(output.out, Catch::Contains("SQLite") && Catch::Contains("CUPS") && Catch::Contains("commit"));
        if (words.size() == 2 && words[1] == "--json") {
            const auto json = parse_object(output.out);
            CHECK(text_field(json, "version").find('.') != std::string::npos);
            CHECK(json.at("libraries").size() >= 8);
        }
    }
}

TEST_CASE("what a verb does to a station hangs on its options", "[command]") {
    const auto effect_of = [](const Words& words) {
        const auto parsed = parse_command(words, "/");
        REQUIRE(parsed);
        return *parsed->effect;
    };
    CHECK(effect_of({"roll-call"}) == Effect::reads);
    CHECK(effect_of({"roll-call", "--pdf", "list.pdf"}) == Effect::reads_live);
    CHECK(effect_of({"roll-call", "--print"}) == Effect::writes);
    CHECK(effect_of({"paper", "visit-form", "--blank", "--print"}) == Effect::writes);
    CHECK(effect_of({"person", "erase", "--due"}) == Effect::writes);
    CHECK(effect_of({"person", "erase", "--due", "--dry-run"}) == Effect::reads);
    CHECK(effect_of({"export", "events"}) == Effect::reads);
    CHECK(effect_of({"import", "hosts", "hosts.csv"}) == Effect::writes);
}
