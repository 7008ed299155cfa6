// The marks, words and code of set-up's test page, for test_page.cpp only.
#pragma once

#include <cairo/cairo.h>

#include "printing/medium.h"
#include "printing/result.h"
#include "printing/test_page.h"

namespace printing {

// Fills `paper` with its top left corner at the origin of `cairo`, whose unit is one dot of the page's resolution.
[[nodiscard]] Result<> draw_test_marks(cairo_t* cairo, const TestPage& page, const Medium& paper);

}  // namespace printing
