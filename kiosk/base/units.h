// Lengths with their unit in the type: millimetres on a display or on paper, pixels on a display.
#pragma once

namespace vestibule {

struct Millimetres {
    float value = 0;
    auto operator<=>(const Millimetres&) const = default;
};

struct Pixels {
    float value = 0;
    auto operator<=>(const Pixels&) const = default;
};

}  // namespace vestibule
