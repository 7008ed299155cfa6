// The notify worker's round: tells hosts by mail that their visitor is here.
#pragma once

#include <chrono>
#include <memory>

#include "kiosk/desk/desk.h"

namespace vestibule {

inline constexpr int notify_attempts_max = 8;

class NotifyRound {
  public:
    explicit NotifyRound(std::unique_ptr<Desk> desk) : desk_{std::move(desk)} {}
    // Sends what is due; answers how long to sleep. Thread: the worker's. Blocks: the mail server's time-outs.
    std::chrono::milliseconds once();

  private:
    [[nodiscard]] Result<> tell(const Job& job);
    [[nodiscard]] Result<> finish(const Job& job, VisitId visit, JobState state, const std::string& remark);

    std::unique_ptr<Desk> desk_;
};

}  // namespace vestibule
