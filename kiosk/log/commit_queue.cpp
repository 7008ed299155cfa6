// Leaders and followers of one commit.
#include "kiosk/log/commit_queue.h"

#include <algorithm>
#include <vector>

namespace vestibule {

Result<bool> CommitQueue::submit(const std::function<Result<bool>()>& write) {
    Request request{.write = &write, .outcome = false};
    std::unique_lock lock{mutex_};
    waiting_.push_back(&request);
    while (!request.done) {
        if (leading_)
            changed_.wait(lock);
        else
            lead(lock);
    }
    return std::move(request.outcome);
}

std::size_t CommitQueue::waiting() const {
    const std::lock_guard lock{mutex_};
    return waiting_.size();
}

void CommitQueue::lead(std::unique_lock<std::mutex>& lock) {
    leading_ = true;
    const auto count = std::min(waiting_.size(), requests_a_commit_max);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    const std::vector<Request*> batch(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    lock.unlock();
    const auto news = commit_(batch);
    lock.lock();
    for (auto* request : batch) request->done = true;  // from here on its caller may take it away
    leading_ = false;
    changed_.notify_all();
    if (!news) return;
    lock.unlock();
    tell_();
    lock.lock();
}

}  // namespace vestibule
