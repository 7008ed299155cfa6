// Real input events made by a program: for `vestibule rehearse`, which uses the screens as a person does.
#pragma once

#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/ui/ui.h"

namespace vestibule::ui {

// A finger down and up in the middle of the widget of the last frame. The frames that follow see it as touch.
// Errors: give_up when the widget isn't there, or can't be used now.
[[nodiscard]] Result<> tap(const Ui& ui, std::string_view widget_id);
// Keys of a keyboard, one letter after the other.
void type_text(std::string_view utf8);
// A scanner: the code at once, ended by Enter.
void scan(std::string_view code);
void press_enter();
void press_escape();

}  // namespace vestibule::ui
