// A folder for one test, and what lies in it: bytes, modes.
#pragma once

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "kiosk/base/bytes.h"
#include "kiosk/base/ids.h"

namespace vestibule {

struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("vestibule-vault-" + uuid_text(random_uuid()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

inline Bytes content_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write(const std::filesystem::path& file, std::string_view content) {
    std::ofstream{file, std::ios::binary} << content;
}

// How many files below `folder` hold these bytes somewhere.
inline int files_with(const std::filesystem::path& folder, ByteView bytes) {
    int found = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file()) continue;
        const auto content = content_of(entry.path());
        if (!std::ranges::search(content, bytes).empty()) ++found;
    }
    return found;
}

inline unsigned mode_of(const std::filesystem::path& path) {
    struct stat about {};
    return ::stat(path.c_str(), &about) == 0 ? about.st_mode & 0777U : 0;
}

}  // namespace vestibule
