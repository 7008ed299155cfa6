// vestibule badge issue|verify|revoke|render; the print queue's verbs are in badge_queue.cpp.
#include <fmt/format.h>

#include "kiosk/base/paths.h"
#include "kiosk/command/badge_queue.h"
#include "kiosk/command/command.h"
#include "kiosk/station/badge_design.h"
#include "kiosk/station/print_round.h"
#include "printing/badge_preview.h"
#include "printing/folder_printer.h"

namespace vestibule {
namespace {

struct BadgeOptions {
    std::string text, visit, reason = "by command", file;
    bool sample = false;
    printing::PreviewRequest preview{.drawing = "", .orientation = ""};
};

Json verdict_json(const CheckView& view, const SiteZone& zone) {
    Json out = {{"verdict", std::string{name_of(view.result.verdict)}}};
    if (view.result.refusal != Refusal::none) out["reason"] = std::string{name_of(view.result.refusal)};
    if (view.claims.badge != BadgeId{}) {
        out["badge"] = to_string(view.claims.badge);
        out["type"] = view.claims.type;
        out["zones"] = view.zones;
        out["escort"] = view.claims.escort;
        out["valid_from"] = iso(view.claims.not_before);
        out["valid_until"] = iso(view.claims.expires);
    }
    if (view.visit) out["visit"] = json_of(*view.visit, zone);
    return out;
}

Result<int> verify(Desk& desk, const BadgeOptions& options, bool json, Output& output) {
    VESTIBULE_TRY(view, desk.check(options.text, Passage::check));
    const auto welcome = view.result.verdict == Verdict::welcome;
    if (json) {
        output.line(dump(verdict_json(view, desk.zone())));
    } else {
        const auto why =
            view.result.refusal == Refusal::none ? "" : fmt::format(": {}", name_of(view.result.refusal));
        const auto who = view.visit ? fmt::format("  {}", row_of(*view.visit, desk.zone())) : "";
        output.line(fmt::format("{}{}{}", name_of(view.result.verdict), why, who));
    }
    return welcome ? done : answer_is_no;
}

Result<int> issue(Desk& desk, const BadgeOptions& options, bool json, Output& output) {
    VESTIBULE_TRY(visit, visit_named(desk, options.visit));
    VESTIBULE_TRY(badge, desk.reprint(visit, options.reason, PersonId{}));
    VESTIBULE_TRY(view, desk.badge(badge));
    if (!view) return ask_staff("the badge was issued, but can't be read back; see `vestibule doctor`");
    if (json)
        output.line(dump({{"badge", to_string(badge)}, {"code", view->code}, {"token", view->token}}));
    else
        output.line(view->token);
    return done;
}

Result<int> revoke(Desk& desk, const BadgeOptions& options, bool json, Output& output) {
    VESTIBULE_TRY(visit, visit_named(desk, options.visit));
    VESTIBULE_TRY(badges, desk.reader().badges_of(visit));
    auto revoked = Json::array();
    for (const auto& [id, state] : badges) {
        if (state.revoked) continue;
        VESTIBULE_CHECK(desk.revoke(id, options.reason, std::nullopt));
        revoked.push_back(to_string(id));
    }
    output.line(json ? dump({{"visit", to_string(visit)}, {"revoked", revoked}})
                     : fmt::format("{} badge(s) revoked", revoked.size()));
    return revoked.empty() ? answer_is_no : done;
}

// What was asked for by name wins over what the station would choose.
Result<int> save_preview(const Globals& globals, const Config& config, const BadgeOptions& options,
                         const printing::BadgeDesign& design, const printing::BadgeFields& fields, Output& output) {
    auto request = options.preview;
    request.folders = {config.printer.drawings, asset_folder() / "badges"};
    if (request.drawing.empty()) request.drawing = design.look;
    if (request.drawing.ends_with(".svg")) request.drawing = globals.resolved(request.drawing).string();
    if (request.orientation.empty()) request.orientation = config.printer.orientation;
    const auto document = printing::render_preview(request, fields);
    if (!document) return ask_staff(document.error().what);
    const auto file = globals.resolved(options.file);
    const auto saved = printing::save_to_folder(file.parent_path(), file.filename().string(), *document);
    if (!saved) return ask_staff(saved.error().what);
    output.line(globals.json ? dump({{"file", file.string()}}) : file.string());
    return done;
}

Result<int> render_sample(const Globals& globals, const BadgeOptions& options, Output& output) {
    VESTIBULE_TRY(config, config_of(globals));
    return save_preview(globals, config, options, {.look = config.printer.badge_template}, printing::sample_fields(),
                        output);
}

Result<int> render(Desk& desk, const Globals& globals, const BadgeOptions& options, Output& output) {
    VESTIBULE_TRY(visit, visit_named(desk, options.visit));
    VESTIBULE_TRY(badges, desk.reader().badges_of(visit));
    std::optional<BadgeView> newest;
    for (const auto& [id, state] : badges) {
        VESTIBULE_TRY(view, desk.badge(id));
        if (view && !view->revoked) newest = view;
    }
    if (!newest)
        output.remark("this visit has no badge that counts; admit the visitor first");
    else if (newest->token.empty())
        output.remark("another station issued this badge; render it there");
    if (!newest || newest->token.empty()) return answer_is_no;
    const Texts paper{catalogue_folder(), desk.config().site.languages.front()};
    return save_preview(globals, desk.config(), options, design_of(*newest, desk.config()), fields_of(*newest, paper),
                        output);
}

void add_render_verb(Verb badge, Chosen& chosen, const std::shared_ptr<BadgeOptions>& options) {
    auto verb = badge.add_verb("render", "draws the badge of a visit, or a sample, into a file");
    auto& preview = options->preview;
    verb.add_option("--visit", options->visit, "a visit's id or a code");
    verb.add_flag("--sample", options->sample, "a badge of nobody instead: shows a drawing without any visit");
    verb.add_option("--template", preview.drawing,
                    "a designer's SVG file, or a look such as vip; default: the visit's");
    verb.add_option("--look", preview.look, "which look layer of that file");
    verb.add_option("--medium", preview.medium,
                    "PWG name, such as iso_a6_105x148mm; default: a card, or the file's size");
    verb.add_option("--orientation", preview.orientation, "default: as the config has it")
        .one_of({"any", "landscape", "portrait"});
    verb.add_option("--inks", preview.inks, "default: what the format has").one_of({"colour", "black"});
    verb.add_option("--format", preview.format, "of the file").one_of({"pdf", "png", "pwg"}).shows_default();
    verb.add_option("--dpi", preview.dpi, "of PNG and PWG raster").between(100, 1200).shows_default();
    verb.add_option("--out", options->file, "the file to write").called("FILE").required();
    add_json(verb, chosen);
    verb.does([&chosen, options] {
        if (options->sample || options->visit.empty())
            chosen.alone = [options](const Globals& globals, Output& o) -> Result<int> {
                if (options->sample) return render_sample(globals, *options, o);
                return give_up("name a visit with --visit, or take --sample");
            };
        else
            chosen.at_station = [options, globals = chosen.globals](Station&, Desk& desk, Output& o) {
                return render(desk, globals, *options, o);
            };
    });
}

void add_visit_verb(Verb parent, Chosen& chosen, const std::shared_ptr<BadgeOptions>& options) {
    auto issue_verb = parent.add_verb("issue", "a new badge for a visitor who is inside; the old one is revoked");
    issue_verb.add_option("--visit", options->visit, "a visit's id or a code").required();
    issue_verb.add_option("--reason", options->reason, "kept in the log; no names of persons");
    add_json(issue_verb, chosen);
    issue_verb.does([&chosen, options] {
        chosen.at_station = [options, json = chosen.globals.json](Station&, Desk& desk, Output& o) {
            return issue(desk, *options, json, o);
        };
    });
    auto revoke_verb = parent.add_verb("revoke", "the visit's badges count no more");
    revoke_verb.add_option("--visit", options->visit, "a visit's id or a code").required();
    revoke_verb.add_option("--reason", options->reason, "kept in the log; no names of persons");
    add_json(revoke_verb, chosen);
    revoke_verb.does([&chosen, options] {
        chosen.at_station = [options, json = chosen.globals.json](Station&, Desk& desk, Output& o) {
            return revoke(desk, *options, json, o);
        };
    });
}

}  // namespace

void add_badge(Verb program, Chosen& chosen) {
    auto badge = program.add_verb("badge", "badges and their way through the printer");
    badge.needs_verb();
    auto options = std::make_shared<BadgeOptions>();
    auto verify_verb = badge.add_verb("verify", "what a gate would say of a badge; records nothing");
    verify_verb.add_option("token", options->text, "the QR's text or the code under it").required();
    add_json(verify_verb, chosen);
    verify_verb.does([&chosen, options] {
        chosen.at_station = [options, json = chosen.globals.json](Station&, Desk& desk, Output& o) {
            return verify(desk, *options, json, o);
        };
    });
    add_visit_verb(badge, chosen, options);
    add_badge_queue(badge, chosen);
    add_render_verb(badge, chosen, options);
}

}  // namespace vestibule
