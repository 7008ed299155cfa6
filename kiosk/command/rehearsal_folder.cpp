// Marks folders as a rehearsal's own.
#include "kiosk/command/rehearsal_folder.h"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

namespace vestibule {
namespace {

namespace fs = std::filesystem;

constexpr const char* mark_text = "A rehearsal of Vestibule made this folder, and may change all that is in it.\n";

tl::unexpected<Problem> cant_use(const fs::path& folder, const char* option, const std::string& why) {
    return ask_staff(fmt::format("{} can't be used for a rehearsal: {}; name another folder with {}", folder.string(),
                                 why, option));
}

bool is_marked(const fs::path& folder) {
    std::error_code none;
    return fs::is_regular_file(fs::symlink_status(folder / rehearsal_mark, none));
}

}  // namespace

Result<> expect_free_for_rehearsal(const fs::path& folder, const char* option) {
    std::error_code failed;
    const auto kind = fs::status(folder, failed).type();
    if (kind == fs::file_type::not_found || is_marked(folder)) return {};
    const auto empty = kind == fs::file_type::directory && fs::is_empty(folder, failed);
    if (failed) return cant_use(folder, option, failed.message());
    if (empty) return {};
    return give_up(fmt::format(
        "{} holds what no rehearsal has made, so nothing was touched: name a new or an empty folder with {}",
        folder.string(), option));
}

Result<> claim_for_rehearsal(const fs::path& folder, const char* option) {
    VESTIBULE_CHECK(expect_free_for_rehearsal(folder, option));
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return cant_use(folder, option, failed.message());
    if (!is_marked(folder) && !(std::ofstream{folder / rehearsal_mark} << mark_text << std::flush))
        return cant_use(folder, option, "nothing can be written there");
    return {};
}

}  // namespace vestibule
