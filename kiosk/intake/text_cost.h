// What a piece of text costs to write down, in bits: little where it reads like words, much where it is mojibake.
#pragma once

#include <unicode/unistr.h>

#include <string_view>

#include "kiosk/intake/east_asian_cost.h"

namespace vestibule {

// `text` is a piece without white space, ASCII separators or line ends; `language` is an ICU locale. Words of one
// script in that language are cheap; a change of script inside a word, signs amid letters, capitals after small
// letters, rare characters, and characters that no text holds are dear. Thread: any.
[[nodiscard]] double text_cost(const icu::UnicodeString& text, std::string_view language, EastAsianStandard standard);

// A character that no text of people holds: what stands for bytes that mean nothing, a control, one of private use.
[[nodiscard]] bool is_no_text(UChar32 c);

}  // namespace vestibule
