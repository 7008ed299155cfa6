// A station directory has one owner: an flock that the kernel releases when the process ends, however it ends.
#pragma once

#include <filesystem>
#include <optional>

#include "kiosk/base/result.h"

namespace vestibule {

class StationLock {
  public:
    // Nothing when another process owns the station. Errors: ask_staff when the folder can't be made or written.
    [[nodiscard]] static Result<std::optional<StationLock>> take(const std::filesystem::path& station_folder);
    StationLock(StationLock&& other) noexcept;
    StationLock& operator=(StationLock&&) = delete;
    ~StationLock();

  private:
    explicit StationLock(int descriptor) : descriptor_{descriptor} {}
    int descriptor_;
};

}  // namespace vestibule
