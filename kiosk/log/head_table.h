// Keeping signed heads: the newest of each station, and enough older ones to relay any suffix in batches.
#pragma once

#include "kiosk/base/result.h"
#include "kiosk/log/log.h"
#include "kiosk/sqlite/database.h"

namespace vestibule {

// Between two kept heads of a station lie at most this many events, unless they came in one larger batch.
inline constexpr std::uint64_t events_between_heads_max = 1000;

// Inside the caller's transaction. A head that isn't newer than those kept is skipped.
[[nodiscard]] Result<> keep_head(Database& database, const Head& head);

}  // namespace vestibule
