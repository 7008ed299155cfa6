// Reads a file that is to be imported, bounded by its size.
#include "kiosk/intake/import_file.h"

#include <fmt/format.h>

#include <fstream>

#include "kiosk/intake/encoding.h"

namespace vestibule {

Result<std::string> read_import_file(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        return give_up(fmt::format("{} is not there or is no regular file; check the path", file.string()));
    std::ifstream in{file, std::ios::binary};
    if (!in) return give_up(fmt::format("{} can't be opened; check its permissions", file.string()));
    // One byte more than allowed, so that a file that is too large is seen as such.
    std::string content(import_bytes_max + 1, '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (in.bad()) return give_up(fmt::format("{} can't be read to its end; check the disk", file.string()));
    content.resize(static_cast<std::size_t>(in.gcount()));
    VESTIBULE_CHECK(check_import(content, file.filename().string()));
    return content;
}

}  // namespace vestibule
