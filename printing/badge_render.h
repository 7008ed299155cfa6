// Template + fields -> the bytes of a PNG, a PDF or a PWG raster page, or the pixels for a screen.
//
// All functions: thread any, pure but for fontconfig's caches; they block for some milliseconds of computing (the
// first text of a script loads its font). Errors: bad_input, too_small, bad_template.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "printing/badge_fields.h"
#include "printing/badge_template.h"
#include "printing/medium.h"
#include "printing/result.h"

namespace printing {

inline constexpr int dpi_min = 100;
inline constexpr int dpi_max = 1200;

// The badge alone, as it was drawn, at `dpi`. With black_and_white as a printer of black alone lays its dots.
[[nodiscard]] Result<std::string> render_png(const BadgeTemplate& badge_template, const BadgeFields& fields, int dpi,
                                             Tones tones = Tones::continuous);

// One page of exactly the badge's size, for a folder or a screen.
[[nodiscard]] Result<std::string> render_pdf(const BadgeTemplate& badge_template, const BadgeFields& fields);

// One page of the medium's size, the badge turned and placed on it as render_raster does; the QR's modules are whole
// dots of `dpi`.
[[nodiscard]] Result<std::string> render_pdf_page(const BadgeTemplate& badge_template, const BadgeFields& fields,
                                                  const Medium& medium, int dpi);

// PWG 5102.4 document types.
enum class RasterType { black_1, sgray_8, srgb_8 };

// One page as PWG raster for `medium` at the printer's own `dpi`. A badge wider than high is turned by 90° where that
// fits better, made smaller where it doesn't fit, and centred (with corner marks to cut along) where the medium is
// larger. On a roll the page is as long as the badge.
[[nodiscard]] Result<std::string> render_raster(const BadgeTemplate& badge_template, const BadgeFields& fields,
                                                const Medium& medium, int dpi, RasterType type);

// Row by row, each 0xAARRGGBB (premultiplied; badges are opaque).
struct PixelImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint32_t> pixels;
};

inline constexpr int preview_width_px_max = 4096;

// The badge as a picture for a screen.
[[nodiscard]] Result<PixelImage> render_pixels(const BadgeTemplate& badge_template, const BadgeFields& fields,
                                               int width_px);

}  // namespace printing
