// Sidebar, numbers, tables.
#include "kiosk/ui/tables.h"

#include <cmath>

namespace vestibule::ui {
namespace {

std::vector<Rect> cells_of(Rect row, std::span<const Column> columns, float gap) {
    float shares = 0;
    for (const auto& column : columns) shares += column.share;
    const float room = row.width - gap * static_cast<float>(columns.size() - 1);
    std::vector<Rect> cells;
    float x = row.x;
    for (const auto& column : columns) {
        const float width = std::floor(room * column.share / shares);
        cells.push_back({x, row.y, width, row.height});
        x += width + gap;
    }
    return cells;
}

void draw_cell(Ui& ui, const std::string& id, Rect rect, const Cell& cell, Align align, Colour ground) {
    if (cell.as_pill) {
        status_pill(ui, id, rect, cell.text, cell.tone, cell.outlined);
        return;
    }
    auto& paint = ui.paint();
    const auto& p = ui.palette();
    const TextLook look{.type = Type::row,
                        .weight = cell.weight,
                        .colour = p.ink,
                        .align = align,
                        .lines_max = cell.second.empty() ? 2 : 1,
                        .tabular = true};
    const TextLook second{.type = Type::small, .colour = p.ink_second, .align = align, .lines_max = 1};
    const float first_height = paint.text_size(cell.text.empty() ? " " : cell.text, look, rect.width).height;
    const float second_height = cell.second.empty() ? 0 : paint.text_size(cell.second, second, rect.width).height;
    auto lines = rect.middle({rect.width, first_height + second_height});
    label(ui, {.id = cell.text.empty() ? "" : id,
               .rect = lines.cut_top(first_height),
               .text = cell.text,
               .look = look,
               .ground = ground});
    label(ui, {.id = cell.second.empty() ? "" : id + ".second",
               .rect = lines,
               .text = cell.second,
               .look = second,
               .ground = ground});
}

}  // namespace

bool nav_item(Ui& ui, const NavItemSpec& spec) {
    const auto& p = ui.palette();
    const auto words = spec.selected ? p.brand : p.ink_second, ground = spec.selected ? p.brand_wash : p.paper;
    const auto touch = ui.touch({.id = spec.id,
                                 .rect = spec.rect,
                                 .role = WidgetRole::choice,
                                 .label = spec.label,
                                 .value = spec.selected ? "selected" : "",
                                 .fg = words,
                                 .bg = ground});
    const float radius = ui.px(16);
    ui.paint().fill(spec.rect, mix(ground, p.brand_wash, touch.press), radius);
    auto inside = spec.rect.inset(ui.px(24), 0);
    if (!spec.icon.empty()) {
        const float side = ui.px(34);
        ui.paint().icon(spec.icon, inside.cut_left(side).middle({side, side}), words);
        inside.cut_left(ui.px(18));
    }
    if (spec.count > 0) {
        const auto count = std::to_string(spec.count);
        const TextLook look{
            .type = Type::row, .weight = Weight::bold, .colour = p.attention, .align = Align::end, .lines_max = 1};
        ui.paint().text(inside.cut_right(ui.px(56)), count, look, Within::middle);
    }
    words_on(ui, spec.id, inside, spec.label,
             {.type = Type::row,
              .weight = spec.selected ? Weight::semibold : Weight::regular,
              .colour = words,
              .lines_max = 1},
             Within::middle);
    if (touch.focused) focus_ring(ui, spec.rect.inset(ui.px(8)), radius);
    return touch.clicked;
}

bool stat_card(Ui& ui, const StatCardSpec& spec) {
    const auto& p = ui.palette();
    const auto number = spec.attention ? p.attention : p.ink;
    const auto touch = ui.touch({.id = spec.id,
                                 .rect = spec.rect,
                                 .role = WidgetRole::choice,
                                 .label = spec.caption,
                                 .value = spec.number,
                                 .fg = number,
                                 .bg = p.card});
    const float radius = ui.px(26);
    ui.paint().fill(spec.rect, mix(p.card, p.brand_wash, touch.press), radius);
    const auto line = spec.selected ? p.brand : spec.attention ? p.attention : p.hairline;
    ui.paint().outline(spec.rect, line, spec.selected ? ui.px(4) : std::max(1.5F, ui.px(2)), radius);
    auto inside = spec.rect.inset(ui.px(32), ui.px(22));
    const TextLook big{
        .type = Type::stat, .weight = Weight::semibold, .colour = number, .lines_max = 1, .tabular = true};
    words_on(ui, spec.id, inside.cut_top(ui.theme().type_px(Type::stat) * 1.2F), spec.number, big);
    inside.height += ui.px(22);  // a second line may use the room below
    words_on(ui, spec.id, inside, spec.caption,
             {.type = Type::small, .colour = spec.attention ? p.attention : p.ink_second, .lines_max = 2});
    if (touch.focused) focus_ring(ui, spec.rect, radius);
    return touch.clicked;
}

FieldResult search_field(Ui& ui, std::string_view id, Rect rect, std::string_view placeholder, std::string& text) {
    return field(
        ui, {.id = id, .rect = rect, .placeholder = std::string{placeholder}, .icon = "search", .type = Type::row},
        text);
}

float table_row_height(const Ui& ui) {
    const float lines = (ui.theme().type_px(Type::row) + ui.theme().type_px(Type::small)) * 1.4F;
    return std::max({ui.px(104), ui.theme().target_min(), lines + ui.px(28)});
}

float table_header_height(const Ui& ui) {
    return std::max(ui.px(64), ui.theme().type_px(Type::small) * 2);
}

void table_header(Ui& ui, std::string_view id, Rect rect, std::span<const Column> columns) {
    const auto cells = cells_of(rect.inset(ui.px(28), 0), columns, ui.px(24));
    for (std::size_t i = 0; i < columns.size(); ++i)
        label(ui, {.id = columns[i].title.empty() ? "" : fmt::format("{}.{}", id, i),
                   .rect = cells[i],
                   .text = columns[i].title,
                   .look = {.type = Type::small,
                            .weight = Weight::medium,
                            .colour = ui.palette().ink_second,
                            .align = columns[i].align,
                            .lines_max = 1},
                   .within = Within::middle,
                   .ground = ui.palette().card});
    ui.paint().fill({rect.x, rect.bottom() - 1, rect.width, std::max(1.0F, ui.px(2))}, ui.palette().hairline);
}

TableRowResult table_row(Ui& ui, const TableRowSpec& spec) {
    const auto& p = ui.palette();
    if (spec.rect.overlap(ui.paint().clip()).empty()) return {};
    const auto id = std::string{spec.id};
    std::string all;
    for (const auto& cell : spec.cells) all += (all.empty() ? "" : " · ") + cell.text;
    const auto ground = spec.selected ? p.brand_wash : p.card;
    const auto touch = ui.touch(
        {.id = spec.id, .rect = spec.rect, .role = WidgetRole::row, .label = all, .fg = p.ink, .bg = ground});
    TableRowResult result{.opened = touch.clicked};
    if (spec.selected || touch.press > 0) ui.paint().fill(spec.rect, mix(ground, p.brand_wash, touch.press));
    const auto cells = cells_of(spec.rect.inset(ui.px(28), 0), spec.columns, ui.px(24));
    for (std::size_t i = 0; i < spec.cells.size() && i < cells.size(); ++i)
        draw_cell(ui, fmt::format("{}.{}", id, i), cells[i], spec.cells[i], spec.columns[i].align, ground);
    if (!spec.action.empty()) {
        const auto cell = cells.back();
        const Rect hit{cell.x, spec.rect.y, spec.rect.right() - cell.x, spec.rect.height};
        const auto action_id = id + ".action";
        const auto action = ui.touch({.id = action_id,
                                      .rect = hit,
                                      .role = WidgetRole::button,
                                      .label = spec.action,
                                      .fg = p.brand,
                                      .bg = ground});
        if (action.press > 0)
            ui.paint().fill(hit.inset(ui.px(8)), mix(ground, p.brand, 0.14 * action.press), ui.px(16));
        auto words = cell;
        const float side = ui.px(28);
        ui.paint().icon("chevron-right", words.cut_right(side).middle({side, side}), p.brand);
        words.cut_right(ui.px(6));
        words_on(
            ui, action_id, words, spec.action,
            {.type = Type::row, .weight = Weight::semibold, .colour = p.brand, .align = Align::end, .lines_max = 1},
            Within::middle);
        if (action.focused) focus_ring(ui, hit.inset(ui.px(14)), ui.px(12));
        result.acted = action.clicked;
        if (result.acted) result.opened = false;
    }
    ui.paint().fill({spec.rect.x, spec.rect.bottom() - 1, spec.rect.width, std::max(1.0F, ui.px(2))}, p.hairline);
    if (touch.focused) focus_ring(ui, spec.rect.inset(ui.px(12)), ui.px(12));
    return result;
}

}  // namespace vestibule::ui
