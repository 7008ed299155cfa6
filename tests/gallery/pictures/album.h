// Adds the pictures of each alternative of a role's Screen.
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "tests/gallery/pictures/picture.h"

namespace vestibule::gallery {

// Doesn't compile where an alternative has no add_pictures(std::type_identity<Alternative>, Album&) in its namespace.
template <class Screen>
[[nodiscard]] Album album_of_screens(Role role) {
    Album album{.role = role, .alternatives = std::variant_size_v<Screen>};
    [&album]<std::size_t... Index>(std::index_sequence<Index...>) {
        (add_pictures(std::type_identity<std::variant_alternative_t<Index, Screen>>{}, album), ...);
    }
    (std::make_index_sequence<std::variant_size_v<Screen>>{});
    return album;
}

}  // namespace vestibule::gallery
