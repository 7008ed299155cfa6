// The PDF of an office document: body, foot and number of each page.
#include "printing/office_page.h"

#include <cairo/cairo-pdf.h>
#include <fmt/format.h>

#include "printing/cairo_bytes.h"
#include "printing/office_flow.h"
#include "printing/office_pieces.h"
#include "printing/office_text.h"

namespace printing {
namespace {

constexpr double foot_gap = 4 * mm;
constexpr double number_width = 22 * mm;
constexpr OfficeType foot_type{.size_pt = 8.5};

struct Sheet {
    double width = 0, height = 0;
    double margin = office_margin_mm * mm;
    LaidText foot;

    [[nodiscard]] double foot_top() const { return height - margin - foot.height; }
    [[nodiscard]] double bottom() const { return foot_top() - foot_gap; }
    [[nodiscard]] OfficeArea area() const {
        return {.left = margin, .width = width - 2 * margin, .height = bottom() - margin};
    }
};

Sheet sheet_for(const OfficeDocument& document, OfficePaper paper, const OfficeTypesetter& setter) {
    const auto medium = medium_of(paper);
    Sheet sheet{.width = medium.width_mm * mm, .height = medium.height_mm * mm};
    sheet.foot = setter.lay(document.foot, foot_type, sheet.width - 2 * sheet.margin - number_width);
    return sheet;
}

void draw_foot(cairo_t* cairo, const Sheet& sheet, const OfficeTypesetter& setter, std::size_t page,
               std::size_t pages) {
    const auto area = sheet.area();
    draw_rule(cairo, area.left, sheet.foot_top() - 1 * mm, area.width, 0.5);
    draw_text(cairo, sheet.foot, area.left, sheet.foot_top());
    const auto number = setter.lay(fmt::format("{} / {}", page, pages), foot_type, number_width);
    const double line = sheet.foot_top() + sheet.foot.baseline;
    draw_text(cairo, number, area.left + area.width - number.width, line - number.baseline);
}

Result<std::string> draw_pages(const std::vector<FlowPage>& pages, const OfficeDocument& document, const Sheet& sheet,
                               const OfficeTypesetter& setter) {
    std::string bytes;
    const Handle<cairo_surface_t, cairo_surface_destroy> surface(
        cairo_pdf_surface_create_for_stream(append_bytes, &bytes, sheet.width, sheet.height));
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, office_text(document.title).c_str());
    const Handle<cairo_t, cairo_destroy> cairo(cairo_create(surface.get()));
    for (std::size_t i = 0; i < pages.size(); ++i) {
        for (const auto& placed : pages[i]) placed.piece->draw(cairo.get(), placed.y);
        draw_foot(cairo.get(), sheet, setter, i + 1, pages.size());
        cairo_show_page(cairo.get());
    }
    cairo_surface_finish(surface.get());
    const auto status = cairo_status(cairo.get());
    if (status != CAIRO_STATUS_SUCCESS || cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
        return failure(FailureKind::bad_input,
                       fmt::format("The paper can't be written as a PDF: {}.", cairo_status_to_string(status)));
    return bytes;
}

}  // namespace

std::string_view name_of(OfficePaper paper) {
    return paper == OfficePaper::letter ? "Letter" : "A4";
}

Medium medium_of(OfficePaper paper) {
    switch (paper) {
        case OfficePaper::letter:
            return {.name = "na_letter_8.5x11in", .width_mm = 215.9, .height_mm = 279.4};
        case OfficePaper::a4:
            break;
    }
    return {.name = "iso_a4_210x297mm", .width_mm = 210, .height_mm = 297};
}

Result<std::string> render_office_pdf(const OfficeDocument& document, OfficePaper paper) {
    const OfficeTypesetter setter{document.language};
    const auto sheet = sheet_for(document, paper, setter);
    const auto area = sheet.area();
    std::vector<FlowPiece> pieces{title_piece(document, setter, area)};
    for (const auto& block : document.blocks)
        if (auto added = add_pieces(block, setter, area, pieces); !added) return tl::unexpected(added.error());
    return draw_pages(flow_onto_pages(pieces, sheet.margin, sheet.bottom()), document, sheet, setter);
}

}  // namespace printing
