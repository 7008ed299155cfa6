// Each output draws the same badge on another cairo surface.
#include "printing/badge_render.h"

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "printing/badge_drawing.h"
#include "printing/cairo_bytes.h"
#include "printing/handles.h"
#include "printing/raster_page.h"
#include "printing/units.h"

namespace printing {
namespace {

using SurfaceHandle = Handle<cairo_surface_t, cairo_surface_destroy>;
using CairoHandle = Handle<cairo_t, cairo_destroy>;

constexpr double pdf_photo_dpi = 300;
constexpr int pdf_dpi = 600;  // the grid of dots for the QR in a PDF that no printer asked for

Result<SurfaceHandle> draw_image(const BadgeTemplate& badge_template, const BadgeFields& fields, int width,
                                 int height, const DrawScale& scale) {
    SurfaceHandle surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height));
    const CairoHandle cairo(cairo_create(surface.get()));
    cairo_set_source_rgb(cairo.get(), 1, 1, 1);
    cairo_paint(cairo.get());
    if (auto drawn = draw_badge(cairo.get(), badge_template, fields, scale); !drawn)
        return tl::unexpected(drawn.error());
    if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS)
        return failure(FailureKind::bad_template, cairo_status_to_string(cairo_status(cairo.get())));
    cairo_surface_flush(surface.get());
    return surface;
}

// What a raster page of black_1 does with each pixel.
void to_dots(cairo_surface_t* image) {
    auto* pixels = reinterpret_cast<std::uint32_t*>(cairo_image_surface_get_data(image));
    const auto count = static_cast<std::ptrdiff_t>(cairo_image_surface_get_stride(image) / 4) *
                       cairo_image_surface_get_height(image);
    std::transform(pixels, pixels + count, pixels,
                   [](std::uint32_t pixel) { return is_black(pixel) ? 0xFF000000U : 0xFFFFFFFFU; });
    cairo_surface_mark_dirty(image);
}

int whole_dots(double mm, double dots_per_mm) {
    return std::max(1, static_cast<int>(std::lround(mm * dots_per_mm)));
}

// Kept from badge to badge, since the kernel takes longer to hand out pages than they take to be drawn on.
std::uint32_t* band_memory(const Placement& placement) {
    thread_local std::vector<std::uint32_t> kept;
    const auto pixels = static_cast<std::size_t>(placement.width) * static_cast<std::size_t>(band_rows(placement));
    if (kept.size() < pixels) kept.resize(pixels);
    return kept.data();
}

// The badge as it lies on a page, drawn band by band.
class LyingBadge {
  public:
    LyingBadge(const PreparedBadge& badge, const Placement& placement)
        : badge_(&badge), width_(placement.width), pixels_(band_memory(placement)) {
        cairo_matrix_init_identity(&onto_page_);
        if (placement.turned) cairo_matrix_init(&onto_page_, 0, -1, 1, 0, 0, placement.height);
    }

    [[nodiscard]] Result<BadgeBand> band(int top, int rows) {
        std::fill_n(pixels_, static_cast<std::ptrdiff_t>(width_) * rows, 0xFFFFFFFFU);
        const SurfaceHandle surface(cairo_image_surface_create_for_data(
            reinterpret_cast<unsigned char*>(pixels_), CAIRO_FORMAT_ARGB32, width_, rows, width_ * 4));
        const CairoHandle cairo(cairo_create(surface.get()));
        cairo_translate(cairo.get(), 0, -top);
        cairo_transform(cairo.get(), &onto_page_);
        if (auto drawn = badge_->draw(cairo.get()); !drawn) return tl::unexpected(drawn.error());
        if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS)
            return failure(FailureKind::bad_template, cairo_status_to_string(cairo_status(cairo.get())));
        cairo_surface_flush(surface.get());
        return BadgeBand{.pixels = pixels_, .stride = width_};
    }

  private:
    const PreparedBadge* badge_;
    int width_;
    std::uint32_t* pixels_;  // of this thread
    cairo_matrix_t onto_page_{};
};

struct PdfPage {
    double width_dots = 0;
    double height_dots = 0;
    double left = 0;
    double bottom = 0;  // of the turned badge
    bool turned = false;
    double dots_per_mm = 0;
    int dpi = 0;
};

Result<std::string> draw_pdf(const BadgeTemplate& badge_template, const BadgeFields& fields, const PdfPage& page) {
    std::string bytes;
    const double points_per_dot = points_per_inch / page.dpi;
    const DrawScale scale{.dots_per_mm = page.dots_per_mm,
                          .dots_per_paper_mm = page.dpi / mm_per_inch,
                          .photo_per_dot = std::min(1.0, pdf_photo_dpi / page.dpi)};
    const SurfaceHandle surface(cairo_pdf_surface_create_for_stream(
        append_bytes, &bytes, page.width_dots * points_per_dot, page.height_dots * points_per_dot));
    const CairoHandle cairo(cairo_create(surface.get()));
    cairo_scale(cairo.get(), points_per_dot, points_per_dot);
    cairo_translate(cairo.get(), page.left, page.bottom);
    if (page.turned) cairo_rotate(cairo.get(), -std::numbers::pi / 2);
    if (auto drawn = draw_badge(cairo.get(), badge_template, fields, scale); !drawn)
        return tl::unexpected(drawn.error());
    cairo_show_page(cairo.get());
    cairo_surface_finish(surface.get());
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
        return failure(FailureKind::bad_template, "The badge can't be written as a PDF.");
    return bytes;
}

}  // namespace

