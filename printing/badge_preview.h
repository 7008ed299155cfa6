// Renders one badge by the words of a command line: what `badge-print render` and `vestibule badge render` share.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "printing/badge_drawings.h"
#include "printing/badge_fields.h"
#include "printing/result.h"

namespace printing {

struct PreviewRequest {
    std::vector<std::filesystem::path> folders;  // of drawings, a company's own first
    std::string drawing = "visitor";             // a look, or a designer's file (with a '/' or ending in .svg)
    std::string look;                            // which layer of that file; empty: "visitor", or the first
    std::string medium;                          // PWG name; empty: the file's own size, a card for a look
    std::string orientation = "any";             // any | landscape | portrait
    std::string inks;                            // colour | black; empty: what the format has
    std::string format = "png";                  // png | pdf | pwg
    std::string raster = "sgray_8";              // of pwg: black_1 | sgray_8 | srgb_8
    int dpi = 300;
};

// PNG: the badge alone, with `inks` black as a label printer lays its dots. PDF and PWG raster: the page of the
// medium, or one of the badge's size. Blocks: reads the drawings. Errors: as BadgeDrawings and badge_render.h;
// bad_input for words that aren't among those above.
[[nodiscard]] Result<std::string> render_preview(const PreviewRequest& request, const BadgeFields& fields);

// The drawings and the look that a request names.
struct NamedDesign {
    BadgeDrawings drawings;
    BadgeDesign design;
};
[[nodiscard]] Result<NamedDesign> named_design(const PreviewRequest& request);

// A badge of nobody, with the longest code that a badge has.
[[nodiscard]] BadgeFields sample_fields();

}  // namespace printing
