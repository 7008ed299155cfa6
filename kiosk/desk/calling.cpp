// The desk's use cases of calling: who waits away from the display, has been answered, and is called to it.
#include <algorithm>
#include <tuple>

#include "kiosk/desk/desk.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

Instant answered_at(const VisitState& state) {
    if (state.phase == VisitPhase::inside && state.admitted_at) return *state.admitted_at;
    return state.decided_at.value_or(state.arrived_at.value_or(state.from));
}

}  // namespace

bool Desk::is_called(const VisitState& state) const {
    if (!state.arrived_at || state.door != identity_.station()) return false;
    if (state.phase == VisitPhase::approved) return may_be_met(policy_, state, zone_, now());
    return state.phase == VisitPhase::declined && now() - answered_at(state) < call_of_refusal_max;
}

// Whose badge another station made lies there, and they may still be sitting here.
Result<bool> Desk::is_sent_elsewhere(const VisitState& state) const {
    if (state.phase != VisitPhase::inside || state.door != identity_.station() || !state.badge) return false;
    if (!state.arrived_at || answered_at(state) == *state.arrived_at) return false;
    if (now() - answered_at(state) >= call_elsewhere_max) return false;
    VESTIBULE_TRY(badge, reader_.badge(*state.badge));
    return badge && badge->issued && !badge->revoked && badge->issuer != identity_.station() && !badge->entered_at;
}

Result<CallView> Desk::call_of(VisitId id, const VisitState& state) {
    CallView call{.visit = id,
                  .refused = state.phase == VisitPhase::declined,
                  .elsewhere = state.phase == VisitPhase::inside,
                  .since = answered_at(state),
                  .called = state.called_at.has_value()};
    VESTIBULE_TRY(visitor, person(state.person));
    call.language = visitor.language;
    // Whose name mustn't be shown, or isn't known here, is called by the number that they were given.
    if (state.number > 0) {
        call.number = state.number;
        return call;
    }
    if (policy_.call_by == CallBy::number) return call;
    call.name = visitor.name;
    if (call.refused || !state.host) return call;
    VESTIBULE_TRY(host, person(*state.host));
    call.host = host.name;
    call.escort = access_of(policy_, type_named(policy_, state.type)).escort;
    return call;
}

Result<std::vector<CallView>> Desk::calls() {
    VESTIBULE_TRY(visits, reader_.visits_between(zone_.start_of_day(now()), zone_.end_of_day(now())));
    std::vector<CallView> out;
    for (const auto& [id, state] : visits) {
        VESTIBULE_TRY(elsewhere, is_sent_elsewhere(state));
        if (!elsewhere && !is_called(state)) continue;
        VESTIBULE_TRY(call, call_of(id, state));
        if (call.number > 0 || !call.name.empty()) out.push_back(std::move(call));
    }
    // Who doesn't come leaves the first place to others after a while.
    const auto late = [this](const CallView& call) { return now() - call.since > call_comes_first; };
    std::ranges::stable_sort(out, [&](const CallView& a, const CallView& b) {
        return std::tuple{late(a), a.since} < std::tuple{late(b), b.since};
    });
    return out;
}

Result<> Desk::note_called(VisitId id) {
    VESTIBULE_TRY(state, reader_.visit(id));
    if (!state || state->called_at || !is_called(*state)) return {};
    return append(
        {NewEvent{.kind = std::string{kind::visit_called}, .stream = stream_of(id), .body = Json::object()}});
}

// One more than the highest that this station gave today.
Result<int> Desk::next_call_number() const {
    VESTIBULE_TRY(visits, reader_.visits_between(zone_.start_of_day(now()), zone_.end_of_day(now())));
    const auto today = zone_.start_of_day(now());
    int highest = 0;
    for (const auto& [id, state] : visits)  // some are inside since yesterday
        if (state.door == identity_.station() && state.arrived_at >= today) highest = std::max(highest, state.number);
    return highest < call_number_max ? highest + 1 : 1;
}

}  // namespace vestibule
