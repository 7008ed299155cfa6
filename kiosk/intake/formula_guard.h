// Keeps a spreadsheet from running a cell of ours as a formula or from rounding a number, and undoes that.
#pragma once

#include <string>
#include <string_view>

namespace vestibule {

enum class Guarded {
    formulas,             // what begins as a formula does, full-width signs included
    formulas_and_digits,  // and what a spreadsheet would take for a number and shorten: phones, leading zeros
};

// With an apostrophe before it where it needs one. What has that apostrophe by itself gets a second one, so that
// without_formula_guard() gives back exactly what was guarded, in either way.
[[nodiscard]] std::string with_formula_guard(std::string_view cell, Guarded guarded);
[[nodiscard]] std::string without_formula_guard(std::string cell);

}  // namespace vestibule
