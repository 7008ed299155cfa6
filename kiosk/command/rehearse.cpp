// vestibule rehearse: the whole main job without a person, on the real screens; needs no display (FORMATS,
// "rehearse").
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "kiosk/base/paths.h"
#include "kiosk/base/text.h"
#include "kiosk/command/command.h"
#include "kiosk/command/rehearsal.h"

namespace vestibule {
namespace {

struct RehearseOptions {
    std::string input, out = "rehearsal";
};

constexpr std::size_t input_bytes_max = 1U << 20U;

Result<Json> read_input(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in)
        return give_up(
            fmt::format("can't read the input file {}; check that it exists and is readable", file.string()));
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (text.size() > input_bytes_max) return give_up(fmt::format("the input file {} is too large", file.string()));
    auto json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return give_up(fmt::format("the input file {} isn't a JSON object; see FORMATS, rehearse", file.string()));
    return json;
}

Json sample_input() {
    return {{"visitor",
             {{"name", "Amara Okafor"},
              {"company", "Northwind Paper"},
              {"phone", "+44 20 7946 0112"},
              {"language", "en"}}},
            {"host", {{"name", "李娜 Li Na"}, {"email", "li.na@harbour.example"}}},
            {"purpose", "Contract"}};
}

Json object_in(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_object() ? *found : Json::object();
}

Result<RehearsalScript> script_from(const Json& json) {
    const auto visitor = object_in(json, "visitor");
    const auto host = object_in(json, "host");
    RehearsalScript script{
        .visitor = {.name = clean_line(text_field(visitor, "name"), name_length_max),
                    .company = clean_line(text_field(visitor, "company"), name_length_max),
                    .phone = clean_line(text_field(visitor, "phone"), 40),
                    .email = clean_line(text_field(visitor, "email"), line_length_max),
                    .language = text_field(visitor, "language"),
                    .purpose = clean_line(text_field(json, "purpose"), line_length_max),
                    .plate = clean_line(text_field(json, "plate"), 20),
                    .type = text_field(json, "type"),
                    .companions = static_cast<int>(std::clamp<std::int64_t>(int_field(json, "companions"), 0, 99))},
        .host_name = clean_line(text_field(host, "name"), name_length_max),
        .host_email = clean_line(text_field(host, "email"), line_length_max)};
    if (script.visitor.name.empty()) return give_up("the input needs visitor.name; all else may be missing");
    return script;
}

Result<int> rehearse(const Globals& globals, bool own_data, const RehearseOptions& options, Output& output) {
    auto input = options.input.empty() ? Result<Json>{sample_input()} : read_input(globals.resolved(options.input));
    if (!input) return tl::unexpected(input.error());
    VESTIBULE_TRY(script, script_from(*input));
    const auto out = globals.resolved(options.out);
    auto places = globals;
    if (!own_data) places.data = out / "data";
    VESTIBULE_TRY(report, play(places, out, script));
    output.line(fmt::format("badge: {}\nscreens: {}\nreport: {}", (out / "badge.png").string(),
                            (out / "screens").string(), (out / "report.json").string()));
    const auto welcome = text_field(object_in(report, "verified"), "verdict") == "welcome";
    return welcome && bool_field(report, "admitted") ? done : answer_is_no;
}

}  // namespace

void add_rehearse(Verb program, Chosen& chosen) {
    auto verb = program.add_verb(
        "rehearse", "plays one visit on the real screens, from the lobby to the guard; needs no display");
    auto options = std::make_shared<RehearseOptions>();
    verb.add_option("--input", options->input, "a JSON file that says who visits whom");
    verb.add_option("--out", options->out, "where badge, pictures and report go").shows_default();
    verb.does([&chosen, program, options] {
        const bool own_data = program.given("--data");
        chosen.alone = [options, own_data](const Globals& globals, Output& output) {
            return rehearse(globals, own_data, *options, output);
        };
    });
}

}  // namespace vestibule
