// Files that people write, read whole: only regular ones, and none that is longer than it has a reason to be.
// Thread: any. Blocks: on the disk. Errors: give_up, "can't read the WHAT FILE; …", for what is missing, is no
// regular file (a device, a pipe) or can't be read.
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr std::size_t settings_bytes_max = 1U << 20U;  // of a config, a policy

// At most so many bytes of it.
[[nodiscard]] Result<std::string> read_beginning(const std::filesystem::path& file, std::string_view what,
                                                 std::size_t bytes_max);
// All that is in it; an error where it holds more than that.
[[nodiscard]] Result<std::string> read_whole(const std::filesystem::path& file, std::string_view what,
                                             std::size_t bytes_max);

}  // namespace vestibule
