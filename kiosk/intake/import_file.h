// Reads a file that is to be imported, bounded by its size.
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/base/result.h"

namespace vestibule {

// The whole file. Thread: any. Blocks: on the disk.
// Errors: give_up when it is missing, not a regular file, unreadable or larger than import_bytes_max (encoding.h).
[[nodiscard]] Result<std::string> read_import_file(const std::filesystem::path& file);

}  // namespace vestibule
