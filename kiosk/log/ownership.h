// Whether a file is a log of Vestibule, and which station's.
#pragma once

#include "kiosk/sqlite/database.h"

namespace vestibule {

// Errors of all: ask_staff for another program's file, or another station's.

// A new file becomes a log, of this station.
[[nodiscard]] Result<> claim_file(Database& database);
[[nodiscard]] Result<> claim_station(Database& database, const StationId& own);

// Only looks. Errors: retry_later where the file doesn't say yet whose it is.
[[nodiscard]] Result<> expect_log(Database& database);
[[nodiscard]] Result<> expect_station(Database& database, const StationId& own);

}  // namespace vestibule
