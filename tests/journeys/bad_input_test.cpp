// What is wrong is said with its place and what to do; nothing stored is lost and nothing crashes.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/journeys/bench.h"
#include "tests/journeys/building.h"

using namespace journeys;

namespace {

const std::string thousand_letters(1000, 'W');
const std::string right_to_left = "ليلى حداد";
const std::string emoji = "Zoë 👩‍🚀🏳️‍🌈";
const std::string quotes = R"(Robert "Bob" O'Neil'; DROP TABLE event;-- <b>&amp;</b> \n %s {name})";
const std::string controls = "Ann\x01\x02\ta\r\n Ber\x1b[31mg\x7f";

}  // namespace

TEST_CASE("a config that can't be read or understood names the line and says what is allowed") {
    const Bench bench;
    const struct {
        std::string content, place, words;
    } cases[] = {{"[site]\nnmae = \"x\"\n", ":2:", "the settings are"},
                 {"[display]\n\nidle_s = \"long\"\n", ":3:", "a whole number of seconds"},
                 {"[display]\nbrand = \"red\"\n", ":2:", "#0A5354"},
                 {"[site\n", ":1:", "correct this line"},
                 {"[sight]\n", ":1:", "the sections are"},
                 {"[site]\ntime_zone = \"Mars/Olympus\"\n", ":2:", "time"},
                 {std::string("\xff\xfe\x00\x01", 4), ":1:", "correct this line"}};
    for (const auto& bad : cases) {
        const auto file = bench.file("bad.toml", bad.content);
        const auto done = bench.vestibule({"arrivals", "--config", file});
        INFO(bad.content << "\n" << done.err);
        CHECK(done.status == 2);
        CHECK(says(done.err, file.string() + bad.place));
        CHECK(says(done.err, bad.words));
        CHECK(done.out.empty());
    }
    const auto missing = bench.vestibule({"arrivals", "--config", "/nowhere/vestibule.toml"});
    CHECK(missing.status == 2);
    CHECK(says(missing.err, "/nowhere/vestibule.toml"));
    const auto folder = bench.vestibule({"arrivals", "--config", bench.folder.path()});
    CHECK(folder.status == 2);
    CHECK_FALSE(std::filesystem::exists(bench.folder.path() / "data"));
}

TEST_CASE("a data folder that can't be written is named") {
    const Bench bench;
    const auto file = bench.file("plain", "not a folder");
    for (const auto& place : {file / "data", std::filesystem::path{"/proc/vestibule"}}) {
        const auto hosts = VESTIBULE_SOURCE "/assets/samples/hosts.csv";
        const auto done = bench.vestibule({"import", "hosts", hosts, "--data", place});
        INFO(done.err);
        CHECK(done.status == 1);
        CHECK(says(done.err, place.string()));
    }
}

TEST_CASE("without a display, without OpenGL or without fonts the start says what to do") {
    const Bench bench;
    SECTION("no display") {
        for (const auto& driver : {std::optional<std::string>{}, std::optional<std::string>{"x11"}}) {
            const auto done =
                bench.vestibule({"run"}, {{"SDL_VIDEODRIVER", driver}, {"XDG_RUNTIME_DIR", std::nullopt}});
            INFO(done.err);
            CHECK(done.status == 1);
            CHECK(says(done.err, "DISPLAY"));
            CHECK(says(done.err, "vestibule rehearse"));
        }
    }
    SECTION("no OpenGL") {
        const Display display{{.width = 640, .height = 640}};
        const auto done = bench.vestibule({"run", "--windowed", "600x600"}, {{"DISPLAY", display.name()},
                                                                             {"SDL_VIDEODRIVER", "x11"},
                                                                             {"LIBGL_DRIVERS_PATH", "/nowhere"},
                                                                             {"GBM_BACKENDS_PATH", "/nowhere"},
                                                                             {"__GLX_VENDOR_LIBRARY_NAME", "none"}});
        INFO(done.err);
        CHECK(done.status == 1);
        CHECK(says(done.err, "OpenGL"));
        CHECK(says(done.err, "apt-get install"));
    }
    SECTION("no fonts") {
        const auto fonts = bench.file("fonts.conf",
                                      "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">"
                                      "<fontconfig><dir>/nowhere</dir></fontconfig>");
        const Display display{{.width = 640, .height = 640}};
        const auto done = bench.vestibule(
            {"run", "--windowed", "600x600"},
            {{"DISPLAY", display.name()}, {"SDL_VIDEODRIVER", "x11"}, {"FONTCONFIG_FILE", fonts.string()}});
        INFO(done.err);
        CHECK(done.status == 1);
        CHECK(says(done.err, "font"));
        CHECK(says(done.err, "apt-get install"));
    }
}

