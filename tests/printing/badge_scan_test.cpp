// Codes read back from what a printer receives: every look on every medium, lying and standing, at each resolution
// and type of raster; and from badges that are worn: out of focus, askew, pale.
//
// Under sanitizers, which take ten times as long and learn nothing from the thirtieth medium, one look a medium.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>

#include "printing/badge_render.h"
#include "tests/printing/picture.h"
#include "tests/printing/sample_badges.h"

namespace {

using namespace printing;
using namespace printing_tests;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

struct Page {
    Picture picture;
    std::string what;
};

// A scanner sees 300 dots an inch; finer pages are looked at as it would.
Picture as_seen(const Picture& page) {
    return page.dpi > 300 ? halved(page) : page;
}

std::vector<Page> pages_of(const char* medium_name, Orientation orientation, int dpi) {
    std::vector<Page> pages;
    const auto medium = medium_named(medium_name).value();
    for (const char* look : looks) {
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
        if (sanitized) break;
    }
    return pages;
}

std::vector<Picture> pictures_of(const std::vector<Page>& pages) {
    std::vector<Picture> pictures;
    for (const auto& page : pages) pictures.push_back(page.picture);
    return pictures;
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
          "[scan]") {
    int pages = 0;
    int read = 0;
    for (const char* medium : media)
        for (const auto orientation : {Orientation::landscape, Orientation::portrait})
            for (const int dpi : {203, 300, 600}) {
                CAPTURE(medium, static_cast<int>(orientation), dpi);
                const auto rendered = pages_of(medium, orientation, dpi);
                pages += static_cast<int>(rendered.size());
                read += read_by_both(rendered);
            }
    std::cout << read << " of " << pages << " printed rasters read by both ZBar and ZXing\n";
    CHECK(pages == (sanitized ? 7 * 2 * 3 * 3 : 7 * 2 * 3 * 3 * 5));
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
    for (const char* medium : media)
        for (const auto orientation : {Orientation::landscape, Orientation::portrait})
            for (const int dpi : {203, 300}) {
                CAPTURE(medium, static_cast<int>(orientation), dpi);
                std::vector<Page> pages;
                for (const auto& page : pages_of(medium, orientation, dpi)) {
                    const auto code = cut_out_qr(page.picture);
                    REQUIRE(code.width > 0);
                    for (const auto& wear : wears) {
                        auto picture = wear.degrees == 0 ? code : rotated(code, wear.degrees);
                        if (wear.blur_mm > 0) picture = blurred(picture, wear.blur_mm * dpi / 25.4);
                        pages.push_back({faded(picture, wear.black, wear.white), page.what + ", " + wear.what});
                    }
                    if (pages.size() >= wears.size() * 5) break;  // five of the rasters; their codes are alike
                }
                worn += static_cast<int>(pages.size());
                read += read_by_both(pages);
            }
    std::cout << read << " of " << worn << " worn badges read by both ZBar and ZXing\n";
    CHECK(worn > 0);
}
