// A picture: one screen of one role in one state, drawn without any station behind it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/base/config.h"

namespace vestibule::ui {
class Ui;
}

namespace vestibule::gallery {

struct Picture {
    std::string screen;           // its name in the widget tree: "lobby.who"
    std::string state;            // "typed", "nobody found"; with the screen unique in a role
    std::size_t alternative = 0;  // of the role's Screen
    std::string focus{};          // the field that is typed into; empty: as the screen opens
    int keyboard_page = 0;
    std::string scrolled{};  // the region that was scrolled to its end
    // Between begin_frame() and end_frame(), as the role's conductor does; says whether anything was done to the
    // screen. What is typed starts anew each time.
    std::function<bool(ui::Ui&)> draw;
};

// All pictures of a role, in the order of its Screen. Each alternative of the variant has a function that adds its
// pictures; one without doesn't compile.
struct Album {
    Role role;
    std::size_t alternatives = 0;  // that its Screen has
    std::vector<Picture> pictures{};
};

[[nodiscard]] Album lobby_album();
[[nodiscard]] Album guard_album();
[[nodiscard]] Album reception_album();
[[nodiscard]] Album album_of(Role role);

}  // namespace vestibule::gallery
