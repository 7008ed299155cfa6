// What is known of a station's keypad for staff PINs: how many wrong ones came in a row, and whether it is locked.
#pragma once

#include <optional>
#include <span>

#include "kiosk/visit/event.h"

namespace vestibule {

inline constexpr int pin_failures_max =
    10;  // in a row; then nobody signs in there until another member of staff says so

// A keypad is a stream with its station's id. It asks for no name, so failures are its own and nobody's: those of
// several people at it add up. Wrong and right PINs count from that station alone: whoever has the key of a stolen
// one can lock its own keypad, and no other. To unlock it others need the right `staffed` (kinds.cpp); such a station
// holds the hashes of all PINs, so its key gives a thief nothing more by that.
struct KeypadState {
    int failures = 0;              // since the last right PIN, or since it was unlocked
    std::optional<EventKey> last;  // the last of them
    Instant since{};               // the clock of that one: shown, never reckoned with

    [[nodiscard]] bool locked() const { return failures >= pin_failures_max; }
    bool operator==(const KeypadState&) const = default;
};

[[nodiscard]] KeypadState fold_keypad(std::span<const Event> events);

}  // namespace vestibule
