// Photos: read whatever a camera gives, cropped to the box, and turned into dots that keep the tones.
#include "printing/badge_photo.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "printing/badge_render.h"
#include "tests/printing/picture.h"
#include "tests/printing/sample_badges.h"

namespace {

using namespace printing;
using namespace printing_tests;

std::string portrait() {
    return read_file(VESTIBULE_SOURCE "/tests/printing/fixtures/portrait.jpg");
}

// A plain picture of one colour whose left upper corner is black.
std::string encoded(int width, int height, guint32 rgba, const char* type, const char* orientation = nullptr) {
    const Handle<GdkPixbuf, g_object_unref> pixbuf(gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, width, height));
    gdk_pixbuf_fill(pixbuf.get(), rgba);
    const Handle<GdkPixbuf, g_object_unref> corner(
        gdk_pixbuf_new_subpixbuf(pixbuf.get(), 0, 0, std::max(1, width / 4), std::max(1, height / 4)));
    gdk_pixbuf_fill(corner.get(), 0x000000FF);
    gchar* bytes = nullptr;
    gsize count = 0;
    REQUIRE(gdk_pixbuf_save_to_buffer(pixbuf.get(), &bytes, &count, type, nullptr, nullptr) != FALSE);
    const Handle<gchar, g_free> owner(bytes);
    std::string out(bytes, count);
    if (orientation != nullptr) out.insert(2, orientation, 36);
    return out;
}

std::uint32_t pixel(cairo_surface_t* surface, int x, int y) {
    return reinterpret_cast<const std::uint32_t*>(
               cairo_image_surface_get_data(surface))[y * cairo_image_surface_get_stride(surface) / 4 + x] &
           0xFFFFFFU;
}

bool is_dark(std::uint32_t rgb) {
    return (rgb & 0xFFU) < 96;
}

std::vector<std::uint8_t> ramp(int width, int height) {
    std::vector<std::uint8_t> gray;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) gray.push_back(static_cast<std::uint8_t>(x * 255 / (width - 1)));
    return gray;
}

}  // namespace

TEST_CASE("a JPEG and a PNG of any size fill the box") {
    const char* type = GENERATE("jpeg", "png");
    const auto [width, height] =
        GENERATE(std::pair{1, 1}, std::pair{40, 4000}, std::pair{4000, 40}, std::pair{640, 480});
    CAPTURE(type, width, height);
    const auto photo = photo_in_dots(encoded(width, height, 0xC04020FF, type), 150, 200, Tones::continuous);
    if (!photo) FAIL(photo.error().what);
    CHECK(cairo_image_surface_get_width(photo->get()) == 150);
    CHECK(cairo_image_surface_get_height(photo->get()) == 200);
    const auto lower_right = pixel(photo->get(), 149, 199);
    if (width > 1) CHECK(std::abs(static_cast<int>(lower_right >> 16U) - 0xC0) < 8);
}

TEST_CASE("a camera's EXIF turns the photo upright") {
    // An APP1 segment whose only tag is the orientation: 6, a quarter turn clockwise.
    static constexpr char quarter_turn[] =
        "\xFF\xE1\x00\x22"
        "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    const auto plain = photo_in_dots(encoded(80, 80, 0xFFFFFFFF, "jpeg"), 80, 80, Tones::continuous);
    const auto turned = photo_in_dots(encoded(80, 80, 0xFFFFFFFF, "jpeg", quarter_turn), 80, 80, Tones::continuous);
    REQUIRE(plain);
    REQUIRE(turned);
    CHECK(is_dark(pixel(plain->get(), 5, 5)));
    CHECK_FALSE(is_dark(pixel(plain->get(), 74, 5)));
    CHECK_FALSE(is_dark(pixel(turned->get(), 5, 5)));
    CHECK(is_dark(pixel(turned->get(), 74, 5)));
}

