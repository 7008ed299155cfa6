// The vocabulary of the rules' tests: a stream's events in a word each, identities by number, minutes after nine.
#pragma once

#include <catch2/catch.hpp>
#include <initializer_list>
#include <string>
#include <vector>

#include "kiosk/base/json.h"
#include "kiosk/visit/event.h"
#include "kiosk/visit/kinds.h"

namespace vestibule::visit_test {

template <class IdType>
IdType id(std::uint8_t number) {
    IdType out{};
    out.bytes[15] = number;
    return out;
}

inline const Instant nine = from_micros(1'800'000'000'000'000);
inline Instant at(int minutes) {
    return nine + std::chrono::minutes{minutes};
}

struct Step {
    std::string_view kind;
    Json body = Json::object();
};

inline const PersonId visitor = id<PersonId>(1), host = id<PersonId>(2), guard = id<PersonId>(3);
inline const StationId lobby = id<StationId>(10), reception = id<StationId>(11);

inline Event event(const Step& step, std::uint64_t turn, Instant when, StationId station, std::uint64_t seq) {
    Event out;
    out.station = station;
    out.seq = seq;
    out.turn = turn;
    out.at = when;
    out.kind = step.kind;
    out.stream = id<StreamId>(99);
    out.body = step.body.dump();
    return out;
}

// Events of one station, each written knowing of the one before, a minute apart.
inline std::vector<Event> story(const std::vector<Step>& steps) {
    std::vector<Event> out;
    for (const auto& step : steps) {
        const auto n = out.size() + 1;
        out.push_back(event(step, n, at(static_cast<int>(n)), lobby, n));
    }
    return out;
}
inline std::vector<Event> and_then(std::vector<Event> events, const Step& step) {
    const auto n = events.size() + 1;
    events.push_back(event(step, n, at(static_cast<int>(n)), lobby, n));
    return events;
}

inline Step booked(Json more = Json::object()) {
    Json body = {
        {"person", to_string(visitor)}, {"host", to_string(host)},  {"type", "visitor"}, {"code", "ABCDEFGH"},
        {"from", micros(at(60))},       {"until", micros(at(120))}, {"sequence", 1}};
    body.update(more);
    return {kind::visit_booked, body};
}
inline Step requested(bool needs_approval) {
    return {kind::visit_requested,
            {{"person", to_string(visitor)},
             {"type", "visitor"},
             {"from", micros(at(0))},
             {"until", micros(at(60))},
             {"needs_approval", needs_approval}}};
}
inline Step admitted(std::uint8_t badge) {
    return {kind::visit_admitted, {{"badge", to_string(id<BadgeId>(badge))}}};
}
inline Step merged_into(std::uint8_t into) {
    return {kind::visit_merged, {{"into", to_string(id<VisitId>(into))}}};
}
inline Step arrived(bool needs_answer) {
    return {kind::visit_arrived, {{"needs_answer", needs_answer}}};
}
inline Step approval() {
    return {kind::visit_approved, {{"by", to_string(guard)}}};
}
inline Step refusal() {
    return {kind::visit_declined, {{"by", to_string(guard)}}};
}
inline Step issued() {
    return {kind::badge_issued,
            {{"visit", to_string(id<VisitId>(7))},
             {"person", to_string(visitor)},
             {"type", "visitor"},
             {"zones", 3},
             {"escort", true},
             {"nbf", micros(at(0))},
             {"exp", micros(at(600))},
             {"template", "visitor"}}};
}

}  // namespace vestibule::visit_test
