// Text of any script fitted into a box with Pango: as large as it fits, then wrapped, then ended by an ellipsis.
#pragma once

#include <pango/pangocairo.h>

#include <string>
#include <string_view>

#include "printing/badge_template.h"
#include "printing/handles.h"

namespace printing {

using LayoutHandle = Handle<PangoLayout, g_object_unref>;

// Characters of a field that are looked at; the rest can never fit on a badge.
inline constexpr long field_characters_max = 300;

struct FittedText {
    LayoutHandle layout;
    double size_mm = 0;
    int lines = 0;
    bool ellipsized = false;
    double width_dots = 0;
    double height_dots = 0;
};

// `raw` made fit for one line of thought: valid UTF-8, no line ends, controls or bidirectional overrides, bounded.
[[nodiscard]] std::string printable(std::string_view raw);

// Finds the largest size between the style's bounds at which `text` fits `width_dots` × `height_dots`, on as many
// lines as the style allows; what is too long at the smallest size ends in an ellipsis. The result always fits the
// width. Thread: one cairo context a thread. `text` comes from printable() and isn't empty.
[[nodiscard]] FittedText fit_text(cairo_t* cairo, const std::string& text, const TextStyle& style, double width_dots,
                                  double height_dots, double dots_per_mm);

}  // namespace printing
