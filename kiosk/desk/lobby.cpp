// The desk's use cases at the lobby: finding hosts and appointments, registering, arriving, admitting, leaving.
#include <algorithm>

#include "kiosk/base/text.h"
#include "kiosk/credential/code.h"
#include "kiosk/credential/token.h"
#include "kiosk/desk/desk.h"
#include "kiosk/desk/matching.h"
#include "kiosk/visit/cancelled_why.h"
#include "kiosk/visit/key_window.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

constexpr int companions_max = 99;
constexpr std::size_t plate_length_max = 20;

void add_text(Json& into, const char* key, std::string_view text, std::size_t length_max) {
    if (auto clean = clean_line(text, length_max); !clean.empty()) into[key] = std::move(clean);
}

Json person_details(const VisitDraft& draft) {
    auto details = Json::object();
    add_text(details, "name", draft.name, name_length_max);
    add_text(details, "company", draft.company, name_length_max);
    add_text(details, "phone", draft.phone, 40);
    add_text(details, "email", draft.email, line_length_max);
    return details;
}

// Which of several visits of the same person is meant at the door: the one that leads furthest.
int use_at_the_door(const VisitState& state) {
    switch (state.phase) {
        case VisitPhase::approved:
            return 4;
        case VisitPhase::waiting:
        case VisitPhase::expected:
            return 3;
        case VisitPhase::inside:
        case VisitPhase::declined:
            return 2;
        case VisitPhase::unknown:
        case VisitPhase::left:
        case VisitPhase::cancelled:
        case VisitPhase::merged:
            break;
    }
    return state.walk_in ? 0 : 1;  // a walk-in that is over has nothing to come back to
}

Lookup outcome_of(std::string_view why) {
    if (why == cancelled_why::called_off || why == cancelled_why::not_in_calendar) return Lookup::called_off;
    if (why == cancelled_why::moved) return Lookup::moved;
    if (why == cancelled_why::uninvited) return Lookup::uninvited;
    return why == cancelled_why::declined ? Lookup::turned_down : Lookup::over;
}

Json visit_details(const VisitDraft& draft) {
    auto details = Json::object();
    add_text(details, "purpose", draft.purpose, line_length_max);
    add_text(details, "plate", draft.plate, plate_length_max);
    if (!draft.host) add_text(details, "host_text", draft.host_text, name_length_max);
    return details;
}

}  // namespace

Result<std::optional<HostView>> Desk::host(PersonId id) {
    VESTIBULE_TRY(state, reader_.person(id));
    if (!state || !state->host) return std::nullopt;
    VESTIBULE_TRY(details, person(id));
    if (!details.known) return std::nullopt;
    return HostView{.id = id,
                    .name = details.name,
                    .department = details.department,
                    .location = details.location,
                    .email = details.email,
                    .language = details.language};
}

Result<bool> Desk::has_hosts() const {
    VESTIBULE_TRY(ids, reader_.hosts());
    return !ids.empty();
}

Result<std::vector<HostView>> Desk::find_hosts(std::string_view typed, int count_max) {
    const TypedQuery query{typed};
    std::vector<std::pair<int, HostView>> ranked;
    if (query.empty()) return std::vector<HostView>{};
    VESTIBULE_TRY(ids, reader_.hosts());
    for (const auto& id : ids) {
        VESTIBULE_TRY(view, host(id));
        if (!view) continue;
        auto rank = query.rank_in_name(view->name);
        if (!rank && query.in_text(view->department)) rank = 3;
        if (rank) ranked.emplace_back(*rank, std::move(*view));
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second.name < b.second.name;
    });
    std::vector<HostView> out;
    for (auto& [rank, view] : ranked)
        if (out.size() < static_cast<std::size_t>(count_max)) out.push_back(std::move(view));
    return out;
}

// Whoever was sent a code before the calendar moved the appointment is met by that code all the same.
Result<LookupResult> Desk::lookup_withdrawn(const VisitState& gone) {
    const auto outcome = outcome_of(gone.cancelled_why);
    if (outcome == Lookup::over || gone.series.empty()) return LookupResult{.outcome = outcome};
    VESTIBULE_TRY(visits, reader_.visits_between(zone_.start_of_day(now()), end_of_lead()));
    for (const auto& [id, state] : visits)
        if (state.series == gone.series && state.phase != VisitPhase::cancelled && use_at_the_door(state) > 1 &&
            may_be_met(policy_, state, zone_, now()))
            return lookup(id, state);
    return LookupResult{.outcome = outcome};
}

Result<LookupResult> Desk::lookup(VisitId id, const VisitState& state) {
    VESTIBULE_TRY(view, view_of(id, state));
    switch (state.phase) {
        case VisitPhase::expected:
        case VisitPhase::approved:
        case VisitPhase::waiting:
            if (!may_be_met(policy_, state, zone_, now())) return LookupResult{.outcome = Lookup::not_today};
            return LookupResult{.outcome = Lookup::found, .visit = std::move(view)};
        case VisitPhase::inside:
            return LookupResult{.outcome = Lookup::already_inside};
        case VisitPhase::declined:  // who waited for it hears the answer; nobody else is at the door
            if (!state.arrived_at || !may_be_met(policy_, state, zone_, now()))
                return LookupResult{.outcome = Lookup::over};
            return LookupResult{.outcome = Lookup::found, .visit = std::move(view)};
        case VisitPhase::cancelled:
            return lookup_withdrawn(state);
        case VisitPhase::left:
        case VisitPhase::merged:
            return LookupResult{.outcome = Lookup::over};
        case VisitPhase::unknown:
            break;
    }
    return LookupResult{.outcome = Lookup::not_found};
}

