// SVG through librsvg, QR codes through libqrencode.
#include "kiosk/ui/icon.h"

#include <librsvg/rsvg.h>
#include <qrencode.h>

#include <cmath>
#include <memory>
#include <vector>

#include <fmt/format.h>

namespace vestibule::ui {
namespace {

struct DrawingReleaser {
    void operator()(cairo_surface_t* s) const { cairo_surface_destroy(s); }
    void operator()(cairo_t* c) const { cairo_destroy(c); }
    void operator()(RsvgHandle* h) const { g_object_unref(h); }
    void operator()(QRcode* q) const { QRcode_free(q); }
};
template <class T>
using OwnedDrawing = std::unique_ptr<T, DrawingReleaser>;

OwnedDrawing<RsvgHandle> load(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error || size > svg_bytes_max) return nullptr;
    GError* why = nullptr;
    OwnedDrawing<RsvgHandle> handle{rsvg_handle_new_from_file(file.c_str(), &why)};
    if (why != nullptr) g_error_free(why);
    return handle;
}

OwnedDrawing<cairo_surface_t> rendered(RsvgHandle* svg, int width, int height) {
    OwnedDrawing<cairo_surface_t> surface{cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height)};
    const OwnedDrawing<cairo_t> cairo{cairo_create(surface.get())};
    const RsvgRectangle viewport{0, 0, static_cast<double>(width), static_cast<double>(height)};
    GError* why = nullptr;
    rsvg_handle_render_document(svg, cairo.get(), &viewport, &why);
    if (why != nullptr) g_error_free(why);
    cairo_surface_flush(surface.get());
    return surface;
}

std::vector<std::uint8_t> coverage_of(cairo_surface_t* surface, int width, int height) {
    std::vector<std::uint8_t> out(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    const auto* rows = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) out[static_cast<std::size_t>(y * width + x)] = rows[y * stride + x * 4 + 3];
    return out;
}

}  // namespace

const Sprite& IconPainter::icon(std::string_view name, float side_px) {
    const int side = std::clamp(static_cast<int>(std::lround(side_px)), 1, 1024);
    const auto key = fmt::format("I{}|{}", side, name);
    if (const auto* known = sprites_.find(key)) return *known;
    auto& sprite = sprites_.add(key, {.extent = {static_cast<float>(side), static_cast<float>(side)}});
    const auto svg = load(folder_ / (std::string{name} + ".svg"));
    if (!svg) return sprite;
    const auto surface = rendered(svg.get(), side, side);
    const auto alpha = coverage_of(surface.get(), side, side);
    sprites_.upload(sprite, PixelKind::alpha, alpha.data(), side, side, side);
    return sprite;
}

const Sprite& IconPainter::drawing(const std::filesystem::path& file, Size box) {
    const auto key = fmt::format("D{:.0f}x{:.0f}|{}", box.width, box.height, file.string());
    if (const auto* known = sprites_.find(key)) return *known;
    auto& sprite = sprites_.add(key, {.extent = box});
    const auto svg = load(file);
    if (!svg || box.width < 1 || box.height < 1) return sprite;
    const int width = static_cast<int>(std::lround(box.width)), height = static_cast<int>(std::lround(box.height));
    const auto surface = rendered(svg.get(), width, height);
    sprites_.upload(sprite, PixelKind::colour, cairo_image_surface_get_data(surface.get()), width, height,
                    cairo_image_surface_get_stride(surface.get()));
    return sprite;
}

const Sprite& IconPainter::qr(std::string_view text, float side_px) {
    const auto key = fmt::format("Q{:.0f}|{}", side_px, text);
    if (const auto* known = sprites_.find(key)) return *known;
    auto& sprite = sprites_.add(key, {});
    const OwnedDrawing<QRcode> code{
        QRcode_encodeString(std::string{text}.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, /*casesensitive=*/1)};
    if (!code) return sprite;
    const int modules = code->width;
    const int module = std::max(1, static_cast<int>(side_px) / modules), side = module * modules;
    std::vector<std::uint8_t> dots(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            dots[static_cast<std::size_t>(y * side + x)] =
                (code->data[(y / module) * modules + x / module] & 1) != 0 ? 255 : 0;
    sprite.extent = {static_cast<float>(side), static_cast<float>(side)};
    sprites_.upload(sprite, PixelKind::alpha, dots.data(), side, side, side);
    return sprite;
}

}  // namespace vestibule::ui
