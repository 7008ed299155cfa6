// Title, headings, paragraphs, fields and codes of office pages.
#include "printing/office_pieces.h"

#include <algorithm>
#include <memory>

#include "printing/qr_symbol.h"

namespace printing {
namespace {

constexpr double field_padding = 1.6 * mm;        // at the sides
constexpr double field_padding_above = 1.0 * mm;  // and below
constexpr double code_side = 30 * mm;

using SharedText = std::shared_ptr<const LaidText>;

SharedText laid(const OfficeTypesetter& setter, std::string_view text, const OfficeType& type, double width) {
    return std::make_shared<const LaidText>(setter.lay(text, type, width));
}

double height_of(const SharedText& text) {
    return text ? text->height : 0;
}

FlowPiece heading_piece(const OfficeHeading& heading, const OfficeTypesetter& setter, const OfficeArea& area) {
    const auto text = laid(setter, heading.text, {.size_pt = 13, .bold = true}, area.width);
    return {.height = text->height + 1 * mm,
            .gap = 4 * mm,
            .draw = [text, x = area.left](cairo_t* cairo, double y) { draw_text(cairo, *text, x, y); },
            .stays_with_next = true};
}

FlowPiece paragraph_piece(const OfficeParagraph& paragraph, const OfficeTypesetter& setter, const OfficeArea& area) {
    const double padding = paragraph.warning ? 2.5 * mm : 0;
    const auto text =
        laid(setter, paragraph.text, {.size_pt = 11, .bold = paragraph.warning}, area.width - 2 * padding);
    const double height = text->height + 2 * padding;
    return {.height = height, .gap = 3 * mm, .draw = [text, area, padding, height](cairo_t* cairo, double y) {
                if (padding > 0) draw_box(cairo, area.left, y, area.width, height, 1.6);
                draw_text(cairo, *text, area.left + padding, y + padding);
            }};
}

struct LaidField {
    SharedText label, value;
    double x = 0, width = 0;
};

struct LaidFields {
    std::vector<LaidField> fields;
    double label_line = 0, value_line = 0;  // the baselines of all fields' first lines, from the top
    double height = 0;
};

// Labels stand on one line, values on another, whatever their scripts; then it's known how high the row is.
void align(LaidFields& row, double padding) {
    double labels_end = 0;
    for (const auto& field : row.fields) row.label_line = std::max(row.label_line, padding + field.label->baseline);
    for (const auto& field : row.fields)
        labels_end = std::max(labels_end, row.label_line - field.label->baseline + field.label->height);
    for (const auto& field : row.fields)
        if (field.value) row.value_line = std::max(row.value_line, labels_end + field.value->baseline);
    row.height = std::max(row.height, labels_end + padding);
    for (const auto& field : row.fields)
        if (field.value)
            row.height = std::max(row.height, row.value_line - field.value->baseline + field.value->height + padding);
}

LaidFields lay_fields(const std::vector<OfficeField>& row, const OfficeFields& look, double value_pt,
                      const OfficeTypesetter& setter, const OfficeArea& area) {
    LaidFields out;
    double shares = 0;
    for (const auto& field : row) shares += std::max(1, field.share);
    const double padding = look.boxed ? field_padding : 0;
    double x = area.left;
    for (const auto& field : row) {
        LaidField one{.x = x, .width = area.width * std::max(1, field.share) / shares};
        const double inner = one.width - (look.boxed ? 2 * padding : 3 * mm);
        one.label = laid(setter, field.label, {.size_pt = 8.5}, inner);
        if (!field.value.empty())
            one.value = laid(setter, field.value, {.size_pt = value_pt, .bold = look.strong}, inner);
        x += one.width;
        out.height = std::max(out.height, field.height_mm * mm);
        out.fields.push_back(std::move(one));
    }
    align(out, look.boxed ? field_padding_above : 0);
    return out;
}

// Of a size at which it's no higher than half a page.
LaidFields lay_fields_to_fit(const std::vector<OfficeField>& row, const OfficeFields& look,
                             const OfficeTypesetter& setter, const OfficeArea& area) {
    double size = look.strong ? 15 : 11.5;
    auto out = lay_fields(row, look, size, setter, area);
    for (; out.height > area.height / 2 && size > least_size_pt; size *= 0.85)
        out = lay_fields(row, look, size, setter, area);
    return out;
}

FlowPiece fields_piece(const std::vector<OfficeField>& row, const OfficeFields& look, const OfficeTypesetter& setter,
                       const OfficeArea& area) {
    const auto laid_row = std::make_shared<const LaidFields>(lay_fields_to_fit(row, look, setter, area));
    return {.height = laid_row->height, .draw = [laid_row, boxed = look.boxed](cairo_t* cairo, double y) {
                const double padding = boxed ? field_padding : 0;
                for (const auto& field : laid_row->fields) {
                    if (boxed) draw_box(cairo, field.x, y, field.width, laid_row->height, 0.8);
                    const double x = field.x + padding;
                    draw_text(cairo, *field.label, x, y + laid_row->label_line - field.label->baseline);
                    if (field.value)
                        draw_text(cairo, *field.value, x, y + laid_row->value_line - field.value->baseline);
                }
            }};
}

void draw_code(cairo_t* cairo, const QrSymbol& symbol, double x, double y) {
    const double module = code_side / symbol.side;
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE);
    for (int row = 0; row < symbol.side; ++row)
        for (int column = 0; column < symbol.side; ++column)
            if (symbol.at(row, column)) cairo_rectangle(cairo, x + column * module, y + row * module, module, module);
    cairo_fill(cairo);
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_DEFAULT);
}

