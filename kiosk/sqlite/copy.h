// Copying a database while others work on it, by SQLite's backup API.
#pragma once

#include "kiosk/sqlite/database.h"

namespace vestibule {

// All of `from` as its open read transaction sees it; `to` becomes the same, whatever it held. Blocks: reads and
// writes all. Errors: ask_staff with the path of the copy and what to do.
[[nodiscard]] Result<> copy_database(Database& from, Database& to);

}  // namespace vestibule
