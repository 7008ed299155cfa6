// A badge's look: an SVG drawn by a designer, in which named, invisible boxes say where the fields go.
//
// The SVG has its real size in mm, cm, in or pt (`width="85.6mm" height="54mm"`), and boxes found by id, each a shape
// (rect, path, polygon, circle, ellipse), upright:
//     type, valid-until, name, company, host, zones, escort, code, qr     needed
//     host-label, photo, logo                                             may be missing
// Boxes only say where; they themselves aren't drawn, whatever their fill. No two may overlap, none may be hidden or
// leave the badge. `escort` shows a mark where the visitor must be escorted, else nothing; `qr` includes the quiet
// zone of 4 modules, so 28.6 mm let a version 8 symbol have 4 dots a module at 203 dpi; below 14.5 mm it is refused.
// Everything else in the SVG is artwork, drawn as it is (text as well). A group that Inkscape labels `sample` (or
// with that id) is never drawn: what helps the designer goes there.
//
// Layers: groups whose Inkscape label or id is `look-NAME` are drawn for that look alone, and groups labelled
// `ink-colour` or `ink-black` (or of that class) for printers with and without colours; they may lie hidden in the
// file. A file without look layers is drawn as it is. Inside such a layer a shape with data-box="NAME" takes the
// place of the box NAME, so that a look can have a box of another place or style.
//
// A text box carries its style in attributes of its own (lengths in mm):
//     data-size="7.8"        largest height of the letters' em         data-min-size="2.4"   smallest
//     data-lines="2"         lines allowed                             data-weight="400"     100 to 900
//     data-align="start"     start | center | end (physical: start is left)
//     data-valign="middle"   top | middle | bottom                     data-color="#17212B"
//     data-spacing="0.1"     between letters, in em                    data-family="Inter"
//     data-mark-color="#6B4000" data-mark-fill="#FFF1D6"     lines and ground of the escort's mark (escort only)
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "printing/result.h"

namespace printing {

// Millimetres from the badge's top left corner.
struct BoxMillimetres {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

struct Colour {
    double red = 0;  // each 0 to 1, sRGB
    double green = 0;
    double blue = 0;
};

enum class Align { start, center, end };
enum class VerticalAlign { top, middle, bottom };

struct TextStyle {
    std::string family = "Inter";
    double size_mm = 3.0;
    double size_min_mm = 1.8;
    int lines_max = 1;
    int weight = 400;
    Align align = Align::start;
    VerticalAlign vertical_align = VerticalAlign::middle;
    Colour colour;
    double letter_spacing_em = 0;
    std::optional<Colour> mark_colour;
    std::optional<Colour> mark_fill;
};

struct TemplateBox {
    std::string id;
    BoxMillimetres box;
    TextStyle style;
};

// What the printer has: a drawing may look otherwise without colours.
enum class Inks { colour, black };
// How many tones it lays down by itself.
enum class Tones { continuous, black_and_white };

// Which layers of a file are drawn.
struct LookChoice {
    std::string look = "visitor";
    Inks inks = Inks::colour;
};

struct TemplateArtwork;  // the parsed SVG

// Immutable once read; copies share the artwork. Thread: any (drawing the artwork is serialised inside).
class BadgeTemplate {
  public:
    // Blocks: one read of a local file of at most `template_bytes_max`.
    // Errors: storage; bad_template names the box that is missing, hidden, outside, overlapped or too small for a
    // code, and says what to do.
    [[nodiscard]] static Result<BadgeTemplate> read(const std::filesystem::path& file, const LookChoice& choice = {});
    // The same from the SVG's text. Files that the SVG refers to are never loaded.
    [[nodiscard]] static Result<BadgeTemplate> parse(std::string_view svg, const LookChoice& choice = {});

    [[nodiscard]] double width_mm() const { return width_mm_; }
    [[nodiscard]] double height_mm() const { return height_mm_; }
    // nullptr for a box that this template doesn't have; never for a needed one.
    [[nodiscard]] const TemplateBox* box(std::string_view id) const;
    // Outlives the template where somebody keeps it.
    [[nodiscard]] std::shared_ptr<const TemplateArtwork> shared_artwork() const { return artwork_; }

  private:
    BadgeTemplate() = default;

    double width_mm_ = 0;
    double height_mm_ = 0;
    std::vector<TemplateBox> boxes_;
    std::shared_ptr<const TemplateArtwork> artwork_;
};

inline constexpr std::size_t template_bytes_max = 1'000'000;

// What can be told of a template without choosing a look. `looks` is empty for a drawing of one look.
struct TemplateOutline {
    double width_mm = 0;
    double height_mm = 0;
    std::vector<std::string> looks;
};

// Errors: bad_template for what isn't an SVG with a real size.
[[nodiscard]] Result<TemplateOutline> outline_of(std::string_view svg);
// At most template_bytes_max + 1 bytes of the file. Errors: storage.
[[nodiscard]] Result<std::string> read_template_file(const std::filesystem::path& file);

}  // namespace printing
