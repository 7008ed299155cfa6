// The fold of a visit. Each kind names the phases in which it has an effect; everything else is ignored.
#include "kiosk/visit/visit_state.h"

#include <algorithm>
#include <initializer_list>

#include "kiosk/visit/fold_cases.h"
#include "kiosk/visit/instant_field.h"
#include "kiosk/visit/kinds.h"
#include "kiosk/visit/stream_order.h"

namespace vestibule {
namespace {

using enum VisitPhase;

bool is(VisitPhase phase, std::initializer_list<VisitPhase> any) {
    return std::find(any.begin(), any.end(), phase) != any.end();
}

// Takes a decision in one of the phases that are `open` to it, or where it is stricter than the one at its own turn.
bool decide(VisitFolding& f, const Event& event, Strictness how, std::initializer_list<VisitPhase> open) {
    const bool same_turn = f.decision != Strictness::none && f.decision_turn == event.turn;
    const bool takes_back = same_turn && is(f.state.phase, {declined, merged});
    if (same_turn && how <= f.decision) return false;
    if (!is(f.state.phase, open) && !takes_back) return false;
    f.decision = how;
    f.decision_turn = event.turn;
    f.state.merged_into.reset();
    return true;
}

void decided_by_someone(VisitState& state, VisitPhase phase, const Event& event, const JsonFields& body) {
    state.phase = phase;
    state.decided_at = event.at;
    state.decided_by = id_field<PersonId>(body, "by");
}

void take_plan(VisitState& state, const JsonFields& body) {
    if (const auto host = id_field<PersonId>(body, "host")) state.host = host;
    if (const auto type = text_field(body, "type"); !type.empty()) state.type = type;
    if (const auto from = instant_field(body, "from")) state.from = *from;
    if (const auto until = instant_field(body, "until")) state.until = *until;
    if (const auto n = int_field(body, "companions", -1); n >= 0 && n <= 1000) state.companions = static_cast<int>(n);
    state.sequence = std::max(state.sequence, int_field(body, "sequence", -1));
}

bool booked(VisitFolding& f, const Event&, const JsonFields& body) {
    const auto person = id_field<PersonId>(body, "person");
    if (f.state.phase != unknown || !person) return false;
    f.state.phase = expected;
    f.state.person = *person;
    f.state.code = text_field(body, "code");
    take_plan(f.state, body);
    return true;
}

bool requested(VisitFolding& f, const Event& event, const JsonFields& body) {
    const auto person = id_field<PersonId>(body, "person");
    if (f.state.phase != unknown || !person) return false;
    f.state.walk_in = true;
    f.state.phase = bool_field(body, "needs_approval", true) ? waiting : approved;
    f.state.person = *person;
    f.state.arrived_at = event.at;
    take_plan(f.state, body);
    return true;
}

bool changed(VisitFolding& f, const Event&, const JsonFields& body) {
    if (f.state.phase == unknown) return false;
    take_plan(f.state, body);
    return true;
}

bool described(VisitFolding& f, const Event&, const JsonFields& body) {
    if (const auto n = int_field(body, "companions", -1); n >= 0 && n <= 1000)
        f.state.companions = static_cast<int>(n);
    return true;
}

bool arrived(VisitFolding& f, const Event& event, const JsonFields& body) {
    if (!is(f.state.phase, {expected, approved})) return false;
    const auto answered = f.state.phase == approved;
    f.state.arrived_at = event.at;
    f.state.phase = bool_field(body, "needs_answer", true) && !answered ? waiting : approved;
    return true;
}

bool approve(VisitFolding& f, const Event& event, const JsonFields& body) {
    if (!decide(f, event, Strictness::approve, {expected, waiting, declined})) return false;
    decided_by_someone(f.state, approved, event, body);
    return true;
}

bool decline(VisitFolding& f, const Event& event, const JsonFields& body) {
    if (!decide(f, event, Strictness::decline, {expected, waiting, approved})) return false;
    decided_by_someone(f.state, declined, event, body);
    return true;
}

bool cancelled_by(VisitFolding& f, const Event& event, const JsonFields& body) {
    if (!decide(f, event, Strictness::cancel, {expected, waiting, approved})) return false;
    f.state.phase = cancelled;
    f.state.sequence = std::max(f.state.sequence, int_field(body, "sequence", -1));
    return true;
}

bool merged_with(VisitFolding& f, const Event& event, const JsonFields& body) {
    const auto into = id_field<VisitId>(body, "into");
    if (!into || !decide(f, event, Strictness::merge, {expected, waiting, approved})) return false;
    f.state.phase = merged;
    f.state.merged_into = into;
    return true;
}

bool admitted(VisitFolding& f, const Event& event, const JsonFields& body) {
    // Somebody is in the building: a decision made meanwhile elsewhere doesn't take them off the roll call. A second
    // admission, written without knowledge of the first, only adds a badge; the first time in stays.
    if (is(f.state.phase, {unknown, left})) return false;
    f.state.phase = inside;
    f.state.merged_into.reset();
    f.state.badge = id_field<BadgeId>(body, "badge");
    if (!f.state.admitted_at) f.state.admitted_at = event.at;
    if (!f.state.arrived_at) f.state.arrived_at = event.at;
    return true;
}

bool left_now(VisitFolding& f, const Event& event, const JsonFields&) {
    if (f.state.phase != inside) return false;
    f.state.phase = left;
    f.state.left_at = event.at;
    return true;
}

bool told(VisitFolding& f, const Event&, const JsonFields& body) {
    f.state.host_told = f.state.host_told || text_field(body, "outcome") == "sent";
    return true;
}

constexpr VisitCase cases[] = {
    {kind::visit_booked, booked},       {kind::visit_requested, requested},    {kind::visit_changed, changed},
    {kind::visit_described, described}, {kind::visit_arrived, arrived},        {kind::visit_approved, approve},
    {kind::visit_declined, decline},    {kind::visit_cancelled, cancelled_by}, {kind::visit_admitted, admitted},
    {kind::visit_left, left_now},       {kind::visit_merged, merged_with},     {kind::host_told, told},
};

}  // namespace

std::string_view name_of(VisitPhase phase) {
    switch (phase) {
        case unknown:
            return "unknown";
        case expected:
            return "expected";
        case waiting:
            return "waiting";
        case approved:
            return "approved";
        case declined:
            return "declined";
        case inside:
            return "inside";
        case left:
            return "left";
        case cancelled:
            return "cancelled";
        case merged:
            return "merged";
    }
    return "unknown";
}

std::span<const VisitCase> visit_cases() {
    return cases;
}

VisitState fold_visit_with(std::span<const VisitCase> with, std::span<const Event> events) {
    VisitFolding f;
    JsonFields body;
    for (const auto* event : in_order(events)) {
        const auto* found = case_of(with, event->kind);
        if (found == nullptr) continue;
        body.read(event->body);
        if (!found->apply(f, *event, body)) continue;
        if (event->sealed) f.state.sealed_rows.push_back({event->station, event->seq});
    }
    return f.state;
}

VisitState fold_visit(std::span<const Event> events) {
    return fold_visit_with(cases, events);
}

}  // namespace vestibule
