// libpng, libcups, poppler, ZXing and ZBar behind one small vocabulary.
#define ZX_USE_UTF8
#include "tests/printing/picture.h"

#include <ZXing/ReadBarcode.h>
#include <cups/raster.h>
#include <png.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <numbers>
#include <stdexcept>

namespace printing_tests {
namespace {

struct MemoryReader {
    const std::string* bytes;
    std::size_t at = 0;
};

ssize_t read_bytes(void* context, unsigned char* buffer, size_t count) {
    auto* reader = static_cast<MemoryReader*>(context);
    const std::size_t taken = std::min(count, reader->bytes->size() - reader->at);
    std::memcpy(buffer, reader->bytes->data() + reader->at, taken);
    reader->at += taken;
    return static_cast<ssize_t>(taken);
}

std::uint8_t gray_of(const std::vector<unsigned char>& row, std::size_t x, unsigned bits) {
    if (bits == 1) return (row[x / 8] & (0x80U >> (x % 8))) != 0 ? 0 : 255;
    if (bits == 8) return row[x];
    return static_cast<std::uint8_t>((row[3 * x] + row[3 * x + 1] + row[3 * x + 2]) / 3);
}

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    if (!pipe) throw std::runtime_error("can't run " + command);
    std::string output;
    std::array<char, 65536> buffer{};
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
        output.append(buffer.data(), count);
    return output;
}

// A file that is gone with its owner.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::string& bytes) {
        std::string name = (std::filesystem::temp_directory_path() / "vestibule-picture-XXXXXX").string();
        const int descriptor = ::mkstemp(name.data());
        if (descriptor < 0) throw std::runtime_error("can't make a temporary file");
        ::close(descriptor);
        path_ = name;
        std::ofstream(path_, std::ios::binary) << bytes;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    [[nodiscard]] std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

std::string as_pgm(const Picture& picture) {
    std::string pgm = "P5 " + std::to_string(picture.width) + " " + std::to_string(picture.height) + " 255\n";
    return pgm.append(picture.gray.begin(), picture.gray.end());
}

ZXing::Result found_by_zxing(const Picture& picture) {
    const auto hints = ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true);
    return ZXing::ReadBarcode(
        ZXing::ImageView(picture.gray.data(), picture.width, picture.height, ZXing::ImageFormat::Lum), hints);
}

Picture read_pgm(const std::string& bytes) {
    Picture picture;
    int most = 0;
    int offset = 0;
    if (std::sscanf(bytes.c_str(), "P5 %d %d %d%n", &picture.width, &picture.height, &most, &offset) != 3)
        throw std::runtime_error("not a PGM");
    picture.gray.assign(bytes.begin() + offset + 1, bytes.end());
    return picture;
}

}  // namespace

std::string read_file(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Picture read_png(const std::string& bytes) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0)
        throw std::runtime_error("not a PNG");
    image.format = PNG_FORMAT_GRAY;
    Picture picture{.width = static_cast<int>(image.width), .height = static_cast<int>(image.height), .gray = {}};
    picture.gray.resize(PNG_IMAGE_SIZE(image));
    const png_color white{255, 255, 255};
    if (png_image_finish_read(&image, &white, picture.gray.data(), 0, nullptr) == 0)
        throw std::runtime_error("a broken PNG");
    return picture;
}

RasterRows read_rows(const std::string& bytes) {
    MemoryReader reader{&bytes};
    const std::unique_ptr<cups_raster_t, void (*)(cups_raster_t*)> raster(
        cupsRasterOpenIO(read_bytes, &reader, CUPS_RASTER_READ), cupsRasterClose);
    cups_page_header2_t header{};
    if (!raster || cupsRasterReadHeader2(raster.get(), &header) == 0)
        throw std::runtime_error("not a raster, but " + std::to_string(bytes.size()) + " bytes that begin with \"" +
                                 bytes.substr(0, 16) + "\"");
    if (header.HWResolution[0] != header.HWResolution[1]) throw std::runtime_error("dots that aren't square");
    RasterRows page{.width = static_cast<int>(header.cupsWidth),
                    .dpi = static_cast<int>(header.HWResolution[0]),
                    .bits_per_pixel = header.cupsBitsPerPixel,
                    .rows = {}};
    std::vector<unsigned char> row(header.cupsBytesPerLine);
    while (page.rows.size() < header.cupsHeight) {
        if (cupsRasterReadPixels(raster.get(), row.data(), header.cupsBytesPerLine) != header.cupsBytesPerLine)
            throw std::runtime_error("a raster that ends too early");
        page.rows.push_back(row);
    }
    if (cupsRasterReadHeader2(raster.get(), &header) != 0) throw std::runtime_error("more than one page");
    return page;
}

