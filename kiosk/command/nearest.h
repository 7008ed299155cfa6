// What was probably meant by a misspelt word.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace vestibule {

// How many letters have to be changed, put in, left out or swapped with their neighbour.
[[nodiscard]] std::size_t letters_apart(std::string_view a, std::string_view b);

// The one of `words` that is nearest to what was typed, upper or lower case alike; empty where none is near: one
// letter in three may be wrong.
[[nodiscard]] std::string nearest(std::string_view typed, std::span<const std::string> words);

}  // namespace vestibule
