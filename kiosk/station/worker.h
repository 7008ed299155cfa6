// A thread that does rounds of work: at once when woken, else when its own pause is over.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace vestibule {

class Worker {
  public:
    // `round` does what there is to do and answers how long it may sleep. `interrupt` is called by wake() and stop(),
    // from their thread: it ends a wait inside `round`.
    using Round = std::function<std::chrono::milliseconds()>;
    explicit Worker(Round round, std::function<void()> interrupt = {});
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    ~Worker();

    void start();
    void wake();  // any thread, never blocks for work
    void stop();  // returns after the round under way
    [[nodiscard]] bool stopping() const;

  private:
    void run();

    Round round_;
    std::function<void()> interrupt_;
    mutable std::mutex mutex_;
    std::condition_variable woken_;
    bool work_ = true, stop_ = false;
    std::thread thread_;
};

}  // namespace vestibule
