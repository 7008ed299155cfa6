// A word for whoever waits.
#include "kiosk/command/patience.h"

namespace vestibule {

WordAfter::WordAfter(const Output& output, std::string line) {
    if (!output.progress) return;
    thread_ = std::thread{[this, show = output.progress, text = std::move(line)] {
        std::unique_lock lock{mutex_};
        if (!ended_.wait_for(lock, word_after, [this] { return over_; })) show(text);
    }};
}

void WordAfter::end() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock{mutex_};
        over_ = true;
    }
    ended_.notify_one();
    thread_.join();
}

}  // namespace vestibule
