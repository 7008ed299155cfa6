// The frame around reception's lists: the house, the pages, how the exchange and the printer are, who is signed in.
#pragma once

#include "kiosk/screens/reception/view.h"
#include "kiosk/ui/tables.h"

namespace vestibule::reception {

// Takes its room off `page`: a column at the left, or a bar on top of an upright display.
[[nodiscard]] std::optional<Event> draw_sidebar(ui::Ui& ui, ui::Rect& page, const Day& screen, const State& state,
                                                const View& view);

}  // namespace vestibule::reception
