// vestibule export visits|events|person: CSV for visits, JSON Lines for events and one person's data.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/command/command.h"
#include "kiosk/command/export_visits.h"

namespace vestibule {
namespace {

Json event_json(const Event& event) {
    Json out = {{"station", to_string(event.station)},
                {"seq", event.seq},
                {"turn", event.turn},
                {"at", micros(event.at)},
                {"kind", event.kind},
                {"stream", to_string(event.stream)},
                {"body", parse_object(event.body)},
                {"prev", to_hex(event.prev)},
                {"hash", to_hex(event.hash)}};
    out["subject"] = event.subject ? Json(to_string(*event.subject)) : Json(nullptr);
    out["sealed"] = event.sealed ? Json(to_hex(*event.sealed)) : Json(nullptr);
    return out;
}

Result<int> export_events(Desk& desk, Output& output) {
    VESTIBULE_CHECK(desk.reader().each_event([&](const Event& event) {
        output.line(dump(event_json(event)));
        return true;
    }));
    return done;
}

// An event with its sealed part in clear, where a key of one of these persons opens it.
Json readable(Desk& desk, const Event& event, const std::vector<PersonId>& persons) {
    auto json = event_json(event);
    json.erase("sealed");
    const auto is_theirs =
        event.subject && std::find(persons.begin(), persons.end(), *event.subject) != persons.end();
    if (event.sealed && is_theirs)
        if (const auto details = desk.vault().unseal(*event.subject, event.kind, event.stream, *event.sealed))
            json["details"] = parse_object(*details);
    return json;
}

Json job_json(const Job& job) {
    return {{"job", to_string(job.id)}, {"worker", job.worker}, {"body", job.body}, {"remark", job.remark}};
}

// Who they are in short: one line a person, before all that happened.
Result<Json> person_json(Desk& desk, PersonId id, const std::vector<PersonId>& joined) {
    VESTIBULE_TRY(view, desk.person_view(id));
    Json json = {{"person", to_string(id)},
                 {"kind", std::string{name_of(view.kind)}},
                 {"erased", view.erased},
                 {"tombstone", desk.vault().is_erased(id)},
                 {"key_here", desk.vault().holds(id)},
                 {"visits", view.visits},
                 {"joined", Json::array()},
                 {"blobs", Json::array()},
                 {"jobs", Json::array()}};
    json["details"] = {{"name", view.name},        {"company", view.company},       {"phone", view.phone},
                       {"email", view.email},      {"department", view.department}, {"location", view.location},
                       {"language", view.language}};
    for (const auto& other : joined)
        if (other != id) json["joined"].push_back(to_string(other));
    VESTIBULE_TRY(blobs, desk.vault().blobs_of(id));
    for (const auto& [blob, expires] : blobs)
        json["blobs"].push_back({{"blob", to_string(blob)}, {"expires", iso(expires)}});
    return json;
}

Result<int> export_person(Desk& desk, const std::string& text, Output& output) {
    const auto id = parse_id<PersonId>(text);
    if (!id) return give_up("give the person's id; see `vestibule person find`");
    VESTIBULE_TRY(state, desk.reader().person(*id));
    if (!state) return ask_staff("nothing is held about this person");
    VESTIBULE_TRY(persons, desk.joined_with(*id));
    for (const auto& person : persons) {
        VESTIBULE_TRY(summary, person_json(desk, person, persons));
        std::vector<StreamId> streams = {stream_of(person)};
        VESTIBULE_TRY(visits, desk.reader().visits_of_person(person));
        for (const auto& [visit, unused] : visits) {
            streams.push_back(stream_of(visit));
            VESTIBULE_TRY(badges, desk.reader().badges_of(visit));
            for (const auto& [badge, badge_state] : badges) {
                streams.push_back(stream_of(badge));
                VESTIBULE_TRY(job, desk.reader().job_for_badge(badge));
                if (job) summary["jobs"].push_back(job_json(*job));
            }
        }
        output.line(dump(summary));
        for (const auto& stream : streams) {
            VESTIBULE_TRY(events, desk.reader().stream(stream));
            for (const auto& event : events) output.line(dump(readable(desk, event, persons)));
        }
    }
    return done;
}

}  // namespace

void add_export(Verb program, Chosen& chosen) {
    auto verb = program.add_verb("export", "visits as CSV; events or all that is held on a person as JSON Lines");
    verb.needs_verb();
    auto visits = verb.add_verb("visits", "the visits of the last days");
    auto wishes = std::make_shared<VisitsWishes>();
    visits.add_option("--days", wishes->days).between(1, 3660).shows_default();
    visits.add_option("--ahead", wishes->days_ahead, "also the appointments of so many days to come")
        .between(0, 3660)
        .shows_default();
    visits.add_flag("--excel", wishes->excel, "for spreadsheets: marked as UTF-8, long numbers kept as text");
    visits.does([&chosen, wishes] {
        chosen.at_station = [wishes](Station&, Desk& desk, Output& output) {
            return export_visits(desk, *wishes, output);
        };
    });
    auto events = verb.add_verb("events", "the log as it is held, sealed parts sealed");
    events.does([&chosen] {
        chosen.at_station = [](Station&, Desk& desk, Output& output) { return export_events(desk, output); };
    });
    auto one = verb.add_verb("person", "all that is held on one person, readable");
    auto id = std::make_shared<std::string>();
    one.add_option("person", *id, "the person's id").required();
    one.does([&chosen, id] {
        chosen.at_station = [id](Station&, Desk& desk, Output& output) { return export_person(desk, *id, output); };
    });
}

}  // namespace vestibule
