// Lists the events that a screen ignores, by name, so that a step() has every pair and no catch-all.
#pragma once

#include <concepts>

namespace vestibule {

template <class Type, class... Listed>
concept one_of = (std::same_as<Type, Listed> || ...);

}  // namespace vestibule
