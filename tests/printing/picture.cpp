// libpng, libcups, poppler, ZXing and ZBar behind one small vocabulary.
#define ZX_USE_UTF8
#include "tests/printing/picture.h"

#include <ZXing/ReadBarcode.h>
#include <cups/raster.h>
#include <png.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
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

Picture read_raster(const std::string& bytes) {
    MemoryReader reader{&bytes};
    const std::unique_ptr<cups_raster_t, void (*)(cups_raster_t*)> raster(
        cupsRasterOpenIO(read_bytes, &reader, CUPS_RASTER_READ), cupsRasterClose);
    cups_page_header2_t header{};
    if (!raster || cupsRasterReadHeader2(raster.get(), &header) == 0) throw std::runtime_error("not a raster");
    if (header.HWResolution[0] != header.HWResolution[1]) throw std::runtime_error("dots that aren't square");
    Picture picture{.width = static_cast<int>(header.cupsWidth),
                    .height = static_cast<int>(header.cupsHeight),
                    .dpi = static_cast<int>(header.HWResolution[0]),
                    .gray = {}};
    std::vector<unsigned char> row(header.cupsBytesPerLine);
    for (unsigned y = 0; y < header.cupsHeight; ++y) {
        if (cupsRasterReadPixels(raster.get(), row.data(), header.cupsBytesPerLine) != header.cupsBytesPerLine)
            throw std::runtime_error("a raster that ends too early");
        for (std::size_t x = 0; x < header.cupsWidth; ++x)
            picture.gray.push_back(gray_of(row, x, header.cupsBitsPerPixel));
    }
    if (cupsRasterReadHeader2(raster.get(), &header) != 0) throw std::runtime_error("more than one page");
    return picture;
}

Picture read_pdf(const std::string& bytes, int dpi) {
    const TemporaryFile file(bytes);
    Picture picture = read_pgm(output_of("pdftoppm -gray -r " + std::to_string(dpi) + " " + file.path()));
    picture.dpi = dpi;
    return picture;
}

std::string qr_by_zxing(const Picture& picture) {
    const auto hints = ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true);
    const auto result = ZXing::ReadBarcode(
        ZXing::ImageView(picture.gray.data(), picture.width, picture.height, ZXing::ImageFormat::Lum), hints);
    return result.isValid() ? result.text() : std::string();
}

std::string qr_by_zbar(const Picture& picture) {
    const TemporaryFile file(as_pgm(picture));
    std::string text = output_of("zbarimg -q --raw --nodbus pgm:" + file.path() + " 2>&1");
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

}  // namespace printing_tests
