// What follows from the events on disk: visits, badges, persons, stations, policy. Derived from `body` only.
#pragma once

#include <span>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/log/views_check.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/visit/event.h"
#include "kiosk/visit/site_state.h"

namespace vestibule {

// Once for the rows that are folded (some 1.5 million), once for pages of the file; beyond it a rebuild gets slower.
inline constexpr std::size_t rebuild_memory_kib_max = 256 << 10;

// Brings the projections of every stream that `added` touches up to date; `added` are already rows of the log.
// Where they change whose rows count, those of the others as well. Inside the caller's transaction. Total: unknown
// kinds and impossible bodies change nothing.
[[nodiscard]] Result<> project(Database& database, std::span<const Event> added, const SiteJudge& judge = {});

// As the projections have it: who may write what.
[[nodiscard]] Result<SiteState> read_site(Database& database);
// All rows of a stream, without their sealed parts.
[[nodiscard]] Result<std::vector<Event>> stream_to_fold(Database& database, const StreamId& stream);

// All projections anew from the events, in one pass over the streams. Inside the caller's transaction.
[[nodiscard]] Result<> rebuild_projections(Database& database, const SiteJudge& judge = {},
                                           std::size_t memory_kib_max = rebuild_memory_kib_max);

// All projections held against a fold of the events; nothing is written. `judge` must have `certified`.
[[nodiscard]] Result<ViewsCheck> compare_projections(Database& database, const SiteJudge& judge,
                                                     std::size_t memory_kib_max);

}  // namespace vestibule
