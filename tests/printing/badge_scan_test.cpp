// Codes read back from what a printer receives: every look on every medium, lying and standing, at each resolution
// and type of raster; and from badges that are worn: out of focus, askew, pale.
//
// Under sanitizers, which take ten times as long and learn nothing from the thirtieth medium, one look a medium.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>

#include "printing/badge_render.h"
#include "printing/qr_symbol.h"
#include "tests/printing/picture.h"
#include "tests/printing/sample_badges.h"
#include "tests/support/rounds.h"

namespace {

using namespace printing;
using namespace printing_tests;

constexpr bool sanitized = vestibule::test_support::rounds(false, true);

struct Page {
    Picture picture;
    std::string what;
};

// A scanner sees some four million dots, 300 an inch at most; finer and larger pages are looked at as it would.
Picture as_seen(Picture page) {
    while (page.dpi > 300 || page.width * page.height > 4'000'000) page = halved(page);
    return page;
}

std::vector<Page> pages_of(const char* medium_name, Orientation orientation, int dpi,
                           const std::vector<const char*>& of_looks) {
    std::vector<Page> pages;
    const auto medium = medium_named(medium_name).value();
    for (const char* look : of_looks) {
        for (const auto type : {RasterType::black_1, RasterType::sgray_8, RasterType::srgb_8}) {
            const auto inks = type == RasterType::srgb_8 ? Inks::colour : Inks::black;
            const auto drawing =
                bundled_drawings().for_medium(medium, {.look = look, .orientation = orientation}, inks);
            if (!drawing) FAIL(drawing.error().what);
            const auto bytes = render_raster(*drawing, sample_fields(), medium, dpi, type);
            if (!bytes) FAIL(bytes.error().what);
            CHECK(bytes->substr(0, 4) == "RaS2");  // PWG 5102.4 §4.1
            const auto picture = read_raster(*bytes);
            CHECK(picture.dpi == dpi);
            CHECK(std::abs(picture.width - medium.width_mm / 25.4 * dpi) <= 1);
            pages.push_back(
                {as_seen(picture), std::string(look) + ", type " + std::to_string(static_cast<int>(type))});
        }
    }
    return pages;
}

std::vector<Picture> pictures_of(const std::vector<Page>& pages) {
    std::vector<Picture> pictures;
    for (const auto& page : pages) pictures.push_back(page.picture);
    return pictures;
}

Picture picture_of(const QrSymbol& symbol, int module) {
    const int side = (symbol.side + 2 * quiet_zone_modules) * module;
    Picture picture{
        .width = side, .height = side, .gray = std::vector<std::uint8_t>(static_cast<std::size_t>(side * side), 255)};
    const int quiet = quiet_zone_modules * module;
    for (int y = 0; y < symbol.side * module; ++y)
        for (int x = 0; x < symbol.side * module; ++x)
            if (symbol.at(y / module, x / module))
                picture.gray[static_cast<std::size_t>((quiet + y) * side + quiet + x)] = 0;
    return picture;
}

int read_by_both(const std::vector<Page>& pages) {
    int read = 0;
    const auto by_zbar = qrs_by_zbar(pictures_of(pages));
    for (std::size_t index = 0; index < pages.size(); ++index) {
        CAPTURE(pages[index].what);
        const bool zbar = by_zbar[index] == sample_fields().token;
        const bool zxing = qr_by_zxing(pages[index].picture) == sample_fields().token;
        CHECK(zbar);
        CHECK(zxing);
        read += zbar && zxing ? 1 : 0;
    }
    return read;
}

}  // namespace

TEST_CASE("the code of every look, medium and orientation is read by two decoders from every kind of raster",
          "[scan][long]") {
    const std::vector<const char*> tested(looks.begin(), sanitized ? looks.begin() + 1 : looks.end());
    int pages = 0;
    int read = 0;
    for (const char* medium : media)
        for (const auto orientation : {Orientation::landscape, Orientation::portrait})
            for (const int dpi : {203, 300, 600}) {
                CAPTURE(medium, static_cast<int>(orientation), dpi);
                const auto rendered = pages_of(medium, orientation, dpi, tested);
                pages += static_cast<int>(rendered.size());
                read += read_by_both(rendered);
            }
    std::cout << read << " of " << pages << " printed rasters read by both ZBar and ZXing\n";
    CHECK(pages == static_cast<int>(media.size() * 2 * 3 * 3 * tested.size()));
}

