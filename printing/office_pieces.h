// Blocks of an office document as pieces that can be stacked: measured once, drawn where they come to stand.
#pragma once

#include <vector>

#include "printing/office_flow.h"
#include "printing/office_page.h"
#include "printing/office_text.h"
#include "printing/units.h"

namespace printing {

inline constexpr double mm = points_per_mm;  // for what is drawn in points
inline constexpr double least_size_pt = 4;

// Where blocks may stand, in points.
struct OfficeArea {
    double left = 0, width = 0;
    double height = 0;  // of a page's body: no piece is made higher
};

[[nodiscard]] FlowPiece title_piece(const OfficeDocument& document, const OfficeTypesetter& setter,
                                    const OfficeArea& area);
// Errors: as render_office_pdf.
[[nodiscard]] Result<> add_pieces(const OfficeBlock& block, const OfficeTypesetter& setter, const OfficeArea& area,
                                  std::vector<FlowPiece>& pieces);
// office_table.cpp
[[nodiscard]] Result<> add_table(const OfficeTable& table, const OfficeTypesetter& setter, const OfficeArea& area,
                                 std::vector<FlowPiece>& pieces);

// Black lines of this width, along a row or around a box.
void draw_rule(cairo_t* cairo, double x, double y, double width, double thickness);
void draw_box(cairo_t* cairo, double x, double y, double width, double height, double thickness);

}  // namespace printing
