// The sites of a reception that works for several: how many wait at each, whether it can be trusted to be current.
#pragma once

#include "kiosk/screens/reception/view.h"
#include "kiosk/ui/tables.h"

namespace vestibule::reception {

inline constexpr int sites_in_a_row = 3;  // on an upright display
inline constexpr int site_rows_max = 2;   // there; more scroll

// How much room they ask for on an upright display.
[[nodiscard]] float sites_height(const ui::Ui& ui, const View& view, int columns);

// Draws the list into `rect`; it scrolls where they are too many.
[[nodiscard]] std::optional<Event> draw_sites(ui::Ui& ui, ui::Rect rect, const View& view, int columns);

}  // namespace vestibule::reception
