// Whether the clock may be believed when it decides what is destroyed: one that was set ahead by months, or to
// another year, would make everybody due.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr std::chrono::days clock_step_max{7};  // since the last look; further ahead and it may be wrong
// How long staff then have to see a wrong date and set it right. Less than retention's 24 hours (ACCEPTANCE E1).
inline constexpr std::chrono::hours clock_doubt{20};
inline constexpr std::chrono::hours clock_look_max{1};  // a look counts for no more of the doubt's time

// What the kernel says: the time comes from the network, and is right.
[[nodiscard]] bool clock_is_synchronised();

// Keeps what it saw last in a small file, so that a restart makes no wrong clock right. Thread: one at a time.
class ClockWatch {
  public:
    explicit ClockWatch(std::filesystem::path file, std::function<bool()> synchronised = clock_is_synchronised)
        : file_{std::move(file)}, synchronised_{std::move(synchronised)} {}

    // How far ahead of what was believed last the clock stepped, where that is doubted; zero: it's believed. In doubt
    // from a step of more than clock_step_max on, until the clock is set back, is synchronised, or has run for
    // clock_doubt under the eyes of this station (summed over its looks: it was switched off for weeks, then).
    // Errors: those of the file; then nothing should be destroyed.
    [[nodiscard]] Result<std::chrono::microseconds> doubted_step(Instant now);

  private:
    std::filesystem::path file_;
    std::function<bool()> synchronised_;
};

}  // namespace vestibule
