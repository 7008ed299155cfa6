// vestibule admit: registers and admits a visitor, or admits a booked one, from a script.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/base/text.h"
#include "kiosk/command/command.h"

namespace vestibule {
namespace {

struct AdmitOptions {
    std::string visit;
    VisitDraft draft;
    std::string host;
    bool another_day = false;
};

Result<std::optional<PersonId>> host_called(Desk& desk, const std::string& typed) {
    if (typed.empty()) return std::nullopt;
    VESTIBULE_TRY(found, desk.find_hosts(typed));
    if (found.empty()) return give_up(fmt::format("no host matches \"{}\"; see `vestibule import hosts`", typed));
    if (found.size() == 1) return found.front().id;
    const auto exact = [&](const HostView& host) { return fold_for_matching(host.name) == fold_for_matching(typed); };
    if (std::ranges::count_if(found, exact) == 1) return std::ranges::find_if(found, exact)->id;
    std::vector<std::string> names;
    for (const auto& host : found)
        names.push_back(host.email.empty() ? host.name : fmt::format("{} <{}>", host.name, host.email));
    return give_up(fmt::format("\"{}\" may be {}: give more of the name", typed, fmt::join(names, ", ")));
}

// A script acts for reception: its call is the approval.
Result<VisitId> ready_to_admit(Desk& desk, AdmitOptions options) {
    if (!options.visit.empty()) return visit_named(desk, options.visit);
    VESTIBULE_TRY(host, host_called(desk, options.host));
    options.draft.host = host;
    return desk.register_walk_in(options.draft);
}

Result<int> admit(Desk& desk, const AdmitOptions& options, bool json, Output& output) {
    VESTIBULE_TRY(visit, ready_to_admit(desk, options));
    VESTIBULE_TRY(question, desk.question_before_admitting(visit));
    if (question.another_day && !options.another_day) {
        output.remark("vestibule: the appointment is for another day; add --another-day to admit it all the same");
        return answer_is_no;
    }
    const PersonId nobody{};  // no person of staff: the command line of the station's owner
    VESTIBULE_TRY(badge, desk.admit(visit, nobody, options.another_day ? AnotherDay::wanted : AnotherDay::refused));
    VESTIBULE_TRY(view, desk.badge(badge));
    if (!view) return ask_staff("the badge was issued, but can't be read back; see `vestibule doctor`");
    if (json)
        output.line(dump({{"visit", to_string(visit)},
                          {"badge", to_string(badge)},
                          {"code", view->code},
                          {"token", view->token}}));
    else
        output.line(fmt::format("admitted: visit {}, badge code {}", to_string(visit), view->code));
    return done;
}

}  // namespace

void add_admit(Verb program, Chosen& chosen) {
    auto verb = program.add_verb("admit", "registers and admits a visitor, or admits a booked one");
    auto options = std::make_shared<AdmitOptions>();
    verb.add_option("visit", options->visit, "a visit's id or appointment code; else a new visit by the options");
    verb.add_option("--name", options->draft.name, "the visitor's name");
    verb.add_option("--company", options->draft.company, "the visitor's company");
    verb.add_option("--phone", options->draft.phone, "the visitor's phone number");
    verb.add_option("--host", options->host, "part of the host's name");
    verb.add_option("--purpose", options->draft.purpose, "why the visitor comes");
    verb.add_option("--type", options->draft.type, "a type of policy.toml");
    verb.add_option("--companions", options->draft.companions, "how many come along").between(0, 99);
    verb.add_option("--plate", options->draft.plate, "the car's number plate");
    verb.add_flag("--another-day", options->another_day, "also an appointment that isn't for today");
    add_json(verb, chosen);
    verb.does([&chosen, options] {
        chosen.at_station = [options, json = chosen.globals.json](Station&, Desk& desk, Output& output) {
            return admit(desk, *options, json, output);
        };
    });
}

}  // namespace vestibule
