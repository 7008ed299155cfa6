// As rectangles into a PDF, as dots that are copied into pixels.
#include "printing/qr_drawing.h"

#include <cmath>
#include <cstring>

namespace printing {
namespace {

// Whole dots a module; on a screen at least one, or as much as fits of it.
Result<double> module_size(const QrSymbol& symbol, double box_dots, const DrawScale& scale) {
    if (scale.purpose == Purpose::screen) {
        const double exact = box_dots / (symbol.side + 2 * quiet_zone_modules);
        return exact >= 1 ? std::floor(exact) : exact;
    }
    const auto dots = module_dots_for_print(symbol, box_dots, scale.dots_per_paper_mm);
    if (!dots) return tl::unexpected(dots.error());
    return static_cast<double>(*dots);
}

}  // namespace

Result<PlacedQr> PlacedQr::in(const BoxDots& box, const std::string& token, const DrawScale& scale) {
    auto symbol = encode_qr(token);
    if (!symbol) return tl::unexpected(symbol.error());
    const auto module = module_size(*symbol, std::min(box.width, box.height), scale);
    if (!module) return tl::unexpected(module.error());
    PlacedQr placed;
    const double whole = (symbol->side + 2 * quiet_zone_modules) * *module;
    placed.symbol_ = *std::move(symbol);
    placed.module_ = *module;
    placed.left_ = std::round(box.x + (box.width - whole) / 2);
    placed.top_ = std::round(box.y + (box.height - whole) / 2);
    if (*module >= 1) placed.make_dots();
    return placed;
}

void PlacedQr::draw(cairo_t* cairo) const {
    const double whole = (symbol_.side + 2 * quiet_zone_modules) * module_;
    cairo_save(cairo);
    cairo_set_antialias(cairo, module_ >= 1 ? CAIRO_ANTIALIAS_NONE : CAIRO_ANTIALIAS_GOOD);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_rectangle(cairo, left_, top_, whole, whole);
    cairo_fill(cairo);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_translate(cairo, left_ + quiet_zone_modules * module_, top_ + quiet_zone_modules * module_);
    if (dots_ && cairo_surface_get_type(cairo_get_target(cairo)) != CAIRO_SURFACE_TYPE_PDF)
        copy_modules(cairo);
    else
        fill_modules(cairo);
    cairo_restore(cairo);
}

// Dark runs of a row become one rectangle each: no seams between modules in a PDF.
void PlacedQr::fill_modules(cairo_t* cairo) const {
    for (int row = 0; row < symbol_.side; ++row) {
        for (int column = 0; column < symbol_.side;) {
            const int start = column;
            while (column < symbol_.side && symbol_.at(row, column)) ++column;
            if (column > start)
                cairo_rectangle(cairo, start * module_, row * module_, (column - start) * module_, module_);
            else
                ++column;
        }
    }
    cairo_fill(cairo);
}

void PlacedQr::copy_modules(cairo_t* cairo) const {
    const Handle<cairo_pattern_t, cairo_pattern_destroy> mask(cairo_pattern_create_for_surface(dots_.get()));
    cairo_pattern_set_filter(mask.get(), CAIRO_FILTER_NEAREST);
    cairo_mask(cairo, mask.get());
}

// A page is drawn in several bands, and rectangles would be traced anew for each.
void PlacedQr::make_dots() {
    const int module = static_cast<int>(module_);
    const int side = symbol_.side * module;
    dots_.reset(cairo_image_surface_create(CAIRO_FORMAT_A8, side, side));
    const int stride = cairo_image_surface_get_stride(dots_.get());
    unsigned char* line = cairo_image_surface_get_data(dots_.get());
    for (int row = 0; row < symbol_.side; ++row) {
        for (int column = 0; column < symbol_.side; ++column)
            std::memset(line + column * module, symbol_.at(row, column) ? 0xFF : 0x00,
                        static_cast<std::size_t>(module));
        for (int copy = 1; copy < module; ++copy)
            std::memcpy(line + copy * stride, line, static_cast<std::size_t>(side));
        line += module * stride;
    }
    cairo_surface_mark_dirty(dots_.get());
}

}  // namespace printing
