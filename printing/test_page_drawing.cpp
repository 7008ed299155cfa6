// Drawn in dots of the printer, so that a line of one dot is one dot.
#include "printing/test_page_drawing.h"

#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "printing/handles.h"
#include "printing/printable_text.h"
#include "printing/qr_symbol.h"
#include "printing/units.h"

namespace printing {
namespace {

constexpr double ruler_mm = 6.5;     // the frame's distance from the edge, with the ruler's ticks and numbers
constexpr double reference_mm = 54;  // a card's short side: on larger media all is drawn larger
constexpr double enlargement_max = 2;

using LayoutHandle = Handle<PangoLayout, g_object_unref>;

struct Box {
    double left = 0, top = 0, width = 0, height = 0;  // dots
    [[nodiscard]] double right() const { return left + width; }
    [[nodiscard]] double bottom() const { return top + height; }
};

enum class NotePlace { below, beside };

struct TextLook {
    double size_mm = 2.4;
    bool bold = false;
};

class Drawing {
  public:
    Drawing(cairo_t* cairo, const TestPage& page, const Medium& paper)
        : cairo_(cairo),
          page_(page),
          dots_per_mm_(page.format.dpi / mm_per_inch),
          unit_(std::clamp(std::min(paper.width_mm, paper.height_mm) / reference_mm, 1.0, enlargement_max)),
          width_(std::round(paper.width_mm * dots_per_mm_)),
          height_(std::round(paper.height_mm * dots_per_mm_)) {}

    Result<> draw() {
        cairo_set_antialias(cairo_, CAIRO_ANTIALIAS_NONE);
        cairo_set_source_rgb(cairo_, 1, 1, 1);
        cairo_paint(cairo_);
        cairo_set_source_rgb(cairo_, 0, 0, 0);
        draw_edges();
        draw_rulers();
        const double inset = std::round((ruler_mm + 1.5) * dots_per_mm_);
        const Box inner{inset, inset, width_ - 2 * inset, height_ - 2 * inset};
        const double strip = std::round(mm(7.5));
        const Box upper{inner.left, inner.top, inner.width, inner.height - strip - mm(2)};
        draw_dots({inner.left, inner.bottom() - strip, inner.width, strip});
        // Words beside the code where there is room, else above it.
        if (upper.width > upper.height) {
            const double code = std::floor(std::min(mm(22), upper.height - mm(6)));
            draw_words({upper.left, upper.top, upper.width - code - mm(3), upper.height});
            return draw_code({upper.right() - code, upper.top, code, upper.height}, NotePlace::below);
        }
        const double code = std::floor(std::min(mm(22), upper.width * 0.6));
        draw_words({upper.left, upper.top, upper.width, upper.height - code - mm(2)});
        return draw_code({upper.left, upper.bottom() - code, upper.width, code}, NotePlace::beside);
    }

  private:
    [[nodiscard]] double mm(double length) const { return length * unit_ * dots_per_mm_; }

    void fill(double left, double top, double width, double height) {
        cairo_rectangle(cairo_, std::round(left), std::round(top), std::max(1.0, std::round(width)),
                        std::max(1.0, std::round(height)));
        cairo_fill(cairo_);
    }

    // What is cut off of it shows where the printer can't print.
    void draw_edges() {
        const double line = std::max(1.0, std::round(0.25 * dots_per_mm_));
        fill(0, 0, width_, line);
        fill(0, height_ - line, width_, line);
        fill(0, 0, line, height_);
        fill(width_ - line, 0, line, height_);
    }

    void draw_rulers() {
        const double line = std::max(1.0, std::round(0.12 * dots_per_mm_));
        const auto reach = [](int tick) { return tick % 10 == 0 ? 3.0 : tick % 5 == 0 ? 2.2 : 1.4; };
        const int across = static_cast<int>(width_ / dots_per_mm_);
        const int along = static_cast<int>(height_ / dots_per_mm_);
        for (int tick = 1; tick < across; ++tick) {
            const double at = std::round(tick * dots_per_mm_);
            fill(at, 0, line, reach(tick) * dots_per_mm_);
            if (tick % 10 == 0 && tick + 5 < across) number(tick, at, 3.2 * dots_per_mm_, true);
        }
        for (int tick = 1; tick < along; ++tick) {
            const double at = std::round(tick * dots_per_mm_);
            fill(0, at, reach(tick) * dots_per_mm_, line);
            if (tick % 10 == 0 && tick + 5 < along) number(tick, 3.4 * dots_per_mm_, at, false);
        }
    }

    // Rulers show real millimetres, so their numbers don't grow with the page.
    void number(int value, double left, double top, bool centred) {
        const LayoutHandle layout = lay_out(fmt::format("{}", value), {.size_mm = 2.2 / unit_}, -1);
        int width = 0;
        int height = 0;
        pango_layout_get_pixel_size(layout.get(), &width, &height);
        cairo_move_to(cairo_, centred ? left - width / 2.0 : left, centred ? top : top - height / 2.0);
        show(layout.get());
    }

    [[nodiscard]] LayoutHandle lay_out(const std::string& text, const TextLook& look, double width) const {
        LayoutHandle layout(pango_cairo_create_layout(cairo_));
        const Handle<PangoFontDescription, pango_font_description_free> font(
            pango_font_description_from_string(look.bold ? "Inter Bold" : "Inter Medium"));
        pango_font_description_set_absolute_size(font.get(), mm(look.size_mm) * PANGO_SCALE);
        pango_layout_set_font_description(layout.get(), font.get());
        if (width > 0) {
            pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
            pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        }
        pango_layout_set_text(layout.get(), text.c_str(), -1);
        return layout;
    }

