// The lobby's state machine: what time does, and the dispatch to the table.
#include "kiosk/screens/lobby/step_table.h"

namespace vestibule::lobby {
namespace {

// What a visitor typed must not stay when they walk away.
bool holds_visitor_data(const Screen& screen) {
    return std::visit(
        []<class S>(const S&) {
            return one_of<S, FindByCode, FindByName, MeetAppointment, WhoAreYou, ChooseHost, GivePurpose, GiveDetails,
                          Confirm, Leaving>;
        },
        screen);
}

// "Are you still there?" comes before anything that time does to a screen with a visitor's data on it.
bool warned_or_gone(State& state, Instant now, std::vector<Command>& commands) {
    if (state.still_there && now >= *state.still_there) {
        state.still_there.reset();
        state.screen = Welcome{};
        commands.emplace_back(ForgetVisitor{});
        return true;
    }
    if (!state.still_there && holds_visitor_data(state.screen) && now - state.touched >= state.idle)
        state.still_there = now + still_there_shown;
    return false;
}

}  // namespace

Step step(const State& state, const Event& event, Instant now) {
    Transition transition{state, now};
    const bool time = std::holds_alternative<TimePassed>(event);
    if (time && warned_or_gone(transition.next, now, transition.commands))
        return {std::move(transition.next), std::move(transition.commands)};
    std::visit([&](const auto& screen, const auto& what) { transition(screen, what); }, state.screen, event);
    return {std::move(transition.next), std::move(transition.commands)};
}

bool takes_scans(const Screen& screen) {
    return std::visit(
        []<class S>(const S&) {
            return one_of<S, Welcome, FindByCode, FindByName, MeetAppointment, Waiting, Leaving, Goodbye>;
        },
        screen);
}

std::optional<Instant> next_change(const State& state) {
    std::optional<Instant> due = state.still_there;
    const auto sooner = [&](Instant at) { due = due ? std::min(*due, at) : at; };
    if (!state.still_there && holds_visitor_data(state.screen)) sooner(state.touched + state.idle);
    std::visit(
        [&]<class S>(const S& s) {
            if constexpr (one_of<S, Declined, Goodbye, Unavailable, ShowBadge>) sooner(s.closes_at);
            if constexpr (one_of<S, FindByCode, FindByName, Leaving>)
                if (s.why == NotFound::too_many_tries) sooner(s.again_at);
            if constexpr (one_of<S, EnterPin, StaffMenu>) sooner(state.touched + staff_idle_max);
            if constexpr (one_of<S, Waiting>) sooner(std::max(s.since, state.touched) + waiting_shown_max);
        },
        state.screen);
    return due;
}

std::string_view name_of(const Screen& screen) {
    constexpr std::string_view names[] = {"lobby.set_up_name", "lobby.set_up",      "lobby.samples", "lobby.welcome",
                                          "lobby.find_code",   "lobby.find_name",   "lobby.meet",    "lobby.who",
                                          "lobby.host",        "lobby.purpose",     "lobby.details", "lobby.confirm",
                                          "lobby.waiting",     "lobby.declined",    "lobby.badge",   "lobby.leaving",
                                          "lobby.goodbye",     "lobby.unavailable", "lobby.pin",     "lobby.staff"};
    static_assert(std::size(names) == std::variant_size_v<Screen>);
    return names[screen.index()];
}

}  // namespace vestibule::lobby
