// Waiting for a busy station: never without a word, never for ever.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "kiosk/command/command.h"

namespace vestibule {

inline constexpr std::chrono::seconds word_after{2};          // then whoever waits is told for what
inline constexpr std::chrono::seconds station_wait_max{120};  // for a busy station to take a command
inline constexpr std::chrono::milliseconds station_asked_every{50};
inline constexpr std::chrono::seconds live_answer_begins{1};  // what only reads looks into the files then

// Shows `line` once this has lived for word_after, from a thread of its own.
class WordAfter {
  public:
    WordAfter(const Output& output, std::string line);
    WordAfter(const WordAfter&) = delete;
    WordAfter& operator=(const WordAfter&) = delete;
    ~WordAfter() { end(); }
    // Whoever waits isn't told any more; twice is once.
    void end();

  private:
    std::mutex mutex_;
    std::condition_variable ended_;
    bool over_ = false;
    std::thread thread_;
};

}  // namespace vestibule
