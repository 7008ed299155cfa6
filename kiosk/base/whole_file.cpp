// Reading a person's file, bounded.
#include "kiosk/base/whole_file.h"

#include <fmt/format.h>

#include <fstream>

namespace vestibule {
namespace {

tl::unexpected<Problem> unread(const std::filesystem::path& file, std::string_view what, std::string_view advice) {
    return give_up(fmt::format("can't read the {} {}; {}", what, file.string(), advice));
}

}  // namespace

Result<std::string> read_beginning(const std::filesystem::path& file, std::string_view what, std::size_t bytes_max) {
    std::error_code failed;
    const auto status = std::filesystem::status(file, failed);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return unread(file, what, "check that it is a file");
    std::ifstream in{file, std::ios::binary};
    if (!in) return unread(file, what, "check that it exists and is readable");
    std::string content(bytes_max, '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (in.bad()) return unread(file, what, "check the disk");
    content.resize(static_cast<std::size_t>(in.gcount()));
    return content;
}

Result<std::string> read_whole(const std::filesystem::path& file, std::string_view what, std::size_t bytes_max) {
    // One byte more than allowed, so that a file that is too long is seen as such.
    VESTIBULE_TRY(content, read_beginning(file, what, bytes_max + 1));
    if (content.size() <= bytes_max) return content;
    return unread(file, what,
                  fmt::format("it has more than {} bytes, which none of its kind has: check the path", bytes_max));
}

}  // namespace vestibule
