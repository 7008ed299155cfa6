// The forms of a text that search compares: lower case, accents off, Han as pinyin, with the places where words
// begin.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vestibule {

// Han characters that are read otherwise in a surname: 单 is Shan in 单田芳 and dan in 简单. Cyrillic and Greek names
// are read as passports have them: Щедрин is Shchedrin, plainly sedrin.
enum class Reading { plain, name };

struct MatchingForm {
    std::string text;               // without spaces: "zhangwei", "majalindqvist"
    std::uint64_t word_starts = 0;  // bit n: a word or syllable begins at text[n]; what begins beyond isn't told
    bool operator==(const MatchingForm&) const = default;
};

// Thread: any; readings of characters are looked up once and kept. Same letters as base/text's fold_for_matching.
[[nodiscard]] MatchingForm matching_form(std::string_view raw, Reading reading);
// First letters of the words: "zw".
[[nodiscard]] std::string initials_of(const MatchingForm& form);

// What is left of a form where what people do about letters that they don't have is left out: ü as u or ue, ø as o or
// oe, å as a or aa, ж as z or zh, й as i, j or y. Two spellings of one name have one loose form; so have some names
// that aren't one, so that it comes after the others.
[[nodiscard]] MatchingForm loose_form(const MatchingForm& form);

// The text as it's written, without spaces, points and capitals, where it holds Han characters; else nothing: 张
// finds 张伟 and not 章伟.
[[nodiscard]] std::string written_form(std::string_view raw);

// What neither of the others holds: signs and pictures, such as "-" of "Na-Maria" or an emoji of two persons without
// what joins them. Apostrophes aren't among them.
[[nodiscard]] std::string signs_form(std::string_view raw);

}  // namespace vestibule
