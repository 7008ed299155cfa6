// Writes of several threads that arrive together share one durable commit.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <span>

#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr std::size_t requests_a_commit_max = 64;  // so that none waits long for the work of many others

// The first to come leads: it commits what has gathered, its own request among it, while later ones gather behind.
// Requests are done in the order of their arrival, so one caller's stay in order.
class CommitQueue {
  public:
    struct Request {
        const std::function<Result<bool>()>* write;  // true: others should hear of it
        Result<bool> outcome;
        bool done = false;
    };
    // Does all requests and makes them durable; fills in each outcome. True: somebody should hear of it.
    using CommitTogether = std::function<bool(std::span<Request* const>)>;

    CommitQueue(CommitTogether commit, std::function<void()> tell)
        : commit_{std::move(commit)}, tell_{std::move(tell)} {}

    // Thread: any; `write` may run on another one that leads, while the caller waits. Blocks until it's durable or
    // has failed. Must not be called from within `write`; may be called from `tell`.
    [[nodiscard]] Result<bool> submit(const std::function<Result<bool>()>& write);
    [[nodiscard]] std::size_t waiting() const;  // requests that no commit has taken yet

  private:
    void lead(std::unique_lock<std::mutex>& lock);

    CommitTogether commit_;
    std::function<void()> tell_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Request*> waiting_;
    bool leading_ = false;
};

}  // namespace vestibule
