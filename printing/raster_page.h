// Where a badge lies on a page, and the page as PWG raster (PWG 5102.4) written by libcups.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "printing/badge_render.h"

namespace printing {

// The badge's place on a page. Dots of the page, which stands as the printer feeds it.
struct Placement {
    Medium page;          // a roll cut to the badge's length
    bool turned = false;  // the badge's left edge lies at the page's bottom
    double scale = 1;     // 1, or less where the medium is smaller than the badge
    int page_width = 0;
    int page_height = 0;
    int left = 0;  // of the badge, as it lies on the page
    int top = 0;
    int width = 0;  // of the badge, as it lies on the page
    int height = 0;
};

// Below this a badge is a different badge: choose another template.
inline constexpr double scale_min = 0.6;

// Errors: too_small where the badge would have to be made smaller than `scale_min`; bad_input for a dpi out of
// bounds.
[[nodiscard]] Result<Placement> place_badge(const BadgeTemplate& badge_template, const Medium& medium, int dpi);
[[nodiscard]] Result<Placement> place_badge(double width_mm, double height_mm, const Medium& medium, int dpi);

// Some rows of the badge as it lies on the page, each pixel 0xAARRGGBB and opaque.
struct BadgeBand {
    const std::uint32_t* pixels = nullptr;
    int stride = 0;  // in pixels
};
// Draws `rows` rows from `top` (of the badge as it lies); what it answers is valid until the next call.
using DrawBand = std::function<Result<BadgeBand>(int top, int rows)>;

// So many rows are drawn at a time: a badge of a card or label at once, larger pages never in memory as a whole.
inline constexpr int band_pixels_max = 1'000'000;
[[nodiscard]] int band_rows(const Placement& placement);

// Whether a printer of black alone prints a dot for this pixel.
[[nodiscard]] bool is_black(std::uint32_t pixel);

[[nodiscard]] Result<std::string> write_raster(const Placement& placement, int dpi, RasterType type,
                                               const DrawBand& draw_band);

// A page's drawing that is in memory as a whole.
struct BadgePixels {
    const std::uint32_t* pixels = nullptr;
    int width = 0;
    int height = 0;
    int stride = 0;  // in pixels
};
[[nodiscard]] Result<std::string> write_raster(const BadgePixels& badge, const Placement& placement, int dpi,
                                               RasterType type);

}  // namespace printing
