// Shaping and rasterising with Pango and cairo.
#include "kiosk/ui/text.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include "kiosk/base/ensure.h"

namespace vestibule::ui {
namespace {

struct TextReleaser {
    void operator()(cairo_surface_t* s) const { cairo_surface_destroy(s); }
    void operator()(cairo_t* c) const { cairo_destroy(c); }
    void operator()(PangoFontDescription* d) const { pango_font_description_free(d); }
    void operator()(PangoAttrList* l) const { pango_attr_list_unref(l); }
    void operator()(FcPattern* p) const { FcPatternDestroy(p); }
    void operator()(FcFontSet* s) const { FcFontSetDestroy(s); }
};
template <class T>
using OwnedText = std::unique_ptr<T, TextReleaser>;

PangoWeight pango_weight(Weight weight) {
    switch (weight) {
        case Weight::regular:
            return PANGO_WEIGHT_NORMAL;
        case Weight::medium:
            return PANGO_WEIGHT_MEDIUM;
        case Weight::semibold:
            return PANGO_WEIGHT_SEMIBOLD;
        case Weight::bold:
            return PANGO_WEIGHT_BOLD;
    }
    return PANGO_WEIGHT_NORMAL;
}

// Without the second family, Han letters in an English sentence would take whichever form fontconfig meets first.
const char* families(std::string_view language) {
    if (language.starts_with("ja")) return "Inter, Noto Sans CJK JP";
    if (language.starts_with("ko")) return "Inter, Noto Sans CJK KR";
    if (language.starts_with("zh_TW") || language.starts_with("zh_HK")) return "Inter, Noto Sans CJK TC";
    return "Inter, Noto Sans CJK SC";
}

bool has_emoji(const std::string& text) {
    for (const char* at = text.c_str(); *at != 0; at = g_utf8_next_char(at)) {
        const auto c = g_utf8_get_char(at);
        if ((c >= 0x1F000 && c <= 0x1FAFF) || c == 0xFE0F) return true;
    }
    return false;
}

std::string valid_utf8(std::string_view text) {
    text = text.substr(0, shown_text_bytes_max);
    if (g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr)) return std::string{text};
    const std::unique_ptr<gchar, decltype(&g_free)> fixed{
        g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), &g_free};
    return fixed.get();
}

std::string key_of(const std::string& text, const TextSetting& s, const std::string& language) {
    return fmt::format("T{:.1f}|{}|{}|{:.0f}|{}|{}|{:.2f}|{:.3f}|{}|{}|{}", s.size_px, static_cast<int>(s.weight),
                       static_cast<int>(s.align), s.wrap_px, s.lines_max, s.tabular ? 1 : 0, s.line_height,
                       s.tracking, language, has_emoji(text) ? hex(s.emoji_ink) : "", text);
}

// Quotation marks and "…" are letters of Inter too, but in Chinese they are as wide as a Han letter.
void add_wide_marks(PangoAttrList* list, std::string_view text, std::string_view language) {
    if (!language.starts_with("zh")) return;
    for (const std::string_view mark : {"“", "”", "…"}) {
        for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size())) {
            auto* family = pango_attr_family_new("Noto Sans CJK SC");
            family->start_index = static_cast<guint>(at);
            family->end_index = static_cast<guint>(at + mark.size());
            pango_attr_list_insert(list, family);
        }
    }
}

OwnedText<PangoAttrList> attributes(const TextSetting& setting) {
    OwnedText<PangoAttrList> list{pango_attr_list_new()};
    const auto line = static_cast<int>(std::lround(setting.size_px * setting.line_height)) * PANGO_SCALE;
    pango_attr_list_insert(list.get(), pango_attr_line_height_new_absolute(line));
    if (setting.tabular) pango_attr_list_insert(list.get(), pango_attr_font_features_new("tnum=1"));
    if (setting.tracking != 0) {
        const auto spacing = static_cast<int>(setting.tracking * setting.size_px * PANGO_SCALE);
        pango_attr_list_insert(list.get(), pango_attr_letter_spacing_new(spacing));
    }
    return list;
}

std::vector<PangoLogAttr> borders(const std::string& text) {
    const auto letters = g_utf8_strlen(text.data(), static_cast<gssize>(text.size()));
    std::vector<PangoLogAttr> attrs(static_cast<std::size_t>(letters) + 1);
    pango_get_log_attrs(text.data(), static_cast<int>(text.size()), -1, pango_language_get_default(), attrs.data(),
                        static_cast<int>(attrs.size()));
    return attrs;
}

bool written_from_the_right(std::string_view language) {
    constexpr std::array<std::string_view, 4> such{"ar", "fa", "he", "ur"};
    return std::ranges::find(such, language.substr(0, 2)) != such.end();
}

