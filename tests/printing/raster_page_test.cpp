// A page of raster, read back by libcups, holds the badge's pixels where they belong, white around them, and its cut
// marks: told from a plain reckoning of each dot.
#include "printing/raster_page.h"

#include <catch2/catch.hpp>
#include <random>

#include "tests/printing/picture.h"

namespace {

using namespace printing;

constexpr int dpi = 300;
constexpr int mark_gap = 12;  // 1 mm
constexpr int mark = 35;      // 3 mm
constexpr std::uint32_t white = 0xFFFFFFFFU;
constexpr std::uint32_t black = 0xFF000000U;

// Rows as badges have them: white, runs, noise, and rows that repeat, the marked ones at the ends among them.
std::vector<std::uint32_t> pixels_of(int width, int height, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<std::uint32_t> pixels;
    std::vector<std::uint32_t> row(static_cast<std::size_t>(width), black);
    for (int y = 0; y < height; ++y) {
        if (random() % 3 == 0 && y != 1 && y != height - 1)
            for (std::size_t x = 0; x < row.size();) {
                const auto colour = random() % 2 == 0 ? white : 0xFF000000U | static_cast<std::uint32_t>(random());
                for (std::size_t left = random() % 40; left > 0 && x < row.size(); --left) row[x++] = colour;
            }
        pixels.insert(pixels.end(), row.begin(), row.end());
    }
    return pixels;
}

bool is_mark(const Placement& at, int x, int y) {
    const auto beside = [](int place, int from, int size) {
        const int before = from - 1 - place;
        const int after = place - (from + size);
        return (before >= mark_gap && before < mark_gap + mark) || (after >= mark_gap && after < mark_gap + mark);
    };
    const auto is_edge = [](int place, int from, int size) { return place == from || place == from + size - 1; };
    return (is_edge(y, at.top, at.height) && beside(x, at.left, at.width)) ||
           (is_edge(x, at.left, at.width) && beside(y, at.top, at.height));
}

std::uint32_t expected_at(const Placement& at, const std::vector<std::uint32_t>& pixels, bool marks, int x, int y) {
    const int column = x - at.left;
    const int row = y - at.top;
    if (column >= 0 && column < at.width && row >= 0 && row < at.height)
        return pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(at.width) +
                      static_cast<std::size_t>(column)];
    return marks && is_mark(at, x, y) ? black : white;
}

// Whether the dot read is what this pixel becomes: its colour, its lightness within rounding, or black or nothing.
bool is_printed_as(const std::vector<unsigned char>& row, int x, RasterType type, std::uint32_t pixel) {
    const auto place = static_cast<std::size_t>(x);
    const double red = (pixel >> 16) & 0xFFU;
    const double green = (pixel >> 8) & 0xFFU;
    const double blue = pixel & 0xFFU;
    if (type == RasterType::srgb_8)
        return row[3 * place] == red && row[3 * place + 1] == green && row[3 * place + 2] == blue;
    if (type == RasterType::sgray_8)
        return std::abs(row[place] - (0.2126 * red + 0.7152 * green + 0.0722 * blue)) <= 1.5;
    return ((row[place / 8] >> (7 - x % 8)) & 1) == (is_black(pixel) ? 1 : 0);
}

int wrong_dots(const std::string& document, const Placement& at, RasterType type,
               const std::vector<std::uint32_t>& pixels, bool marks) {
    const auto page = printing_tests::read_rows(document);
    REQUIRE(page.width == at.page_width);
    REQUIRE(page.rows.size() == static_cast<std::size_t>(at.page_height));
    int wrong = 0;
    for (int y = 0; y < at.page_height; ++y)
        for (int x = 0; x < at.page_width; ++x)
            if (!is_printed_as(page.rows[static_cast<std::size_t>(y)], x, type, expected_at(at, pixels, marks, x, y)))
                ++wrong;
    return wrong;
}

}  // namespace

TEST_CASE("each dot of a page of raster is what the badge has there, and the cut marks lie around it") {
    const auto type = GENERATE(RasterType::black_1, RasterType::sgray_8, RasterType::srgb_8);
    const auto has_marks = GENERATE(true, false);
    const auto width = GENERATE(1, 7, 8, 129, 303);
    CAPTURE(type, has_marks, width);
    const int height = 200;
    const int around = has_marks ? mark_gap + mark : mark_gap;
    const Placement placement{.page = custom_medium(50, 30),
                              .page_width = width + 2 * around,
                              .page_height = height + 2 * around,
                              .left = around,
                              .top = around,
                              .width = width,
                              .height = height};
    const auto pixels = pixels_of(width, height, static_cast<unsigned>(width));
    const auto document = write_raster({pixels.data(), width, height, width}, placement, dpi, type);
    REQUIRE(document);
    CHECK(wrong_dots(*document, placement, type, pixels, has_marks) == 0);
}

TEST_CASE("a page that is drawn in bands has the same dots") {
    const int width = 4'000;
    const int height = 600;
    const Placement placement{
        .page = custom_medium(400, 60), .page_width = width, .page_height = height, .width = width, .height = height};
    REQUIRE(band_rows(placement) < height / 2);
    auto pixels = pixels_of(width, height, 7);
    std::vector<std::uint32_t> band;
    const auto document = write_raster(placement, dpi, RasterType::sgray_8, [&](int top, int rows) {
        const auto from = pixels.begin() + static_cast<std::ptrdiff_t>(top) * width;
        band.assign(from, from + static_cast<std::ptrdiff_t>(rows) * width);
        return Result<BadgeBand>(BadgeBand{.pixels = band.data(), .stride = width});
    });
    REQUIRE(document);
    CHECK(wrong_dots(*document, placement, RasterType::sgray_8, pixels, false) == 0);
}