TEST_CASE("broken rows of CSV and calendar files are refused one by one, and the good ones are taken") {
    const Bench bench;
    const auto hosts = bench.file("hosts.csv",
                                  "name,email\nAnna Berg,anna@harbour.example\n,nobody@harbour.example\n"
                                  "Bob Lee,not-an-address\nKaito Mori,kaito@harbour.example\n");
    const auto done = bench.vestibule({"import", "hosts", hosts});
    INFO(done.out << done.err);
    CHECK(done.status == 1);
    CHECK(says(done.out, "2 added"));
    CHECK(says(done.out, "2 refused"));
    CHECK(says(done.err, "line 3:"));
    CHECK(says(done.err, "line 4:"));

    const auto people =
        bench.file("people.csv",
                   "from,until,name,host_email\n2030-01-02 09:00,2030-01-02 10:00,Ines,anna@harbour.example\n"
                   "never,2030-01-02 10:00,Ada,anna@harbour.example\n"
                   "2030-01-02 09:00,2030-01-02 08:00,Bea,anna@harbour.example\n");
    const auto rows = bench.vestibule({"import", "people", people});
    INFO(rows.out << rows.err);
    CHECK(rows.status == 1);
    CHECK(says(rows.out, "1 added"));
    CHECK(says(rows.err, "line 3:"));
    CHECK(says(rows.err, "line 4:"));

    for (const auto* broken : {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", "not a calendar at all"}) {
        const auto calendar = bench.file("broken.ics", broken);
        const auto refused = bench.vestibule({"import", "calendar", calendar});
        INFO(broken << ": " << refused.out << refused.err);
        CHECK((refused.status == 1 || refused.status == 2));
        CHECK_FALSE(refused.err.empty());
    }
    CHECK(bench.vestibule({"import", "hosts", "/nowhere/hosts.csv"}).status == 2);
    CHECK(bench.vestibule({"log", "verify"}).status == 0);
}

TEST_CASE("any name is taken, cleaned of what can't be shown, printed and found again") {
    const Bench bench;
    bench.begin_station();
    const struct {
        std::string given, kept;
    } cases[] = {{thousand_letters, thousand_letters.substr(0, 60)},
                 {right_to_left, right_to_left},
                 {emoji, emoji},
                 {quotes, quotes.substr(0, 20)},
                 {controls, "Ann"}};
    for (const auto& name : cases) {
        const auto done = bench.vestibule({"admit", "--name", name.given, "--json"});
        INFO(name.given << "\n" << done.out << done.err);
        REQUIRE(done.status == 0);
        const auto admitted = nlohmann::json::parse(done.out);
        const auto verified =
            nlohmann::json::parse(bench.vestibule({"badge", "verify", admitted.at("token"), "--json"}).out);
        CHECK(verified.at("verdict") == "welcome");
        const std::string kept = verified.at("visit").at("visitor");
        CHECK(kept.starts_with(name.kept));
        for (const char c : kept) CHECK_FALSE((static_cast<unsigned char>(c) < 0x20 || c == 0x7f));
        const auto png = bench.folder.path() / "badge.png";
        CHECK(bench.vestibule({"badge", "render", "--visit", admitted.at("visit"), "--out", png}).status == 0);
        const auto read = run({"zbarimg", "-q", "--raw", png});
        CHECK(read.out.starts_with(admitted.at("token").get<std::string>()));
    }
    const auto nameless = bench.vestibule({"admit", "--name", "\x01 \t"});
    CHECK(nameless.status != 0);
    CHECK_FALSE(nameless.err.empty());

    // The same through an import, whose rows a spreadsheet wrote.
    const auto people =
        bench.file("people.csv", "from,until,name\n2030-01-02 09:00,2030-01-02 10:00," + thousand_letters +
                                     "\n2030-01-02 09:00,2030-01-02 10:00," + right_to_left +
                                     "\n2030-01-02 09:00,2030-01-02 10:00,\"Ann \"\"A\"\"\"\n");
    CHECK_FALSE(says(bench.vestibule({"import", "people", people}).out, "0 added"));
    CHECK(bench.vestibule({"log", "verify"}).status == 0);
}

TEST_CASE("a badge of another site is refused at the gate by that reason") {
    const Bench elsewhere;
    const auto config = elsewhere.file("other.toml", "[site]\nname = \"Elsewhere\"\nissuer = \"ELSE\"\n");
    elsewhere.begin_station({"--config", config});
    const auto done = elsewhere.vestibule({"admit", "--name", "Ann", "--json", "--config", config});
    REQUIRE(done.status == 0);
    const auto token = nlohmann::json::parse(done.out).at("token").get<std::string>();

    Building building;
    static_cast<void>(building.lobby());
    auto& guard = building.guard();
    const auto verdict = guard.check(token);
    CHECK(verdict.text("guard.verdict") == "Stop");
    CHECK(verdict.text("guard.reason") == "This badge belongs to another site.");
    guard.clear();
    CHECK(guard.check("VB1:" + token.substr(4, 60)).text("guard.reason") == "This isn’t one of our badges.");
}

TEST_CASE("what every command takes may stand before it or after it") {
    const Bench bench;
    const auto data = (bench.folder.path() / "data").string();
    for (const auto& arguments : {std::vector<std::string>{"--data", data, "--station", "lobby", "log", "stats"},
                                  {"--data=" + data, "log", "stats"},
                                  {"log", "--station", "lobby", "stats", "--data", data}}) {
        const auto done = bench.vestibule(arguments);
        CHECK(done.status == 2);
        CHECK(says(done.err, "there is no log at " + data));
    }
}
