// Text on office pages: laid out by Pango at a width in points, wrapped as its language wraps, never cut.
#pragma once

#include <pango/pangocairo.h>

#include <string>
#include <string_view>

#include "printing/handles.h"

namespace printing {

struct OfficeType {
    double size_pt = 10;
    bool bold = false;
};

struct LaidText {
    Handle<PangoLayout, g_object_unref> layout;
    double width = 0, height = 0;  // points
    double baseline = 0;           // of the first line, from the top
};

// `raw` made fit for paper: valid UTF-8 without controls and bidirectional overrides, white space folded, at most
// office_characters_max characters.
[[nodiscard]] std::string office_text(std::string_view raw);

// Thread: the one that made it.
class OfficeTypesetter {
  public:
    explicit OfficeTypesetter(std::string language);
    // Where a word is wider than `width`, it's broken. Text from right to left begins at the left edge too, so that a
    // column's rows stand in line. `width` in points.
    [[nodiscard]] LaidText lay(std::string_view raw, const OfficeType& type, double width) const;

  private:
    Handle<PangoContext, g_object_unref> context_;
    std::string families_;
};

// The text's left upper corner at (x, y), in points.
void draw_text(cairo_t* cairo, const LaidText& text, double x, double y);

}  // namespace printing
