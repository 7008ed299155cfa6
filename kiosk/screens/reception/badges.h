// Reception's page of the printers and of the badges that aren't on paper yet, or didn't come out.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/screens/reception/view.h"
#include "kiosk/ui/widgets.h"

namespace vestibule::reception {

// Below the page's title: a card a printer, then a row a badge; touching one opens its visit.
[[nodiscard]] std::optional<Event> draw_badges(ui::Ui& ui, ui::Rect page, const Day& screen, const View& view);

// The visits in the order of the rows that are in view, whatever the page: what the arrow keys move along.
[[nodiscard]] std::vector<VisitId> rows_of(const Day& screen, const View& view);

}  // namespace vestibule::reception
