// Does a piece of a station's log continue what is held of it? The one check of log and central store alike.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "kiosk/base/result.h"
#include "kiosk/log/log.h"

namespace vestibule {

// The newest row held of a station; seq 0 and a zero hash where nothing is.
struct Tail {
    std::uint64_t seq = 0;
    Hash hash{};
};

enum class Continuity { continues, fork, gap, broken_chain };

struct Continuation {
    Continuity continuity = Continuity::continues;
    std::span<const Event> fresh;  // those not held yet; empty unless it continues
    std::uint64_t seq = 0;         // of the first row that doesn't fit
    std::string what;              // why, for staff
};

// `held` gives the hash held of (the head's station, seq). Rows held already must be the same ones; the others must
// follow without a gap, each row's hash must fit it, and the last one must be the head's.
using HeldHash = std::function<Result<std::optional<Hash>>(std::uint64_t seq)>;
[[nodiscard]] Result<Continuation> continuation_of(const Tail& tail, const HeldHash& held,
                                                   std::span<const Event> events, const Head& head);

}  // namespace vestibule