TEST_CASE("a worn badge is still read by two decoders: out of focus, askew, pale, and all at once", "[scan]") {
    struct Wear {
        const char* what;
        double blur_mm;
        double degrees;
        int black;
        int white;
    };
    constexpr std::array wears{Wear{"out of focus", 0.09, 0, 0, 255}, Wear{"askew", 0, 7, 0, 255},
                               Wear{"pale", 0, 0, 90, 190}, Wear{"out of focus, askew and pale", 0.06, 4, 60, 200}};
    int worn = 0;
    int read = 0;
    std::size_t turn = 0;  // each look in turn: what is around a code differs, the code itself doesn't
    for (const char* medium : media)
        for (const auto orientation : {Orientation::landscape, Orientation::portrait})
            for (const int dpi : {203, 300}) {
                CAPTURE(medium, static_cast<int>(orientation), dpi);
                std::vector<Page> pages;
                for (const auto& page : pages_of(medium, orientation, dpi, {looks[turn++ % looks.size()]})) {
                    const auto code = cut_out_qr(page.picture);
                    REQUIRE(code.width > 0);
                    for (const auto& wear : wears) {
                        auto picture = wear.degrees == 0 ? code : rotated(code, wear.degrees);
                        if (wear.blur_mm > 0) picture = blurred(picture, wear.blur_mm * dpi / 25.4);
                        pages.push_back({faded(picture, wear.black, wear.white), page.what + ", " + wear.what});
                    }
                }
                worn += static_cast<int>(pages.size());
                read += read_by_both(pages);
            }
    std::cout << read << " of " << worn << " worn badges read by both ZBar and ZXing\n";
    CHECK(worn == static_cast<int>(media.size() * 2 * 2 * 3 * wears.size()));
}

TEST_CASE("the smallest module that is let pass is one that is read, and half of it isn't", "[scan]") {
    // A direct thermal head of 203 dpi whose dots grow by 0.02 mm on each side; a hand scanner whose pixels are 0.1
    // mm apart, a little out of focus, held at any angle. 10 mil, which its maker promises, are two dots.
    constexpr int fine = 8;  // pixels a dot
    constexpr double fine_per_mm = fine * 203 / 25.4;
    constexpr int trials = sanitized ? 4 : 16;
    const auto symbol = encode_qr(longest_token()).value();
    std::array<int, 4> read{};
    for (const int dots : {1, 2, 3}) {
        const auto printed = grown(picture_of(symbol, dots * fine), static_cast<int>(0.02 * fine_per_mm));
        std::vector<Picture> seen;
        for (int trial = 0; trial < trials; ++trial)
            seen.push_back(faded(sampled(blurred(rotated(printed, trial * 22.5 + 1), 0.05 * fine_per_mm / 2),
                                         0.1 * fine_per_mm, trial * 0.37),
                                 40, 210));
        const auto by_zbar = qrs_by_zbar(seen);
        for (int trial = 0; trial < trials; ++trial) {
            const auto at = static_cast<std::size_t>(trial);
            read[static_cast<std::size_t>(dots)] += by_zbar[at] == longest_token() ? 1 : 0;
            read[static_cast<std::size_t>(dots)] += qr_by_zxing(seen[at]) == longest_token() ? 1 : 0;
        }
        std::cout << "modules of " << dots << " dots at 203 dpi (" << dots * 25.4 / 203
                  << " mm): " << read[static_cast<std::size_t>(dots)] << " of " << 2 * trials << " readings\n";
    }
    CHECK(module_dots_min == 2);
    CHECK(read[1] == 0);
    CHECK(read[2] >= 2 * trials * 0.85);  // at one look; scanners take thirty a second
    CHECK(read[3] == 2 * trials);
}
