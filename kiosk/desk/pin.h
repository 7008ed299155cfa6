// Staff PINs: Argon2id hashes, and the pauses after wrong ones, which survive a restart.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr std::size_t pin_digits_min = 6;
inline constexpr std::size_t pin_digits_max = 12;
inline constexpr int pin_failures_free = 5;  // then waits of 1, 2, 4… minutes

// Errors: give_up with what a PIN must be.
[[nodiscard]] Result<> check_new_pin(std::string_view pin);
// Argon2id, 19 MiB, t=2 (ACCEPTANCE D3). Blocks some 20 ms.
[[nodiscard]] Result<std::string> hash_pin(std::string_view pin);
[[nodiscard]] bool pin_fits(std::string_view hash, std::string_view pin);

// Wrong PINs at this station, kept in a file so that pulling the plug doesn't forgive them. A pause is kept as its
// length, not as its end: a clock that is set back makes it start anew, and never makes it longer.
struct PinGuard {
    int failures = 0;
    std::chrono::microseconds pause{};
    Instant since{};  // when the pause began
};
[[nodiscard]] PinGuard read_pin_guard(const std::filesystem::path& file);
// Durable when it returns.
[[nodiscard]] Result<> write_pin_guard(const std::filesystem::path& file, const PinGuard& guard);
// What is left of the pause, none or more.
[[nodiscard]] std::chrono::microseconds pause_left(const PinGuard& guard, Instant now);
[[nodiscard]] PinGuard after_wrong_pin(PinGuard guard, Instant now);

}  // namespace vestibule
