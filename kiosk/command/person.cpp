// vestibule person find|erase.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/command/command.h"

namespace vestibule {
namespace {

struct EraseOptions {
    std::string person;
    bool due = false, dry_run = false, json = false;  // json: as parsed
};

Json json_of(const PersonView& view) {
    Json out = {{"person", to_string(view.id)},
                {"kind", std::string{name_of(view.kind)}},
                {"visits", view.visits},
                {"erased", view.erased}};
    for (const auto& [key, text] : {std::pair{"name", &view.name},
                                    {"company", &view.company},
                                    {"phone", &view.phone},
                                    {"email", &view.email},
                                    {"department", &view.department}})
        if (!text->empty()) out[key] = *text;
    if (view.last_visit) out["last_visit"] = iso(*view.last_visit);
    return out;
}

Result<int> find(Desk& desk, const std::string& typed, bool json, Output& output) {
    VESTIBULE_TRY(people, desk.find_people(typed));
    for (const auto& view : people) {
        if (json)
            output.line(dump(json_of(view)));
        else
            output.line(fmt::format("{}  {:<8} {}{}{}  {}", to_string(view.id), name_of(view.kind), view.name,
                                    view.company.empty() ? "" : ", ", view.company,
                                    view.last_visit ? iso(*view.last_visit) : "no visit"));
    }
    return people.empty() ? answer_is_no : done;
}

// The person, or somebody who was joined with them.
Result<bool> is_inside(Desk& desk, PersonId id) {
    VESTIBULE_TRY(circle, desk.joined_with(id));
    for (const auto& person : circle) {
        VESTIBULE_TRY(visits, desk.reader().visits_of_person(person));
        const auto inside = [](const auto& visit) { return visit.second.phase == VisitPhase::inside; };
        if (std::ranges::any_of(visits, inside)) return true;
    }
    return false;
}

Result<int> erase_one(Desk& desk, const EraseOptions& options, Output& output) {
    const auto id = parse_id<PersonId>(options.person);
    if (!id) return give_up("give the person's id; see `vestibule person find`");
    VESTIBULE_TRY(inside, is_inside(desk, *id));
    const bool json = options.json;
    VESTIBULE_CHECK(desk.erase_person(*id, "request"));
    if (inside)
        output.remark("vestibule: the person is inside: a roll call counts them, and has no name for them any more");
    output.line(json ? dump({{"person", to_string(*id)}, {"erased", true}}) : "erased: " + to_string(*id));
    return done;
}

// What policy keeps no longer; beside the round that a running keeper does by itself.
Result<int> erase_due(Desk& desk, const EraseOptions& options, Output& output) {
    VESTIBULE_TRY(due, desk.due_for_erasure());
    for (const auto& id : due) {
        if (!options.dry_run) VESTIBULE_CHECK(desk.erase_person(id, "retention"));
        if (options.json)
            output.line(dump({{"person", to_string(id)}, {"erased", !options.dry_run}}));
        else
            output.line((options.dry_run ? "due: " : "erased: ") + to_string(id));
    }
    if (!options.dry_run) VESTIBULE_CHECK(desk.finish_erasures());
    output.remark(fmt::format("{} {}; policy keeps visitors {} days, hosts and staff {} days", due.size(),
                              options.dry_run ? "due" : "erased", desk.policy().retention_days,
                              desk.policy().host_retention_days));
    return done;
}

Result<int> erase(Desk& desk, const EraseOptions& options, Output& output) {
    if (options.due == !options.person.empty())
        return give_up("give either a person's id or --due; see `vestibule person find`");
    if (options.due) return erase_due(desk, options, output);
    if (options.dry_run) return give_up("--dry-run goes with --due");
    return erase_one(desk, options, output);
}

}  // namespace

void add_person(Verb program, Chosen& chosen) {
    auto person = program.add_verb("person", "what is held on persons");
    person.needs_verb();
    auto text = std::make_shared<std::string>();
    auto find_verb = person.add_verb("find", "visitors, hosts and staff by part of a name, company, phone or mail");
    find_verb.add_option("text", *text, "part of a name, company, phone or mail address").required();
    add_json(find_verb, chosen);
    find_verb.does([&chosen, text] {
        chosen.at_station = [text, json = chosen.globals.json](Station&, Desk& desk, Output& output) {
            return find(desk, *text, json, output);
        };
    });
    auto options = std::make_shared<EraseOptions>();
    auto erase_verb = person.add_verb("erase", "destroys the person's key and with it all that was sealed for them");
    erase_verb.add_option("person", options->person, "the person's id");
    erase_verb.add_flag("--due", options->due, "all whom policy keeps no longer");
    erase_verb.add_flag("--dry-run", options->dry_run, "with --due: only say whom");
    add_json(erase_verb, chosen);
    erase_verb.does([&chosen, options] {
        options->json = chosen.globals.json;
        if (options->dry_run) chosen.effect = Effect::reads;
        chosen.at_station = [options](Station&, Desk& desk, Output& output) { return erase(desk, *options, output); };
    });
}

}  // namespace vestibule
