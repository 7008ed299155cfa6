// The tables of a station's log file: numbered migrations, never edited once released, and the projections' own
// version.
#pragma once

#include <span>
#include <string>

#include "kiosk/sqlite/database.h"

namespace vestibule::log_schema {

inline constexpr int application_id = 0x56535442;  // "VSTB", PRAGMA application_id of a log
inline constexpr int projection_version = 6;  // raised when a fold or a projection's form changes: rebuilt at open

// Events, heads, outbox: what can't be made anew.
[[nodiscard]] std::span<const Migration> migrations();

// The first table, index or trigger of a log in today's format that isn't as this program makes it; empty: none, or
// the log is of another format.
[[nodiscard]] Result<std::string> difference(Database& held);

// What follows from the events; dropped and made anew by a rebuild. Indexes come last: a rebuild fills the tables
// first.
extern const char* const drop_projections;
extern const char* const create_projections;
extern const char* const index_projections;

}  // namespace vestibule::log_schema
