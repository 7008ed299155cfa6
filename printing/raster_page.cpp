// Turns, places and converts the badge's pixels row by row; the paper around the badge costs next to nothing.
#include "printing/raster_page.h"

#include <cups/cups.h>
#include <cups/pwg.h>
#include <cups/raster.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "printing/handles.h"

namespace printing {
namespace {

constexpr double mm_per_inch = 25.4;
constexpr double points_per_mm = 72.0 / mm_per_inch;
constexpr double cut_mark_gap_mm = 1.0;
constexpr double cut_mark_mm = 3.0;

const char* type_keyword(RasterType type) {
    switch (type) {
        case RasterType::black_1:
            return "black_1";
        case RasterType::sgray_8:
            return "sgray_8";
        case RasterType::srgb_8:
            return "srgb_8";
    }
    return "sgray_8";
}

unsigned luminance(std::uint32_t pixel) {
    const unsigned red = (pixel >> 16) & 0xFFU;
    const unsigned green = (pixel >> 8) & 0xFFU;
    const unsigned blue = pixel & 0xFFU;
    return (red * 54 + green * 183 + blue * 19) >> 8;  // Rec. 709
}

class RowWriter {
  public:
    RowWriter(const BadgePixels& badge, const Placement& placement, RasterType type, int dpi)
        : badge_(badge),
          placement_(placement),
          type_(type),
          mark_gap_(dots(cut_mark_gap_mm, dpi)),
          mark_(dots(cut_mark_mm, dpi)) {
        const int free_x = std::min(placement.left, placement.page_width - placement.left - placement.width);
        const int free_y = std::min(placement.top, placement.page_height - placement.top - placement.height);
        marks_ = free_x >= mark_gap_ + mark_ && free_y >= mark_gap_ + mark_;
    }

    void fill(int y, std::vector<unsigned char>& row) const {
        std::fill(row.begin(), row.end(), type_ == RasterType::black_1 ? 0x00 : 0xFF);
        const int badge_y = y - placement_.top;
        if (badge_y >= 0 && badge_y < placement_.height)
            put_badge_row(row, badge_.pixels + static_cast<std::ptrdiff_t>(badge_y) * badge_.stride);
        if (marks_) draw_marks(badge_y, row);
    }

  private:
    static int dots(double mm, int dpi) { return static_cast<int>(std::lround(mm * dpi / mm_per_inch)); }

    // The type is decided once a row, so that the inner loops stay tight.
    void put_badge_row(std::vector<unsigned char>& row, const std::uint32_t* pixels) const {
        const int left = placement_.left;
        if (type_ != RasterType::sgray_8) {
            for (int x = 0; x < placement_.width; ++x) put(row, left + x, pixels[x]);
            return;
        }
        unsigned char* gray = row.data() + left;
        for (int x = 0; x < placement_.width; ++x) gray[x] = static_cast<unsigned char>(luminance(pixels[x]));
    }

    void put(std::vector<unsigned char>& row, int x, std::uint32_t pixel) const {
        const auto at = static_cast<std::size_t>(x);
        if (type_ == RasterType::srgb_8) {
            row[3 * at] = static_cast<unsigned char>(pixel >> 16);
            row[3 * at + 1] = static_cast<unsigned char>(pixel >> 8);
            row[3 * at + 2] = static_cast<unsigned char>(pixel);
        } else if (type_ == RasterType::sgray_8) {
            row[at] = static_cast<unsigned char>(luminance(pixel));
        } else if (is_black(pixel)) {
            row[at / 8] = static_cast<unsigned char>(row[at / 8] | (0x80U >> (at % 8)));
        }
    }

    // Corner marks to cut along, outside the badge.
    void draw_marks(int badge_y, std::vector<unsigned char>& row) const {
        const int right = placement_.left + placement_.width;
        const auto run = [&](int from, int until) {
            for (int x = from; x < until; ++x) put(row, x, 0xFF000000U);
        };
        if (badge_y == 0 || badge_y == placement_.height - 1) {
            run(placement_.left - mark_gap_ - mark_, placement_.left - mark_gap_);
            run(right + mark_gap_, right + mark_gap_ + mark_);
        }
        const bool above = badge_y >= -mark_gap_ - mark_ && badge_y < -mark_gap_;
        const int below = badge_y - placement_.height;
        if (above || (below >= mark_gap_ && below < mark_gap_ + mark_)) {
            run(placement_.left, placement_.left + 1);
            run(right - 1, right);
        }
    }

