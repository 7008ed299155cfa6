// A thread that does rounds of work.
#include "kiosk/station/worker.h"

#include <utility>

#include "kiosk/base/wipe.h"

namespace vestibule {

Worker::Worker(Round round, std::function<void()> interrupt)
    : round_{std::move(round)}, interrupt_{std::move(interrupt)} {}

Worker::~Worker() {
    stop();
}

void Worker::start() {
    if (!thread_.joinable()) thread_ = std::thread{[this] { run(); }};
}

void Worker::wake() {
    {
        const std::lock_guard lock{mutex_};
        work_ = true;
    }
    woken_.notify_all();
    if (interrupt_) interrupt_();
}

void Worker::stop() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    woken_.notify_all();
    if (interrupt_) interrupt_();
    if (thread_.joinable()) thread_.join();
}

bool Worker::stopping() const {
    const std::lock_guard lock{mutex_};
    return stop_;
}

void Worker::run() {
    std::unique_lock lock{mutex_};
    while (!stop_) {
        work_ = false;
        lock.unlock();
        const auto pause = round_();
        wipe_stack();
        lock.lock();
        woken_.wait_for(lock, pause, [this] { return work_ || stop_; });
    }
}

}  // namespace vestibule
