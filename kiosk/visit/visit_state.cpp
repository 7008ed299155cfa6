// The fold of a visit. Each kind names the phases in which it has an effect; everything else is ignored.
#include "kiosk/visit/visit_state.h"

#include <algorithm>
#include <initializer_list>

#include "kiosk/base/json.h"
#include "kiosk/visit/instant_field.h"
#include "kiosk/visit/kinds.h"
#include "kiosk/visit/stream_order.h"

namespace vestibule {
namespace {

using enum VisitPhase;

bool is(VisitPhase phase, std::initializer_list<VisitPhase> any) {
    return std::find(any.begin(), any.end(), phase) != any.end();
}

// Decisions at one turn knew nothing of each other: the stricter one wins, whatever the clocks say.
struct Decision {
    std::uint64_t turn = 0;
    bool declined = false;
};

struct Folding {
    VisitState state;
    Decision decision;
};

void take_plan(VisitState& state, const Json& body) {
    if (const auto host = id_field<PersonId>(body, "host")) state.host = host;
    if (const auto type = text_field(body, "type"); !type.empty()) state.type = type;
    if (const auto from = instant_field(body, "from")) state.from = *from;
    if (const auto until = instant_field(body, "until")) state.until = *until;
    if (const auto n = int_field(body, "companions", -1); n >= 0 && n <= 1000) state.companions = static_cast<int>(n);
    state.sequence = std::max(state.sequence, int_field(body, "sequence", -1));
}

void booked(Folding& f, const Event& event, const Json& body) {
    const auto person = id_field<PersonId>(body, "person");
    if (f.state.phase != unknown || !person) return;
    f.state.phase = expected;
    f.state.person = *person;
    f.state.code = text_field(body, "code");
    take_plan(f.state, body);
    (void)event;
}

void requested(Folding& f, const Event& event, const Json& body) {
    const auto person = id_field<PersonId>(body, "person");
    if (f.state.phase != unknown || !person) return;
    f.state.walk_in = true;
    f.state.phase = bool_field(body, "needs_approval", true) ? waiting : approved;
    f.state.person = *person;
    f.state.arrived_at = event.at;
    take_plan(f.state, body);
}

void changed(Folding& f, const Event&, const Json& body) {
    if (f.state.phase == unknown) return;
    take_plan(f.state, body);
}

void described(Folding& f, const Event&, const Json& body) {
    if (const auto n = int_field(body, "companions", -1); n >= 0 && n <= 1000)
        f.state.companions = static_cast<int>(n);
}

void arrived(Folding& f, const Event& event, const Json& body) {
    if (!is(f.state.phase, {expected, approved})) return;
    const auto answered = f.state.phase == approved;
    f.state.arrived_at = event.at;
    f.state.phase = bool_field(body, "needs_answer", true) && !answered ? waiting : approved;
}

void approve(Folding& f, const Event& event, const Json& body) {
    const auto stricter_at_same_turn = f.decision.declined && f.decision.turn == event.turn;
    if (!is(f.state.phase, {expected, waiting, declined}) || stricter_at_same_turn) return;
    f.decision = {.turn = event.turn, .declined = false};
    f.state.phase = approved;
    f.state.decided_at = event.at;
    f.state.decided_by = id_field<PersonId>(body, "by");
}

void decline(Folding& f, const Event& event, const Json& body) {
    if (!is(f.state.phase, {expected, waiting, approved})) return;
    f.decision = {.turn = event.turn, .declined = true};
    f.state.phase = declined;
    f.state.decided_at = event.at;
    f.state.decided_by = id_field<PersonId>(body, "by");
}

void cancelled_by(Folding& f, const Event&, const Json& body) {
    if (!is(f.state.phase, {expected, waiting, approved})) return;
    f.state.phase = cancelled;
    f.state.sequence = std::max(f.state.sequence, int_field(body, "sequence", -1));
}

void admitted(Folding& f, const Event& event, const Json& body) {
    // Somebody is in the building: a decision made meanwhile elsewhere doesn't take them off the roll call. A second
    // admission, written without knowledge of the first, only adds a badge; the first time in stays.
    if (!is(f.state.phase, {expected, waiting, approved, declined, cancelled, inside})) return;
    f.state.phase = inside;
    f.state.badge = id_field<BadgeId>(body, "badge");
    if (!f.state.admitted_at) f.state.admitted_at = event.at;
    if (!f.state.arrived_at) f.state.arrived_at = event.at;
}

void left_now(Folding& f, const Event& event, const Json&) {
    if (f.state.phase != inside) return;
    f.state.phase = left;
    f.state.left_at = event.at;
}

void merged_with(Folding& f, const Event&, const Json& body) {
    const auto into = id_field<VisitId>(body, "into");
    if (!is(f.state.phase, {expected, waiting, approved}) || !into) return;
    f.state.phase = merged;
    f.state.merged_into = into;
}

void told(Folding& f, const Event&, const Json& body) {
    f.state.host_told = f.state.host_told || text_field(body, "outcome") == "sent";
}

struct Case {
    std::string_view kind;
    void (*apply)(Folding&, const Event&, const Json&);
};

constexpr Case cases[] = {
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

VisitState fold_visit(std::span<const Event> events) {
    Folding f;
    for (const auto* event : in_order(events)) {
        const auto* found =
            std::find_if(std::begin(cases), std::end(cases), [&](const Case& c) { return c.kind == event->kind; });
        if (found == std::end(cases)) continue;
        found->apply(f, *event, parse_object(event->body));
        if (event->sealed) f.state.sealed_rows.push_back({event->station, event->seq});
    }
    return f.state;
}

}  // namespace vestibule
