// Contact sheets: many pictures side by side on one, each with its name below it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/ui/geometry.h"

namespace vestibule::gallery {

struct Thumbnail {
    std::filesystem::path png;
    std::string title, subtitle;
};

struct SheetSpec {
    std::string title;
    ui::Size picture;             // of each, in pixels
    std::filesystem::path start;  // "…/lobby-en" becomes …/lobby-en-1.png, …/lobby-en-2.png
};

// Writes as many sheets as it takes and answers their files. Errors: ask_staff when one can't be read or written.
[[nodiscard]] Result<std::vector<std::filesystem::path>> write_sheets(const SheetSpec& spec,
                                                                      const std::vector<Thumbnail>& thumbnails);

}  // namespace vestibule::gallery
