// Text of unknown encoding from files: detected, converted to UTF-8, freed of what text can't hold.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr std::size_t import_bytes_max = 16 * 1024 * 1024;  // of one imported file

struct DecodedText {
    std::string text;      // valid UTF-8, no byte order mark, no NUL; every line ends in one '\n'
    std::string encoding;  // "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030" or "windows-1252"
    int replaced = 0;      // places that weren't valid in it
};

// Refuses what can't be an import at all. `file_name` is for the message only.
// Errors: give_up for an empty file, one larger than import_bytes_max, a spreadsheet, a PDF or an archive.
[[nodiscard]] Result<> check_import(std::string_view content, std::string_view file_name);

// A byte order mark decides, then valid UTF-8, then what uchardet and the bytes say. Thread: any. Never blocks.
// Errors: as check_import().
[[nodiscard]] Result<DecodedText> decode_text(std::string_view content, std::string_view file_name);

}  // namespace vestibule
