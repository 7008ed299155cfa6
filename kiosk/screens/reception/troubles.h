// What stops the work is said where everybody at the desk looks, not only in the corner: printer, disk, clock.
#pragma once

#include "kiosk/screens/reception/view.h"
#include "kiosk/ui/widgets.h"

namespace vestibule::reception {

// One banner for each trouble, from the top of `rect` down; none for badge printers on the page that shows them, and
// the roll call's only where it is asked for; they scroll where they would leave the list no room. Answers the height
// that they took with the gaps below them. `asked`: what the button of one asks for.
float draw_troubles(ui::Ui& ui, ui::Rect rect, const View& view, Page page, std::optional<Event>& asked);

}  // namespace vestibule::reception
