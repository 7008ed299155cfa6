// The on-screen keyboard: Latin letters of the language's own layout, digits and signs, accents.
#pragma once

#include <string_view>

#include "kiosk/ui/widgets.h"

namespace vestibule::ui {

struct KeyboardSpec {
    Rect rect;  // its ground; take keyboard_height() from the bottom of the display
    FieldKind kind =
        FieldKind::words;     // of the focused field: names start in capitals, codes are capitals and digits
    std::string_view action;  // the words on its key: "Next"
    bool action_enabled = true;
    std::string_view action_id = "keyboard.action";
    bool at_start_of_word = false;  // shift by itself (names)
};

// Types into the focused field; true when the action key was tapped. Keys report themselves as role `key`, ids
// "keyboard.a", "keyboard.shift", "keyboard.backspace", "keyboard.space", "keyboard.page"; the letter is the label.
bool keyboard(Ui& ui, const KeyboardSpec& spec);
[[nodiscard]] float keyboard_height(Ui& ui, FieldKind kind);

}  // namespace vestibule::ui
