// A central.db that is damaged: what of it is whole goes on in a new file, and the stations fill in the rest.
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/base/result.h"

namespace vestibule {

// Reads all that the store holds: SQLite's own structure, each station's chain under its signed heads, each key's
// check value. Where something of it is damaged, the file is set aside (FILE.damaged-TIME, nothing is deleted) and a
// new one begun with what was whole; keys that don't fit their check value are left out either way, so that whoever
// has them offers them again. Answers what was done, in words; empty: all is well.
// Thread: any; several processes may find the same damage at once. Blocks: reads the whole file.
// Errors: retry_later while another station is writing; ask_staff where the new file can't be made.
[[nodiscard]] Result<std::string> renew_where_damaged(const std::filesystem::path& file);

}  // namespace vestibule
