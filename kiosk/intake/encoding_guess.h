// Which encoding bytes are in, told by what the text then reads like.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vestibule {

struct EncodingReading {
    std::string encoding;
    std::string sample;  // a few words that show it: "Conceição"
};

struct EncodingGuess {
    std::vector<EncodingReading> readings;  // best first; those after it are as good as likely
    bool certain = false;                   // the first one is far ahead of all that read otherwise
};

// For bytes in which ASCII is ASCII and that are no valid UTF-8. `known` are words that the text is likely to have,
// such as a table's headings. Thread: any. Blocks: some tenths of a second when it's first used.
[[nodiscard]] EncodingGuess guess_encoding(std::string_view content, std::span<const std::string> known);

}  // namespace vestibule
