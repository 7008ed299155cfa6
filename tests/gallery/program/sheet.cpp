// Drawing contact sheets with cairo and Pango.
#include "tests/gallery/program/sheet.h"

#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>

namespace vestibule::gallery {
namespace {

struct Releaser {
    void operator()(cairo_surface_t* s) const { cairo_surface_destroy(s); }
    void operator()(cairo_t* c) const { cairo_destroy(c); }
    void operator()(PangoLayout* l) const { g_object_unref(l); }
    void operator()(PangoFontDescription* d) const { pango_font_description_free(d); }
};
template <class T>
using Owned = std::unique_ptr<T, Releaser>;

constexpr double margin = 32, gap = 24, heading = 64, caption = 64;
constexpr double sheet_height_max = 3000;

struct Layout {
    std::size_t columns = 5, rows = 1;
    double width = 360, height = 640;  // of a thumbnail

    [[nodiscard]] std::size_t count() const { return columns * rows; }
};

// Upright pictures five in a row, wide ones four, for their letters are smaller.
Layout layout_for(ui::Size picture) {
    Layout out;
    if (picture.width > picture.height) out.columns = 4, out.width = 480;
    out.height = std::round(out.width * picture.height / picture.width);
    const double room = sheet_height_max - heading - 2 * margin;
    out.rows = std::max<std::size_t>(1, static_cast<std::size_t>(room / (out.height + caption + gap)));
    return out;
}

void write(cairo_t* cairo, double x, double y, double width, const std::string& text, const char* font) {
    const Owned<PangoLayout> layout{pango_cairo_create_layout(cairo)};
    const Owned<PangoFontDescription> description{pango_font_description_from_string(font)};
    pango_layout_set_font_description(layout.get(), description.get());
    pango_layout_set_width(layout.get(), static_cast<int>(width) * PANGO_SCALE);
    pango_layout_set_height(layout.get(), -1);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    cairo_move_to(cairo, x, y);
    cairo_set_source_rgb(cairo, 0.09, 0.13, 0.17);
    pango_cairo_show_layout(cairo, layout.get());
}

Result<> draw_thumbnail(cairo_t* cairo, double x, double y, const Layout& layout, const Thumbnail& thumbnail) {
    const Owned<cairo_surface_t> picture{cairo_image_surface_create_from_png(thumbnail.png.c_str())};
    if (cairo_surface_status(picture.get()) != CAIRO_STATUS_SUCCESS)
        return ask_staff(fmt::format("The picture {} can't be read.", thumbnail.png.string()));
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_rectangle(cairo, -1, -1, layout.width + 2, layout.height + 2);
    cairo_set_source_rgb(cairo, 0.52, 0.49, 0.44);
    cairo_fill(cairo);
    cairo_scale(cairo, layout.width / cairo_image_surface_get_width(picture.get()),
                layout.height / cairo_image_surface_get_height(picture.get()));
    cairo_set_source_surface(cairo, picture.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_paint(cairo);
    cairo_restore(cairo);
    write(cairo, x, y + layout.height + 8, layout.width, thumbnail.title, "Inter Semi-Bold 12");
    write(cairo, x, y + layout.height + 32, layout.width, thumbnail.subtitle, "Inter 12");
    return {};
}

Result<> write_sheet(const std::filesystem::path& file, const std::string& title, const Layout& layout,
                     std::span<const Thumbnail> thumbnails) {
    const auto rows = (thumbnails.size() + layout.columns - 1) / layout.columns;
    const auto columns = static_cast<double>(layout.columns);
    const double width = 2 * margin + columns * layout.width + (columns - 1) * gap;
    const double height = 2 * margin + heading + static_cast<double>(rows) * (layout.height + caption + gap) - gap;
    const Owned<cairo_surface_t> surface{
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width), static_cast<int>(height))};
    const Owned<cairo_t> cairo{cairo_create(surface.get())};
    cairo_set_source_rgb(cairo.get(), 1, 1, 1);
    cairo_paint(cairo.get());
    write(cairo.get(), margin, margin - 4, width - 2 * margin, title, "Inter Semi-Bold 20");
    for (std::size_t i = 0; i < thumbnails.size(); ++i) {
        const auto column = static_cast<double>(i % layout.columns), row = static_cast<double>(i / layout.columns);
        VESTIBULE_CHECK(draw_thumbnail(cairo.get(), margin + column * (layout.width + gap),
                                       margin + heading + row * (layout.height + caption + gap), layout,
                                       thumbnails[i]));
    }
    if (cairo_surface_write_to_png(surface.get(), file.c_str()) == CAIRO_STATUS_SUCCESS) return {};
    return ask_staff(fmt::format("The sheet {} can't be written.", file.string()));
}

}  // namespace

Result<std::vector<std::filesystem::path>> write_sheets(const SheetSpec& spec,
                                                        const std::vector<Thumbnail>& thumbnails) {
    const auto layout = layout_for(spec.picture);
    const auto count = (thumbnails.size() + layout.count() - 1) / layout.count();
    std::vector<std::filesystem::path> files;
    for (std::size_t i = 0; i < count; ++i) {
        const std::span all{thumbnails};
        const auto from = i * layout.count(), size = std::min(layout.count(), all.size() - from);
        auto file = spec.start;
        file += fmt::format("-{}.png", i + 1);
        VESTIBULE_CHECK(write_sheet(file, fmt::format("{} · {} of {}", spec.title, i + 1, count), layout,
                                    all.subspan(from, size)));
        files.push_back(std::move(file));
    }
    return files;
}

}  // namespace vestibule::gallery
