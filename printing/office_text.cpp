// Pango layouts on a context without hinting: the same line breaks whatever printer they go to.
#include "printing/office_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "printing/office_page.h"

namespace printing {
namespace {

// After the house's face those that fontconfig would otherwise pass over for DejaVu.
// Han characters have other forms in Taiwan, Hong Kong, Japan and Korea.
std::string families_of(const std::string& tag) {
    const char* han = "Noto Sans CJK SC";
    if (tag.starts_with("ja")) han = "Noto Sans CJK JP";
    if (tag.starts_with("ko")) han = "Noto Sans CJK KR";
    if (tag.starts_with("zh-TW") || tag.starts_with("zh-Hant")) han = "Noto Sans CJK TC";
    if (tag.starts_with("zh-HK")) han = "Noto Sans CJK HK";
    return fmt::format("Inter,Noto Sans,{},Noto Sans Arabic,Noto Sans Hebrew,Noto Sans Thai,Noto Sans Devanagari",
                       han);
}

bool is_left_out(gunichar character) {
    const bool embedding =
        (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    return embedding || character == 0xFEFF || g_unichar_iscntrl(character) != FALSE;
}

double points(int pango_units) {
    return static_cast<double>(pango_units) / PANGO_SCALE;
}

// "zh_CN" -> "zh-CN"
std::string tag_of(std::string language) {
    std::ranges::replace(language, '_', '-');
    return language;
}

}  // namespace

std::string office_text(std::string_view raw) {
    const Handle<char, g_free> valid(g_utf8_make_valid(raw.data(), static_cast<gssize>(raw.size())));
    std::string text;
    std::size_t characters = 0;
    bool pending_space = false;
    for (const char* at = valid.get(); *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar character = g_utf8_get_char(at);
        // A no-break space holds a number and its unit together.
        if (character != 0xA0 && g_unichar_isspace(character) != FALSE) {
            pending_space = !text.empty();
            continue;
        }
        if (is_left_out(character)) continue;
        if (++characters > office_characters_max) return text + "…";
        if (pending_space) text += ' ';
        pending_space = false;
        text.append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
    }
    return text;
}

OfficeTypesetter::OfficeTypesetter(std::string language)
    : context_(pango_font_map_create_context(pango_cairo_font_map_get_default())) {
    const auto tag = tag_of(std::move(language));
    families_ = families_of(tag);
    const Handle<cairo_font_options_t, cairo_font_options_destroy> options(cairo_font_options_create());
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(context_.get(), options.get());
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    pango_context_set_language(context_.get(), pango_language_from_string(tag.c_str()));
}

LaidText OfficeTypesetter::lay(std::string_view raw, const OfficeType& type, double width) const {
    const auto text = office_text(raw);
    LaidText laid{.layout = Handle<PangoLayout, g_object_unref>(pango_layout_new(context_.get()))};
    PangoLayout* layout = laid.layout.get();
    const Handle<PangoFontDescription, pango_font_description_free> font(pango_font_description_new());
    pango_font_description_set_family(font.get(), families_.c_str());
    pango_font_description_set_weight(font.get(), type.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font.get(), type.size_pt * PANGO_SCALE);
    pango_layout_set_font_description(layout, font.get());
    const Handle<PangoAttrList, pango_attr_list_unref> attributes(pango_attr_list_new());
    pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
    pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("tnum"));
    pango_layout_set_attributes(layout, attributes.get());
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, static_cast<int>(std::floor(width * PANGO_SCALE)));
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    // To Pango, "left" is where a line of that direction begins.
    const bool right_to_left = pango_layout_get_direction(layout, 0) == PANGO_DIRECTION_RTL;
    pango_layout_set_alignment(layout, right_to_left ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    PangoRectangle logical{};
    pango_layout_get_extents(layout, nullptr, &logical);
    laid.width = points(logical.width);
    laid.height = points(logical.height);
    laid.baseline = points(pango_layout_get_baseline(layout));
    return laid;
}

void draw_text(cairo_t* cairo, const LaidText& text, double x, double y) {
    cairo_move_to(cairo, x, y);
    pango_cairo_show_layout(cairo, text.layout.get());
}

}  // namespace printing
