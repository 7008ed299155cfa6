// Fits text by measuring real layouts: a bounded binary search over tenths of a millimetre.
#include "printing/badge_text.h"

#include <algorithm>
#include <cmath>

namespace printing {
namespace {

constexpr double steps_per_mm = 10;

// Asked for before fontconfig's own order, which prefers DejaVu for some of these scripts.
constexpr const char* fallback_families =
    ",Noto Sans,Noto Sans Arabic,Noto Sans Hebrew,Noto Sans Thai,Noto Sans Devanagari";

bool is_unprintable(gunichar character) {
    const bool embedding =
        (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    return embedding || character == 0xFEFF || (g_unichar_iscntrl(character) != FALSE);
}

// A layout at one size, measured.
struct Measured {
    double width = 0;
    double height = 0;
    int lines = 0;
};

class Fitter {
  public:
    Fitter(cairo_t* cairo, const std::string& text, const TextStyle& style, double width, double height,
           double dots_per_mm)
        : layout_(pango_cairo_create_layout(cairo)),
          style_(style),
          width_(width),
          height_(height),
          dots_per_mm_(dots_per_mm) {
        PangoContext* context = pango_layout_get_context(layout_.get());
        const Handle<cairo_font_options_t, cairo_font_options_destroy> options(cairo_font_options_create());
        cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
        cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
        pango_cairo_context_set_font_options(context, options.get());
        pango_context_set_round_glyph_positions(context, FALSE);
        pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
        pango_layout_set_width(layout_.get(), static_cast<int>(std::floor(width_ * PANGO_SCALE)));
        pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD);
    }

    [[nodiscard]] FittedText fit() && {
        const int largest = steps(style_.size_mm);
        const int smallest = std::min(steps(style_.size_min_mm), largest);
        if (fits(largest)) return finish(largest);
        int low = smallest - 1;  // fits, as far as anything does
        int high = largest;      // doesn't
        // Letters grow with the size, so the lines measured tell where to look first.
        for (int next = likely_size(largest); high - low > 1; next = (low + high) / 2) {
            const bool likely = high == largest;
            const int tried = std::clamp(next, low + 1, high - 1);
            (fits(tried) ? low : high) = tried;
            if (likely && low == tried) break;
        }
        if (low < smallest) return cut_short(smallest);
        set_size(low);
        return finish(low);
    }

  private:
    static int steps(double mm) { return std::max(1, static_cast<int>(std::lround(mm * steps_per_mm))); }

    void set_size(int size) {
        const double dots = size / steps_per_mm * dots_per_mm_;
        const Handle<PangoFontDescription, pango_font_description_free> font(pango_font_description_new());
        pango_font_description_set_family(font.get(), (style_.family + fallback_families).c_str());
        pango_font_description_set_weight(font.get(), static_cast<PangoWeight>(style_.weight));
        pango_font_description_set_absolute_size(font.get(), dots * PANGO_SCALE);
        pango_layout_set_font_description(layout_.get(), font.get());
        const Handle<PangoAttrList, pango_attr_list_unref> attributes(pango_attr_list_new());
        if (style_.letter_spacing_em != 0)
            pango_attr_list_insert(attributes.get(), pango_attr_letter_spacing_new(static_cast<int>(std::lround(
                                                         style_.letter_spacing_em * dots * PANGO_SCALE))));
        pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
        pango_layout_set_attributes(layout_.get(), attributes.get());
    }

    [[nodiscard]] Measured measure() const {
        PangoRectangle logical{};
        pango_layout_get_extents(layout_.get(), nullptr, &logical);
        return {.width = static_cast<double>(logical.width) / PANGO_SCALE,
                .height = static_cast<double>(logical.height) / PANGO_SCALE,
                .lines = pango_layout_get_line_count(layout_.get())};
    }

    [[nodiscard]] bool fits(int size) {
        set_size(size);
        const Measured measured = measure();
        return measured.width <= width_ && measured.height <= height_ && measured.lines <= style_.lines_max;
    }

    // The largest size at which the words, were they broken anywhere, would fit: never less than what fits. Told from
    // the lines as they are laid out now.
    [[nodiscard]] int likely_size(int size_now) const {
        double one_line = 0;
        for (const GSList* line = pango_layout_get_lines_readonly(layout_.get()); line != nullptr;
             line = line->next) {
            PangoRectangle logical{};
            pango_layout_line_get_extents(static_cast<PangoLayoutLine*>(line->data), nullptr, &logical);
            one_line += static_cast<double>(logical.width) / PANGO_SCALE;
        }
        const double line_height = measure().height / pango_layout_get_line_count(layout_.get());
        for (int size = size_now; size > 1; --size) {
            const double share = static_cast<double>(size) / size_now;
            const double lines = std::ceil(one_line * share / width_);
            if (lines <= style_.lines_max && lines * line_height * share <= height_) return size;
        }
        return 1;
    }

    // The smallest size still is too large: break words anywhere, and end the last line that fits with an ellipsis.
    [[nodiscard]] FittedText cut_short(int size) {
        set_size(size);
        pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(layout_.get(), PANGO_ELLIPSIZE_END);
        for (int lines = style_.lines_max; lines >= 1; --lines) {
            pango_layout_set_height(layout_.get(), -lines);
            if (measure().height <= height_) break;
        }
        return finish(size);
    }

    [[nodiscard]] FittedText finish(int size) {
        align();
        const Measured measured = measure();
        FittedText fitted;
        fitted.size_mm = size / steps_per_mm;
        fitted.lines = measured.lines;
        fitted.ellipsized = pango_layout_is_ellipsized(layout_.get()) != FALSE;
        fitted.width_dots = measured.width;
        fitted.height_dots = measured.height;
        fitted.layout = std::move(layout_);
        return fitted;
    }

    // Start is the left edge for every script, so that an Arabic name stands in line with the rows under it.
    void align() {
        const bool right_to_left = pango_layout_get_direction(layout_.get(), 0) == PANGO_DIRECTION_RTL;
        PangoAlignment alignment = PANGO_ALIGN_CENTER;
        if (style_.align == Align::start) alignment = right_to_left ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
        if (style_.align == Align::end) alignment = right_to_left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
        pango_layout_set_alignment(layout_.get(), alignment);
    }

    LayoutHandle layout_;
    const TextStyle& style_;
    double width_;
    double height_;
    double dots_per_mm_;
};

}  // namespace

std::string printable(std::string_view raw) {
    constexpr std::size_t bytes_max = 6 * field_characters_max;
    const bool cut_bytes = raw.size() > bytes_max;
    const Handle<char, g_free> valid(
        g_utf8_make_valid(raw.data(), static_cast<gssize>(std::min(raw.size(), bytes_max))));
    std::string text;
    long characters = 0;
    bool pending_space = false;
    for (const char* at = valid.get(); *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar character = g_utf8_get_char(at);
        if (g_unichar_isspace(character) != FALSE) {
            pending_space = !text.empty();
            continue;
        }
        if (is_unprintable(character)) continue;
        if (++characters > field_characters_max) return text + "…";
        if (pending_space) text += ' ';
        pending_space = false;
        text.append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
    }
    return cut_bytes ? text + "…" : text;
}

FittedText fit_text(cairo_t* cairo, const std::string& text, const TextStyle& style, double width_dots,
                    double height_dots, double dots_per_mm) {
    return Fitter(cairo, text, style, width_dots, height_dots, dots_per_mm).fit();
}

}  // namespace printing
