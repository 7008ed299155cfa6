// An event as a row of SQLite: the eleven columns of FORMATS.md, in that order, in a log and in the embedded store
// alike.
#pragma once

#include <optional>

#include "kiosk/base/result.h"
#include "kiosk/log/log.h"
#include "kiosk/sqlite/database.h"
#include "kiosk/visit/event.h"

namespace vestibule {

// `insert` is an INSERT of the eleven columns as ?1 … ?11.
[[nodiscard]] Result<> insert_event(Statement& insert, const Event& event);

// Reads columns 0 … 10. Nothing where a column hasn't the form of an event's: somebody else wrote it.
[[nodiscard]] std::optional<Event> event_row(const Statement& row);
// Reads station, seq, hash, signature. Nothing where a column hasn't that form.
[[nodiscard]] std::optional<Head> head_row(const Statement& row);

// All rows of `rows`. Errors: ask_staff where a row hasn't the form of an event.
[[nodiscard]] Result<std::vector<Event>> event_rows(Statement& rows);

}  // namespace vestibule
