// gdk-pixbuf decodes and scales; the dots are ours, since no library dithers for a thermal head.
#include "printing/badge_photo.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace printing {
namespace {

using Pixbuf = Handle<GdkPixbuf, g_object_unref>;
using Loader = Handle<GdkPixbufLoader, g_object_unref>;

// What of the histogram is given up at each end when the contrast is stretched.
constexpr double clipped_share = 0.01;
// A dot of 0.125 mm grows by about a fifth of its side on direct thermal paper, so less of it is laid down.
constexpr double tone_exponent = 0.8;
constexpr double sharpening = 0.7;
constexpr double face_height = 0.4;  // where in a portrait the crop's middle lies

const char* mime_type(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
    return nullptr;
}

// Decides before any pixel is decoded. A picture that is refused is not decoded at all.
struct WantedSize {
    int width = 0;
    int height = 0;
    bool refused = false;
};

// Large photos are decoded at a fraction of their size, still twice as fine as the box.
void choose_size(GdkPixbufLoader* loader, int width, int height, gpointer context) {
    auto* wanted = static_cast<WantedSize*>(context);
    wanted->refused = width > photo_side_px_max || height > photo_side_px_max;
    const double scale = wanted->refused
                             ? 0.0
                             : std::min(1.0, 2.0 * std::max(static_cast<double>(wanted->width) / width,
                                                            static_cast<double>(wanted->height) / height));
    gdk_pixbuf_loader_set_size(loader, std::max(1, static_cast<int>(width * scale)),
                               std::max(1, static_cast<int>(height * scale)));
}

Result<Pixbuf> decode(const std::string& bytes, int width, int height) {
    const auto wrong = [] {
        return failure(FailureKind::bad_input,
                       "The photo isn't a JPEG or PNG of at most 10 MB and 12000 pixels a side.");
    };
    const char* type = mime_type(bytes);
    if (bytes.size() > photo_bytes_max || type == nullptr) return wrong();
    const Loader loader(gdk_pixbuf_loader_new_with_mime_type(type, nullptr));
    if (!loader) return failure(FailureKind::bad_input, "gdk-pixbuf can't read JPEG and PNG on this machine.");
    WantedSize wanted{width, height};
    g_signal_connect(loader.get(), "size-prepared", G_CALLBACK(choose_size), &wanted);
    const bool written = gdk_pixbuf_loader_write(loader.get(), reinterpret_cast<const guchar*>(bytes.data()),
                                                 bytes.size(), nullptr) != FALSE;
    const bool closed = gdk_pixbuf_loader_close(loader.get(), nullptr) != FALSE;
    GdkPixbuf* decoded = gdk_pixbuf_loader_get_pixbuf(loader.get());
    if (!written || !closed || wanted.refused || decoded == nullptr) return wrong();
    Pixbuf upright(gdk_pixbuf_apply_embedded_orientation(decoded));
    if (!upright) return wrong();
    return upright;
}

// Fills the box: what stands out on two sides is cut off.
Pixbuf cropped(const GdkPixbuf* photo, int width, int height) {
    const double across = static_cast<double>(width) / gdk_pixbuf_get_width(photo);
    const double along = static_cast<double>(height) / gdk_pixbuf_get_height(photo);
    const double scale = std::max(across, along);
    const double left = (gdk_pixbuf_get_width(photo) * scale - width) / 2;
    const double top = (gdk_pixbuf_get_height(photo) * scale - height) * face_height;
    Pixbuf box(gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, width, height));
    if (!box) return box;
    gdk_pixbuf_fill(box.get(), 0xFFFFFFFF);
    gdk_pixbuf_composite(photo, box.get(), 0, 0, width, height, -left, -top, scale, scale, GDK_INTERP_BILINEAR, 255);
    return box;
}

std::vector<std::uint8_t> gray_of(const GdkPixbuf* photo) {
    const int width = gdk_pixbuf_get_width(photo);
    const int height = gdk_pixbuf_get_height(photo);
    std::vector<std::uint8_t> gray;
    gray.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
        const guint8* row =
            gdk_pixbuf_read_pixels(photo) + static_cast<std::ptrdiff_t>(y) * gdk_pixbuf_get_rowstride(photo);
        for (int x = 0; x < width; ++x)
            gray.push_back(
                static_cast<std::uint8_t>((row[3 * x] * 54 + row[3 * x + 1] * 183 + row[3 * x + 2] * 19) >> 8));
    }
    return gray;
}

