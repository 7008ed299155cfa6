// config/vestibule.toml: the shipped file is good, and each kind of mistake is named with its line.
#include "kiosk/base/config.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "kiosk/base/whole_file.h"
#include "tests/support/temporary_folder.h"

using namespace vestibule;

namespace {

std::string refusal_of(const std::string& toml) {
    const auto config = parse_config(toml, "v.toml");
    return config ? "taken without a word" : config.error().what;
}

}  // namespace

TEST_CASE("the configuration that is shipped is good", "[base]") {
    const auto config = read_config(VESTIBULE_SOURCE "/config/vestibule.toml");
    if (!config) FAIL(config.error().what);
    CHECK(config->site.issuer.size() <= 4);
    CHECK_FALSE(config->site.languages.empty());
}

TEST_CASE("an empty configuration has the defaults that the header says", "[base]") {
    const auto config = parse_config("", "v.toml");
    REQUIRE(config);
    CHECK(config->site.issuer == "VEST");
    CHECK(config->display.idle_s == 60);
    CHECK(config->gate.direction == GateDirection::both);
    CHECK(config->mail.server.empty());
}

TEST_CASE("every setting is taken", "[base]") {
    const auto config = parse_config(
        "[site]\nname = \"港口大厦\"\nissuer = \"HH\"\ntime_zone = \"Asia/Shanghai\"\nlanguages = [\"zh_CN\"]\n"
        "directions = \"Left\"\n[display]\nwidth_mm = 268\nheight_mm = 476.5\nbrand = \"#123abC\"\nlogo = \"l.svg\"\n"
        "motion = false\nidle_s = 90\n[printer]\nserver = \"h:631\"\nqueue = \"q\"\nfolder = \"f\"\n"
        "badge_template = \"t\"\ndrawings = \"d\"\norientation = \"portrait\"\noffice_queue = \"o\"\nfallback = "
        "[\"r\"]\nfallback_place = \"desk\"\npaper = "
        "\"letter\"\n[mail]\nserver = \"smtp://h:25\"\nfrom = \"a@b\"\nuser = \"u\"\n"
        "password_file = \"p\"\n[gate]\nname = \"North\"\ndirection = \"out\"\n",
        "v.toml");
    if (!config) FAIL(config.error().what);
    CHECK(config->site.name == "港口大厦");
    CHECK(config->site.issuer == "HH");
    CHECK(config->site.time_zone == "Asia/Shanghai");
    CHECK(config->site.languages == std::vector<std::string>{"zh_CN"});
    CHECK(config->site.directions == "Left");
    CHECK(config->display.width.value == 268);
    CHECK(config->display.height.value == 476.5F);
    CHECK(config->display.brand == "#123abC");
    CHECK(config->display.logo == "l.svg");
    CHECK_FALSE(config->display.motion);
    CHECK(config->display.idle_s == 90);
    CHECK(config->printer.server == "h:631");
    CHECK(config->printer.queue == "q");
    CHECK(config->printer.folder == "f");
    CHECK(config->printer.badge_template == "t");
    CHECK(config->printer.drawings == "d");
    CHECK(config->printer.orientation == "portrait");
    CHECK(config->printer.office_queue == "o");
    CHECK(config->printer.fallback == std::vector<std::string>{"r"});
    CHECK(config->printer.fallback_place == "desk");
    CHECK(config->printer.paper == "letter");
    CHECK(config->mail.server == "smtp://h:25");
    CHECK(config->mail.from == "a@b");
    CHECK(config->mail.user == "u");
    CHECK(config->mail.password_file == "p");
    CHECK(config->gate.name == "North");
    CHECK(config->gate.direction == GateDirection::out);
}

