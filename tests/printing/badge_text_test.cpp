// Names of every length and script fit their box: as large as they can, never outside it.
#include "printing/badge_text.h"

#include <catch2/catch.hpp>
#include <string>

namespace {

using namespace printing;

constexpr double dots_per_mm = 300 / 25.4;
constexpr double box_width = 75.6 * dots_per_mm;
constexpr double box_height = 10.6 * dots_per_mm;

const TextStyle name_style{.size_mm = 8.7, .size_min_mm = 3.4, .lines_max = 2, .weight = 700};

struct Canvas {
    Handle<cairo_surface_t, cairo_surface_destroy> surface{cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 8, 8)};
    Handle<cairo_t, cairo_destroy> cairo{cairo_create(surface.get())};
};

FittedText fit(const std::string& text, const TextStyle& style = name_style) {
    const Canvas canvas;
    return fit_text(canvas.cairo.get(), printable(text), style, box_width, box_height, dots_per_mm);
}

std::string repeated(const std::string& word, int times) {
    std::string text;
    for (int index = 0; index < times; ++index) text += word;
    return text;
}

}  // namespace

TEST_CASE("a short name stands at full size on one line, a longer one shrinks, a long one wraps, a huge one is cut") {
    const auto shortest = fit("Li");
    CHECK(shortest.size_mm == Approx(8.7));
    CHECK(shortest.lines == 1);

    const auto longer = fit("Zoë O’Neil-Featherstonehaugh");
    CHECK(longer.size_mm < 8.7);
    CHECK(longer.lines == 1);
    CHECK_FALSE(longer.ellipsized);

    const auto wrapped = fit("Maximiliane Alexandra Konstantinopoulou von und zu Hohenzollern");
    CHECK(wrapped.lines == 2);
    CHECK(wrapped.size_mm >= 3.4);
    CHECK_FALSE(wrapped.ellipsized);

    const auto cut = fit(repeated("Maximiliane ", 84));
    CHECK(cut.size_mm == Approx(3.4));
    CHECK(cut.lines == 2);
    CHECK(cut.ellipsized);
}

TEST_CASE("one letter more than fits makes the text smaller, never wider") {
    double size_before = 100;
    for (int letters = 1; letters <= 120; ++letters) {
        const auto fitted = fit(repeated("W", letters));
        CAPTURE(letters, fitted.size_mm);
        CHECK(fitted.width_dots <= box_width + 0.5);
        CHECK(fitted.height_dots <= box_height + 0.5);
        CHECK(fitted.size_mm <= size_before);
        size_before = fitted.size_mm;
    }
}

TEST_CASE("every script fits, whatever its fonts' heights") {
    const std::string name = GENERATE("张伟", "محمد عبد الرحمن الفارسي", "👩‍🚀👨‍👩‍👧‍👦 Zoë",
                                      "ณัฐพงษ์ ศรีสุวรรณ", "राजेश कुमार", "Nguyễn Thị Ánh", "김민수", "שלום",
                                      "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307");
    const int times = GENERATE(1, 40);
    const auto fitted = fit(repeated(name + " ", times));
    CAPTURE(name, times);
    CHECK(fitted.width_dots <= box_width + 0.5);
    CHECK(fitted.height_dots <= box_height + 0.5);
    CHECK(fitted.lines <= 2);
    CHECK(pango_layout_get_unknown_glyphs_count(fitted.layout.get()) == 0);
}

TEST_CASE("text from outside is made printable: bounded, valid, without line ends, controls or direction overrides") {
    CHECK(printable("  Amara \n\t Okafor  ") == "Amara Okafor");
    CHECK(printable("a\x01\x7f"
                    "b") == "ab");
    CHECK(printable("evil \u202Egnp.exe") == "evil gnp.exe");
    CHECK(printable("\xff\xfe"
                    "A") == "\uFFFD\uFFFDA");
    CHECK(printable("👩‍🚀") == "👩‍🚀");
    CHECK(printable("").empty());
    CHECK(printable(" \n ").empty());
    const std::string long_text = printable(std::string(100'000, 'x'));
    CHECK(long_text.size() == static_cast<std::size_t>(field_characters_max) + std::string("…").size());
}
