// The page as pixels, PWG raster, PDF or PNG.
#include "printing/test_page.h"

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "printing/cairo_bytes.h"
#include "printing/handles.h"
#include "printing/raster_page.h"
#include "printing/test_page_drawing.h"
#include "printing/units.h"

namespace printing {
namespace {

constexpr double width_mm_min = 30;
constexpr double height_mm_min = 40;

using SurfaceHandle = Handle<cairo_surface_t, cairo_surface_destroy>;
using CairoHandle = Handle<cairo_t, cairo_destroy>;

// A roll's page is cut to a length of our own.
Medium paper_of(const Medium& medium) {
    return medium.continuous ? custom_medium(medium.width_mm, test_page_length_mm) : medium;
}

Result<> check(const TestPage& page) {
    if (page.format.dpi < dpi_min || page.format.dpi > dpi_max)
        return failure(FailureKind::bad_input,
                       fmt::format("{} dpi is out of bounds (100 to 1200).", page.format.dpi));
    const auto paper = paper_of(page.medium);
    if (std::min(paper.width_mm, paper.height_mm) < width_mm_min ||
        std::max(paper.width_mm, paper.height_mm) < height_mm_min)
        return failure(FailureKind::too_small,
                       fmt::format("A test page doesn't fit on {:g} × {:g} mm.", paper.width_mm, paper.height_mm));
    return {};
}

struct DrawnPage {
    SurfaceHandle surface;
    Medium paper;
};

Result<DrawnPage> draw_pixels(const TestPage& page) {
    if (auto good = check(page); !good) return tl::unexpected(good.error());
    DrawnPage drawn{.surface = {}, .paper = paper_of(page.medium)};
    const auto dots = [&](double mm) { return static_cast<int>(std::lround(mm * page.format.dpi / mm_per_inch)); };
    drawn.surface.reset(
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, dots(drawn.paper.width_mm), dots(drawn.paper.height_mm)));
    const CairoHandle cairo(cairo_create(drawn.surface.get()));
    if (auto done = draw_test_marks(cairo.get(), page, drawn.paper); !done) return tl::unexpected(done.error());
    if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS)
        return failure(FailureKind::bad_input, "The test page can't be drawn: it is too large.");
    cairo_surface_flush(drawn.surface.get());
    return drawn;
}

Result<std::string> raster_of(const DrawnPage& drawn, const PageFormat& format) {
    cairo_surface_t* surface = drawn.surface.get();
    const BadgePixels pixels{.pixels = reinterpret_cast<const std::uint32_t*>(cairo_image_surface_get_data(surface)),
                             .width = cairo_image_surface_get_width(surface),
                             .height = cairo_image_surface_get_height(surface),
                             .stride = cairo_image_surface_get_stride(surface) / 4};
    const Placement whole{.page = drawn.paper,
                          .page_width = pixels.width,
                          .page_height = pixels.height,
                          .width = pixels.width,
                          .height = pixels.height};
    return write_raster(pixels, whole, format.dpi, format.type);
}

Result<std::string> pdf_of(const TestPage& page) {
    const auto paper = paper_of(page.medium);
    std::string bytes;
    const double points = points_per_inch / mm_per_inch;
    const SurfaceHandle surface(
        cairo_pdf_surface_create_for_stream(append_bytes, &bytes, paper.width_mm * points, paper.height_mm * points));
    {
        const CairoHandle cairo(cairo_create(surface.get()));
        cairo_scale(cairo.get(), points_per_inch / page.format.dpi, points_per_inch / page.format.dpi);
        if (auto done = draw_test_marks(cairo.get(), page, paper); !done) return tl::unexpected(done.error());
    }
    cairo_surface_finish(surface.get());
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
        return failure(FailureKind::bad_input, "The test page can't be drawn.");
    return bytes;
}

}  // namespace

std::string test_token(const TestPage& page) {
    return fmt::format("TEST:{}", page.job_name.substr(page.job_name.find('-') + 1, 8));
}

Result<Document> draw_test_page(const TestPage& page) {
    if (auto good = check(page); !good) return tl::unexpected(good.error());
    Document document{.bytes = {},
                      .format = page.format.raster ? "image/pwg-raster" : "application/pdf",
                      .job_name = page.job_name,
                      .medium = paper_of(page.medium),
                      .dpi = page.format.dpi};
    auto bytes = Result<std::string>();
    if (page.format.raster) {
        const auto drawn = draw_pixels(page);
        if (!drawn) return tl::unexpected(drawn.error());
        bytes = raster_of(*drawn, page.format);
    } else {
        bytes = pdf_of(page);
    }
    if (!bytes) return tl::unexpected(bytes.error());
    document.bytes = *std::move(bytes);
    return document;
}

Result<std::string> draw_test_page_png(const TestPage& page) {
    const auto drawn = draw_pixels(page);
    if (!drawn) return tl::unexpected(drawn.error());
    std::string bytes;
    if (cairo_surface_write_to_png_stream(drawn->surface.get(), append_bytes, &bytes) != CAIRO_STATUS_SUCCESS)
        return failure(FailureKind::bad_input, "The test page can't be written.");
    return bytes;
}

Result<Medium> test_medium(const Capabilities& capabilities, const std::string& wanted) {
    if (!wanted.empty()) return medium_named(wanted);
    if (!capabilities.media_ready.empty()) return capabilities.media_ready.front();
    if (capabilities.media_default) return *capabilities.media_default;
    return failure(FailureKind::refused, "The printer doesn't say what it prints on: name the medium.");
}

}  // namespace printing