// Of the text that is set. Pango's left is where a paragraph of its own direction begins.
PangoAlignment pango_alignment(PangoLayout* layout, Align align, std::string_view language) {
    if (align == Align::centre) return PANGO_ALIGN_CENTER;
    const bool from_the_right = pango_layout_get_direction(layout, 0) == PANGO_DIRECTION_RTL;
    const bool same_side = from_the_right == written_from_the_right(language);
    return (align == Align::start) == same_side ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
}

// An address is parted after its @ or before a dot, and within a word only where even that doesn't fit.
std::string with_places_to_part(std::string_view address) {
    constexpr std::string_view zero_width_space = "\u200B";
    std::string out;
    bool behind_at = false;
    for (const char c : address) {
        if (c == ' ') behind_at = false;
        if (c == '.' && behind_at) out += zero_width_space;
        out += c;
        if (c == '@') out += zero_width_space, behind_at = true;
    }
    return out;
}

}  // namespace

Result<> TextPainter::check_fonts() {
    const OwnedText<FcPattern> all{FcPatternCreate()};
    const OwnedText<FcFontSet> found{FcFontList(nullptr, all.get(), nullptr)};
    if (found && found->nfont > 0) return {};
    return ask_staff(
        "There are no fonts on this machine, so nothing could be read. Install them with: "
        "apt-get install fonts-inter fonts-noto-core fonts-noto-cjk");
}

TextPainter::TextPainter(SpriteCache& sprites) : sprites_{sprites} {
    map_ = pango_cairo_font_map_new();
    ensure(map_ != nullptr, "Pango has a font map");
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map_), 72);  // so that points are pixels
    context_ = pango_font_map_create_context(map_);
    pango_context_set_round_glyph_positions(context_, FALSE);
    auto* options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_, options);
    cairo_font_options_destroy(options);
    layout_ = pango_layout_new(context_);
}

TextPainter::~TextPainter() {
    g_object_unref(layout_);
    g_object_unref(context_);
    g_object_unref(map_);
}

void TextPainter::set_language(std::string_view language) {
    if (language == language_) return;
    language_ = language;
    std::string tag{language};
    std::replace(tag.begin(), tag.end(), '_', '-');
    pango_context_set_language(context_, pango_language_from_string(tag.c_str()));
    pango_layout_context_changed(layout_);
}

void TextPainter::end_frame() {
    pango_layout_set_text(layout_, "", 0);
}

