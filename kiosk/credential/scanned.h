// Our codes in what a scanner typed, found where they begin, whatever a scanner puts before and behind them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vestibule {

inline constexpr std::size_t scan_suffix_max = 8;  // signs that a scanner may be set to add behind a code

// The tokens that may begin at the first VB1: of `reading`, the longest first: where a sign of base45 stands behind
// one, only its signature tells where it ends. None without a VB1:.
[[nodiscard]] std::vector<std::string> tokens_in(std::string_view reading);
// The invitation's code behind the first VI1:, as parse_code() gives it.
[[nodiscard]] std::optional<std::string> invitation_in(std::string_view reading);

}  // namespace vestibule
