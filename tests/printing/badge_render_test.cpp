// Rendered badges: their codes are read back from every format, template, medium and resolution.
#include "printing/badge_render.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "printing/badge_text.h"
#include "printing/qr_symbol.h"
#include "tests/printing/picture.h"
#include "tests/printing/sample_badges.h"

namespace {

using namespace printing;
using namespace printing_tests;

// The smallest rectangle that holds everything darker than half.
struct Extent {
    int left = 1 << 30;
    int top = 1 << 30;
    int right = -1;
    int bottom = -1;
};

Extent dark_extent(const Picture& picture, const BoxMillimetres& box, double dots_per_mm) {
    Extent extent;
    const auto dots = [dots_per_mm](double mm) { return static_cast<int>(std::lround(mm * dots_per_mm)); };
    for (int y = dots(box.y); y < std::min(dots(box.y + box.height), picture.height); ++y)
        for (int x = dots(box.x); x < std::min(dots(box.x + box.width), picture.width); ++x)
            if (picture.at(x, y) < 128)
                extent = {std::min(extent.left, x), std::min(extent.top, y), std::max(extent.right, x),
                          std::max(extent.bottom, y)};
    return extent;
}

double dark_share(const Picture& picture, const BoxMillimetres& box, double dots_per_mm) {
    int dark = 0;
    int all = 0;
    for (int y = static_cast<int>(box.y * dots_per_mm); y < (box.y + box.height) * dots_per_mm; ++y)
        for (int x = static_cast<int>(box.x * dots_per_mm); x < (box.x + box.width) * dots_per_mm; ++x) {
            ++all;
            dark += picture.at(x, y) < 128 ? 1 : 0;
        }
    return static_cast<double>(dark) / all;
}

}  // namespace

TEST_CASE("the PDF has the badge's size and its code is read by two decoders") {
    const std::string look = GENERATE(from_range(looks));
    CAPTURE(look);
    const auto badge_template = card_of(look);
    CHECK(encode_qr(longest_token()).value().side == 49);  // version 8
    const auto page = read_pdf(render_pdf(badge_template, sample_fields()).value(), 300);
    CHECK(std::abs(page.width - badge_template.width_mm() / 25.4 * 300) <= 1.5);
    CHECK(qr_by_zxing(page) == sample_fields().token);
    CHECK(qr_by_zbar(page) == sample_fields().token);
}

TEST_CASE("the text of a PDF can be selected, in any script") {
    BadgeFields fields = sample_fields();
    fields.name = "欧阳思远 Zoë Müller";
    fields.company = "شركة النخيل";
    const auto pdf = GENERATE_COPY(render_pdf(card_of(), fields),
                                   render_pdf_page(card_of(), fields, medium_named("iso_a6_105x148mm").value(), 300));
    const std::string text = pdf_text(pdf.value());
    for (const char* words : {"VISITOR 访客", "21 Nov · until 18:00", "欧阳思远 Zoë Müller", "李娜 Li Na",
                              "Floors 1–2", "Escort", "7K2M-9QXA"}) {
        CAPTURE(words, text);
        CHECK(text.find(words) != std::string::npos);
    }
}

TEST_CASE("the code's modules are whole dots, pure black and white, within an empty quiet zone of four modules") {
    const int dpi = GENERATE(203, 300, 600);
    CAPTURE(dpi);
    const double dots_per_mm = dpi / 25.4;
    const auto badge_template = card_of();
    const auto picture = read_png(render_png(badge_template, sample_fields(), dpi).value());
    const auto box = badge_template.box("qr")->box;
    const auto symbol = encode_qr(sample_fields().token).value();
    const Extent extent = dark_extent(picture, box, dots_per_mm);
    const int side = extent.right - extent.left + 1;
    REQUIRE(side == extent.bottom - extent.top + 1);
    REQUIRE(side % symbol.side == 0);
    const int module = side / symbol.side;
    CHECK(module / dots_per_mm >= 0.25);

    int wrong = 0;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const std::uint8_t expected = symbol.at(y / module, x / module) ? 0 : 255;
            if (picture.at(extent.left + x, extent.top + y) != expected) ++wrong;
        }
    CHECK(wrong == 0);

    int in_quiet_zone = 0;
    const int quiet = quiet_zone_modules * module;
    for (int y = extent.top - quiet; y <= extent.bottom + quiet; ++y)
        for (int x = extent.left - quiet; x <= extent.right + quiet; ++x) {
            const bool inside = x >= extent.left && x <= extent.right && y >= extent.top && y <= extent.bottom;
            if (!inside && picture.at(x, y) != 255) ++in_quiet_zone;
        }
    CHECK(in_quiet_zone == 0);
}

