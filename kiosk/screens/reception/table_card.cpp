// A table's card and header.
#include "kiosk/screens/reception/table_card.h"

#include <algorithm>

namespace vestibule::reception {

ui::Rect draw_table_card(ui::Ui& ui, ui::Rect rect, const std::vector<ui::Column>& columns, float rows_height) {
    const float radius = ui.px(26), border = std::max(1.0F, ui.px(2)), foot = radius * 0.3F;
    rect.height = std::min(rect.height, ui::table_header_height(ui) + rows_height + 2 * border + foot);
    ui::card(ui, rect, radius);
    auto body = rect.inset(border, border);
    ui::table_header(ui, "reception.column", body.cut_top(ui::table_header_height(ui)), columns);
    body.cut_bottom(foot);
    return body;
}

}  // namespace vestibule::reception