void TextPainter::set_up(std::string_view said, const TextSetting& setting) {
    const bool one_line = setting.wrap_px <= 0;
    const bool address = said.find('@') != std::string_view::npos;
    const std::string parted = address && !one_line ? with_places_to_part(said) : std::string{};
    const std::string_view text = parted.empty() ? said : parted;
    const OwnedText<PangoFontDescription> font{pango_font_description_new()};
    pango_font_description_set_family_static(font.get(), families(language_));
    pango_font_description_set_absolute_size(font.get(), setting.size_px * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), pango_weight(setting.weight));
    pango_layout_set_font_description(layout_, font.get());
    const auto list = attributes(setting);
    add_wide_marks(list.get(), text, language_);
    // An address that is parted keeps its letters.
    if (address) pango_attr_list_insert(list.get(), pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout_, list.get());
    pango_layout_set_text(layout_, text.data(), static_cast<int>(text.size()));
    pango_layout_set_width(layout_, one_line ? -1 : static_cast<int>(std::ceil(setting.wrap_px)) * PANGO_SCALE);
    pango_layout_set_wrap(layout_, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_single_paragraph_mode(layout_, one_line ? TRUE : FALSE);
    const bool cut = !one_line && setting.lines_max > 0;
    pango_layout_set_ellipsize(layout_, cut ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    pango_layout_set_height(layout_, cut ? -setting.lines_max : -1);
    pango_layout_set_auto_dir(layout_, TRUE);
    pango_layout_set_alignment(layout_, pango_alignment(layout_, setting.align, language_));
}

Sprite& TextPainter::entry(std::string_view text, const TextSetting& setting, std::string& shown) {
    shown = valid_utf8(text);
    const auto key = key_of(shown, setting, language_);
    if (auto* known = sprites_.find(key)) return *known;
    set_up(shown, setting);
    PangoRectangle logical{};
    pango_layout_get_pixel_extents(layout_, nullptr, &logical);
    Sprite sprite;
    sprite.extent = {static_cast<float>(logical.width), static_cast<float>(logical.height)};
    sprite.offset.x = static_cast<float>(logical.x);
    sprite.lines = pango_layout_get_line_count(layout_);
    sprite.ellipsized = pango_layout_is_ellipsized(layout_) != FALSE;
    return sprites_.add(key, sprite);
}

const Sprite& TextPainter::measure(std::string_view text, const TextSetting& setting) {
    std::string shown;
    return entry(text, setting, shown);
}

const Sprite& TextPainter::draw(std::string_view text, const TextSetting& setting) {
    std::string shown;
    auto& sprite = entry(text, setting, shown);
    if (sprite.texture == 0) {
        set_up(shown, setting);
        rasterise(sprite, shown, setting);
    }
    return sprite;
}

void TextPainter::rasterise(Sprite& sprite, const std::string& text, const TextSetting& setting) {
    constexpr int side_px_max = 8192;
    PangoRectangle ink{};
    pango_layout_get_pixel_extents(layout_, &ink, nullptr);
    if (ink.width <= 0 || ink.height <= 0) return;
    const int width = std::min(ink.width + 2, side_px_max), height = std::min(ink.height + 2, side_px_max);
    const bool colour = has_emoji(text);
    const OwnedText<cairo_surface_t> surface{
        cairo_image_surface_create(colour ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_A8, width, height)};
    ensure(cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS, "a text's surface can be made");
    {
        const OwnedText<cairo_t> cairo{cairo_create(surface.get())};
        const auto& c = setting.emoji_ink;
        if (colour) cairo_set_source_rgb(cairo.get(), c.red / 255.0, c.green / 255.0, c.blue / 255.0);
        cairo_move_to(cairo.get(), 1 - ink.x, 1 - ink.y);
        pango_cairo_show_layout(cairo.get(), layout_);
    }
    cairo_surface_flush(surface.get());
    sprite.offset = {static_cast<float>(ink.x - 1), static_cast<float>(ink.y - 1)};
    sprites_.upload(sprite, colour ? PixelKind::colour : PixelKind::alpha,
                    cairo_image_surface_get_data(surface.get()), width, height,
                    cairo_image_surface_get_stride(surface.get()));
}

float TextPainter::caret_x(std::string_view text, const TextSetting& setting, std::size_t byte) {
    const auto shown = valid_utf8(text);
    set_up(shown, setting);
    PangoRectangle strong{};
    pango_layout_get_cursor_pos(layout_, static_cast<int>(std::min(byte, shown.size())), &strong, nullptr);
    return static_cast<float>(strong.x) / PANGO_SCALE;
}

std::size_t TextPainter::byte_at(std::string_view text, const TextSetting& setting, float x) {
    const auto shown = valid_utf8(text);
    set_up(shown, setting);
    int index = 0, trailing = 0;
    pango_layout_xy_to_index(layout_, static_cast<int>(x * PANGO_SCALE), 0, &index, &trailing);
    auto byte = static_cast<std::size_t>(std::max(0, index));
    for (; trailing > 0 && byte < shown.size(); --trailing)
        byte = static_cast<std::size_t>(g_utf8_next_char(shown.c_str() + byte) - shown.c_str());
    return byte;
}

void TextPainter::warm_up() {
    for (const auto weight : {Weight::regular, Weight::semibold})
        set_up("欢迎 Ag", {.weight = weight}), pango_layout_get_pixel_extents(layout_, nullptr, nullptr);
}

std::size_t next_grapheme(std::string_view text, std::size_t byte) {
    const auto shown = std::string{text};
    if (byte >= shown.size() || !g_utf8_validate(shown.data(), static_cast<gssize>(shown.size()), nullptr))
        return shown.size();
    const auto attrs = borders(shown);
    auto letter = static_cast<std::size_t>(g_utf8_pointer_to_offset(shown.c_str(), shown.c_str() + byte));
    do ++letter;
    while (letter + 1 < attrs.size() && !attrs[letter].is_cursor_position);
    return static_cast<std::size_t>(g_utf8_offset_to_pointer(shown.c_str(), static_cast<glong>(letter)) -
                                    shown.c_str());
}

std::size_t previous_grapheme(std::string_view text, std::size_t byte) {
    const auto shown = std::string{text};
    if (byte == 0 || !g_utf8_validate(shown.data(), static_cast<gssize>(shown.size()), nullptr)) return 0;
    const auto attrs = borders(shown);
    auto letter = static_cast<std::size_t>(
        g_utf8_pointer_to_offset(shown.c_str(), shown.c_str() + std::min(byte, shown.size())));
    do --letter;
    while (letter > 0 && !attrs[letter].is_cursor_position);
    return static_cast<std::size_t>(g_utf8_offset_to_pointer(shown.c_str(), static_cast<glong>(letter)) -
                                    shown.c_str());
}

}  // namespace vestibule::ui
