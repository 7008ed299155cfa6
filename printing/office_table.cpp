// A table of an office page: heads that stand on each page, groups, rows that stay whole, boxes to tick.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "printing/office_pieces.h"

namespace printing {
namespace {

constexpr double cell_gap = 3 * mm;  // between columns
constexpr double row_padding = 1.5 * mm;
constexpr double tick_side = 7 * mm;
constexpr double tick_column = tick_side + cell_gap;
constexpr double detail_size = 0.82;  // of the text's

struct Column {
    OfficeColumnKind kind = OfficeColumnKind::text;
    bool strong = false;
    double x = 0, width = 0;
};

struct LaidCell {
    std::optional<LaidText> text, detail;
    double x = 0;
    bool tick = false;
};

struct LaidRow {
    std::vector<LaidCell> cells;
    double baseline = 0;  // of all cells' first lines
    double height = 0;
};

std::vector<Column> columns_of(const OfficeTable& table, const OfficeArea& area) {
    double shares = 0;
    double width_left = area.width;
    for (const auto& column : table.columns) {
        if (column.kind == OfficeColumnKind::tick)
            width_left -= tick_column;
        else
            shares += column.share;
    }
    std::vector<Column> out;
    double x = area.left;
    for (const auto& column : table.columns) {
        const bool tick = column.kind == OfficeColumnKind::tick;
        const double with_gap = tick ? tick_column : width_left * column.share / shares;
        out.push_back({.kind = column.kind, .strong = column.strong, .x = x, .width = with_gap - cell_gap});
        x += with_gap;
    }
    out.back().width += cell_gap;  // nothing follows the last one
    return out;
}

class TableMaker {
  public:
    TableMaker(const OfficeTable& table, const OfficeTypesetter& setter, const OfficeArea& area)
        : table_(table), setter_(setter), area_(area), columns_(columns_of(table, area)) {}

    void add_to(std::vector<FlowPiece>& pieces) const {
        const auto heads = std::make_shared<const FlowPiece>(heads_piece());
        pieces.push_back(*heads);
        pieces.back().gap = 4 * mm;
        for (const auto& group : table_.groups) {
            std::vector<std::shared_ptr<const FlowPiece>> again{heads};
            if (!group.head.empty()) {
                pieces.push_back(group_piece(group.head));
                pieces.back().again = again;
                const auto& further = group.continued.empty() ? group.head : group.continued;
                again.push_back(std::make_shared<const FlowPiece>(group_piece(further)));
            }
            for (const auto& row : group.rows) {
                pieces.push_back(row_piece(row));
                pieces.back().again = again;
            }
        }
    }

  private:
    [[nodiscard]] FlowPiece heads_piece() const {
        std::vector<OfficeCell> heads;
        for (const auto& column : table_.columns) heads.push_back({.text = column.head, .detail = {}});
        const auto row = std::make_shared<const LaidRow>(lay(heads, 9.5, true));
        const double height = row->height + 1.5 * mm;
        return {.height = height,
                .draw =
                    [row, area = area_, height](cairo_t* cairo, double y) {
                        draw_cells(cairo, *row, y);
                        draw_rule(cairo, area.left, y + height, area.width, 1.6);
                    },
                .stays_with_next = true};
    }

    [[nodiscard]] FlowPiece group_piece(const std::string& head) const {
        const auto text = std::make_shared<const LaidText>(
            setter_.lay(head, {.size_pt = table_.text_pt + 1.5, .bold = true}, area_.width));
        const double height = text->height + 5 * mm;
        return {.height = height,
                .draw =
                    [text, area = area_, height](cairo_t* cairo, double y) {
                        draw_text(cairo, *text, area.left, y + 4 * mm);
                        draw_rule(cairo, area.left, y + height, area.width, 1.6);
                    },
                .stays_with_next = true};
    }