Picture read_raster(const std::string& bytes) {
    const auto page = read_rows(bytes);
    Picture picture{.width = page.width, .height = static_cast<int>(page.rows.size()), .dpi = page.dpi, .gray = {}};
    for (const auto& row : page.rows)
        for (std::size_t x = 0; x < static_cast<std::size_t>(page.width); ++x)
            picture.gray.push_back(gray_of(row, x, page.bits_per_pixel));
    return picture;
}

Picture read_pdf(const std::string& bytes, int dpi) {
    const TemporaryFile file(bytes);
    Picture picture = read_pgm(output_of("pdftoppm -gray -r " + std::to_string(dpi) + " " + file.path()));
    picture.dpi = dpi;
    return picture;
}

std::string pdf_text(const std::string& bytes) {
    const TemporaryFile file(bytes);
    return output_of("pdftotext -layout " + file.path() + " -");
}

std::string qr_by_zxing(const Picture& picture) {
    const auto result = found_by_zxing(picture);
    return result.isValid() ? result.text() : std::string();
}

std::string qr_by_zbar(const Picture& picture) {
    return qrs_by_zbar({picture}).front();
}

std::vector<std::string> qrs_by_zbar(const std::vector<Picture>& pictures) {
    std::deque<TemporaryFile> files;
    // One thread: a few dots a picture are shared out among several at more cost than they are work.
    std::string command = "OMP_NUM_THREADS=1 zbarimg -q --xml --nodbus";
    for (const auto& picture : pictures) command += " pgm:" + files.emplace_back(as_pgm(picture)).path();
    const std::string xml = output_of(command + " 2>&1");
    std::vector<std::string> texts;
    for (const auto& file : files) {
        const auto source = xml.find("'pgm:" + file.path() + "'");
        const auto end = xml.find("</source>", source);
        constexpr std::string_view opening = "<data><![CDATA[";
        const auto data = xml.find(opening, source);
        if (source == std::string::npos || data == std::string::npos || data > end) {
            texts.emplace_back();
            continue;
        }
        const auto from = data + opening.size();
        texts.push_back(xml.substr(from, xml.find("]]>", from) - from));
    }
    return texts;
}

Picture cut_out_qr(const Picture& picture) {
    const auto result = found_by_zxing(picture);
    if (!result.isValid()) return {};
    const auto& corners = result.position();
    const auto [left, right] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
    const auto [top, bottom] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
    const int margin = (right - left) / 5;
    const int x = std::max(0, left - margin);
    const int y = std::max(0, top - margin);
    Picture cut{.width = std::min(picture.width, right + margin) - x,
                .height = std::min(picture.height, bottom + margin) - y,
                .dpi = picture.dpi,
                .gray = {}};
    for (int row = 0; row < cut.height; ++row)
        for (int column = 0; column < cut.width; ++column) cut.gray.push_back(picture.at(x + column, y + row));
    return cut;
}

Picture halved(const Picture& picture) {
    Picture half{.width = picture.width / 2, .height = picture.height / 2, .dpi = picture.dpi / 2, .gray = {}};
    half.gray.reserve(static_cast<std::size_t>(half.width) * static_cast<std::size_t>(half.height));
    for (int y = 0; y < half.height; ++y) {
        const auto* upper = &picture.gray[static_cast<std::size_t>(2 * y) * static_cast<std::size_t>(picture.width)];
        const auto* lower = upper + picture.width;
        for (int x = 0; x < half.width; ++x)
            half.gray.push_back(
                static_cast<std::uint8_t>((upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1]) / 4));
    }
    return half;
}

