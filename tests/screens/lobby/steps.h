// The vocabulary of the lobby's step tests: the state machine, what it asked for, the time.
#pragma once

#include <catch2/catch.hpp>

#include "kiosk/screens/lobby/draft.h"
#include "kiosk/screens/lobby/screen.h"

namespace vestibule::lobby::step_test {

using std::chrono::seconds;

inline constexpr Instant morning = from_micros(1'800'000'000'000'000);

// The lobby, and what it asked for with the last event.
struct Lobby {
    State state{.screen = Welcome{}, .touched = morning};
    std::vector<Command> asked;
    Instant now = morning;

    Lobby& on(const lobby::Event& event) {
        auto [next, commands] = step(state, event, now);
        state = std::move(next);
        asked = std::move(commands);
        return *this;
    }
    Lobby& after(seconds time) {
        now += time;
        return on(TimePassed{});
    }
    template <class S>
    [[nodiscard]] const S& screen() const {
        INFO("on " << name_of(state.screen));
        REQUIRE(std::holds_alternative<S>(state.screen));
        return std::get<S>(state.screen);
    }
    template <class S>
    [[nodiscard]] bool shows() const {
        return std::holds_alternative<S>(state.screen);
    }
    template <class C>
    [[nodiscard]] const C* command() const {
        for (const auto& one : asked)
            if (const auto* found = std::get_if<C>(&one)) return found;
        return nullptr;
    }
};

inline VisitView visit_in(VisitPhase phase) {
    return {.id = VisitId{{1}}, .phase = phase, .visitor = "Amara Okafor", .language = "zh_CN"};
}

inline BadgeView badge(PrintOutcome print = PrintOutcome::pending) {
    return {.id = BadgeId{{2}}, .visit = VisitId{{1}}, .name = "Amara Okafor", .token = "VB1:X", .print = print};
}

inline Lobby at(Screen screen) {
    Lobby lobby;
    lobby.state.screen = std::move(screen);
    return lobby;
}

inline Waiting waiting() {
    return {.visit = VisitId{{1}}, .visitor = "Amara Okafor", .since = morning};
}

}  // namespace vestibule::lobby::step_test