TEST_CASE("each kind of mistake in the configuration is named with its file and line", "[base]") {
    struct Row {
        const char* toml;
        const char* line;
        const char* word;
    };
    const Row rows[] = {
        {"[site", "v.toml:1:", "correct this line"},
        {"[site]\nname = \"unended", "v.toml:2:", "correct this line"},
        {"\n[sauna]\n", "v.toml:2:", "sauna"},
        {"issuer = \"HH\"", "v.toml:1:", "issuer"},
        {"[site]\ncolour = 1", "v.toml:2:", "colour"},
        {"[site]\nname = 1", "v.toml:2:", "site.name"},
        {"[site]\nlanguages = \"en\"", "v.toml:2:", "site.languages"},
        {"[printer]\nfallback = \"front-desk\"", "v.toml:2:", "printer.fallback"},
        {"[printer]\nfallback = [\"\"]", "v.toml:2:", "printer.fallback"},
        {"[printer]\nfallback = [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]", "v.toml:2:", "8 queues"},
        {"[site]\nlanguages = []", "v.toml:2:", "site.languages"},
        {"[site]\nlanguages = [\"en\", 2]", "v.toml:2:", "site.languages"},
        {"[site]\nissuer = \"TOOLONG\"", "v.toml:2:", "site.issuer"},
        {"[site]\n\nissuer = \"\"", "v.toml:3:", "site.issuer"},
        {"[site]\nissuer = \"Å\"", "v.toml:2:", "site.issuer"},
        {"[site]\ntime_zone = \"Mars/Olympus\"", "v.toml:2:", "Mars/Olympus"},
        {"[display]\nbrand = \"teal\"", "v.toml:2:", "display.brand"},
        {"[display]\nbrand = \"#12345g\"", "v.toml:2:", "display.brand"},
        {"[display]\nwidth_mm = -1", "v.toml:2:", "display.width_mm"},
        {"[display]\nwidth_mm = \"wide\"", "v.toml:2:", "display.width_mm"},
        {"[display]\nheight_mm = nan", "v.toml:2:", "display.height_mm"},
        {"[display]\nheight_mm = inf", "v.toml:2:", "display.height_mm"},
        {"[display]\nidle_s = 5", "v.toml:2:", "display.idle_s"},
        {"[display]\nidle_s = 60.5", "v.toml:2:", "display.idle_s"},
        {"[display]\nmotion = \"yes\"", "v.toml:2:", "display.motion"},
        {"[printer]\npaper = \"a5\"", "v.toml:2:", "printer.paper"},
        {"[gate]\ndirection = \"up\"", "v.toml:2:", "gate.direction"},
        {"[gate]\ndirection = 1", "v.toml:2:", "gate.direction"},
    };
    for (const auto& row : rows) {
        INFO(row.toml);
        const auto said = refusal_of(row.toml);
        CHECK_THAT(said, Catch::StartsWith(row.line));
        CHECK_THAT(said, Catch::Contains(row.word));
    }
}

TEST_CASE("a configuration that isn't there or isn't a file is a problem with its name", "[base]") {
    for (const char* file : {"/nonexistent/vestibule.toml", "/tmp"}) {
        const auto refused = read_config(file);
        REQUIRE_FALSE(refused);
        CHECK_THAT(refused.error().what, Catch::Contains(file));
    }
}

TEST_CASE("roles and their names belong together", "[base]") {
    for (const auto role : {Role::lobby, Role::guard, Role::reception}) CHECK(role_named(name_of(role)) == role);
    CHECK_FALSE(role_named("Lobby"));
    CHECK_FALSE(role_named(""));
}

TEST_CASE("a config that is a device, a folder or far too long is refused at once, by what it is") {
    const test_support::TemporaryFolder folder;
    const auto long_one = folder.path() / "long.toml";
    std::ofstream{long_one} << std::string(settings_bytes_max + 1, '#');
    for (const auto& [file, why] : {std::pair{std::filesystem::path{"/dev/zero"}, "check that it is a file"},
                                    {folder.path(), "check that it is a file"},
                                    {folder.path() / "none.toml", "check that it exists"},
                                    {long_one, "more than 1048576 bytes"}}) {
        CAPTURE(file);
        const auto refused = read_config(file);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().what.find(why) != std::string::npos);
        CHECK(refused.error().what.find(file.string()) != std::string::npos);
    }
    std::ofstream{long_one} << std::string(settings_bytes_max, '\n');
    CHECK(read_config(long_one));
}

TEST_CASE("a bracket that is left open is said, and ends nothing", "[base]") {
    for (const char* text : {"[         # a remark\n", "[ \n", "[[  # a\n", "[", "[["}) {
        INFO(text);
        const auto read = parse_config(text, "vestibule.toml");
        REQUIRE_FALSE(read);
        CHECK(read.error().what.find("vestibule.toml") != std::string::npos);
    }
}
