// An IPP answer's bytes into libcups' form, for ipp_connection only. What a printer answers is untrusted: its length,
// its depth and the time it takes are bounded before libcups sees any of it.
#pragma once

#include <cups/cups.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "printing/handles.h"

namespace printing {

using IppHandle = Handle<ipp_t, ippDelete>;

// 500 jobs, or a queue with hundreds of media, are a tenth of it.
inline constexpr std::size_t answer_bytes_max = 4'000'000;
// media-col-database holds media-col holds media-size.
inline constexpr int collection_depth_max = 8;

// Whether `bytes` are one IPP message (RFC 8010 §3) that ends and whose collections aren't nested too deep. libcups
// reads collections by calling itself, so that a few hundred kilobytes could use up the stack.
[[nodiscard]] bool is_sound_ipp(std::string_view bytes);

// Null where it isn't sound.
[[nodiscard]] IppHandle parse_ipp(std::string_view bytes);

// Ends all traffic on the line that `http` has now, once `limit` has passed: libcups' own time-out begins anew with
// each byte.
class Watchdog {
  public:
    Watchdog(http_t* http, std::chrono::milliseconds limit);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

  private:
    std::mutex mutex_;
    std::condition_variable done_;
    bool is_done_ = false;
    int line_;  // a copy of its own: libcups may close its one, and the number be another file's then
    std::thread thread_;
};

}  // namespace printing