TEST_CASE("a badge that is drawn turned, or in several bands, is the badge that is drawn at once") {
    struct Row {
        const char* medium;
        Orientation orientation;
        bool turned;
    };
    const Row row = GENERATE(Row{"custom_cr80_53.98x85.6mm", Orientation::landscape, true},
                             Row{"custom_cr80_53.98x85.6mm", Orientation::portrait, false},
                             Row{"iso_a6_105x148mm", Orientation::landscape, true},
                             Row{"iso_a6_105x148mm", Orientation::portrait, false});
    CAPTURE(row.medium, row.turned);
    const auto medium = medium_named(row.medium).value();
    const auto drawing =
        bundled_drawings().for_medium(medium, {.look = "contractor", .orientation = row.orientation}, Inks::black);
    const auto at_once = read_png(render_png(drawing.value(), sample_fields(), 300).value());
    const auto page =
        read_raster(render_raster(drawing.value(), sample_fields(), medium, 300, RasterType::sgray_8).value());
    int others = 0;
    int compared = 0;
    for (int y = 4; y < at_once.height - 4; ++y)
        for (int x = 4; x < at_once.width - 4; ++x) {
            const auto on_page = row.turned ? page.at(y, page.height - 1 - x) : page.at(x, y);
            others += std::abs(on_page - at_once.at(x, y)) > 128 ? 1 : 0;
            ++compared;
        }
    CHECK(others < compared / 500);  // edges of letters; the page may be a dot shorter
}

TEST_CASE("a code that no scanner could read is refused") {
    const auto symbol = encode_qr(longest_token()).value();
    const int modules = symbol.side + 2 * quiet_zone_modules;
    CHECK(module_dots_for_print(symbol, modules * 2, 203 / 25.4).value() == 2);  // 0.25 mm: just enough
    CHECK(module_dots_for_print(symbol, modules * 2 - 1, 203 / 25.4).error().kind == FailureKind::too_small);
    CHECK(module_dots_for_print(symbol, modules * 2, 300 / 25.4).error().kind == FailureKind::too_small);  // 0.17 mm
    CHECK(module_dots_for_print(symbol, modules * 3, 300 / 25.4).value() == 3);

    const auto tiny = medium_named("custom_tiny_30x48mm").value();
    const auto refused = render_raster(card_of(), sample_fields(), tiny, 203, RasterType::sgray_8);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == FailureKind::too_small);

    BadgeFields without_token = sample_fields();
    without_token.token.clear();
    CHECK(render_png(card_of(), without_token, 300).error().kind == FailureKind::bad_input);
    CHECK_FALSE(render_png(card_of(), sample_fields(), 20).has_value());
}

TEST_CASE("a badge without company, host, escort or zones leaves their boxes empty") {
    BadgeFields fields{.name = "Li", .host_label = "Host", .token = "VB1:A"};
    const double dots_per_mm = 300 / 25.4;
    const auto badge_template = card_of();
    const auto picture = read_png(render_png(badge_template, fields, 300).value());
    for (const char* id : {"company", "host-label", "host", "zones", "escort", "type", "valid-until", "code"}) {
        CAPTURE(id);
        CHECK(dark_extent(picture, badge_template.box(id)->box, dots_per_mm).right == -1);
    }
    CHECK(dark_extent(picture, badge_template.box("name")->box, dots_per_mm).right > 0);
}

TEST_CASE("the need for an escort shows in one colour: a filled line with a triangle, or nothing at all") {
    BadgeFields fields = sample_fields();
    const double dots_per_mm = 300 / 25.4;
    const auto badge_template =
        bundled_drawings().for_medium(card_medium(), {.look = "visitor"}, Inks::black).value();
    const auto box = badge_template.box("escort")->box;
    const auto with = read_png(render_png(badge_template, fields, 300, Tones::black_and_white).value());
    CHECK(dark_share(with, box, dots_per_mm) > 0.6);
    fields.escort.clear();
    const auto without = read_png(render_png(badge_template, fields, 300, Tones::black_and_white).value());
    CHECK(dark_share(without, box, dots_per_mm) == 0);
}

TEST_CASE("hostile fields neither reach the code nor break the rendering") {
    BadgeFields fields = sample_fields();
    std::string tower = "a";
    for (int index = 0; index < 200; ++index) tower += "\u0336\u0489\u0300";
    const std::array hostile{tower, std::string(100'000, 'W'), std::string("\xff\xc0\x80<b>&amp;\n\r\t"),
                             std::string("\u202E\u2066name")};
    fields.name = hostile.at(GENERATE(0U, 1U, 2U, 3U));
    fields.company = fields.host = fields.zones = fields.escort = fields.type = fields.valid_until = fields.code =
        fields.name;
    const auto picture = read_png(render_png(card_of(), fields, 300).value());
    CHECK(qr_by_zxing(picture) == sample_fields().token);
    CHECK(read_pdf(render_pdf(card_of(), fields).value(), 100).width > 0);
}

TEST_CASE("the picture for the screen has the width asked for and can be as small as the screen makes it") {
    const int width = GENERATE(40, 200, 757, 1600);
    const auto preview = render_pixels(card_of(), sample_fields(), width).value();
    CHECK(preview.width == width);
    CHECK(preview.height == std::lround(width * 54 / 85.6));
    REQUIRE(preview.pixels.size() == static_cast<std::size_t>(preview.width * preview.height));
    CHECK(std::ranges::all_of(preview.pixels, [](std::uint32_t pixel) { return pixel >> 24 == 0xFF; }));
    CHECK_FALSE(render_pixels(card_of(), sample_fields(), 0).has_value());
}
