// A QR symbol (ISO/IEC 18004) and the rule of how large it is drawn: whole dots a module, quiet zone kept.
#pragma once

#include <string_view>
#include <vector>

#include "printing/result.h"

namespace printing {

// Modules are dark (true) or light, row by row, without the quiet zone.
struct QrSymbol {
    int side = 0;
    std::vector<bool> dark;

    [[nodiscard]] bool at(int row, int column) const { return dark[static_cast<std::size_t>(row * side + column)]; }
};

inline constexpr int quiet_zone_modules = 4;  // ISO/IEC 18004 §5.3.8
inline constexpr std::size_t token_length_max = 512;

// Hand scanners promise QR from 10 mil (0.25 mm) a module; below it the growth of one thermal dot (0.125 mm at 203
// dpi) already closes half a module.
inline constexpr double module_mm_min = 0.25;
inline constexpr int module_dots_min = 2;

// A template's box is judged before any printer is known: by the longest token (version 8, 49 modules a side) and
// modules of 2 dots at 203 dpi, 3 at 300 and 6 at 600, whichever is larger.
inline constexpr int qr_box_modules = 49 + 2 * quiet_zone_modules;
inline constexpr double qr_box_module_mm = 0.254;

// Level M, the smallest version that holds `token`; alphanumeric stretches are packed as such.
// Errors: bad_input for an empty or too long token.
[[nodiscard]] Result<QrSymbol> encode_qr(std::string_view token);

// Dots a module for a box of `box_dots` (its shorter side, quiet zone included) at `dots_per_mm`.
// Errors: too_small when a scanner couldn't read it.
[[nodiscard]] Result<int> module_dots_for_print(const QrSymbol& symbol, double box_dots, double dots_per_mm);

}  // namespace printing
