// Which of two words of a calendar is the newer one.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <optional>

#include "kiosk/base/clock.h"
#include "kiosk/base/json_fields.h"
#include "kiosk/visit/instant_field.h"

namespace vestibule {

// RFC 5546 2.1.5: by SEQUENCE, then DTSTAMP. Where a calendar says no more, or says two things with one DTSTAMP, the
// one that was taken in later.
struct Revision {
    std::int64_t sequence = -1;
    Instant stamp{};  // DTSTAMP; the epoch where there is none
    Instant taken{};  // by a clock that never stands before the word that it follows
    auto operator<=>(const Revision&) const = default;
};

// Nothing where an event's body bears none: it was written by hand, or before there were revisions.
[[nodiscard]] inline std::optional<Revision> revision_field(const JsonFields& body) {
    const auto taken = instant_field(body, "taken");
    if (!taken) return std::nullopt;
    return Revision{.sequence = std::max<std::int64_t>(0, int_field(body, "sequence")),
                    .stamp = instant_field(body, "stamp").value_or(Instant{}),
                    .taken = *taken};
}

}  // namespace vestibule
