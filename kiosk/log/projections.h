// What follows from the events on disk: visits, badges, persons, stations, policy. Derived from `body` only.
#pragma once

#include <span>

#include "kiosk/base/result.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/visit/event.h"

namespace vestibule {

inline constexpr int rebuild_memory_kib_max = 256 << 10;  // beyond it a rebuild sorts in files, and gets slower

// Brings the projections of every stream that `added` touches up to date; `added` are already rows of the log.
// Inside the caller's transaction. Total: unknown kinds and impossible bodies change nothing.
[[nodiscard]] Result<> project(Database& database, std::span<const Event> added);

// All projections anew from the events, in one pass over the streams. Inside the caller's transaction.
[[nodiscard]] Result<> rebuild_projections(Database& database);

}  // namespace vestibule
