// Every event of the log, stream by stream, as a rebuild folds them.
#pragma once

#include <functional>
#include <span>

#include "kiosk/base/result.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/visit/event.h"

namespace vestibule {

// What the folds read of a row: no subject and no chain, and of a sealed part only that there is one.
// The columns: station, seq, turn, at, kind, stream, body, whether something is sealed.
void read_folded(const Statement& row, Event& event);

using FoldStream = std::function<Result<>(std::span<const Event>)>;

// Calls `fold` for each stream, in the order of their ids, with all its events in any order; they are gone
// afterwards. Reads the rows in the order in which they lie and sorts them in memory. A log whose rows would need
// more than `memory_bytes_max` is sorted by SQLite instead, at half the speed. Errors: what reading or `fold`
// answers.
[[nodiscard]] Result<> for_each_stream(Database& database, std::size_t memory_bytes_max, const FoldStream& fold);

}  // namespace vestibule
