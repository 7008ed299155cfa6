// What a rehearsal may be told: each small input is taken, or refused with the field and what may stand there.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "kiosk/intake/rehearsal_input.h"

using namespace vestibule;

namespace {

constexpr int companions_most = 20;
const std::vector<std::string> types = {"visitor", "contractor"};

Result<RehearsalInput> read(const std::string& json) {
    auto input = read_rehearsal(json, "input.json", companions_most);
    if (!input) return input;
    if (auto checked = check_rehearsal_type(*input, types); !checked) return tl::unexpected(checked.error());
    return input;
}

Result<RehearsalInput> read_fixture(const char* file) {
    std::ifstream in{std::filesystem::path{VESTIBULE_SOURCE} / "tests/intake/fixtures" / file, std::ios::binary};
    REQUIRE(in);
    return read(std::string{std::istreambuf_iterator<char>{in}, {}});
}

std::string problem(const Result<RehearsalInput>& input) {
    REQUIRE_FALSE(input);
    CHECK(input.error().remedy == Remedy::give_up);
    return input.error().what;
}

}  // namespace

TEST_CASE("every small input of a rehearsal that can't be played is refused by its field", "[intake]") {
    const struct {
        const char* file;
        const char* what;
    } table[] = {
        {"r-companions.json", "companions is 250 in the input; it must be a whole number from 0 to 20"},
        {"r-companionsneg.json", "companions is -1 in the input; it must be a whole number from 0 to 20"},
        {"r-unknowntype.json",
         "type is \"Contractor\" in the input; it must be a type in policy: visitor, contractor"},
        {"r-nonstr.json", "visitor.name is 12345 in the input; it must be text in quotation marks"},
        {"r-nullval.json", "the input needs visitor.name; all else may be missing"},
        {"r-empty.json", "the input needs visitor.name; all else may be missing"},
        {"r-space.json", "the input needs visitor.name; all else may be missing"},
        {"r-array.json", "the input file input.json isn't a JSON object; see FORMATS, rehearse"},
        {"r-bad.json", "the input file input.json isn't a JSON object; see FORMATS, rehearse"},
        {"r-surrogate.json", "the input file input.json isn't a JSON object; see FORMATS, rehearse"},
    };
    for (const auto& one : table) {
        INFO(one.file);
        CHECK(problem(read_fixture(one.file)) == one.what);
    }
}

TEST_CASE("every other small input of a rehearsal is played", "[intake]") {
    const struct {
        const char* file;
        std::string name;
    } table[] = {
        {"r-plain.json", "Ann Lee"},
        {"r-o.json", "O"},
        {"r-null.json", "null"},
        {"r-dup.json", "Bob"},
        {"r-li.json", "李"},
        {"r-rlo.json", "AnneeL"},
        {"r-lang.json", "Ann"},
        {"r-phonebad.json", "Ann"},
        {"r-emoji.json", "👩‍👩‍👧 Ann"},
        {"r-companionsstr.json", "Ann"},
        {"r-ctl.json", "abc tab nl"},
        {"r-formula.json", "=cmd|' /C calc'!A0"},
        {"r-svg.json", "<b>&amp;</text><script>"},
        {"r-rtl.json", "محمد بن عبد الله"},
    };
    for (const auto& one : table) {
        const auto input = read_fixture(one.file);
        INFO(one.file << (input ? "" : input.error().what));
        REQUIRE(input);
        CHECK(input->name == one.name);
        CHECK(input->remarks.empty());
    }
    CHECK(read_fixture("r-companionsstr.json")->companions == 2);
    CHECK(read_fixture("r-li.json")->host_email == "c@harbour.example");
    CHECK(read_fixture("r-long.json")->host_name == "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Senior");
    CHECK(read_fixture("r-comb.json"));
    CHECK(read_fixture("r-zw.json"));
}

TEST_CASE("each field of a rehearsal's input says what may stand in it", "[intake]") {
    const struct {
        const char* json;
        const char* words;
    } table[] = {
        {R"({"visitor": 7})", "visitor is 7 in the input; it must be an object"},
        {R"({"visitor": "Ann"})", "visitor is \"Ann\" in the input; it must be an object"},
        {R"({"visitor": {"name": "Ann"}, "host": []})", "host is [] in the input"},
        {R"({"visitor": {"name": "Ann"}, "host": {"name": true}})",
         "host.name is true in the input; it must be text"},
        {R"({"visitor": {"name": "Ann", "phone": 4420}})", "visitor.phone is 4420 in the input; it must be text"},
        {R"({"visitor": {"name": "Ann"}, "purpose": {}})", "purpose is {} in the input; it must be text"},
        {R"({"visitor": {"name": "Ann"}, "plate": 12})", "plate is 12"},
        {R"({"visitor": {"name": "Ann"}, "companions": 21})", "companions is 21"},
        {R"({"visitor": {"name": "Ann"}, "companions": 1.5})", "companions is 1.5"},
        {R"({"visitor": {"name": "Ann"}, "companions": "two"})", "companions is \"two\""},
        {R"({"visitor": {"name": "Ann"}, "companions": "2 "})", "companions is"},
        {R"({"visitor": {"name": "Ann"}, "companions": 18446744073709551615})", "companions is 18446744073709551615"},
        {R"({"visitor": {"name": "Ann"}, "companions": [1]})", "companions is [1]"},
        {R"({"visitor": {"name": "Ann"}, "type": "vip"})", "it must be a type in policy: visitor, contractor"},
    };
    for (const auto& one : table) {
        INFO(one.json);
        const auto said = problem(read(one.json));
        INFO(said);
        CHECK(said.find(one.words) != std::string::npos);
    }
    CHECK(problem(read("{\"visitor\": {\"name\": \"" + std::string(2U << 20U, 'a') + "\"}}")).find("too large") !=
          std::string::npos);
}

TEST_CASE("a rehearsal's input may leave out all but the name, say null, and hold what isn't known", "[intake]") {
    const auto input = read(
        R"({"visitor": {"name": "Ann", "phone": null, "shoe": 39}, "host": null, "companions": 20, "type": "contractor",
            "visitr": {}})");
    REQUIRE(input);
    CHECK(input->phone.empty());
    CHECK(input->companions == 20);
    CHECK(input->type == "contractor");
    CHECK(input->remarks == std::vector<std::string>{"the field visitor.shoe isn't known and was left out",
                                                     "the field visitr isn't known and was left out"});
}
