// Our rows of PWG raster are read back by libcups, whatever is in them.
#include "printing/pwg_rows.h"

#include <cups/raster.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <memory>
#include <random>

namespace {

using printing::PwgRows;
using Row = std::vector<unsigned char>;

ssize_t append(void* context, unsigned char* bytes, size_t count) {
    static_cast<std::string*>(context)->append(reinterpret_cast<const char*>(bytes), count);
    return static_cast<ssize_t>(count);
}

ssize_t take(void* context, unsigned char* buffer, size_t count) {
    auto& left = *static_cast<std::string*>(context);
    const auto taken = std::min(count, left.size());
    std::memcpy(buffer, left.data(), taken);
    left.erase(0, taken);
    return static_cast<ssize_t>(taken);
}

cups_page_header2_t header_of(unsigned width, unsigned height, const char* type) {
    pwg_media_t media{};
    media.pwg = "custom_test_50x50mm";
    media.width = media.length = 5000;
    cups_page_header2_t header{};
    REQUIRE(cupsRasterInitPWGHeader(&header, &media, type, 300, 300, "one-sided", nullptr) != 0);
    header.cupsWidth = width;
    header.cupsHeight = height;
    header.cupsBytesPerLine = (width * header.cupsBitsPerPixel + 7) / 8;
    return header;
}

// Rows as badges have them: runs, noise, and rows that repeat.
std::vector<Row> rows_of(std::mt19937& random, const cups_page_header2_t& header) {
    std::vector<Row> rows;
    while (rows.size() < header.cupsHeight) {
        Row row;
        while (row.size() < header.cupsBytesPerLine) {
            const std::size_t run = random() % 3 == 0 ? 1 + random() % 400 : 1 + random() % 2;
            row.resize(row.size() + run, static_cast<unsigned char>(random() % 3 == 0 ? 255 : random()));
        }
        row.resize(header.cupsBytesPerLine);
        rows.resize(std::min<std::size_t>(header.cupsHeight, rows.size() + (random() % 4 == 0 ? 700 : 1)), row);
    }
    return rows;
}

}  // namespace

TEST_CASE("libcups reads every row back as it was written") {
    const char* type = GENERATE("black_1", "sgray_8", "srgb_8");
    const unsigned width = GENERATE(1U, 2U, 7U, 127U, 128U, 129U, 130U, 1240U);
    CAPTURE(type, width);
    std::mt19937 random(width);
    auto header = header_of(width, 900, type);
    const auto rows = rows_of(random, header);
    std::string bytes;
    {
        const std::unique_ptr<cups_raster_t, void (*)(cups_raster_t*)> begun(
            cupsRasterOpenIO(append, &bytes, CUPS_RASTER_WRITE_PWG), cupsRasterClose);
        REQUIRE(cupsRasterWriteHeader2(begun.get(), &header) != 0);
    }
    PwgRows written(bytes, header.cupsBitsPerPixel / 8);
    for (const auto& row : rows) written.add(row);
    written.finish();

    const std::unique_ptr<cups_raster_t, void (*)(cups_raster_t*)> raster(
        cupsRasterOpenIO(take, &bytes, CUPS_RASTER_READ), cupsRasterClose);
    cups_page_header2_t read{};
    REQUIRE(cupsRasterReadHeader2(raster.get(), &read) != 0);
    REQUIRE(read.cupsBytesPerLine == header.cupsBytesPerLine);
    int wrong = 0;
    Row row(header.cupsBytesPerLine);
    for (const auto& expected : rows) {
        REQUIRE(cupsRasterReadPixels(raster.get(), row.data(), header.cupsBytesPerLine) == header.cupsBytesPerLine);
        wrong += row == expected ? 0 : 1;
    }
    CHECK(wrong == 0);
    CHECK(cupsRasterReadHeader2(raster.get(), &read) == 0);  // nothing is left
}
