// Text from outside (printers, print servers, files) made safe to show: valid UTF-8, one line, bounded.
#pragma once

#include <string>
#include <string_view>

namespace printing {

// Without controls, line breaks and marks that turn the direction of text; cut at a character's border to at most
// `bytes_max` bytes. Broken bytes become U+FFFD. Looks at no more than 4 × `bytes_max` bytes of `raw`.
[[nodiscard]] std::string printable_text(std::string_view raw, std::size_t bytes_max);

}  // namespace printing