    [[nodiscard]] FlowPiece row_piece(const std::vector<OfficeCell>& cells) const {
        double size = table_.text_pt;
        auto laid = lay(cells, size, false);
        // A row that no page would hold is set smaller, for none may be lost.
        for (; laid.height > area_.height / 2 && size > least_size_pt; size *= 0.85) laid = lay(cells, size, false);
        const auto row = std::make_shared<const LaidRow>(std::move(laid));
        const double height = std::max(row->height + 2 * row_padding, table_.row_height_mm * mm);
        return {.height = height, .draw = [row, area = area_, height](cairo_t* cairo, double y) {
                    draw_cells(cairo, *row, y + (height - row->height) / 2);
                    for (const auto& cell : row->cells)
                        if (cell.tick)
                            draw_box(cairo, cell.x, y + (height - tick_side) / 2, tick_side, tick_side, 1.6);
                    draw_rule(cairo, area.left, y + height, area.width, 0.8);
                }};
    }

    [[nodiscard]] LaidRow lay(const std::vector<OfficeCell>& cells, double size_pt, bool heads) const {
        LaidRow row;
        for (std::size_t i = 0; i < columns_.size(); ++i) row.cells.push_back(lay_cell(cells[i], i, size_pt, heads));
        for (const auto& cell : row.cells)
            if (cell.text) row.baseline = std::max(row.baseline, cell.text->baseline);
        for (const auto& cell : row.cells) {
            const double text = cell.text ? row.baseline - cell.text->baseline + cell.text->height : 0;
            const double least = cell.tick ? tick_side : 0;
            row.height = std::max({row.height, text + (cell.detail ? cell.detail->height : 0), least});
        }
        return row;
    }

    [[nodiscard]] LaidCell lay_cell(const OfficeCell& cell, std::size_t index, double size_pt, bool heads) const {
        const auto& column = columns_[index];
        LaidCell out{
            .text = {}, .detail = {}, .x = column.x, .tick = column.kind == OfficeColumnKind::tick && !heads};
        if (out.tick) return out;
        if (!cell.text.empty())
            out.text = setter_.lay(cell.text, {.size_pt = size_pt, .bold = heads || column.strong}, column.width);
        if (!cell.detail.empty())
            out.detail = setter_.lay(cell.detail, {.size_pt = size_pt * detail_size}, column.width);
        const double width = std::max(out.text ? out.text->width : 0, out.detail ? out.detail->width : 0);
        if (column.kind == OfficeColumnKind::number) out.x += column.width - width;
        return out;
    }

    static void draw_cells(cairo_t* cairo, const LaidRow& row, double y) {
        for (const auto& cell : row.cells) {
            double below = y;
            if (cell.text) {
                const double shift = row.baseline - cell.text->baseline;
                draw_text(cairo, *cell.text, cell.x, y + shift);
                below += shift + cell.text->height;
            }
            if (cell.detail) draw_text(cairo, *cell.detail, cell.x, below);
        }
    }

    const OfficeTable& table_;
    const OfficeTypesetter& setter_;
    OfficeArea area_;
    std::vector<Column> columns_;
};

}  // namespace

Result<> add_table(const OfficeTable& table, const OfficeTypesetter& setter, const OfficeArea& area,
                   std::vector<FlowPiece>& pieces) {
    if (table.columns.empty()) return failure(FailureKind::bad_input, "A table needs columns.");
    std::size_t count = 0;
    for (const auto& group : table.groups) {
        count += group.rows.size();
        for (const auto& row : group.rows)
            if (row.size() != table.columns.size())
                return failure(FailureKind::bad_input,
                               fmt::format("A row has {} cells for {} columns.", row.size(), table.columns.size()));
    }
    if (count > office_rows_max)
        return failure(FailureKind::bad_input, fmt::format("{} rows are too many for a paper.", count));
    TableMaker{table, setter, area}.add_to(pieces);
    return {};
}

}  // namespace printing
