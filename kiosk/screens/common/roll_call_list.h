// The names on the roll call's page, place by place, or that nobody is inside.
#pragma once

#include "kiosk/screens/common/roll_call.h"

namespace vestibule {

void draw_roll_call_list(ui::Ui& ui, ui::Rect rect, const RollCallPage& page);

}  // namespace vestibule
