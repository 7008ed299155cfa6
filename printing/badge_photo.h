// A visitor's photo on a badge: decoded, cropped to its box, and turned into dots where the printer has black alone.
#pragma once

#include <cairo/cairo.h>

#include <cstdint>
#include <string>
#include <vector>

#include "printing/badge_template.h"
#include "printing/handles.h"
#include "printing/result.h"

namespace printing {

inline constexpr std::size_t photo_bytes_max = 10'000'000;
inline constexpr int photo_side_px_max = 12'000;

using PhotoSurface = Handle<cairo_surface_t, cairo_surface_destroy>;

// `bytes` (JPEG or PNG, turned upright by its EXIF) filling `width` × `height` dots: the middle of it, a little
// above, where a face is. With black_and_white each dot is either: contrast stretched, then error diffusion. Thread:
// any. Errors: bad_input for what is no JPEG or PNG, is broken or too large.
[[nodiscard]] Result<PhotoSurface> photo_in_dots(const std::string& bytes, int width, int height, Tones tones);

// Gray rows (0 black, 255 white) as dots of 0 and 255 alone, in place. For thermal heads: tones are made lighter by
// what a dot grows on paper, and neighbouring rows are walked in opposite directions, so that no worms form.
void dither(std::vector<std::uint8_t>& gray, int width, int height);

}  // namespace printing