Result<FlowPiece> code_piece(const OfficeCode& code, const OfficeTypesetter& setter, const OfficeArea& area) {
    auto symbol = encode_qr(code.content);
    if (!symbol) return tl::unexpected(symbol.error());
    const auto shared = std::make_shared<const QrSymbol>(*std::move(symbol));
    // The quiet zone of four modules on each side stays white (ISO/IEC 18004 §5.3.8).
    const double quiet = quiet_zone_modules * code_side / shared->side;
    const double text_x = area.left + code_side + quiet + 2 * mm;
    const double text_width = area.left + area.width - text_x;
    const auto head = laid(setter, code.head, {.size_pt = 15, .bold = true}, text_width);
    const auto text = laid(setter, code.text, {.size_pt = 11}, text_width);
    const double height = std::max(code_side, head->height + text->height + 1 * mm);
    return FlowPiece{.height = height + quiet,
                     .gap = quiet,
                     .draw = [shared, head, text, text_x, x = area.left](cairo_t* cairo, double y) {
                         draw_code(cairo, *shared, x, y);
                         draw_text(cairo, *head, text_x, y);
                         draw_text(cairo, *text, text_x, y + head->height + 1 * mm);
                     }};
}

class PieceMaker {
  public:
    PieceMaker(const OfficeTypesetter& setter, const OfficeArea& area, std::vector<FlowPiece>& pieces)
        : setter_(setter), area_(area), pieces_(pieces) {}

    Result<> operator()(const OfficeHeading& heading) {
        pieces_.push_back(heading_piece(heading, setter_, area_));
        return {};
    }
    Result<> operator()(const OfficeParagraph& paragraph) {
        pieces_.push_back(paragraph_piece(paragraph, setter_, area_));
        return {};
    }
    Result<> operator()(const OfficeFields& fields) {
        double gap = !pieces_.empty() && pieces_.back().stays_with_next ? 0.5 * mm : 3 * mm;
        for (const auto& row : fields.rows) {
            if (row.empty()) continue;
            pieces_.push_back(fields_piece(row, fields, setter_, area_));
            pieces_.back().gap = gap;
            pieces_.back().stays_with_next = fields.together;
            gap = fields.boxed ? 0 : 2.5 * mm;
        }
        if (!pieces_.empty() && fields.together) pieces_.back().stays_with_next = false;
        return {};
    }
    Result<> operator()(const OfficeTable& table) { return add_table(table, setter_, area_, pieces_); }
    Result<> operator()(const OfficeCode& code) {
        auto piece = code_piece(code, setter_, area_);
        if (!piece) return tl::unexpected(piece.error());
        pieces_.push_back(*std::move(piece));
        return {};
    }

  private:
    const OfficeTypesetter& setter_;
    const OfficeArea& area_;
    std::vector<FlowPiece>& pieces_;
};

}  // namespace

void draw_rule(cairo_t* cairo, double x, double y, double width, double thickness) {
    cairo_set_line_width(cairo, thickness);
    cairo_move_to(cairo, x, y);
    cairo_line_to(cairo, x + width, y);
    cairo_stroke(cairo);
}

void draw_box(cairo_t* cairo, double x, double y, double width, double height, double thickness) {
    cairo_set_line_width(cairo, thickness);
    cairo_rectangle(cairo, x, y, width, height);
    cairo_stroke(cairo);
}

FlowPiece title_piece(const OfficeDocument& document, const OfficeTypesetter& setter, const OfficeArea& area) {
    const double figure_width = document.figure.empty() ? 0 : 48 * mm;
    const double width = area.width - figure_width - (figure_width > 0 ? 4 * mm : 0);
    const auto title = laid(setter, document.title, {.size_pt = 26, .bold = true}, width);
    const auto subtitle = laid(setter, document.subtitle, {.size_pt = 12}, width);
    SharedText figure, label;
    if (figure_width > 0) {
        figure = laid(setter, document.figure, {.size_pt = 36, .bold = true}, figure_width);
        label = laid(setter, document.figure_label, {.size_pt = 11}, figure_width);
    }
    const double height = std::max(title->height + subtitle->height, height_of(figure) + height_of(label)) + 3 * mm;
    return {.height = height, .draw = [=](cairo_t* cairo, double y) {
                draw_text(cairo, *title, area.left, y);
                draw_text(cairo, *subtitle, area.left, y + title->height);
                draw_rule(cairo, area.left, y + height - 1, area.width, 2.4);
                const double right = area.left + area.width;
                if (!figure) return;
                draw_text(cairo, *figure, right - figure->width, y);
                draw_text(cairo, *label, right - label->width, y + figure->height);
            }};
}

Result<> add_pieces(const OfficeBlock& block, const OfficeTypesetter& setter, const OfficeArea& area,
                    std::vector<FlowPiece>& pieces) {
    return std::visit(PieceMaker{setter, area, pieces}, block);
}

}  // namespace printing