TEST_CASE("what is no photo is refused, whatever it begins with") {
    std::mt19937 random(7);
    std::string noise = "\xFF\xD8\xFF\xE0";
    for (int count = 0; count < 5000; ++count) noise += static_cast<char>(random());
    const std::string bytes =
        GENERATE_COPY(std::string(), std::string("GIF89a"), std::string("<svg/>"), noise, portrait().substr(0, 300),
                      std::string("\x89PNG\r\n\x1A\n"), std::string(photo_bytes_max + 1, '\xFF'));
    const auto refused = photo_in_dots(bytes, 100, 100, Tones::black_and_white);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == FailureKind::bad_input);
    BadgeFields fields = sample_fields();
    fields.photo = bytes;
    const auto a6 = bundled_drawings().for_medium(medium_named("iso_a6_105x148mm").value(), {}, Inks::black).value();
    CHECK(render_png(a6, fields, 300).has_value() == bytes.empty());
}

TEST_CASE("dots keep the tones: a ramp's share of white rises with it, without bands or worms") {
    constexpr int width = 512;
    constexpr int height = 128;
    auto gray = ramp(width, height);
    dither(gray, width, height);
    double before = -1;
    for (int band = 0; band < 16; ++band) {
        double white = 0;
        for (int y = 0; y < height; ++y)
            for (int x = band * 32; x < band * 32 + 32; ++x)
                white += gray[static_cast<std::size_t>(y * width + x)] / 255.0;
        white /= 32.0 * height;
        CHECK(white > before);
        CHECK(white >= (band + 0.5) / 16 - 0.06);  // never darker than the tone: a dot grows on paper
        CHECK(white <= (band + 0.5) / 16 + 0.12);
        before = white;
    }
    // In a middle tone no run of equal dots is long, along rows or columns.
    int longest = 0;
    for (int y = 8; y < height; ++y)
        for (int x = width / 2 - 40, run = 0; x < width / 2 + 40; ++x) {
            const auto at = static_cast<std::size_t>(y * width + x);
            run = gray[at] == gray[at - 1] ? run + 1 : 0;
            longest = std::max(longest, run);
        }
    CHECK(longest < 8);
}

TEST_CASE("the contrast of a pale photo is stretched, one of a single tone is left as it is") {
    constexpr int side = 64;
    std::vector<std::uint8_t> pale;
    for (int at = 0; at < side * side; ++at) pale.push_back(static_cast<std::uint8_t>(110 + at % side));
    dither(pale, side, side);
    int left = 0;
    int right = 0;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < 8; ++x) {
            left += pale[static_cast<std::size_t>(y * side + x)] == 0 ? 1 : 0;
            right += pale[static_cast<std::size_t>(y * side + side - 1 - x)] == 0 ? 1 : 0;
        }
    CHECK(left > side * 8 * 0.85);
    CHECK(right < side * 8 * 0.1);
    std::vector<std::uint8_t> white(side * side, 250);
    dither(white, side, side);
    CHECK(std::count(white.begin(), white.end(), 0) < side * side / 20);
}

TEST_CASE("on a printer of black alone only the photo is dithered: the rest is as without it, the code as crisp") {
    BadgeFields fields = sample_fields();
    const auto medium = medium_named("roll_dk2205-continuous_2.4x1200in").value();
    const auto drawing =
        bundled_drawings().for_medium(medium, {.orientation = Orientation::portrait}, Inks::black).value();
    const auto without = read_raster(render_raster(drawing, fields, medium, 203, RasterType::black_1).value());
    fields.photo = portrait();
    const auto with = read_raster(render_raster(drawing, fields, medium, 203, RasterType::black_1).value());
    const double dots_per_mm = 203 / 25.4 * with.width / (drawing.width_mm() * 203 / 25.4);
    const auto box = drawing.box("photo")->box;
    int inside = 0;
    int outside = 0;
    for (int y = 0; y < with.height; ++y)
        for (int x = 0; x < with.width; ++x) {
            if (with.at(x, y) == without.at(x, y)) continue;
            const bool in = x >= box.x * dots_per_mm - 1 && x <= (box.x + box.width) * dots_per_mm + 1 &&
                            y >= box.y * dots_per_mm - 1 && y <= (box.y + box.height) * dots_per_mm + 1;
            (in ? inside : outside) += 1;
        }
    CHECK(inside > 5000);
    CHECK(outside == 0);
    CHECK(qr_by_zxing(with) == fields.token);
}