    const BadgePixels& badge_;
    const Placement& placement_;
    RasterType type_;
    int mark_gap_;
    int mark_;
    bool marks_ = false;
};

// The badge with its left edge at the bottom. In tiles: read by columns, a badge's rows would evict each other.
std::vector<std::uint32_t> turn(const BadgePixels& badge) {
    constexpr int tile = 32;
    const int rows = badge.width;
    const int columns = badge.height;
    std::vector<std::uint32_t> turned(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
    for (int top = 0; top < rows; top += tile)
        for (int left = 0; left < columns; left += tile)
            for (int y = top; y < std::min(top + tile, rows); ++y)
                for (int x = left; x < std::min(left + tile, columns); ++x)
                    turned[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns) +
                           static_cast<std::size_t>(x)] =
                        badge.pixels[static_cast<std::ptrdiff_t>(x) * badge.stride + (rows - 1 - y)];
    return turned;
}

ssize_t append_bytes(void* context, unsigned char* bytes, size_t count) {
    static_cast<std::string*>(context)->append(reinterpret_cast<const char*>(bytes), count);
    return static_cast<ssize_t>(count);
}

Result<cups_page_header2_t> page_header(const Placement& placement, int dpi, RasterType type) {
    pwg_media_t media{};
    media.pwg = placement.page.name.c_str();
    media.width = static_cast<int>(std::lround(placement.page.width_mm * 100));
    media.length = static_cast<int>(std::lround(placement.page.height_mm * 100));
    cups_page_header2_t header{};
    if (cupsRasterInitPWGHeader(&header, &media, type_keyword(type), dpi, dpi, "one-sided", nullptr) == 0)
        return failure(FailureKind::bad_input, fmt::format("No raster page for {} at {} dpi.", media.pwg, dpi));
    header.cupsWidth = static_cast<unsigned>(placement.page_width);
    header.cupsHeight = static_cast<unsigned>(placement.page_height);
    header.cupsBytesPerLine = (header.cupsWidth * header.cupsBitsPerPixel + 7) / 8;
    header.NumCopies = 1;
    header.cupsInteger[CUPS_RASTER_PWG_TotalPageCount] = 1;
    header.cupsInteger[CUPS_RASTER_PWG_ImageBoxRight] = header.cupsWidth;
    header.cupsInteger[CUPS_RASTER_PWG_ImageBoxBottom] = header.cupsHeight;
    return header;
}

}  // namespace

bool is_black(std::uint32_t pixel) {
    return luminance(pixel) < 128;
}

Result<Placement> place_badge(const BadgeTemplate& badge_template, const Medium& medium, int dpi) {
    return place_badge(badge_template.width_mm(), badge_template.height_mm(), medium, dpi);
}

Result<Placement> place_badge(double width_mm, double height_mm, const Medium& medium, int dpi) {
    if (dpi < dpi_min || dpi > dpi_max)
        return failure(FailureKind::bad_input, fmt::format("{} dpi is out of bounds (100 to 1200).", dpi));
    const auto scale_for = [&medium](double across, double along) {
        const double fits_across = medium.width_mm / across;
        return std::min({1.0, fits_across, medium.continuous ? fits_across : medium.height_mm / along});
    };
    const double upright = scale_for(width_mm, height_mm);
    const double turned = scale_for(height_mm, width_mm);
    Placement placement{.page = medium, .turned = turned > upright + 0.01, .scale = std::max(upright, turned)};
    if (placement.scale < scale_min)
        return failure(FailureKind::too_small,
                       fmt::format("A badge of {:g} × {:g} mm is too large for {} ({:g} × {:g} mm).", width_mm,
                                   height_mm, medium.name, medium.width_mm, medium.height_mm));
    if (!placement.turned) placement.scale = upright;
    const double across_mm = (placement.turned ? height_mm : width_mm) * placement.scale;
    const double along_mm = (placement.turned ? width_mm : height_mm) * placement.scale;
    if (medium.continuous) {
        placement.page = custom_medium(medium.width_mm, std::round(along_mm * 10) / 10);
    }
    const auto dots = [dpi](double mm) { return static_cast<int>(std::lround(mm * dpi / mm_per_inch)); };
    placement.page_width = dots(placement.page.width_mm);
    placement.page_height = dots(placement.page.height_mm);
    placement.width = std::min(dots(across_mm), placement.page_width);
    placement.height = std::min(dots(along_mm), placement.page_height);
    placement.left = (placement.page_width - placement.width) / 2;
    placement.top = (placement.page_height - placement.height) / 2;
    return placement;
}

Result<std::string> write_raster(const BadgePixels& badge, const Placement& placement, int dpi, RasterType type) {
    auto header = page_header(placement, dpi, type);
    if (!header) return tl::unexpected(header.error());
    std::string bytes;
    const Handle<cups_raster_t, cupsRasterClose> raster(
        cupsRasterOpenIO(append_bytes, &bytes, CUPS_RASTER_WRITE_PWG));
    if (!raster || cupsRasterWriteHeader2(raster.get(), &*header) == 0)
        return failure(FailureKind::bad_input, "The raster page can't be written.");
    std::vector<std::uint32_t> turned;
    BadgePixels lying = badge;
    if (placement.turned) {
        turned = turn(badge);
        lying = {.pixels = turned.data(), .width = badge.height, .height = badge.width, .stride = badge.height};
    }
    const RowWriter writer(lying, placement, type, dpi);
    std::vector<unsigned char> row(header->cupsBytesPerLine);
    for (int y = 0; y < placement.page_height; ++y) {
        writer.fill(y, row);
        if (cupsRasterWritePixels(raster.get(), row.data(), header->cupsBytesPerLine) == 0)
            return failure(FailureKind::bad_input, "The raster page can't be written.");
    }
    return bytes;
}

}  // namespace printing