// Until when the starts of appointments lie that may be met now.
Instant Desk::end_of_lead() const {
    return std::max(zone_.end_of_day(now()), now() + std::chrono::hours{policy_.lead_hours});
}

Result<LookupResult> Desk::find_appointment(std::string_view typed, CodeFrom from) {
    if (const auto wait = pause_of_codes_s(); from == CodeFrom::typing && wait > 0)
        return LookupResult{.outcome = Lookup::too_many_tries, .wait_s = wait};
    if (const auto code = parse_code(typed)) {
        VESTIBULE_TRY(id, reader_.visit_of_code(*code));
        if (id) {
            VESTIBULE_TRY(state, reader_.visit(*id));
            if (state) return lookup(*id, *state);
        }
    }
    if (from == CodeFrom::typing) count_wrong_code();
    return LookupResult{.outcome = Lookup::not_found};
}

Result<bool> Desk::is_host_of(const VisitState& state, std::string_view typed) {
    if (!state.host || clean_line(typed, name_length_max).empty()) return false;
    VESTIBULE_TRY(known, host(*state.host));
    return known && called_by(known->name, typed);
}

Result<LookupResult> Desk::find_appointment(std::string_view name, std::string_view phone_last4,
                                            std::string_view host) {
    if (const auto wait = pause_of_codes_s(); wait > 0)
        return LookupResult{.outcome = Lookup::too_many_tries, .wait_s = wait};
    const auto wanted = clean_line(name, name_length_max);
    const auto last4 = digits_of(phone_last4);
    VESTIBULE_TRY(visits, reader_.visits_between(zone_.start_of_day(now()), end_of_lead()));
    LookupResult best;
    int best_use = 0;
    for (const auto& [id, state] : visits) {
        VESTIBULE_TRY(visitor, person(state.person));
        const auto phone = digits_of(visitor.phone);
        if (!same_name(visitor.name, wanted) || use_at_the_door(state) <= best_use) continue;
        VESTIBULE_TRY(knows_host, is_host_of(state, host));
        const auto proven = phone.size() < 4 ? knows_host : last4.size() == 4 && phone.ends_with(last4);
        if (!proven) continue;
        VESTIBULE_TRY(result, lookup(id, state));
        if (result.outcome != Lookup::found && best.outcome == Lookup::found) continue;
        best_use = use_at_the_door(state);
        best = std::move(result);
    }
    if (best.outcome == Lookup::not_found) count_wrong_code();
    return best;
}

// PEERS 13: a planned guest who registers as a walk-in is met with the appointment, not written down twice. The full
// phone number is asked for, so nobody learns of an appointment by guessing a name.
Result<std::optional<VisitId>> Desk::planned_visit_of(const VisitDraft& draft) {
    const auto phone = digits_of(draft.phone);
    if (phone.size() < phone_digits_for_sameness) return std::nullopt;
    VESTIBULE_TRY(visits, reader_.visits_between(zone_.start_of_day(now()), end_of_lead()));
    for (const auto& [id, state] : visits) {
        if (state.phase != VisitPhase::expected || !may_be_met(policy_, state, zone_, now())) continue;
        VESTIBULE_TRY(visitor, person(state.person));
        if (digits_of(visitor.phone) == phone && same_name(visitor.name, draft.name)) return id;
    }
    return std::nullopt;
}

Result<std::optional<NewJob>> Desk::tell_host(VisitId visit, std::optional<PersonId> host_id) {
    if (!host_id || config_.mail.server.empty()) return std::nullopt;
    VESTIBULE_TRY(known, host(*host_id));
    if (!known || known->email.empty()) return std::nullopt;
    return NewJob{.id = new_id<JobId>(),
                  .worker = "notify",
                  .body = {{"visit", to_string(visit)}, {"what", "arrived"}},
                  .due = Instant{}};
}

// What the visitor typed of an appointment that was met: it's newer than what the invitation said.
Result<> Desk::describe(VisitId id, const VisitDraft& draft) {
    VESTIBULE_TRY(state, reader_.visit(id));
    if (!state) return {};
    VESTIBULE_TRY(described, sealed_event(kind::visit_described, stream_of(id), state->person,
                                          {{"companions", std::clamp(draft.companions, 0, companions_max)}},
                                          visit_details(draft)));
    return append({described});
}