    void show(PangoLayout* layout) { pango_cairo_show_layout(cairo_, layout); }

    // Answers the height of the line.
    double line(const std::string& text, const TextLook& look, double left, double top, double width) {
        const LayoutHandle layout = lay_out(text, look, width);
        int height = 0;
        pango_layout_get_pixel_size(layout.get(), nullptr, &height);
        cairo_move_to(cairo_, left, top);
        show(layout.get());
        return height;
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> facts() const {
        const auto& medium = page_.medium;
        const auto kind = page_.format.type == RasterType::black_1   ? "black"
                          : page_.format.type == RasterType::sgray_8 ? "gray"
                                                                     : "colour";
        return {{"Queue", page_.queue},
                {"Printer", page_.make_and_model.empty() ? "doesn't say" : page_.make_and_model},
                {"Medium", fmt::format("{:g} × {:g} mm", medium.width_mm, medium.height_mm)},
                {"", medium.name},
                {"Dots", page_.format.raster ? fmt::format("{} dpi {} raster", page_.format.dpi, kind)
                                             : fmt::format("{} dpi PDF", page_.format.dpi)},
                {"Printed", page_.printed_at}};
    }

    void draw_words(const Box& box) {
        double top = box.top;
        top += line("Printer test", {.size_mm = 4.2, .bold = true}, box.left, top, box.width) + mm(0.8);
        const double label_width = mm(10.5);
        for (const auto& [label, value] : facts()) {
            constexpr double row_mm = 3.3;
            if (top + mm(row_mm) > box.bottom()) return;
            line(label, {.size_mm = 2.1}, box.left, top + mm(0.15), label_width);
            line(printable_text(value, 120), {.size_mm = 2.3, .bold = true}, box.left + label_width, top,
                 box.width - label_width);
            top += mm(row_mm);
        }
    }

    // The symbol in whole dots, and what it is for.
    Result<> draw_code(const Box& box, NotePlace place) {
        const auto symbol = encode_qr(test_token(page_));
        if (!symbol) return tl::unexpected(symbol.error());
        const auto dots = module_dots_for_print(*symbol, std::min(box.width, box.height), dots_per_mm_);
        if (!dots) return tl::unexpected(dots.error());
        const double side = static_cast<double>(symbol->side) * *dots;
        const double quiet = static_cast<double>(quiet_zone_modules) * *dots;
        const bool below = place == NotePlace::below;
        const double left = std::round(box.right() - side);
        const double top = std::round(below ? box.top + mm(1) : box.bottom() - side - std::max(0.0, quiet - mm(2)));
        for (int row = 0; row < symbol->side; ++row)
            for (int column = 0; column < symbol->side; ++column)
                if (symbol->at(row, column))
                    cairo_rectangle(cairo_, left + column * *dots, top + row * *dots, *dots, *dots);
        cairo_fill(cairo_);
        double at = below ? top + side + quiet : top + side / 2 - mm(3);
        for (const char* text : {"A test:", "opens no gate"})
            at += line(text, {.size_mm = 2.3}, below ? left : box.left, at, -1);
        return {};
    }

    // Lines of 1, 2, 3 and 4 dots, then tones of an eighth to three quarters.
    void draw_dots(const Box& box) {
        constexpr int patches = 8;
        const double gap = std::round(mm(0.9));
        const double width = std::floor((box.width - gap * (patches - 1)) / patches);
        const double height = box.height - mm(3);
        static constexpr std::array labels{"1", "2", "3", "4", "⅛", "¼", "½", "¾"};
        for (int patch = 0; patch < patches; ++patch) {
            const double left = box.left + patch * (width + gap);
            const Box area{std::round(left), std::round(box.top), width, std::round(height)};
            if (patch < 4)
                draw_lines(area, patch + 1);
            else
                draw_tone(area, patch - 4);
            line(labels[static_cast<std::size_t>(patch)], {.size_mm = 2.1}, left, area.bottom() + mm(0.3), -1);
        }
    }

    // Upright above, lying below.
    void draw_lines(const Box& area, int dots) {
        const double half = std::floor(area.height / 2);
        for (double x = area.left; x + dots <= area.right(); x += 2 * dots) fill(x, area.top, dots, half);
        for (double y = area.top + half; y + dots <= area.bottom(); y += 2 * dots)
            fill(area.left, y, area.width, dots);
    }

    // Clusters of 2 × 2 dots: a thermal head burns single ones as larger.
    void draw_tone(const Box& area, int tone) {
        static constexpr std::array<std::array<int, 8>, 4> filled{
            {{1, 0, 0, 0, 0, 0, 0, 0}, {1, 0, 0, 0, 0, 0, 1, 0}, {1, 0, 1, 0, 0, 1, 0, 1}, {1, 1, 1, 0, 1, 0, 1, 1}}};
        constexpr int cell = 2;
        for (int row = 0; (row + 1) * cell <= static_cast<int>(area.height); ++row)
            for (int column = 0; (column + 1) * cell <= static_cast<int>(area.width); ++column) {
                const auto place = static_cast<std::size_t>((row % 2) * 4 + column % 4);
                if (filled[static_cast<std::size_t>(tone)][place] != 0)
                    cairo_rectangle(cairo_, area.left + column * cell, area.top + row * cell, cell, cell);
            }
        cairo_fill(cairo_);
    }

    cairo_t* cairo_;
    const TestPage& page_;
    double dots_per_mm_;
    double unit_;
    double width_;
    double height_;
};

}  // namespace

Result<> draw_test_marks(cairo_t* cairo, const TestPage& page, const Medium& paper) {
    return Drawing(cairo, page, paper).draw();
}

}  // namespace printing
