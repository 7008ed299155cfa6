// Widgets of the staff's screens: dense but calm, landscape first. Same manners as widgets.h.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/widgets.h"

namespace vestibule::ui {

struct NavItemSpec {  // an entry of the sidebar
    std::string_view id;
    Rect rect;
    std::string_view icon = {};
    std::string_view label;
    int count = 0;  // in the attention colour when not 0
    bool selected = false;
};
bool nav_item(Ui& ui, const NavItemSpec& spec);

struct StatCardSpec {  // a number, what it counts, and the filter it stands for
    std::string_view id;
    Rect rect;
    std::string_view number;
    std::string_view caption;
    bool attention = false;
    bool selected = false;
};
bool stat_card(Ui& ui, const StatCardSpec& spec);

// A pill-shaped search field with a magnifier.
FieldResult search_field(Ui& ui, std::string_view id, Rect rect, std::string_view placeholder, std::string& text);

struct Column {
    std::string_view title;
    float share = 1;  // of the width that is left
    Align align = Align::start;
};
struct Cell {
    std::string text;
    std::string second = {};  // a smaller line below
    Weight weight = Weight::regular;
    bool as_pill = false;  // a status
    Tone tone = Tone::neutral;
    bool outlined = false;
};
struct TableRowSpec {
    std::string_view id;  // the row; its action is id.action
    Rect rect;
    std::span<const Column> columns;  // one more than cells: the last one holds the action
    std::span<const Cell> cells;
    std::string_view action = {};  // the row's one next step, at its right
    bool selected = false;
};
struct TableRowResult {
    bool opened = false;  // the row itself was tapped
    bool acted = false;   // its action was
};
void table_header(Ui& ui, std::string_view id, Rect rect, std::span<const Column> columns);
TableRowResult table_row(Ui& ui, const TableRowSpec& spec);
[[nodiscard]] float table_row_height(const Ui& ui);
[[nodiscard]] float table_header_height(const Ui& ui);

}  // namespace vestibule::ui
