// The PIN screen of the staffed stations: why it is asked, dots, digits.
#pragma once

#include <string>

#include "kiosk/desk/pin.h"
#include "kiosk/ui/widgets.h"

namespace vestibule {

struct PinPad {
    std::string screen;  // "guard.pin": its widgets' ids begin with that
    ui::Rect rect;
    std::string title;
    std::string reason;   // what it's for
    std::string message;  // what was wrong with the last one
    std::string back;     // label of the way back; empty: there is none
    bool locked = false;  // no try is taken now
};
enum class PinAnswer { none, submitted, back };

// Draws it and keeps `pin`, the digits so far; takes touches, a real keyboard's digits, Enter and Escape.
[[nodiscard]] PinAnswer pin_pad(ui::Ui& ui, const PinPad& spec, std::string& pin);

}  // namespace vestibule
