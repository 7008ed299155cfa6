// How common a Han, Kana or Hangul character is in names, companies and headings, as bits that it costs to write
// down.
#pragma once

#include <unicode/umachine.h>

namespace vestibule {

// The old standard whose levels say what is common: GB 2312, Big5, JIS X 0208, KS X 1001.
enum class EastAsianStandard { none, gb, big5, jis, ks };

// True for what this file knows the costs of.
[[nodiscard]] bool is_east_asian(UChar32 c);

// Least for what names and headings are full of, more for the rest of the standard's common characters, more for its
// rare ones, most for what it doesn't have. Thread: any.
[[nodiscard]] double east_asian_cost(UChar32 c, EastAsianStandard standard);

}  // namespace vestibule
