// Pictures read back from what was rendered or printed, and their QR codes read by decoders that aren't ours.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace printing_tests {

// 0 is black, 255 white.
struct Picture {
    int width = 0;
    int height = 0;
    int dpi = 0;  // 0 where the format doesn't say
    std::vector<std::uint8_t> gray;

    [[nodiscard]] std::uint8_t at(int x, int y) const { return gray[static_cast<std::size_t>(y * width + x)]; }
};

[[nodiscard]] Picture read_png(const std::string& bytes);
// The only page of a PWG raster document as libcups reads it.
struct RasterRows {
    int width = 0;
    int dpi = 0;
    unsigned bits_per_pixel = 0;
    std::vector<std::vector<unsigned char>> rows;
};
[[nodiscard]] RasterRows read_rows(const std::string& bytes);
// The same as a picture: black_1, sgray_8 or srgb_8.
[[nodiscard]] Picture read_raster(const std::string& bytes);
// The only page of a PDF, drawn by poppler.
[[nodiscard]] Picture read_pdf(const std::string& bytes, int dpi);
[[nodiscard]] std::string read_file(const std::string& path);

// The words of a PDF, in the order of its lines.
[[nodiscard]] std::string pdf_text(const std::string& bytes);

// What the QR says; empty where none is found.
[[nodiscard]] std::string qr_by_zxing(const Picture& picture);
[[nodiscard]] std::string qr_by_zbar(const Picture& picture);
// The same of many in one process.
[[nodiscard]] std::vector<std::string> qrs_by_zbar(const std::vector<Picture>& pictures);

// The code with its quiet zone and some of what surrounds it, found by ZXing; an empty picture where it finds none.
[[nodiscard]] Picture cut_out_qr(const Picture& picture);

// What happens to a badge between printer and scanner.
[[nodiscard]] Picture halved(const Picture& picture);                     // seen at half the resolution
[[nodiscard]] Picture blurred(const Picture& picture, double radius_px);  // out of focus, twice a box of this radius
[[nodiscard]] Picture rotated(const Picture& picture, double degrees);    // held askew, white around
[[nodiscard]] Picture grown(const Picture& picture, int radius_px);       // black spreads on the paper
// One pixel every `step`, which sees the square around it; the first one shifted by a share of a step.
[[nodiscard]] Picture sampled(const Picture& picture, double step, double shift);
[[nodiscard]] Picture faded(const Picture& picture, int black, int white);  // black and white as they are seen

}  // namespace printing_tests
