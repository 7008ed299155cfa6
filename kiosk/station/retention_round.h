// Retention by itself: what policy keeps no longer is erased, blobs expire, and erasures that were cut off are ended.
#pragma once

#include <chrono>
#include <memory>

#include "kiosk/desk/desk.h"

namespace vestibule {

// At every start, then twice a day: what is due is erased within 24 hours, also where the station was off (E1).
inline constexpr std::chrono::hours retention_interval{12};
inline constexpr std::chrono::minutes retention_retry{10};

class RetentionRound {
  public:
    explicit RetentionRound(std::unique_ptr<Desk> desk) : desk_{std::move(desk)} {}
    // Answers how long to sleep. Thread: the worker's.
    std::chrono::milliseconds once();

  private:
    [[nodiscard]] Result<> keep_to_policy();

    std::unique_ptr<Desk> desk_;
};

}  // namespace vestibule
