// Small files for the owner's eyes only, written whole or not at all.
#pragma once

#include <filesystem>

#include "kiosk/base/bytes.h"
#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr std::size_t private_file_bytes_max = 64U << 10U;  // what read_private() takes

// All errors are ask_staff with the path.

// Makes the folder and its parents where missing, mode 0700.
[[nodiscard]] Result<> make_private_folder(const std::filesystem::path& folder);
// Replaces the file atomically and durably (temporary file, fsync, rename, fsync of the folder); mode 0600.
[[nodiscard]] Result<> write_private(const std::filesystem::path& file, ByteView content);
// Writes a file that isn't there yet, durably; mode 0600. A crash may leave a part of it.
[[nodiscard]] Result<> create_private(const std::filesystem::path& file, ByteView content);
[[nodiscard]] Result<Bytes> read_private(const std::filesystem::path& file,
                                         std::size_t bytes_max = private_file_bytes_max);
// A file that isn't there is fine.
[[nodiscard]] Result<> remove_private(const std::filesystem::path& file);
[[nodiscard]] Result<> sync_folder(const std::filesystem::path& folder);
// Whether it's there at all; a folder that can't be looked into is an error, not a "no".
[[nodiscard]] Result<bool> is_there(const std::filesystem::path& path);

}  // namespace vestibule
