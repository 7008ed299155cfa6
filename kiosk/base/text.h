// Text that comes from people and files, made fit to keep: valid UTF-8, NFC, one line, bounded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vestibule {

inline constexpr std::size_t name_length_max = 120;  // code points of a person's or company's name that are kept
inline constexpr std::size_t line_length_max = 200;  // … of a purpose, a place
inline constexpr std::size_t note_length_max = 1000;

// One line: invalid UTF-8 replaced, NFC, control and bidirectional-override characters out, white space folded and
// trimmed, at most `length_max` code points (never cut inside a grapheme).
[[nodiscard]] std::string clean_line(std::string_view raw, std::size_t length_max);
// Only the digits of `raw`, of any script, as 0-9.
[[nodiscard]] std::string digits_of(std::string_view raw);
// Lower case, accents off, Han to pinyin without spaces between syllables: the form that matching compares.
// "Müller" -> "muller", "张伟" -> "zhangwei".
[[nodiscard]] std::string fold_for_matching(std::string_view raw);
// The first grapheme, for a monogram: "李娜" -> "李", "maja" -> "M".
[[nodiscard]] std::string monogram(std::string_view raw);
[[nodiscard]] bool same_ignoring_case(std::string_view a, std::string_view b);

}  // namespace vestibule
