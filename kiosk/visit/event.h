// One row of the log, as every station holds it, and the order of rows within a stream.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "kiosk/base/bytes.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/ids.h"

namespace vestibule {

// FORMATS.md, "Event row". `body` holds exact bytes: JSON without personal data. `sealed` is for the key of
// `subject`.
struct Event {
    StationId station;
    std::uint64_t seq = 0;   // 1, 2, 3… in its station, without a gap
    std::uint64_t turn = 0;  // 1 + the highest turn that its writer held of the stream
    Instant at{};            // the writer's wall clock: shown, never trusted for order
    std::string kind;
    StreamId stream;
    std::optional<PersonId> subject;
    std::string body;
    std::optional<Bytes> sealed;
    Hash prev{};
    Hash hash{};

    bool operator==(const Event&) const = default;
};

// The order within a stream: what was written knowing of another event comes after it, whatever the clocks say.
struct EventOrder {
    std::uint64_t turn;
    Instant at;
    StationId station;
    std::uint64_t seq;
    auto operator<=>(const EventOrder&) const = default;
};
[[nodiscard]] inline EventOrder order_of(const Event& event) {
    return {event.turn, event.at, event.station, event.seq};
}

// Where an event stands; used only inside the log's own tables, never by things that refer to one another.
struct EventKey {
    StationId station;
    std::uint64_t seq = 0;
    auto operator<=>(const EventKey&) const = default;
};

}  // namespace vestibule
