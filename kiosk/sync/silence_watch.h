// Ends a call over a line that has gone silent. libpq waits for an answer without end, as long as something at the
// other end of the socket (a frozen server, a box in between) still acknowledges what it gets.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace vestibule {

// While it lives. When no byte has come or been acknowledged for `limit` (at most twice as long), the socket is shut
// down, which libpq takes for a broken connection. The socket must stay open until this is destroyed.
class SilenceWatch {
  public:
    SilenceWatch(int socket, std::chrono::milliseconds limit);
    SilenceWatch(const SilenceWatch&) = delete;
    SilenceWatch& operator=(const SilenceWatch&) = delete;
    ~SilenceWatch();

  private:
    void watch(int socket, std::chrono::milliseconds limit);

    std::mutex mutex_;
    std::condition_variable over_;
    bool is_over_ = false;
    std::thread thread_;
};

}  // namespace vestibule
