// vestibule rehearse: the whole main job without a person, on the real screens; needs no display (FORMATS,
// "rehearse").
#include <fmt/format.h>

#include "kiosk/base/whole_file.h"
#include "kiosk/command/known_stations.h"
#include "kiosk/command/rehearsal.h"
#include "kiosk/command/rehearsal_folder.h"
#include "kiosk/intake/rehearsal_input.h"
#include "kiosk/screens/lobby/draft.h"

namespace vestibule {
namespace {

struct RehearseOptions {
    std::string input, out = "rehearsal";
};

Result<std::string> read_input(const std::filesystem::path& file) {
    return read_whole(file, "input file", rehearsal_bytes_max);
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

Result<RehearsalInput> input_of(const Globals& globals, const RehearseOptions& options) {
    const auto file = globals.resolved(options.input);
    auto text = options.input.empty() ? Result<std::string>{sample_input().dump()} : read_input(file);
    if (!text) return tl::unexpected(text.error());
    return read_rehearsal(*text, file.string(), lobby::companions_most);
}

Result<int> rehearse(const Globals& globals, bool own_data, const RehearseOptions& options, Output& output) {
    VESTIBULE_TRY(input, input_of(globals, options));
    const auto out = globals.resolved(options.out);
    auto places = globals;
    if (!own_data) places.data = out / "data";
    for (const auto& remark : input.remarks) output.remark(remark);
    VESTIBULE_CHECK(expect_free_for_rehearsal(places.data, "--data"));
    VESTIBULE_CHECK(claim_for_rehearsal(out, "--out"));
    VESTIBULE_CHECK(claim_for_rehearsal(places.data, "--data"));
    if (station_names(places.data).empty())
        output.remark(
            fmt::format("vestibule: made the stations lobby, reception and guard of a site of their own in {}",
                        places.data.string()));
    VESTIBULE_TRY(report, play(places, out, input));
    if (globals.json)
        output.line(dump(report));
    else
        output.line(fmt::format("badge: {}\nscreens: {}\nreport: {}", (out / "badge.png").string(),
                                (out / "screens").string(), (out / "report.json").string()));
    const auto welcome = text_field(report.at("verified"), "verdict") == "welcome";
    return welcome && bool_field(report, "admitted") ? done : answer_is_no;
}

}  // namespace

void add_rehearse(Verb program, Chosen& chosen) {
    auto verb = program.add_verb(
        "rehearse", "plays one visit on the real screens, from the lobby to the guard; needs no display");
    auto options = std::make_shared<RehearseOptions>();
    verb.add_option("--input", options->input, "a JSON file that says who visits whom");
    verb.add_option("--out", options->out,
                    "where badge, pictures and report go: a new folder, or an earlier rehearsal's")
        .called("DIR")
        .shows_default();
    add_json(verb, chosen);
    verb.does([&chosen, program, options] {
        const bool own_data = program.given("--data");
        chosen.alone = [options, own_data](const Globals& globals, Output& output) {
            return rehearse(globals, own_data, *options, output);
        };
    });
}

}  // namespace vestibule
