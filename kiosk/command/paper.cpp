// vestibule paper itinerary|visit-form, and what they share with roll-call: papers for the office printer.
#include "kiosk/command/paper.h"

#include <fmt/format.h>

#include "kiosk/base/paths.h"
#include "kiosk/intake/fields.h"
#include "kiosk/station/paper_pages.h"
#include "kiosk/station/paper_round.h"
#include "printing/folder_printer.h"

namespace vestibule {
namespace {

struct PaperOptions {
    std::string visit, day;
    bool blank = false;
    PaperWishes wishes;
};

std::string_view words_of(PaperPhase phase) {
    switch (phase) {
        case PaperPhase::waiting:
            return "waiting";
        case PaperPhase::printing:
            return "printing";
        case PaperPhase::printed:
            return "printed";
        case PaperPhase::saved:
            return "saved";
        case PaperPhase::failed:
            return "failed";
        case PaperPhase::unknown:
            break;
    }
    return "unknown";
}

Result<std::string> language_asked(const std::string& typed) {
    if (typed.empty()) return std::string{};
    const auto name = language_name(typed).value_or(typed);
    std::error_code ignored;
    const auto has_texts =
        name == "en" || std::filesystem::exists(catalogue_folder() / name / "LC_MESSAGES/vestibule.mo", ignored);
    if (!has_texts) return give_up(fmt::format("there are no texts in \"{}\"; leave out --language", typed));
    return name;
}

Result<> save(Station& station, Desk& desk, const PaperRequest& request, const PaperWishes& wishes,
              const Globals& globals, Output& output) {
    const auto contact = station.health().exchange().last_contact;
    VESTIBULE_TRY(document, office_document(desk, {.request = request}, contact));
    auto config = desk.config();
    if (wishes.paper != "auto") config.printer.paper = wishes.paper;
    const auto pdf = printing::render_office_pdf(document, usual_paper(config));
    if (!pdf) return ask_staff(pdf.error().what);
    const auto file = globals.resolved(wishes.file);
    const auto saved = printing::save_to_folder(file.parent_path(), file.filename().string(), *pdf);
    if (!saved) return ask_staff(saved.error().what);
    // With a print to follow there is one answer, the print's.
    output.line(globals.json && !wishes.print ? dump({{"file", file.string()}}) : file.string());
    return {};
}

Result<int> print(Station& station, Desk& desk, const PaperRequest& request, const Globals& globals, Output& output) {
    VESTIBULE_TRY(job, desk.print_paper(request));
    VESTIBULE_TRY(view, station.wait_for_paper(desk, job));
    if (globals.json)
        output.line(dump({{"job", to_string(job)},
                          {"queue", desk.config().printer.office_queue},
                          {"outcome", std::string{words_of(view.phase)}},
                          {"remark", view.remark}}));
    else
        output.line(fmt::format("{} at {}", words_of(view.phase), desk.config().printer.office_queue));
    if (!view.remark.empty()) output.remark(view.remark);
    if (!has_ended(view.phase)) output.remark("The station goes on with it while it runs.");
    return view.phase == PaperPhase::printed ? done : answer_is_no;
}

Result<PaperRequest> itinerary_asked(Desk& desk, const PaperOptions& options) {
    if (!options.visit.empty() && !options.day.empty()) return give_up("give either --visit or --day");
    PaperRequest request{.kind = PaperKind::itinerary};
    if (!options.visit.empty()) {
        VESTIBULE_TRY(visit, visit_named(desk, options.visit));
        request.visit = visit;
    }
    if (!options.day.empty()) {
        request.day = point_in_time(options.day, desk.zone(), DayEdge::start);
        if (!request.day) return give_up(fmt::format("\"{}\" is no day; write it as 2026-11-21", options.day));
    }
    return request;
}

Result<PaperRequest> form_asked(Desk& desk, const PaperOptions& options) {
    if (options.blank == !options.visit.empty()) return give_up("give either --visit or --blank");
    PaperRequest request{.kind = PaperKind::visit_form};
    if (options.blank) return request;
    VESTIBULE_TRY(visit, visit_named(desk, options.visit));
    request.visit = visit;
    return request;
}

using AskedBy = Result<PaperRequest> (*)(Desk&, const PaperOptions&);

void does_paper(Verb verb, Chosen& chosen, const std::shared_ptr<PaperOptions>& options, AskedBy asked) {
    add_paper_wishes(verb, "--out", options->wishes);
    add_json(verb, chosen);
    verb.does([&chosen, options, asked] {
        chosen.effect = effect_of(options->wishes, Effect::reads);
        chosen.at_station = [options, asked, globals = chosen.globals](Station& station, Desk& desk,
                                                                       Output& output) -> Result<int> {
            VESTIBULE_TRY(request, asked(desk, *options));
            return deliver_paper(station, desk, std::move(request), options->wishes, globals, output);
        };
    });
}

}  // namespace

void add_paper_wishes(Verb verb, const std::string& file_option, PaperWishes& wishes) {
    verb.add_option(file_option, wishes.file, "the PDF file to write; it holds personal data");
    verb.add_flag("--print", wishes.print, "at the office printer (printer.office_queue in the config)");
    verb.add_option("--paper", wishes.paper, "of the file; auto: as the config or the country has it")
        .one_of({"auto", "a4", "letter"});
    verb.add_option("--language", wishes.language, "such as zh_CN; default: the site's first");
}

Effect effect_of(const PaperWishes& wishes, Effect otherwise) {
    if (wishes.print) return Effect::writes;
    return wishes.file.empty() ? otherwise : Effect::reads_live;
}

Result<int> deliver_paper(Station& station, Desk& desk, PaperRequest request, const PaperWishes& wishes,
                          const Globals& globals, Output& output) {
    if (!wants_paper(wishes)) return give_up("say where to: --out FILE, --print, or both");
    VESTIBULE_TRY(language, language_asked(wishes.language));
    request.language = language;
    if (!wishes.file.empty()) VESTIBULE_CHECK(save(station, desk, request, wishes, globals, output));
    if (!wishes.print) return done;
    return print(station, desk, request, globals, output);
}

void add_paper(Verb program, Chosen& chosen) {
    auto paper = program.add_verb("paper", "itineraries and visit forms, as PDF or on the office printer");
    paper.needs_verb();
    auto options = std::make_shared<PaperOptions>();
    auto itinerary = paper.add_verb("itinerary", "the steps of a visit, or the visits of a day; default: today's");
    itinerary.add_option("--visit", options->visit, "a visit's id or a code");
    itinerary.add_option("--day", options->day, "such as 2026-11-21");
    does_paper(itinerary, chosen, options, itinerary_asked);
    auto form = paper.add_verb("visit-form", "a visit as a form to sign");
    form.add_option("--visit", options->visit, "a visit's id or a code");
    form.add_flag("--blank", options->blank, "an empty one, for when the machines are down");
    does_paper(form, chosen, options, form_asked);
}

}  // namespace vestibule
