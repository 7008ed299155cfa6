// The Latin keyboards of the world, read from xkeyboard-config through xkbcommon.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace vestibule::ui {

// One key: what it inserts. A dead key inserts a combining sign that joins the letter typed next.
struct LayoutKey {
    std::string plain, shifted;
    bool dead = false;
    std::string shown_plain, shown_shifted;  // differ from the above for dead keys only
};

struct KeyboardLayout {
    std::string name;                             // "us", "de", …
    std::vector<std::vector<LayoutKey>> letters;  // three rows
};

// The layout that people of this language type on: "de" -> de, "en" -> us, "zh_CN" -> us (pinyin is typed in Latin).
[[nodiscard]] std::string layout_for_language(std::string_view language);
// Errors: ask_staff when xkeyboard-config is missing or has no such layout.
[[nodiscard]] Result<KeyboardLayout> read_layout(const std::string& name);

}  // namespace vestibule::ui