// Black to white over the whole range: faces are taken in whatever light a lobby has.
void stretch(std::vector<std::uint8_t>& gray) {
    std::array<std::size_t, 256> histogram{};
    for (const auto value : gray) ++histogram[value];
    const auto clipped = static_cast<std::size_t>(static_cast<double>(gray.size()) * clipped_share);
    const auto end = [&](int from, int step) {
        std::size_t passed = 0;
        int value = from;
        while (value + step >= 0 && value + step <= 255 &&
               (passed += histogram[static_cast<std::size_t>(value)]) <= clipped)
            value += step;
        return value;
    };
    const int darkest = end(0, 1);
    const int lightest = end(255, -1);
    constexpr int range_min = 32;  // what is nearly of one tone is left as it is
    if (lightest - darkest < range_min) return;
    for (auto& value : gray)
        value = static_cast<std::uint8_t>(std::clamp((value - darkest) * 255 / (lightest - darkest), 0, 255));
}

// Each dot's tone as it will be diffused: sharpened against its four neighbours, made lighter for the dots' growth.
std::vector<float> tones_of(const std::vector<std::uint8_t>& gray, int width, int height) {
    std::array<float, 256> lighter{};
    for (std::size_t value = 0; value < lighter.size(); ++value)
        lighter[value] = static_cast<float>(255 * std::pow(static_cast<double>(value) / 255, tone_exponent));
    std::vector<float> tones(gray.size());
    const auto at = [&](int x, int y) {
        return static_cast<int>(
            gray[static_cast<std::size_t>(std::clamp(y, 0, height - 1) * width + std::clamp(x, 0, width - 1))]);
    };
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double around = (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1)) / 4.0;
            const double sharp = at(x, y) + sharpening * (at(x, y) - around);
            tones[static_cast<std::size_t>(y * width + x)] =
                lighter[static_cast<std::size_t>(std::clamp(std::lround(sharp), 0L, 255L))];
        }
    return tones;
}

void paint_gray(cairo_surface_t* surface, const std::vector<std::uint8_t>& gray, int width, int height) {
    auto* pixels = reinterpret_cast<std::uint32_t*>(cairo_image_surface_get_data(surface));
    const int stride = cairo_image_surface_get_stride(surface) / 4;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            pixels[y * stride + x] = 0xFF000000U | gray[static_cast<std::size_t>(y * width + x)] * 0x010101U;
}

void paint_colour(cairo_surface_t* surface, const GdkPixbuf* photo, int width, int height) {
    auto* pixels = reinterpret_cast<std::uint32_t*>(cairo_image_surface_get_data(surface));
    const int stride = cairo_image_surface_get_stride(surface) / 4;
    for (int y = 0; y < height; ++y) {
        const guint8* row =
            gdk_pixbuf_read_pixels(photo) + static_cast<std::ptrdiff_t>(y) * gdk_pixbuf_get_rowstride(photo);
        for (int x = 0; x < width; ++x)
            pixels[y * stride + x] = 0xFF000000U | (static_cast<std::uint32_t>(row[3 * x]) << 16U) |
                                     (static_cast<std::uint32_t>(row[3 * x + 1]) << 8U) | row[3 * x + 2];
    }
}

}  // namespace

void dither(std::vector<std::uint8_t>& gray, int width, int height) {
    stretch(gray);
    // Floyd and Steinberg's weights; one row's errors wait for the next. A column of margin at either side.
    auto tones = tones_of(gray, width, height);
    std::vector<float> here(static_cast<std::size_t>(width) + 2);
    std::vector<float> below(here.size());
    for (int y = 0; y < height; ++y) {
        const int step = y % 2 == 0 ? 1 : -1;
        for (int passed = 0; passed < width; ++passed) {
            const int x = step > 0 ? passed : width - 1 - passed;
            const auto dot = static_cast<std::size_t>(y * width + x);
            const auto slot = static_cast<std::size_t>(x + 1);
            const float wanted = tones[dot] + here[slot];
            const float laid = wanted < 128 ? 0.0F : 255.0F;
            const float error = wanted - laid;
            gray[dot] = static_cast<std::uint8_t>(laid);
            here[static_cast<std::size_t>(x + 1 + step)] += error * 7 / 16;
            below[static_cast<std::size_t>(x + 1 - step)] += error * 3 / 16;
            below[slot] += error * 5 / 16;
            below[static_cast<std::size_t>(x + 1 + step)] += error / 16;
        }
        here.swap(below);
        std::ranges::fill(below, 0.0F);
    }
}

Result<PhotoSurface> photo_in_dots(const std::string& bytes, int width, int height, Tones tones) {
    const auto photo = decode(bytes, width, height);
    if (!photo) return tl::unexpected(photo.error());
    const Pixbuf box = cropped(photo->get(), width, height);
    PhotoSurface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
    if (!box || cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
        return failure(FailureKind::bad_input, "The photo's box is too large.");
    if (tones == Tones::continuous) {
        paint_colour(surface.get(), box.get(), width, height);
    } else {
        auto gray = gray_of(box.get());
        dither(gray, width, height);
        paint_gray(surface.get(), gray, width, height);
    }
    cairo_surface_mark_dirty(surface.get());
    return surface;
}

}  // namespace printing
