// vestibule staff: who may sign in, and keypads that are locked.
#include "kiosk/command/command.h"
#include "kiosk/desk/pin.h"
#include "tests/station/building.h"

using namespace vestibule;
using namespace vestibule::station_test;

namespace {

struct AtReception {
    Building building;
    std::unique_ptr<Station> station = building.open(Role::reception);
    std::unique_ptr<Desk> desk = must(station->new_desk());

    Result<int> says(const std::vector<std::string>& words, Output& output) {
        const auto chosen = parse_command(words, building.folder.path());
        REQUIRE(chosen);
        REQUIRE(chosen->at_station);
        return chosen->at_station(*station, *desk, output);
    }
    Json json(std::vector<std::string> words) {
        words.emplace_back("--json");
        Output output;
        CHECK(must(says(words, output)) == done);
        return parse_object(output.out);
    }
    std::string refusal(const std::vector<std::string>& words) {
        Output output;
        const auto result = says(words, output);
        REQUIRE_FALSE(result);
        CHECK(result.error().remedy == Remedy::give_up);
        return result.error().what;
    }
};

}  // namespace

TEST_CASE("staff are added with a PIN that is said once and signs them in", "[command]") {
    AtReception at;
    const auto li = at.json({"staff", "add", "Li Na", "--role", "reception,guard"});
    const auto pin = text_field(li, "pin");
    CHECK(check_new_pin(pin));
    const auto signed_in = must(at.desk->sign_in(pin)).staff;
    REQUIRE(signed_in);
    CHECK(signed_in->name == "Li Na");
    CHECK(signed_in->roles == std::vector<std::string>{"reception", "guard"});
    CHECK(text_field(at.json({"staff", "add", "Bo Ek"}), "pin") != pin);
    Output list;
    CHECK(must(at.says({"staff", "list", "--json"}, list)) == done);
    CHECK(list.out.find("\"name\":\"Bo Ek\"") < list.out.find("\"name\":\"Li Na\""));
    CHECK(list.out.find(pin) == std::string::npos);
    CHECK(list.err.empty());
    for (const auto& entry : std::filesystem::recursive_directory_iterator{at.building.folder.path()})
        if (entry.is_regular_file()) CHECK(content_of(entry.path()).find(pin) == std::string::npos);
}

TEST_CASE("a PIN from a file is taken where it is fit, and not said", "[command]") {
    AtReception at;
    const auto file = at.building.folder.path() / "pin.txt";
    std::ofstream{file} << "705318\n";
    CHECK_FALSE(at.json({"staff", "add", "Li Na", "--pin-file", "pin.txt"}).contains("pin"));
    CHECK(must(at.desk->sign_in("705318")).staff->name == "Li Na");
    CHECK_THAT(at.refusal({"staff", "add", "Bo Ek", "--pin-file", file}), Catch::Contains("easy to guess"));
    for (const char* unfit : {"402718", "111111", "12", "", "not a number"}) {
        std::ofstream{file} << unfit;
        INFO(unfit);
        CHECK_FALSE(at.refusal({"staff", "add", "Bo Ek", "--pin-file", file}).empty());
    }
    CHECK_FALSE(at.refusal({"staff", "add", "Bo Ek", "--pin-file", "nowhere.txt"}).empty());
}

TEST_CASE("staff are changed and ended by name or id, but for the last", "[command]") {
    AtReception at;
    const auto li = at.json({"staff", "add", "Li Na"});
    const auto id = text_field(li, "staff");
    CHECK_THAT(at.refusal({"staff", "end", "Li Na"}), Catch::Contains("only member of staff"));
    CHECK_THAT(at.refusal({"staff", "change", "Li Na"}), Catch::Contains("say what shall be another"));
    CHECK_THAT(at.refusal({"staff", "change", "Nobody", "--new-pin"}),
               Catch::Contains("no member of staff is called"));
    CHECK_THAT(at.refusal({"staff", "add", " ", "--role", "guard"}), Catch::Contains("needs a name"));
    CHECK_THAT(at.refusal({"staff", "add", "Bo Ek", "--role", "janitor"}),
               Catch::Contains("guard, reception or admin"));
    const auto named = at.json({"staff", "change", id, "--name", "Li Na Wang"});
    CHECK(text_field(named, "name") == "Li Na Wang");
    CHECK(must(at.desk->sign_in(text_field(li, "pin"))).staff->name == "Li Na Wang");
    const auto fresh = text_field(at.json({"staff", "change", "Li Na Wang", "--new-pin"}), "pin");
    CHECK_FALSE(must(at.desk->sign_in(text_field(li, "pin"))).staff);
    CHECK(must(at.desk->sign_in(fresh)).staff);
    at.json({"staff", "add", "Li Na Wang"});
    CHECK_THAT(at.refusal({"staff", "end", "Li Na Wang"}), Catch::Contains("2 members of staff"));
    at.json({"staff", "end", id});
    CHECK_FALSE(must(at.desk->sign_in(fresh)).staff);
}

TEST_CASE("who was left without a person's name by earlier versions is said with what to do", "[command]") {
    AtReception at;
    for (const char* name : {"Staff", "工作人员", "Rehearsal", "Li Na"}) at.json({"staff", "add", name});
    Output output;
    CHECK(must(at.says({"staff", "list"}, output)) == done);
    CHECK(std::ranges::count(output.err, '\n') == 3);
    CHECK_THAT(output.err, Catch::Contains("Staff is no person's name") && Catch::Contains("--name NAME") &&
                               Catch::Contains("a rehearsal has made Rehearsal") && Catch::Contains("staff end "));
}

TEST_CASE("a locked keypad is said with what to do, and unlocked by the command line of its machine", "[command]") {
    AtReception at;
    at.json({"staff", "add", "Li Na"});
    CHECK_THAT(at.refusal({"staff", "unlock"}), Catch::Contains("isn't locked"));
    // As a program would that let people type without pauses.
    const auto own = at.station->identity().station();
    for (int i = 0; i < pin_failures_max; ++i) {
        const NewEvent wrong{
            .kind = std::string{kind::keypad_refused}, .stream = stream_of(own), .body = Json::object()};
        must(at.desk->log().append({&wrong, 1}, {}, at.desk->now()));
    }
    CHECK(must(at.desk->keypad()).locked);
    Output output;
    CHECK(must(at.says({"staff", "list"}, output)) == done);
    CHECK_THAT(output.err, Catch::Contains("the keypad of reception is locked after 10 wrong PINs") &&
                               Catch::Contains("vestibule staff unlock reception"));
    CHECK_THAT(at.refusal({"staff", "unlock", "east-gate"}), Catch::Contains("no trusted station is called"));
    CHECK(text_field(at.json({"staff", "unlock", "reception"}), "unlocked") == to_string(own));
    CHECK_FALSE(must(at.desk->keypad()).locked);
}