Picture blurred(const Picture& picture, double radius_px) {
    Picture soft = picture;
    const int whole = static_cast<int>(std::ceil(radius_px));
    const double edge = radius_px - (whole - 1);  // weight of the outermost pixels
    for (const bool across : {true, false, true, false}) {
        const Picture before = soft;
        for (int y = 0; y < soft.height; ++y)
            for (int x = 0; x < soft.width; ++x) {
                double sum = 0;
                for (int step = -whole; step <= whole; ++step) {
                    const int at_x = std::clamp(x + (across ? step : 0), 0, soft.width - 1);
                    const int at_y = std::clamp(y + (across ? 0 : step), 0, soft.height - 1);
                    sum += before.at(at_x, at_y) * (std::abs(step) == whole ? edge : 1.0);
                }
                soft.gray[static_cast<std::size_t>(y * soft.width + x)] =
                    static_cast<std::uint8_t>(std::lround(sum / (2 * (whole - 1) + 1 + 2 * edge)));
            }
    }
    return soft;
}

Picture rotated(const Picture& picture, double degrees) {
    const double cosine = std::cos(degrees * std::numbers::pi / 180);
    const double sine = std::sin(degrees * std::numbers::pi / 180);
    const auto reach = [](double a, double b) { return static_cast<int>(std::ceil(std::abs(a) + std::abs(b))); };
    Picture turned{.width = reach(picture.width * cosine, picture.height * sine),
                   .height = reach(picture.width * sine, picture.height * cosine),
                   .dpi = picture.dpi,
                   .gray = {}};
    const auto pixel = [&picture](int x, int y) {
        return x < 0 || y < 0 || x >= picture.width || y >= picture.height ? 255.0
                                                                           : static_cast<double>(picture.at(x, y));
    };
    for (int y = 0; y < turned.height; ++y)
        for (int x = 0; x < turned.width; ++x) {
            const double dx = x - turned.width / 2.0;
            const double dy = y - turned.height / 2.0;
            const double from_x = dx * cosine + dy * sine + picture.width / 2.0;
            const double from_y = dy * cosine - dx * sine + picture.height / 2.0;
            const int left = static_cast<int>(std::floor(from_x));
            const int top = static_cast<int>(std::floor(from_y));
            const double right_share = from_x - left;
            const double low_share = from_y - top;
            const double upper = pixel(left, top) * (1 - right_share) + pixel(left + 1, top) * right_share;
            const double lower = pixel(left, top + 1) * (1 - right_share) + pixel(left + 1, top + 1) * right_share;
            turned.gray.push_back(
                static_cast<std::uint8_t>(std::lround(upper * (1 - low_share) + lower * low_share)));
        }
    return turned;
}

Picture grown(const Picture& picture, int radius_px) {
    Picture wide = picture;
    for (const bool across : {true, false}) {
        const Picture before = wide;
        for (int y = 0; y < wide.height; ++y)
            for (int x = 0; x < wide.width; ++x)
                for (int step = -radius_px; step <= radius_px; ++step)
                    wide.gray[static_cast<std::size_t>(y * wide.width + x)] =
                        std::min(wide.at(x, y), before.at(std::clamp(x + (across ? step : 0), 0, wide.width - 1),
                                                          std::clamp(y + (across ? 0 : step), 0, wide.height - 1)));
    }
    return wide;
}

Picture sampled(const Picture& picture, double step, double shift) {
    const double start = (shift - std::floor(shift)) * step;
    const auto count = [&](int length) { return static_cast<int>((length - start) / step) - 1; };
    Picture coarse{.width = count(picture.width), .height = count(picture.height), .gray = {}};
    const int side = std::max(1, static_cast<int>(step));
    for (int y = 0; y < coarse.height; ++y)
        for (int x = 0; x < coarse.width; ++x) {
            const int left = static_cast<int>(start + x * step);
            const int top = static_cast<int>(start + y * step);
            int sum = 0;
            for (int at_y = top; at_y < top + side; ++at_y)
                for (int at_x = left; at_x < left + side; ++at_x) sum += picture.at(at_x, at_y);
            coarse.gray.push_back(static_cast<std::uint8_t>(sum / (side * side)));
        }
    return coarse;
}

Picture faded(const Picture& picture, int black, int white) {
    Picture pale = picture;
    for (auto& value : pale.gray) value = static_cast<std::uint8_t>(black + value * (white - black) / 255);
    return pale;
}

}  // namespace printing_tests
