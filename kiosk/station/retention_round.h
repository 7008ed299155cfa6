// Retention by itself: what policy keeps no longer is erased, blobs expire, and erasures that were cut off are ended.
// Every night all files are looked through as well (nightly_check.h).
#pragma once

#include <chrono>
#include <memory>

#include "kiosk/desk/desk.h"
#include "kiosk/station/clock_watch.h"
#include "kiosk/station/nightly_check.h"

namespace vestibule {

// At every start, then twice a day: what is due is erased within 24 hours, also where the station was off (E1).
inline constexpr std::chrono::hours retention_interval{12};
inline constexpr std::chrono::minutes retention_retry{10};

class StationHealth;

class RetentionRound {
  public:
    // `check`: what it does every night besides; nothing: that is left out.
    RetentionRound(std::unique_ptr<Desk> desk, ClockWatch clock, StationHealth& health,
                   std::optional<NightlyCheck> check = {})
        : desk_{std::move(desk)}, clock_{std::move(clock)}, health_{&health}, check_{std::move(check)} {}
    // Answers how long to sleep. Thread: the worker's. `stop`: the worker is to end.
    std::chrono::milliseconds once(const std::function<bool()>& stop = {});

  private:
    // False: the clock isn't believed, and what it makes due waits.
    [[nodiscard]] Result<bool> keep_to_policy();

    std::unique_ptr<Desk> desk_;
    ClockWatch clock_;
    StationHealth* health_;
    std::optional<NightlyCheck> check_;
};

}  // namespace vestibule
