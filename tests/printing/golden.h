// Pictures of badges compared with the ones kept in tests/printing/golden.
#pragma once

#include <string>

#include "printing/badge_render.h"

namespace printing_tests {

// A pixel is another one where a channel differs by more than this: what is smaller, nobody sees.
inline constexpr int channel_tolerance = 32;
// The share of other pixels that is let pass: a release of FreeType moves some edges by a shade.
inline constexpr double share_tolerance = 0.002;

// Whether `picture` is as golden/NAME.png. Where it isn't, NAME.actual.png and NAME.difference.png (red where it
// differs) are written beside it; what() says so. With VESTIBULE_GOLDEN=write in the environment the golden picture
// is replaced.
struct GoldenAnswer {
    bool same = false;
    std::string what;
};
[[nodiscard]] GoldenAnswer compare_with_golden(const std::string& name, const printing::PixelImage& picture);

}  // namespace printing_tests
