// The card on which reception's tables stand: a header, and room below it in which the rows scroll.
#pragma once

#include <vector>

#include "kiosk/ui/tables.h"

namespace vestibule::reception {

// Draws card and header at the top of `rect`, no taller than `rows_height` needs, and answers the room for the rows.
[[nodiscard]] ui::Rect draw_table_card(ui::Ui& ui, ui::Rect rect, const std::vector<ui::Column>& columns,
                                       float rows_height);

}  // namespace vestibule::reception
