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

}  // namespace

TEST_CASE("the code of the longest token is read by two decoders from the PNG and the PDF of each template") {
    const std::string name = GENERATE("visitor", "visitor-62x100", "temporary-pass");
    CAPTURE(name);
    const auto badge_template = shipped_template(name);
    CHECK(encode_qr(longest_token()).value().side == 49);  // version 8
    for (const int dpi : {203, 300, 600}) {
        CAPTURE(dpi);
        const auto picture = read_png(render_png(badge_template, sample_fields(), dpi).value());
        CHECK(qr_by_zxing(picture) == longest_token());
        CHECK(qr_by_zbar(picture) == longest_token());
    }
    const auto page = read_pdf(render_pdf(badge_template, sample_fields()).value(), 300);
    CHECK(std::abs(page.width - badge_template.width_mm() / 25.4 * 300) <= 1.5);
    CHECK(qr_by_zxing(page) == longest_token());
    CHECK(qr_by_zbar(page) == longest_token());
}

TEST_CASE("the code is read by two decoders from the raster of each template, medium, resolution and type") {
    struct Row {
        const char* badge;
        const char* medium;
    };
    const Row row =
        GENERATE(Row{"visitor", "om_card_54x86mm"}, Row{"visitor", "custom_cr80_53.98x85.6mm"},
                 Row{"visitor", "oe_name-badge-label_2.25x4in"}, Row{"visitor", "iso_a6_105x148mm"},
                 Row{"visitor", "iso_a4_210x297mm"}, Row{"visitor", "roll_dk2205-continuous_2.4x1200in"},
                 Row{"visitor-62x100", "roll_dk2205-continuous_2.4x1200in"},
                 Row{"visitor-62x100", "oe_shipping-label_2.3125x4in"},
                 Row{"visitor-62x100", "custom_54x101_54x101mm"}, Row{"visitor-62x100", "iso_a6_105x148mm"});
    CAPTURE(row.badge, row.medium);
    const auto badge_template = shipped_template(row.badge);
    const auto medium = medium_named(row.medium).value();
    for (const int dpi : {203, 300}) {
        for (const auto type : {RasterType::black_1, RasterType::sgray_8, RasterType::srgb_8}) {
            CAPTURE(dpi, static_cast<int>(type));
            const auto bytes = render_raster(badge_template, sample_fields(), medium, dpi, type);
            if (!bytes) FAIL(bytes.error().what);
            CHECK(bytes->substr(0, 4) == "RaS2");  // PWG 5102.4 §4.1
            const auto picture = read_raster(*bytes);
            CHECK(picture.dpi == dpi);
            CHECK(std::abs(picture.width - medium.width_mm / 25.4 * dpi) <= 1);
            CHECK(qr_by_zxing(picture) == longest_token());
            CHECK(qr_by_zbar(picture) == longest_token());
        }
    }
}

TEST_CASE("the code's modules are whole dots, pure black and white, within an empty quiet zone of four modules") {
    const int dpi = GENERATE(203, 300, 600);
    CAPTURE(dpi);
    const double dots_per_mm = dpi / 25.4;
    const auto badge_template = shipped_template("visitor");
    const auto picture = read_png(render_png(badge_template, sample_fields(), dpi).value());
    const auto box = badge_template.box("qr")->box;
    const auto symbol = encode_qr(longest_token()).value();
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

TEST_CASE("a code that no scanner could read is refused") {
    const auto symbol = encode_qr(longest_token()).value();
    const int modules = symbol.side + 2 * quiet_zone_modules;
    CHECK(module_dots_for_print(symbol, modules * 2, 203 / 25.4).value() == 2);  // 0.25 mm: just enough
    CHECK(module_dots_for_print(symbol, modules * 2 - 1, 203 / 25.4).error().kind == FailureKind::too_small);
    CHECK(module_dots_for_print(symbol, modules * 2, 300 / 25.4).error().kind == FailureKind::too_small);  // 0.17 mm
    CHECK(module_dots_for_print(symbol, modules * 3, 300 / 25.4).value() == 3);

    const auto tiny = medium_named("custom_tiny_30x48mm").value();
    const auto refused = render_raster(shipped_template("visitor"), sample_fields(), tiny, 203, RasterType::sgray_8);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == FailureKind::too_small);

    BadgeFields without_token = sample_fields();
    without_token.token.clear();
    CHECK(render_png(shipped_template("visitor"), without_token, 300).error().kind == FailureKind::bad_input);
    CHECK_FALSE(render_png(shipped_template("visitor"), sample_fields(), 20).has_value());
}

TEST_CASE("a badge without company, host, escort or zones leaves their boxes empty") {
    BadgeFields fields{.name = "Li", .host_label = "Host", .token = "VB1:A"};
    const double dots_per_mm = 300 / 25.4;
    const auto badge_template = shipped_template("visitor");
    const auto picture = read_png(render_png(badge_template, fields, 300).value());
    for (const char* id : {"company", "host-label", "host", "access", "type", "date", "code"}) {
        CAPTURE(id);
        CHECK(dark_extent(picture, badge_template.box(id)->box, dots_per_mm).right == -1);
    }
    CHECK(dark_extent(picture, badge_template.box("name")->box, dots_per_mm).right > 0);
}

TEST_CASE("the need for an escort shows in one colour: a frame and a triangle that zones alone don't have") {
    BadgeFields fields = sample_fields();
    const double dots_per_mm = 300 / 25.4;
    const auto badge_template = shipped_template("visitor");
    const auto box = badge_template.box("access")->box;
    const auto with = dark_extent(read_png(render_png(badge_template, fields, 300).value()), box, dots_per_mm);
    fields.escort.clear();
    const auto without = dark_extent(read_png(render_png(badge_template, fields, 300).value()), box, dots_per_mm);
    CHECK(with.bottom - with.top > 0.9 * box.height * dots_per_mm);
    CHECK(without.bottom - without.top < 0.6 * box.height * dots_per_mm);
}

TEST_CASE("hostile fields neither reach the code nor break the rendering") {
    BadgeFields fields = sample_fields();
    std::string tower = "a";
    for (int index = 0; index < 200; ++index) tower += "\u0336\u0489\u0300";
    const std::array hostile{tower, std::string(100'000, 'W'), std::string("\xff\xc0\x80<b>&amp;\n\r\t"),
                             std::string("\u202E\u2066name")};
    fields.name = hostile.at(GENERATE(0U, 1U, 2U, 3U));
    fields.company = fields.host = fields.zones = fields.escort = fields.type = fields.date_line = fields.code =
        fields.name;
    const auto picture = read_png(render_png(shipped_template("visitor"), fields, 300).value());
    CHECK(qr_by_zxing(picture) == longest_token());
    CHECK(read_pdf(render_pdf(shipped_template("visitor"), fields).value(), 100).width > 0);
}

TEST_CASE("the picture for the screen has the width asked for and can be as small as the screen makes it") {
    const int width = GENERATE(40, 200, 757, 1600);
    const auto preview = render_pixels(shipped_template("visitor"), sample_fields(), width).value();
    CHECK(preview.width == width);
    CHECK(preview.height == std::lround(width * 54 / 85.6));
    REQUIRE(preview.pixels.size() == static_cast<std::size_t>(preview.width * preview.height));
    CHECK(std::ranges::all_of(preview.pixels, [](std::uint32_t pixel) { return pixel >> 24 == 0xFF; }));
    CHECK_FALSE(render_pixels(shipped_template("visitor"), sample_fields(), 0).has_value());
}
