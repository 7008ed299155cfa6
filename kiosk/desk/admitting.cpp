// The desk's use cases of admitting: what is asked before, the badge, and that nobody is inside twice.
#include <algorithm>
#include <array>

#include "kiosk/base/text.h"
#include "kiosk/credential/token.h"
#include "kiosk/desk/desk.h"
#include "kiosk/desk/matching.h"
#include "kiosk/desk/search_text.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

Instant whole_seconds(Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at);
}

bool may_be_admitted(const VisitState& state, bool by_staff) {
    if (state.phase == VisitPhase::approved) return true;
    constexpr std::array open = {VisitPhase::expected, VisitPhase::waiting, VisitPhase::declined};
    return by_staff && std::ranges::find(open, state.phase) != open.end();
}

NewEvent comes_again(VisitId earlier) {
    return {.kind = std::string{kind::visit_left}, .stream = stream_of(earlier), .body = {{"how", "again"}}};
}

}  // namespace

Desk::NewBadge Desk::new_badge(const VisitState& visit) const {
    const auto made = make_id<BadgeId>(identity_.station());
    const auto& type = type_named(policy_, visit.type);
    const auto access = access_of(policy_, type);
    return {.claims = {.badge = made.id,
                       .type = type.name,
                       .zones = access.zones,
                       .escort = access.escort,
                       .not_before = whole_seconds(now()),
                       .expires = badge_end(policy_, visit, zone_, now())},
            .nonce = made.nonce};
}

NewEvent Desk::badge_issued(const VisitState& visit, VisitId id, const NewBadge& badge,
                            std::optional<BadgeId> replaces) const {
    const auto& claims = badge.claims;
    Json body = {{"nonce", to_hex(badge.nonce)},
                 {"visit", to_string(id)},
                 {"person", to_string(visit.person)},
                 {"kid", to_hex(key_id_of(identity_.certificate.key))},
                 {"type", claims.type},
                 {"zones", claims.zones},
                 {"escort", claims.escort},
                 {"nbf", micros(claims.not_before)},
                 {"exp", micros(claims.expires)},
                 {"template", type_named(policy_, visit.type).badge_template}};
    if (replaces) body["replaces"] = to_string(*replaces);
    return {.kind = std::string{kind::badge_issued}, .stream = stream_of(claims.badge), .body = std::move(body)};
}

// Registrations make new persons, so the same one is known by their name and a phone number or a mail address.
bool Desk::is_same(const Person& one, const Person& other) {
    if (one.name.empty() || fold_for_matching(one.name) != fold_for_matching(other.name)) return false;
    const auto phone = digits_of(one.phone);
    if (phone.size() >= phone_digits_for_sameness && phone == digits_of(other.phone)) return true;
    return !one.email.empty() && fold_for_matching(one.email) == fold_for_matching(other.email);
}

Result<std::optional<VisitId>> Desk::inside_as(VisitId but, const VisitState& state) {
    VESTIBULE_TRY(inside, reader_.visits_in(VisitPhase::inside));
    if (inside.empty()) return std::nullopt;
    VESTIBULE_TRY(circle, joined_with(state.person));
    VESTIBULE_TRY(wanted, person(state.person));
    for (const auto& [id, other] : inside) {
        if (id == but) continue;
        VESTIBULE_TRY(visitor, person(other.person));
        if (std::ranges::count(circle, other.person) > 0 || is_same(wanted, visitor)) return id;
    }
    return std::nullopt;
}

bool Desk::is_of_another_day(const VisitState& state) const {
    const auto open = may_be_admitted(state, true) && state.phase != VisitPhase::declined;
    // Who stands there without an appointment has none of another day, whatever the clock says.
    return open && !state.walk_in && !may_be_met(policy_, state, zone_, now());
}

Result<AdmitQuestion> Desk::question_before_admitting(VisitId id) {
    VESTIBULE_TRY(state, reader_.visit(id));
    if (!state) return give_up("there is no such visit");
    AdmitQuestion question;
    if (!may_be_admitted(*state, true)) return question;
    question.another_day = is_of_another_day(*state);
    VESTIBULE_TRY(earlier, inside_as(id, *state));
    if (!earlier) return question;
    VESTIBULE_TRY(inside, visit(*earlier));
    question.inside_as = inside;
    return question;
}

Result<BadgeId> Desk::admit(VisitId id, std::optional<PersonId> staff, AnotherDay another_day) {
    VESTIBULE_TRY(state, reader_.visit(id));
    if (!state) return give_up("there is no such visit");
    // A second tap, or the lobby and reception at once: the badge that exists is the badge.
    if (state->phase == VisitPhase::inside && state->badge) return *state->badge;
    if (!may_be_admitted(*state, staff.has_value()))
        return give_up("this visit can't be admitted now: it is " + std::string{name_of(state->phase)});
    if (another_day == AnotherDay::refused && is_of_another_day(*state))
        return give_up("the appointment is for another day");
    VESTIBULE_TRY(earlier, inside_as(id, *state));
    const auto fresh = new_badge(*state);
    const auto badge = fresh.claims.badge;
    std::vector<NewEvent> events;
    // Whoever stands at the door again isn't inside any more.
    if (earlier) events.push_back(comes_again(*earlier));
    Json admitted = {{"badge", to_string(badge)}, {"policy", policy_.version}};
    if (staff) admitted["by"] = to_string(*staff);
    if (state->phase != VisitPhase::approved)
        events.push_back({.kind = std::string{kind::visit_approved},
                          .stream = stream_of(id),
                          .body = {{"by", to_string(*staff)}}});
    events.push_back(
        {.kind = std::string{kind::visit_admitted}, .stream = stream_of(id), .body = std::move(admitted)});
    events.push_back(badge_issued(*state, id, fresh, std::nullopt));
    VESTIBULE_CHECK(append(std::move(events), {print_job(badge)}));
    return badge;
}

NewJob Desk::print_job(BadgeId badge) const {
    return {.id = new_id<JobId>(), .worker = "print", .body = {{"badge", to_string(badge)}}, .due = Instant{}};
}

}  // namespace vestibule
