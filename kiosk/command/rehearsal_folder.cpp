// Marks folders as a rehearsal's own.
#include "kiosk/command/rehearsal_folder.h"

#include <fmt/format.h>

#include <fstream>
#include <system_error>
#include <vector>

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

bool mark_folder(const fs::path& folder) {
    return is_marked(folder) || (std::ofstream{folder / rehearsal_mark} << mark_text << std::flush);
}

std::vector<fs::path> folders_in(const fs::path& data) {
    std::vector<fs::path> out;
    std::error_code failed;
    for (fs::directory_iterator entry{data, failed}, end; !failed && entry != end; entry.increment(failed))
        if (entry->is_directory(failed)) out.push_back(entry->path());
    return out;
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
    if (!mark_folder(folder)) return cant_use(folder, option, "nothing can be written there");
    return {};
}

Result<> mark_stations_of_rehearsal(const fs::path& data) {
    for (const auto& folder : folders_in(data))
        if (!mark_folder(folder)) return cant_use(folder, "--data", "nothing can be written there");
    return {};
}

Result<> expect_no_rehearsal(const fs::path& data) {
    auto folders = folders_in(data);
    folders.push_back(data);
    for (const auto& folder : folders)
        if (is_marked(folder))
            return give_up(
                fmt::format("a rehearsal has made {}: its site, staff and visitors are made up, and nothing real may "
                            "begin with them; name another folder with --data, or take it away",
                            folder.string()));
    return {};
}

}  // namespace vestibule
