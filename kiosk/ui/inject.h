// Real input events made by a program: for `vestibule rehearse`, which uses the screens as a person does.
#pragma once

#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/ui/ui.h"

namespace vestibule::ui {

// A finger down and up in the middle of the widget of the last frame. The frames that follow see it as touch. It
// comes no sooner than a person's, who has to see the page first: blocks for up to new_page_ms. Errors: give_up when
// the widget isn't there, or can't be used now.
[[nodiscard]] Result<> tap(const Ui& ui, std::string_view widget_id);
// Keys of a keyboard, one letter after the other.
void type_text(std::string_view utf8);
// A scanner with a keyboard of the United States: the code's keys at once, ended by Enter. Other letters than ASCII's
// capitals, digits and signs are left out.
void scan(std::string_view code);
void press_enter();

}  // namespace vestibule::ui
