// Where each role is drawn: on which displays, in which looks, in which languages.
#pragma once

#include <string>
#include <vector>

#include "kiosk/base/config.h"
#include "kiosk/ui/theme.h"

namespace vestibule::gallery {

struct Look {
    std::string name;  // "normal", "large"
    ui::Comfort comfort{};
};

struct Place {
    Role role;
    ui::Size size;
    std::vector<Look> looks;  // that people can ask for there
    bool reference = false;   // the role's reference display

    [[nodiscard]] std::string name() const;  // "lobby 1080x1920"
    [[nodiscard]] std::string size_name() const;
};

[[nodiscard]] const std::vector<Place>& places();
[[nodiscard]] const Place& place_named(const std::string& name);

// English, which is the source, and each catalogue that lies in assets/locales.
[[nodiscard]] std::vector<std::string> languages();
// On all displays in all looks: the longest words, the widest letters, right to left. All others are drawn in the
// normal look on the role's reference display.
[[nodiscard]] bool drawn_everywhere(const std::string& language);
[[nodiscard]] bool is_drawn(const Place& place, const Look& look, const std::string& language);

}  // namespace vestibule::gallery
