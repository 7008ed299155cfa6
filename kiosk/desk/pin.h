// Staff PINs: Argon2id hashes, how they are made, and the pauses after wrong ones.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/visit/keypad_state.h"

namespace vestibule {

inline constexpr std::size_t pin_digits_min = 6;
inline constexpr std::size_t pin_digits_max = 12;
inline constexpr int pin_failures_free = 5;  // then waits of 1, 2, 4… minutes, and a lock after pin_failures_max

// Errors: give_up with what a PIN must be.
[[nodiscard]] Result<> check_new_pin(std::string_view pin);
// Six digits by chance that check_new_pin() takes.
[[nodiscard]] std::string made_pin();
// Anybody can read it in this program's sources: it opens nothing, whatever the log says.
[[nodiscard]] bool is_published_pin(std::string_view pin);
// Argon2id, 19 MiB, t=2 (ACCEPTANCE D3). Blocks some 20 ms.
[[nodiscard]] Result<std::string> hash_pin(std::string_view pin);
[[nodiscard]] bool pin_fits(std::string_view hash, std::string_view pin);

// How long nobody may try after so many wrong PINs.
[[nodiscard]] std::chrono::microseconds pause_after(int failures);

// The pause that is under way at this station's keypad, in a small file beside the log. It is measured by how long
// the machine has run, never by the wall clock: neither a clock that is set ahead or back nor a restart of the
// program changes it. What can't be measured begins anew: after a restart of the machine, or where the file is
// damaged or gone. Thread: one at a time.
class PinPause {
  public:
    explicit PinPause(std::filesystem::path file) : file_{std::move(file)} {}
    // What is left of the pause after the last wrong PIN, none or more. Writes where it begins or has ended, durably.
    // Errors: ask_staff where it can't; then nobody may try.
    [[nodiscard]] Result<std::chrono::microseconds> left(const KeypadState& keypad, const Uptime& uptime) const;

  private:
    std::filesystem::path file_;
};

}  // namespace vestibule
