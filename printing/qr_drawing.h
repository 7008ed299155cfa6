// A QR symbol placed on whole dots. For badge_drawing only.
#pragma once

#include <cairo/cairo.h>

#include <memory>

#include "printing/badge_drawing.h"
#include "printing/handles.h"
#include "printing/qr_symbol.h"

namespace printing {

// Where a symbol lies, its modules whole dots where there are as many; `left` and `top` are of the quiet zone.
class PlacedQr {
  public:
    // Errors: bad_input (token), too_small.
    [[nodiscard]] static Result<PlacedQr> in(const BoxDots& box, const std::string& token, const DrawScale& scale);

    // Paints the quiet zone white and the dark modules black, never antialiased where a module is a dot or more.
    void draw(cairo_t* cairo) const;

  private:
    void fill_modules(cairo_t* cairo) const;
    void copy_modules(cairo_t* cairo) const;
    void make_dots();

    QrSymbol symbol_;
    double left_ = 0;
    double top_ = 0;
    double module_ = 0;
    Handle<cairo_surface_t, cairo_surface_destroy> dots_;
};

}  // namespace printing
