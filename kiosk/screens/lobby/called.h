// Those who are called to the display: a card for the first, a row for each of the others, some of them a page.
#pragma once

#include "kiosk/screens/lobby/draw.h"

namespace vestibule::lobby {

inline constexpr std::size_t calls_a_page = 3;

// Draws those from `from` on at the top of `area`, as far as `room` goes, and cuts them off; nothing where nobody is
// called.
[[nodiscard]] Action draw_calls(ui::Ui& ui, const View& view, std::size_t from, float room, ui::Rect& area);
// On somebody else's page: rows alone, `rows_max` at most; where there are more, the last one leads to all.
[[nodiscard]] Action draw_call_rows(ui::Ui& ui, const View& view, std::size_t rows_max, ui::Rect& area);

}  // namespace vestibule::lobby
