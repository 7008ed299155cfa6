// Text of unknown encoding from files: detected, converted to UTF-8, freed of what text can't hold.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace vestibule {

inline constexpr std::size_t import_bytes_max = 16 * 1024 * 1024;  // of one imported file

struct DecodedText {
    std::string text;      // valid UTF-8, no byte order mark, no NUL; every line ends in one '\n'
    std::string encoding;  // "UTF-8", "UTF-16LE", "GB18030", "windows-1252"…
    int replaced = 0;      // places that weren't valid in it, U+FFFD in the text
    std::string sample;    // a few words by which a person sees whether it was guessed rightly; empty: not guessed
};

struct DecodeOptions {
    std::string encoding;            // chosen by a person: any name that ICU knows; empty = told by the text
    std::vector<std::string> known;  // words that the text is likely to have, such as headings
};

// Refuses what can't be an import at all. `file_name` is for the message only.
// Errors: give_up for an empty file, one larger than import_bytes_max, a spreadsheet, a PDF or an archive.
[[nodiscard]] Result<> check_import(std::string_view content, std::string_view file_name);

// What was chosen, else what a byte order mark says, else valid UTF-8, else what the text then reads like.
// Thread: any. Never blocks. Errors: as check_import(); give_up with the likely ones where none is far ahead of the
// others, or with names to choose from for an unknown encoding.
[[nodiscard]] Result<DecodedText> decode_text(std::string_view content, std::string_view file_name,
                                              const DecodeOptions& options = {});

}  // namespace vestibule
