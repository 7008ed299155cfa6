// libpng reads and writes; the comparison is by pixels.
#include "tests/printing/golden.h"

#include <png.h>

#include <cstdlib>
#include <filesystem>

namespace printing_tests {
namespace {

using printing::PixelImage;

const std::filesystem::path folder = VESTIBULE_SOURCE "/tests/printing/golden";

bool write_picture(const std::filesystem::path& file, const PixelImage& picture) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = PNG_FORMAT_RGB;
    std::vector<png_byte> rows;
    rows.reserve(picture.pixels.size() * 3);
    for (const auto pixel : picture.pixels)
        for (const int shift : {16, 8, 0}) rows.push_back(static_cast<png_byte>(pixel >> shift));
    return png_image_write_to_file(&image, file.c_str(), 0, rows.data(), 0, nullptr) != 0;
}

PixelImage read_picture(const std::filesystem::path& file) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&image, file.c_str()) == 0) return {};
    image.format = PNG_FORMAT_RGB;
    std::vector<png_byte> rows(PNG_IMAGE_SIZE(image));
    if (png_image_finish_read(&image, nullptr, rows.data(), 0, nullptr) == 0) return {};
    PixelImage picture{
        .width = static_cast<int>(image.width), .height = static_cast<int>(image.height), .pixels = {}};
    for (std::size_t at = 0; at + 2 < rows.size(); at += 3)
        picture.pixels.push_back(0xFF000000U | (static_cast<std::uint32_t>(rows[at]) << 16U) |
                                 (static_cast<std::uint32_t>(rows[at + 1]) << 8U) | rows[at + 2]);
    return picture;
}

bool is_other(std::uint32_t one, std::uint32_t another) {
    for (const unsigned shift : {16U, 8U, 0U})
        if (std::abs(static_cast<int>((one >> shift) & 0xFFU) - static_cast<int>((another >> shift) & 0xFFU)) >
            channel_tolerance)
            return true;
    return false;
}

}  // namespace

GoldenAnswer compare_with_golden(const std::string& name, const PixelImage& picture) {
    const auto file = folder / (name + ".png");
    const char* wish = std::getenv("VESTIBULE_GOLDEN");
    if (wish != nullptr && std::string(wish) == "write")
        return {write_picture(file, picture), "can't write " + file.string()};
    const auto golden = read_picture(file);
    PixelImage difference = picture;
    std::size_t others = 0;
    const bool same_size = golden.width == picture.width && golden.height == picture.height;
    for (std::size_t at = 0; same_size && at < picture.pixels.size(); ++at) {
        const bool other = is_other(golden.pixels[at], picture.pixels[at]);
        others += other ? 1 : 0;
        difference.pixels[at] = other ? 0xFFFF0000U : (picture.pixels[at] >> 2U | 0xFFC0C0C0U);
    }
    if (same_size && static_cast<double>(others) <= share_tolerance * static_cast<double>(picture.pixels.size()))
        return {true, ""};
    const auto actual = folder / (name + ".actual.png");
    (void)write_picture(actual, picture);
    if (same_size) (void)write_picture(folder / (name + ".difference.png"), difference);
    return {false, same_size ? std::to_string(others) + " pixels differ; see " + actual.string()
                             : "the golden picture has another size or is missing; see " + actual.string()};
}

}  // namespace printing_tests
