// The apostrophe that spreadsheets take for "this is text".
#include "kiosk/intake/formula_guard.h"

#include <algorithm>
#include <array>

namespace vestibule {
namespace {

constexpr std::size_t digits_shown_max = 11;  // Excel shows a longer number as 8.61E+12, and saves it so

// OWASP's list, and the full-width forms that some Excels fold into it.
bool begins_as_formula(std::string_view text) {
    constexpr std::array<std::string_view, 10> starts = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    return std::any_of(starts.begin(), starts.end(), [&](std::string_view start) { return text.starts_with(start); });
}

bool is_shortened(std::string_view text) {
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    return digits && (text.size() > digits_shown_max || (text.size() > 1 && text.front() == '0'));
}

std::string_view without_apostrophes(std::string_view cell) {
    return cell.substr(std::min(cell.find_first_not_of('\''), cell.size()));
}

}  // namespace

std::string with_formula_guard(std::string_view cell, Guarded guarded) {
    const auto bare = without_apostrophes(cell);
    const bool has_apostrophe = bare.size() < cell.size();
    const bool dangerous = begins_as_formula(bare);
    const bool shortened = is_shortened(bare) && (has_apostrophe || guarded == Guarded::formulas_and_digits);
    return (dangerous || shortened ? "'" : "") + std::string{cell};
}

std::string without_formula_guard(std::string cell) {
    const auto bare = without_apostrophes(cell);
    if (bare.size() < cell.size() && (begins_as_formula(bare) || is_shortened(bare))) cell.erase(0, 1);
    return cell;
}

}  // namespace vestibule
