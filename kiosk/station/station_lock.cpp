// The owner's lock of a station directory.
#include "kiosk/station/station_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace vestibule {

Result<std::optional<StationLock>> StationLock::take(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        return ask_staff(
            fmt::format("can't make the data folder {}: {}; choose another one with --data or give this user the "
                        "right to write there",
                        folder.string(), failed.message()));
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
    const auto file = folder / "lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return ask_staff(
            fmt::format("can't write in the data folder {}: {}; choose another one with --data or give this user the "
                        "right to write there",
                        folder.string(), std::strerror(errno)));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return std::optional<StationLock>{};
    }
    return std::optional<StationLock>{StationLock{descriptor}};
}

StationLock::StationLock(StationLock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

StationLock::~StationLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace vestibule
