// Places and converts the badge's pixels row by row; the paper around the badge costs next to nothing.
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
#include "printing/units.h"

namespace printing {
namespace {

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

}  // namespace

bool is_black(std::uint32_t pixel) {
    return luminance(pixel) < 128;
}

namespace {

// Most of a badge is white: eight pixels of it are told at once.
constexpr int block = 8;

std::uint64_t two_of(const std::uint32_t* pixels) {
    std::uint64_t both = 0;
    std::memcpy(&both, pixels, sizeof both);
    return both;
}

bool is_white(const std::uint32_t* pixels) {
    return (two_of(pixels) & two_of(pixels + 2) & two_of(pixels + 4) & two_of(pixels + 6)) == ~std::uint64_t{0};
}

template <RasterType type>
void put(unsigned char* row, int x, std::uint32_t pixel) {
    if constexpr (type == RasterType::srgb_8) {
        row[3 * x] = static_cast<unsigned char>(pixel >> 16);
        row[3 * x + 1] = static_cast<unsigned char>(pixel >> 8);
        row[3 * x + 2] = static_cast<unsigned char>(pixel);
    } else if constexpr (type == RasterType::sgray_8) {
        row[x] = static_cast<unsigned char>(luminance(pixel));
    } else if (is_black(pixel)) {
        row[x / 8] = static_cast<unsigned char>(row[x / 8] | (0x80U >> (x % 8)));
    }
}

// Fills one row of the page after the other, from the top.
class RowWriter {
  public:
    RowWriter(const Placement& placement, RasterType type, int dpi, std::size_t bytes)
        : placement_(placement),
          type_(type),
          mark_gap_(dots(cut_mark_gap_mm, dpi)),
          mark_(dots(cut_mark_mm, dpi)),
          row_(bytes) {
        const int free_x = std::min(placement.left, placement.page_width - placement.left - placement.width);
        const int free_y = std::min(placement.top, placement.page_height - placement.top - placement.height);
        marks_ = free_x >= mark_gap_ + mark_ && free_y >= mark_gap_ + mark_;
    }

    // `badge` is the badge's row of it, nullptr above and below the badge; `above` the one before where that is still
    // in memory, else nullptr.
    std::vector<unsigned char>& next(int y, const std::uint32_t* badge, const std::uint32_t* above) {
        const int badge_y = y - placement_.top;
        if (is_repeat(badge_y, badge, above)) return row_;
        std::memset(row_.data(), type_ == RasterType::black_1 ? 0x00 : 0xFF, row_.size());
        if (badge != nullptr) put_badge_row(row_.data(), badge);
        if (marks_) draw_marks(badge_y, row_);
        return row_;
    }

  private:
    static int dots(double mm, int dpi) { return static_cast<int>(std::lround(mm * dpi / mm_per_inch)); }

    // Most rows of a badge are as the one above, which costs less to see than to convert them. Beside the badge's
    // first and last row are marks.
    [[nodiscard]] bool is_repeat(int badge_y, const std::uint32_t* badge, const std::uint32_t* above) const {
        if (badge == nullptr || above == nullptr) return false;
        if (marks_ && (badge_y <= 1 || badge_y == placement_.height - 1)) return false;
        return std::memcmp(badge, above, static_cast<std::size_t>(placement_.width) * sizeof *badge) == 0;
    }

    // The type is decided once a row, so that the inner loop stays tight.
    void put_badge_row(unsigned char* row, const std::uint32_t* pixels) const {
        if (type_ == RasterType::black_1) put_pixels<RasterType::black_1>(row, pixels);
        if (type_ == RasterType::sgray_8) put_pixels<RasterType::sgray_8>(row, pixels);
        if (type_ == RasterType::srgb_8) put_pixels<RasterType::srgb_8>(row, pixels);
    }

    template <RasterType type>
    void put_pixels(unsigned char* row, const std::uint32_t* pixels) const {
        const int until = placement_.width;
        int x = 0;
        for (; x + block <= until; x += block) {
            if (is_white(pixels + x)) continue;
            for (int at = x; at < x + block; ++at) put<type>(row, placement_.left + at, pixels[at]);
        }
        for (; x < until; ++x) put<type>(row, placement_.left + x, pixels[x]);
    }

    void put_black(unsigned char* row, int x) const {
        if (type_ == RasterType::black_1) put<RasterType::black_1>(row, x, 0xFF000000U);
        if (type_ == RasterType::sgray_8) put<RasterType::sgray_8>(row, x, 0xFF000000U);
        if (type_ == RasterType::srgb_8) put<RasterType::srgb_8>(row, x, 0xFF000000U);
    }

    // Corner marks to cut along, outside the badge.
    void draw_marks(int badge_y, std::vector<unsigned char>& row) const {
        const int right = placement_.left + placement_.width;
        const auto run = [&](int from, int until) {
            for (int x = from; x < until; ++x) put_black(row.data(), x);
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

    const Placement& placement_;
    RasterType type_;
    int mark_gap_;
    int mark_;
    bool marks_ = false;
    std::vector<unsigned char> row_;
};

ssize_t append_raster(void* context, unsigned char* bytes, size_t count) {
    static_cast<std::string*>(context)->append(reinterpret_cast<const char*>(bytes), count);
    return static_cast<ssize_t>(count);
}

tl::unexpected<Failure> not_written() {
    return failure(FailureKind::bad_input, "The raster page can't be written.");
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

int band_rows(const Placement& placement) {
    return std::clamp(band_pixels_max / std::max(1, placement.width), 1, std::max(1, placement.height));
}

Result<std::string> write_raster(const Placement& placement, int dpi, RasterType type, const DrawBand& draw_band) {
    auto header = page_header(placement, dpi, type);
    if (!header) return tl::unexpected(header.error());
    std::string bytes;
    const Handle<cups_raster_t, cupsRasterClose> raster(
        cupsRasterOpenIO(append_raster, &bytes, CUPS_RASTER_WRITE_PWG));
    if (!raster || cupsRasterWriteHeader2(raster.get(), &*header) == 0) return not_written();
    RowWriter writer(placement, type, dpi, header->cupsBytesPerLine);
    const int at_once = band_rows(placement);
    BadgeBand band;
    for (int y = 0; y < placement.page_height; ++y) {
        const int badge_y = y - placement.top;
        const bool inside = badge_y >= 0 && badge_y < placement.height;
        const int band_y = badge_y % at_once;
        if (inside && band_y == 0) {
            const auto drawn = draw_band(badge_y, std::min(at_once, placement.height - badge_y));
            if (!drawn) return tl::unexpected(drawn.error());
            band = *drawn;
        }
        const std::uint32_t* pixels =
            inside ? band.pixels + static_cast<std::ptrdiff_t>(band_y) * band.stride : nullptr;
        auto& row = writer.next(y, pixels, inside && band_y > 0 ? pixels - band.stride : nullptr);
        if (cupsRasterWritePixels(raster.get(), row.data(), header->cupsBytesPerLine) == 0) return not_written();
    }
    return bytes;
}

Result<std::string> write_raster(const BadgePixels& badge, const Placement& placement, int dpi, RasterType type) {
    return write_raster(placement, dpi, type, [&badge](int top, int) {
        return BadgeBand{.pixels = badge.pixels + static_cast<std::ptrdiff_t>(top) * badge.stride,
                         .stride = badge.stride};
    });
}

}  // namespace printing
