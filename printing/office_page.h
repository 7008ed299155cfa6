// Lists and forms for an office printer, A4 or Letter: a document of stacked blocks becomes a PDF of numbered pages
// with text that can be selected, its fonts within. Pango sets the text, cairo writes the PDF; this only stacks.
//
//     const auto pdf = render_office_pdf({.title = "Roll call", .blocks = {OfficeTable{…}}}, OfficePaper::a4);
//
// Promises: a row is never cut by a page's end, a table's heads stand on each of its pages, a heading never stands
// alone at the foot of a page, no text is cut at any width: it wraps. Text of any script, mixed.
// Thread: any. Blocks: some milliseconds of computing a page.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "printing/medium.h"
#include "printing/result.h"

namespace printing {

inline constexpr double office_margin_mm = 15;              // every office printer reaches this far
inline constexpr std::size_t office_characters_max = 1200;  // of one text; what is longer ends in "…"
inline constexpr std::size_t office_rows_max = 20'000;      // of one document

enum class OfficePaper { a4, letter };
[[nodiscard]] std::string_view name_of(OfficePaper paper);  // "A4", "Letter"
[[nodiscard]] Medium medium_of(OfficePaper paper);          // ISO 216, ANSI/ASME Y14.1

struct OfficeHeading {
    std::string text;
};

struct OfficeParagraph {
    std::string text;
    bool warning = false;  // in a box of strong lines
};

// Boxes with a small label and the value under it, or room to write where the value is empty.
struct OfficeField {
    std::string label;
    std::string value;
    int share = 1;         // of its row's width
    double height_mm = 0;  // at least
};
struct OfficeFields {
    std::vector<std::vector<OfficeField>> rows;
    bool boxed = true;      // a form's lines; without them: facts that are only read
    bool strong = false;    // values in larger type
    bool together = false;  // on one page
};

struct OfficeCell {
    std::string text;
    std::string detail;  // smaller, under it
};
enum class OfficeColumnKind { text, number, tick };  // tick: an empty box for a pen, whatever the cell says
struct OfficeColumn {
    std::string head;
    double share = 1;  // of the width that ticks leave
    OfficeColumnKind kind = OfficeColumnKind::text;
    bool strong = false;
};
struct OfficeGroup {
    std::string head;                           // empty: the rows follow on
    std::string continued;                      // what the head says on a further page; empty: the same
    std::vector<std::vector<OfficeCell>> rows;  // as many cells as there are columns
};
struct OfficeTable {
    std::vector<OfficeColumn> columns;
    std::vector<OfficeGroup> groups;
    double text_pt = 10;
    double row_height_mm = 0;  // at least
};

// A QR symbol at the left, what it's for at its right.
struct OfficeCode {
    std::string content;
    std::string head, text;
};

using OfficeBlock = std::variant<OfficeHeading, OfficeParagraph, OfficeFields, OfficeTable, OfficeCode>;

struct OfficeDocument {
    std::string title;
    std::string subtitle;              // under it, such as where and when
    std::string figure, figure_label;  // the one number that counts, large at the right; may be empty
    std::vector<OfficeBlock> blocks;
    std::string foot;             // at the left of each page's end; its number stands at the right
    std::string language = "en";  // BCP 47 or POSIX: which forms of shared Han characters
};

// Errors: bad_input for a row with another number of cells than columns, a code that is too long, too many rows.
[[nodiscard]] Result<std::string> render_office_pdf(const OfficeDocument& document, OfficePaper paper);

}  // namespace printing