Result<std::string> render_png(const BadgeTemplate& badge_template, const BadgeFields& fields, int dpi, Tones tones) {
    if (dpi < dpi_min || dpi > dpi_max)
        return failure(FailureKind::bad_input, fmt::format("{} dpi is out of bounds (100 to 1200).", dpi));
    const double dots_per_mm = dpi / mm_per_inch;
    const auto image = draw_image(badge_template, fields, whole_dots(badge_template.width_mm(), dots_per_mm),
                                  whole_dots(badge_template.height_mm(), dots_per_mm),
                                  {.dots_per_mm = dots_per_mm, .dots_per_paper_mm = dots_per_mm, .tones = tones});
    if (!image) return tl::unexpected(image.error());
    if (tones == Tones::black_and_white) to_dots(image->get());
    std::string bytes;
    if (cairo_surface_write_to_png_stream(image->get(), append_bytes, &bytes) != CAIRO_STATUS_SUCCESS)
        return failure(FailureKind::bad_input, "The badge can't be written as a PNG.");
    return bytes;
}

Result<std::string> render_pdf(const BadgeTemplate& badge_template, const BadgeFields& fields) {
    const double dots_per_mm = pdf_dpi / mm_per_inch;
    return draw_pdf(badge_template, fields,
                    {.width_dots = badge_template.width_mm() * dots_per_mm,
                     .height_dots = badge_template.height_mm() * dots_per_mm,
                     .dots_per_mm = dots_per_mm,
                     .dpi = pdf_dpi});
}

Result<std::string> render_pdf_page(const BadgeTemplate& badge_template, const BadgeFields& fields,
                                    const Medium& medium, int dpi) {
    const auto placement = place_badge(badge_template, medium, dpi);
    if (!placement) return tl::unexpected(placement.error());
    return draw_pdf(badge_template, fields,
                    {.width_dots = static_cast<double>(placement->page_width),
                     .height_dots = static_cast<double>(placement->page_height),
                     .left = static_cast<double>(placement->left),
                     .bottom = static_cast<double>(placement->top + (placement->turned ? placement->height : 0)),
                     .turned = placement->turned,
                     .dots_per_mm = dpi / mm_per_inch * placement->scale,
                     .dpi = dpi});
}

Result<std::string> render_raster(const BadgeTemplate& badge_template, const BadgeFields& fields,
                                  const Medium& medium, int dpi, RasterType type) {
    const auto placement = place_badge(badge_template, medium, dpi);
    if (!placement) return tl::unexpected(placement.error());
    const double dots_per_paper_mm = dpi / mm_per_inch;
    const auto badge =
        PreparedBadge::prepare(badge_template, fields,
                               {.dots_per_mm = dots_per_paper_mm * placement->scale,
                                .dots_per_paper_mm = dots_per_paper_mm,
                                .tones = type == RasterType::black_1 ? Tones::black_and_white : Tones::continuous});
    if (!badge) return tl::unexpected(badge.error());
    LyingBadge lying(*badge, *placement);
    return write_raster(*placement, dpi, type, [&lying](int top, int rows) { return lying.band(top, rows); });
}

Result<PixelImage> render_pixels(const BadgeTemplate& badge_template, const BadgeFields& fields, int width_px) {
    if (width_px < 16 || width_px > preview_width_px_max)
        return failure(FailureKind::bad_input, "A badge's picture has to be 16 to 4096 pixels wide.");
    const double dots_per_mm = width_px / badge_template.width_mm();
    PixelImage picture{
        .width = width_px, .height = whole_dots(badge_template.height_mm(), dots_per_mm), .pixels = {}};
    const auto image =
        draw_image(badge_template, fields, picture.width, picture.height,
                   {.dots_per_mm = dots_per_mm, .dots_per_paper_mm = dots_per_mm, .purpose = Purpose::screen});
    if (!image) return tl::unexpected(image.error());
    const auto* data = reinterpret_cast<const std::uint32_t*>(cairo_image_surface_get_data(image->get()));
    const int stride = cairo_image_surface_get_stride(image->get()) / 4;
    picture.pixels.reserve(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height));
    for (int y = 0; y < picture.height; ++y)
        picture.pixels.insert(picture.pixels.end(), data + static_cast<std::ptrdiff_t>(y) * stride,
                              data + static_cast<std::ptrdiff_t>(y) * stride + picture.width);
    return picture;
}

}  // namespace printing
