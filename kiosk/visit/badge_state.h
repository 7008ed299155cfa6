// What a badge is, as a pure and total fold over the set of its events. Revoked is absorbing, in any order.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "kiosk/visit/event.h"

namespace vestibule {

enum class PrintOutcome { pending, printed, saved, failed, unknown };
[[nodiscard]] std::string_view name_of(PrintOutcome outcome);
[[nodiscard]] PrintOutcome print_outcome_named(std::string_view name);  // unknown for a name we don't know

struct BadgeState {
    bool issued = false;
    bool revoked = false;
    bool inside = false;  // passback: by gate scans only
    StationId issuer;     // the station that wrote badge.issued
    std::string kid;      // which key signed it, as that one says: 4 bytes in hex
    VisitId visit;
    PersonId person;
    std::string type;
    int zones = 0;  // bit mask, at most 16 bits
    bool escort = false;
    Instant not_before{}, expires{};
    std::string badge_template;
    PrintOutcome print = PrintOutcome::pending;
    std::optional<Instant> printed_at, entered_at;
    std::optional<Instant> print_ended_at;  // when the newest outcome was written, whatever it was
    std::string print_reason;               // why, of that outcome: views.h, BadgeView::print_reason
    bool print_cancelled = false;           // by staff, while no outcome was known
    int print_moves = 0;                    // how often staff moved it while no outcome was known…
    std::string print_wanted;               // … and to which queue the last time
    std::string print_queue;                // where it goes or went, as far as told
    std::string print_place;                // where that printer stands; empty: beside the issuing station
    std::string entered_gate;
    std::string revoked_reason;

    bool operator==(const BadgeState&) const = default;
};

[[nodiscard]] BadgeState fold_badge(std::span<const Event> events);

}  // namespace vestibule