Result<VisitId> Desk::register_walk_in(const VisitDraft& draft) {
    const auto details = person_details(draft);
    if (!details.contains("name")) return give_up("a visit needs the visitor's name");
    VESTIBULE_TRY(planned, planned_visit_of(draft));
    if (planned) {
        VESTIBULE_CHECK(arrive(*planned));
        VESTIBULE_CHECK(describe(*planned, draft));
        return *planned;
    }
    const auto [visit, visit_nonce] = make_id<VisitId>(identity_.station());
    const auto [visitor, visitor_nonce] = make_id<PersonId>(identity_.station());
    const auto& type = type_named(policy_, draft.type);
    const auto until = walk_in_end(type, now());
    VESTIBULE_TRY(described, sealed_event(kind::person_described, stream_of(visitor), visitor,
                                          {{"language", draft.language}, {"nonce", to_hex(visitor_nonce)}}, details));
    Json body = {{"nonce", to_hex(visit_nonce)},
                 {"person", to_string(visitor)},
                 {"type", type.name},
                 {"from", micros(now())},
                 {"until", micros(until)},
                 {"companions", std::clamp(draft.companions, 0, companions_max)},
                 {"needs_approval", type.walk_in_needs_approval},
                 {"policy", policy_.version}};
    if (draft.host) body["host"] = to_string(*draft.host);
    if (policy_.call_by == CallBy::number) {
        VESTIBULE_TRY(number, next_call_number());
        body["number"] = number;
    }
    VESTIBULE_TRY(requested, sealed_event(kind::visit_requested, stream_of(visit), visitor, std::move(body),
                                          visit_details(draft)));
    const auto window = key_window(policy_, {.walk_in = true, .from = now(), .until = until}, zone_, now());
    VESTIBULE_CHECK(vault_.widen_window(visitor, {.from = window.from, .until = window.until}));
    VESTIBULE_TRY(mail, tell_host(visit, draft.host));
    VESTIBULE_CHECK(append({described, requested}, mail ? std::vector{*mail} : std::vector<NewJob>{}));
    return visit;
}

Result<VisitPhase> Desk::arrive(VisitId id) {
    VESTIBULE_TRY(state, reader_.visit(id));
    if (!state) return give_up("there is no such visit");
    if (state->phase != VisitPhase::expected && state->phase != VisitPhase::approved) return state->phase;
    if (state->arrived_at) return state->phase;
    if (!may_be_met(policy_, *state, zone_, now())) return give_up("the appointment is for another day");
    const auto needs_answer = type_named(policy_, state->type).booked_needs_answer;
    VESTIBULE_TRY(mail, tell_host(id, state->host));
    Json body = {{"needs_answer", needs_answer}, {"policy", policy_.version}};
    if (policy_.call_by == CallBy::number) {
        VESTIBULE_TRY(number, next_call_number());
        body["number"] = number;
    }
    NewEvent arrived{.kind = std::string{kind::visit_arrived}, .stream = stream_of(id), .body = std::move(body)};
    VESTIBULE_CHECK(append({arrived}, mail ? std::vector{*mail} : std::vector<NewJob>{}));
    VESTIBULE_TRY(after, reader_.visit(id));
    return after ? after->phase : VisitPhase::unknown;
}

Result<> Desk::cancel(VisitId id) {
    return append(
        {NewEvent{.kind = std::string{kind::visit_cancelled}, .stream = stream_of(id), .body = {{"by", "visitor"}}}});
}

Result<> Desk::report_print(BadgeId id, bool came_out, std::optional<PersonId> staff) {
    VESTIBULE_TRY(state, reader_.badge(id));
    if (!state || !state->issued) return give_up("there is no such badge");
    if (state->print != PrintOutcome::unknown) return {};
    const auto outcome = came_out ? PrintOutcome::printed : PrintOutcome::failed;
    return append({NewEvent{
        .kind = std::string{kind::badge_printed},
        .stream = stream_of(id),
        .body = {{"outcome", std::string{name_of(outcome)}}, {"by", staff ? to_string(*staff) : "visitor"}}}});
}

Result<LeaveResult> Desk::leave(std::string_view scanned_or_typed, CodeFrom from) {
    VESTIBULE_TRY(found, find_badge(scanned_or_typed, from));
    if (found.too_many_tries) return LeaveResult{.outcome = Leave::too_many_tries};
    if (found.refusal != Refusal::none || !found.badge) return LeaveResult{.outcome = Leave::not_found};
    VESTIBULE_TRY(state, reader_.visit(found.badge->visit));
    VESTIBULE_TRY(visitor, person(found.badge->person));
    if (!state || state->phase != VisitPhase::inside)
        return LeaveResult{.outcome = Leave::not_inside, .visitor = visitor.name};
    VESTIBULE_CHECK(append({NewEvent{.kind = std::string{kind::visit_left},
                                     .stream = stream_of(found.badge->visit),
                                     .body = {{"how", "badge"}}}}));
    return LeaveResult{.outcome = Leave::done, .visitor = visitor.name};
}

Result<> Desk::let_out(VisitId id, PersonId staff) {
    VESTIBULE_TRY(state, reader_.visit(id));
    if (!state || state->phase != VisitPhase::inside) return give_up("this visitor isn't inside");
    return append({NewEvent{.kind = std::string{kind::visit_left},
                            .stream = stream_of(id),
                            .body = {{"how", "staff"}, {"by", to_string(staff)}}}});
}

}  // namespace vestibule
