// What a press of a key means where a person pressed it.
#pragma once

#include <string>
#include <variant>

#include "kiosk/ui/line_editor.h"

namespace vestibule::ui {

enum class Key { tab, tab_back, enter, escape, space, up, down, page_up, page_down };
using Stroke = std::variant<std::string, EditKey, Key>;  // text that was typed, an editing key, another key

}  // namespace vestibule::ui
