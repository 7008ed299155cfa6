// Imports: rows become events of people and visits whose ids follow from what they are.
#include "kiosk/desk/imports.h"

#include <sodium.h>

#include <algorithm>
#include <set>

#include "kiosk/base/text.h"
#include "kiosk/credential/code.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

constexpr auto far_future = from_micros(std::int64_t{4'102'444'800} * 1'000'000);  // 2100: until taken off the list
constexpr auto series_ahead = std::chrono::hours{24 * 401};     // intake expands 400 days (FORMATS)
constexpr auto door_days_before = std::chrono::hours{24 * 30};  // ARCHITECTURE: doors hold 30 days

// HMAC with a secret of the site: the id tells nothing of the mail address it was made from, and two stations make
// the same one. Marked as a version 8 UUID (RFC 9562).
std::array<std::uint8_t, 16> derived(const Identity& identity, std::string_view what, std::string_view key) {
    crypto_auth_hmacsha256_state state;
    const auto secret = identity.import_key.view();
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256_init(&state, secret.data(), secret.size());
    for (const auto part : {what, std::string_view{"\n"}, key})
        crypto_auth_hmacsha256_update(&state, view(part).data(), part.size());
    crypto_auth_hmacsha256_final(&state, mac.data());
    std::array<std::uint8_t, 16> id{};
    std::copy_n(mac.begin(), id.size(), id.begin());
    id[6] = static_cast<std::uint8_t>((id[6] & 0x0FU) | 0x80U);
    id[8] = static_cast<std::uint8_t>((id[8] & 0x3FU) | 0x80U);
    return id;
}

void add(Json& into, const char* key, const std::string& text) {
    if (!text.empty()) into[key] = text;
}

PersonId host_id(const Identity& identity, const std::string& email, const std::string& name) {
    const auto key = email.empty() ? "name:" + fold_for_matching(name) : "mail:" + fold_for_matching(email);
    return PersonId{derived(identity, "host", key)};
}

Json host_details(const HostRow& row) {
    auto details = Json::object();
    add(details, "name", row.name);
    add(details, "department", row.department);
    add(details, "email", row.email);
    add(details, "phone", row.phone);
    add(details, "location", row.location);
    add(details, "delegate_email", row.delegate_email);
    return details;
}

// Gathers events and commits them a batch at a time.
class Batches {
  public:
    Batches(Desk& desk, ImportProgress progress, std::size_t all)
        : desk_{desk}, keys_{desk.vault().batch()}, progress_{std::move(progress)}, all_{all} {}

    void add(NewEvent event) { events_.push_back(std::move(event)); }
    Result<> add_sealed(std::string_view kind, StreamId stream, PersonId subject, Json body, const Json& details) {
        VESTIBULE_TRY(sealed, keys_.seal(subject, kind, stream, dump(details)));
        add({.kind = std::string{kind},
             .stream = stream,
             .subject = subject,
             .body = std::move(body),
             .sealed = sealed});
        return {};
    }
    Result<> widen_window(PersonId person, DoorWindow window) { return keys_.widen_window(person, window); }
    // A row about what this batch is about already must see what the first one said.
    Result<> see(StreamId stream) {
        if (seen_.insert(stream).second) return {};
        VESTIBULE_CHECK(commit());
        seen_.insert(stream);
        return {};
    }
    Result<> row_done() {
        ++done_;
        if (done_ % import_batch_rows == 0) return commit();
        return {};
    }
    Result<> commit() {
        VESTIBULE_CHECK(keys_.commit());  // first: a row whose key is lost can never be read
        if (!events_.empty()) VESTIBULE_CHECK(desk_.log().append(events_, {}, desk_.now()));
        events_.clear();
        seen_.clear();
        if (progress_) progress_(done_, all_);
        return {};
    }

  private:
    Desk& desk_;
    KeyBatch keys_;
    ImportProgress progress_;
    std::size_t all_, done_ = 0;
    std::vector<NewEvent> events_;
    std::set<StreamId> seen_;
};

Result<Json> held_details(Desk& desk, const std::optional<EventKey>& row) {
    if (!row) return Json::object();
    VESTIBULE_TRY(event, desk.reader().event(*row));
    if (!event || !event->subject || !event->sealed) return Json::object();
    const auto text = desk.vault().unseal(*event->subject, event->kind, event->stream, *event->sealed);
    return text ? parse_object(*text) : Json::object();
}

constexpr auto erased_on_request = "this person's data was erased on request and isn't taken again";

Result<> take_host(Desk& desk, const HostRow& row, Batches& batches, ImportReport& report) {
    const auto id = host_id(desk.identity(), row.email, row.name);
    VESTIBULE_CHECK(batches.see(stream_of(id)));
    VESTIBULE_TRY(state, desk.reader().person(id));
    if ((state && state->erased) || desk.vault().is_erased(id)) {
        report.refused.push_back({.line = 0, .what = erased_on_request});
        return {};
    }
    const auto details = host_details(row);
    if (state && state->host) {
        VESTIBULE_TRY(held, held_details(desk, state->details));
        if (held == details) {
            ++report.unchanged;
            return {};
        }
    }
    VESTIBULE_CHECK(batches.add_sealed(kind::host_listed, stream_of(id), id, {{"language", row.languages}}, details));
    VESTIBULE_CHECK(batches.widen_window(id, {.from = Instant{}, .until = far_future}));
    ++(state && state->host ? report.changed : report.added);
    return {};
}

Json visitor_details(const AppointmentRow& row) {
    auto details = Json::object();
    add(details, "name", row.name);
    add(details, "company", row.company);
    add(details, "phone", row.phone);
    add(details, "email", row.email);
    return details;
}

Json visit_details(const AppointmentRow& row) {
    auto details = Json::object();
    add(details, "purpose", row.purpose);
    add(details, "room", row.room);
    add(details, "plate", row.plate);
    return details;
}

// Details of a visit are read one over the other, so what a change leaves out is said to be empty.
Json all_visit_details(const AppointmentRow& row) {
    return {{"purpose", row.purpose}, {"room", row.room}, {"plate", row.plate}};
}

Json plan_body(Desk& desk, const AppointmentRow& row) {
    Json body = {{"type", type_named(desk.policy(), row.type).name},
                 {"from", micros(row.from)},
                 {"until", micros(row.until)},
                 {"companions", row.companions},
                 {"sequence", row.sequence}};
    if (!row.host_email.empty() || !row.host_name.empty())
        body["host"] = to_string(host_id(desk.identity(), row.host_email, row.host_name));
    return body;
}

// An organiser that the list of hosts doesn't have yet becomes a host, so that the visit names one.
Result<> ensure_host(Desk& desk, const AppointmentRow& row, Batches& batches, std::set<PersonId>& seen) {
    if (row.host_email.empty() && row.host_name.empty()) return {};
    const auto id = host_id(desk.identity(), row.host_email, row.host_name);
    if (!seen.insert(id).second) return {};
    VESTIBULE_TRY(state, desk.reader().person(id));
    if (state && (state->host || state->erased)) return {};
    HostRow host{.name = row.host_name.empty() ? row.host_email : row.host_name, .email = row.host_email};
    ImportReport ignored;
    return take_host(desk, host, batches, ignored);
}

Result<> change_appointment(Desk& desk, const AppointmentRow& row, VisitId visit, const VisitState& held,
                            Batches& batches, ImportReport& report) {
    VESTIBULE_TRY(person_state, desk.reader().person(held.person));
    VESTIBULE_TRY(known, held_details(desk, person_state ? person_state->details : std::nullopt));
    VESTIBULE_TRY(details, held_details(desk, held.sealed_rows.empty() ? std::nullopt
                                                                       : std::optional{held.sealed_rows.back()}));
    for (const char* key : {"purpose", "room", "plate"})
        if (text_field(details, key).empty()) details.erase(key);
    const auto body = plan_body(desk, row);
    const auto same_plan = micros(held.from) == micros(row.from) && micros(held.until) == micros(row.until) &&
                           held.companions == row.companions && held.type == text_field(body, "type") &&
                           (!body.contains("host") || held.host == id_field<PersonId>(body, "host"));
    if (row.sequence < held.sequence ||
        (same_plan && known == visitor_details(row) && details == visit_details(row))) {
        ++report.unchanged;
        return {};
    }
    if (known != visitor_details(row))
        VESTIBULE_CHECK(batches.add_sealed(kind::person_described, stream_of(held.person), held.person,
                                           {{"language", row.language}}, visitor_details(row)));
    VESTIBULE_CHECK(
        batches.add_sealed(kind::visit_changed, stream_of(visit), held.person, body, all_visit_details(row)));
    ++report.changed;
    return {};
}

std::string series_id(Desk& desk, const AppointmentRow& row) {
    return uuid_text(derived(desk.identity(), "series", row.series));
}

Result<> new_appointment(Desk& desk, const AppointmentRow& row, VisitId visit, PersonId visitor, Batches& batches) {
    auto body = plan_body(desk, row);
    body["person"] = to_string(visitor);
    body["code"] = random_code();
    body["source"] = "import";
    if (!row.series.empty()) body["series"] = series_id(desk, row);
    VESTIBULE_CHECK(batches.add_sealed(kind::person_described, stream_of(visitor), visitor,
                                       {{"language", row.language}}, visitor_details(row)));
    VESTIBULE_CHECK(
        batches.add_sealed(kind::visit_booked, stream_of(visit), visitor, std::move(body), visit_details(row)));
    return batches.widen_window(visitor,
                                {.from = row.from - door_days_before, .until = desk.zone().end_of_day(row.until)});
}

bool may_be_called_off(VisitPhase phase) {
    return phase == VisitPhase::expected || phase == VisitPhase::approved;
}

NewEvent called_off(VisitId visit, const AppointmentRow& row) {
    return {.kind = std::string{kind::visit_cancelled},
            .stream = stream_of(visit),
            .body = {{"sequence", row.sequence}, {"by", "import"}}};
}

// A repeating appointment that is called off as a whole names none of its occurrences; their bookings name it.
Result<int> call_off_series(Desk& desk, const AppointmentRow& row, VisitId but, Batches& batches) {
    VESTIBULE_CHECK(batches.commit());  // occurrences of this file count as well
    const auto series = series_id(desk, row);
    const auto now = desk.now();
    VESTIBULE_TRY(visits, desk.reader().visits_between(desk.zone().start_of_day(now), now + series_ahead));
    int found = 0;
    for (const auto& [id, state] : visits) {
        if (id == but || !may_be_called_off(state.phase)) continue;
        VESTIBULE_TRY(events, desk.reader().stream(stream_of(id)));
        const auto is_of_series = std::any_of(events.begin(), events.end(), [&](const Event& event) {
            return event.kind == kind::visit_booked && text_field(parse_object(event.body), "series") == series;
        });
        if (!is_of_series) continue;
        batches.add(called_off(id, row));
        ++found;
    }
    return found;
}

Result<> cancel_appointment(Desk& desk, const AppointmentRow& row, VisitId visit,
                            const std::optional<VisitState>& held, Batches& batches, ImportReport& report) {
    int found = held && may_be_called_off(held->phase) ? 1 : 0;
    if (found > 0) batches.add(called_off(visit, row));
    if (!row.series.empty() && row.key == row.series) {
        VESTIBULE_TRY(occurrences, call_off_series(desk, row, visit, batches));
        found += occurrences;
    }
    report.cancelled += found;
    if (found == 0) ++report.unchanged;
    return {};
}

Result<> take_appointment(Desk& desk, const AppointmentRow& row, Batches& batches, std::set<PersonId>& hosts,
                          ImportReport& report) {
    const VisitId visit{derived(desk.identity(), "visit", row.key)};
    VESTIBULE_CHECK(batches.see(stream_of(visit)));
    VESTIBULE_TRY(held, desk.reader().visit(visit));
    const auto known = held && held->phase != VisitPhase::unknown;
    if (row.cancelled) return cancel_appointment(desk, row, visit, held, batches, report);
    const auto visitor = known ? held->person : PersonId{derived(desk.identity(), "visitor", row.key)};
    if (desk.vault().is_erased(visitor)) {
        report.refused.push_back({.line = 0, .what = erased_on_request});
        return {};
    }
    VESTIBULE_CHECK(ensure_host(desk, row, batches, hosts));
    if (known) return change_appointment(desk, row, visit, *held, batches, report);
    VESTIBULE_CHECK(new_appointment(desk, row, visit, visitor, batches));
    ++report.added;
    return {};
}

}  // namespace

Result<ImportReport> import_hosts(Desk& desk, const Imported<HostRow>& rows, const ImportProgress& progress) {
    ImportReport report{.refused = rows.refused};
    Batches batches{desk, progress, rows.taken.size()};
    for (const auto& row : rows.taken) {
        VESTIBULE_CHECK(take_host(desk, row, batches, report));
        VESTIBULE_CHECK(batches.row_done());
    }
    VESTIBULE_CHECK(batches.commit());
    VESTIBULE_CHECK(desk.refresh());
    return report;
}

Result<ImportReport> import_appointments(Desk& desk, const Imported<AppointmentRow>& rows,
                                         const ImportProgress& progress) {
    ImportReport report{.refused = rows.refused};
    Batches batches{desk, progress, rows.taken.size()};
    std::set<PersonId> hosts;
    for (const auto& row : rows.taken) {
        VESTIBULE_CHECK(take_appointment(desk, row, batches, hosts, report));
        VESTIBULE_CHECK(batches.row_done());
    }
    VESTIBULE_CHECK(batches.commit());
    VESTIBULE_CHECK(desk.refresh());
    return report;
}

}  // namespace vestibule
