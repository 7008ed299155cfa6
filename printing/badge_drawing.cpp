// The order of drawing: artwork, photo, texts, mark, logo, QR; each text is clipped to its box, so nothing reaches
// the QR.
#include "printing/badge_drawing.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

#include "printing/badge_text.h"
#include "printing/qr_symbol.h"
#include "printing/template_artwork.h"

namespace printing {
namespace {

struct BoxDots {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

BoxDots in_dots(const BoxMillimetres& box, double dots_per_mm) {
    return {box.x * dots_per_mm, box.y * dots_per_mm, box.width * dots_per_mm, box.height * dots_per_mm};
}

void set_colour(cairo_t* cairo, const Colour& colour) {
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
}

Result<> draw_svg(cairo_t* cairo, RsvgHandle* svg, const BoxDots& where, const char* what) {
    const RsvgRectangle viewport{where.x, where.y, where.width, where.height};
    GError* error = nullptr;
    const bool drawn = rsvg_handle_render_document(svg, cairo, &viewport, &error) != FALSE;
    g_clear_error(&error);
    if (drawn) return {};
    return failure(FailureKind::bad_template, std::string("The badge's ") + what + " can't be drawn.");
}

void show_fitted(cairo_t* cairo, const FittedText& fitted, const TextStyle& style, const BoxDots& box) {
    double y = box.y;
    if (style.vertical_align == VerticalAlign::middle) y += (box.height - fitted.height_dots) / 2;
    if (style.vertical_align == VerticalAlign::bottom) y += box.height - fitted.height_dots;
    cairo_save(cairo);
    cairo_rectangle(cairo, box.x, box.y, box.width, box.height);
    cairo_clip(cairo);
    set_colour(cairo, style.colour);
    cairo_move_to(cairo, box.x, y);
    pango_cairo_show_layout(cairo, fitted.layout.get());
    cairo_restore(cairo);
}

void draw_text(cairo_t* cairo, const TemplateBox* box, const std::string& field, double dots_per_mm) {
    const std::string text = printable(field);
    if (box == nullptr || text.empty()) return;
    const BoxDots where = in_dots(box->box, dots_per_mm);
    show_fitted(cairo, fit_text(cairo, text, box->style, where.width, where.height, dots_per_mm), box->style, where);
}

void round_rectangle(cairo_t* cairo, const BoxDots& box, double radius) {
    constexpr double quarter = std::numbers::pi / 2;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, box.x + box.width - radius, box.y + radius, radius, -quarter, 0);
    cairo_arc(cairo, box.x + box.width - radius, box.y + box.height - radius, radius, 0, quarter);
    cairo_arc(cairo, box.x + radius, box.y + box.height - radius, radius, quarter, 2 * quarter);
    cairo_arc(cairo, box.x + radius, box.y + radius, radius, 2 * quarter, 3 * quarter);
    cairo_close_path(cairo);
}

// The warning triangle, with its exclamation mark: legible in one colour and at arm's length.
void draw_triangle(cairo_t* cairo, double x, double middle, double side, const Colour& colour) {
    const double height = side * 0.88;
    const double top = middle - height / 2;
    set_colour(cairo, colour);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cairo, side * 0.11);
    const double inset = side * 0.055;
    cairo_move_to(cairo, x + side / 2, top + inset);
    cairo_line_to(cairo, x + side - inset, top + height - inset);
    cairo_line_to(cairo, x + inset, top + height - inset);
    cairo_close_path(cairo);
    cairo_stroke(cairo);
    cairo_move_to(cairo, x + side / 2, top + height * 0.40);
    cairo_line_to(cairo, x + side / 2, top + height * 0.60);
    cairo_stroke(cairo);
    cairo_arc(cairo, x + side / 2, top + height * 0.79, side * 0.065, 0, 2 * std::numbers::pi);
    cairo_fill(cairo);
}

// Escort needed: a filled line with triangle and word, never told by colour alone.
void draw_escort(cairo_t* cairo, const TemplateBox& box, const std::string& field, double dots_per_mm) {
    const std::string words = printable(field);
    if (words.empty()) return;
    const BoxDots where = in_dots(box.box, dots_per_mm);
    const double line = std::max(1.0, 0.3 * dots_per_mm);
    const double padding = std::min(2.0 * dots_per_mm, where.height * 0.25);
    const double triangle = where.height * 0.66;
    const double gap = std::min(1.6 * dots_per_mm, where.height * 0.22);
    TextStyle style = box.style;
    style.colour = style.mark_colour.value_or(Colour{1, 1, 1});
    style.align = Align::start;
    style.vertical_align = VerticalAlign::middle;
    const double room = where.width - 2 * padding - triangle - gap;

    const BoxDots frame{where.x + line / 2, where.y + line / 2, where.width - line, where.height - line};
    round_rectangle(cairo, frame, std::min(1.0 * dots_per_mm, frame.height / 2));
    set_colour(cairo, style.mark_fill.value_or(Colour{}));
    cairo_fill_preserve(cairo);
    set_colour(cairo, style.mark_colour && style.mark_fill ? style.colour : style.mark_fill.value_or(Colour{}));
    cairo_set_line_width(cairo, line);
    cairo_stroke(cairo);
    draw_triangle(cairo, where.x + padding, where.y + where.height / 2, triangle, style.colour);
    if (room <= triangle) return;
    const FittedText fitted = fit_text(cairo, words, style, room, where.height - 4 * line, dots_per_mm);
    show_fitted(cairo, fitted, style, {where.x + padding + triangle + gap, where.y, room, where.height});
}

// On whole dots, each of the photo's pixels one of them, so that nothing smooths the dots away.
Result<> draw_photo(cairo_t* cairo, const TemplateBox* box, const std::string& photo, const DrawScale& scale) {
    if (box == nullptr || photo.empty()) return {};
    const BoxDots where = in_dots(box->box, scale.dots_per_mm);
    const double left = std::round(where.x);
    const double top = std::round(where.y);
    const auto pixels = [&](double dots) {
        return std::max(1, static_cast<int>(std::lround(dots * scale.photo_per_dot)));
    };
    const auto surface = photo_in_dots(photo, pixels(where.width), pixels(where.height), scale.tones);
    if (!surface) return tl::unexpected(surface.error());
    cairo_save(cairo);
    cairo_translate(cairo, left, top);
    cairo_scale(cairo, 1 / scale.photo_per_dot, 1 / scale.photo_per_dot);
    cairo_set_source_surface(cairo, surface->get(), 0, 0);
    if (scale.photo_per_dot == 1.0) cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
    cairo_paint(cairo);
    cairo_restore(cairo);
    return {};
}

Result<> draw_logo(cairo_t* cairo, const TemplateBox* box, const std::string& svg, double dots_per_mm) {
    if (box == nullptr || svg.empty()) return {};
    if (svg.size() > template_bytes_max) return failure(FailureKind::bad_input, "The logo is larger than 1 MB.");
    GError* error = nullptr;
    const SvgHandle logo(rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error));
    g_clear_error(&error);
    if (!logo) return failure(FailureKind::bad_input, "The logo isn't an SVG.");
    return draw_svg(cairo, logo.get(), in_dots(box->box, dots_per_mm), "logo");
}

// Whole dots a module; on a screen at least one, or as much as fits of it.
Result<double> module_size(const QrSymbol& symbol, double box_dots, const DrawScale& scale) {
    if (scale.purpose == Purpose::screen) {
        const double exact = box_dots / (symbol.side + 2 * quiet_zone_modules);
        return exact >= 1 ? std::floor(exact) : exact;
    }
    const auto dots = module_dots_for_print(symbol, box_dots, scale.dots_per_paper_mm);
    if (!dots) return tl::unexpected(dots.error());
    return static_cast<double>(*dots);
}

// Dark runs of a row become one rectangle each: no seams between modules in a PDF, no antialiasing in a raster.
void fill_modules(cairo_t* cairo, const QrSymbol& symbol, double left, double top, double module) {
    for (int row = 0; row < symbol.side; ++row) {
        for (int column = 0; column < symbol.side;) {
            const int start = column;
            while (column < symbol.side && symbol.at(row, column)) ++column;
            if (column > start)
                cairo_rectangle(cairo, left + start * module, top + row * module, (column - start) * module, module);
            else
                ++column;
        }
    }
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_fill(cairo);
}

// The same as dots that are copied: a page is drawn in many bands, and rectangles would be traced anew for each.
void copy_modules(cairo_t* cairo, const QrSymbol& symbol, double left, double top, int module) {
    const int side = symbol.side * module;
    const Handle<cairo_surface_t, cairo_surface_destroy> dots(
        cairo_image_surface_create(CAIRO_FORMAT_A8, side, side));
    const int stride = cairo_image_surface_get_stride(dots.get());
    unsigned char* line = cairo_image_surface_get_data(dots.get());
    for (int row = 0; row < symbol.side; ++row) {
        for (int column = 0; column < symbol.side; ++column)
            std::memset(line + column * module, symbol.at(row, column) ? 0xFF : 0x00,
                        static_cast<std::size_t>(module));
        for (int copy = 1; copy < module; ++copy)
            std::memcpy(line + copy * stride, line, static_cast<std::size_t>(side));
        line += module * stride;
    }
    cairo_surface_mark_dirty(dots.get());
    const Handle<cairo_pattern_t, cairo_pattern_destroy> mask(cairo_pattern_create_for_surface(dots.get()));
    cairo_matrix_t place;
    cairo_matrix_init_translate(&place, -left, -top);
    cairo_pattern_set_matrix(mask.get(), &place);
    cairo_pattern_set_filter(mask.get(), CAIRO_FILTER_NEAREST);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_mask(cairo, mask.get());
}

Result<> draw_qr(cairo_t* cairo, const TemplateBox& box, const std::string& token, const DrawScale& scale) {
    const auto symbol = encode_qr(token);
    if (!symbol) return tl::unexpected(symbol.error());
    const BoxDots where = in_dots(box.box, scale.dots_per_mm);
    const auto module = module_size(*symbol, std::min(where.width, where.height), scale);
    if (!module) return tl::unexpected(module.error());

    const double whole = (symbol->side + 2 * quiet_zone_modules) * *module;
    const double left = std::round(where.x + (where.width - whole) / 2);
    const double top = std::round(where.y + (where.height - whole) / 2);
    cairo_save(cairo);
    cairo_set_antialias(cairo, *module >= 1 ? CAIRO_ANTIALIAS_NONE : CAIRO_ANTIALIAS_GOOD);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_rectangle(cairo, left, top, whole, whole);
    cairo_fill(cairo);
    const double quiet = quiet_zone_modules * *module;
    const bool is_pdf = cairo_surface_get_type(cairo_get_target(cairo)) == CAIRO_SURFACE_TYPE_PDF;
    if (is_pdf || *module < 1)
        fill_modules(cairo, *symbol, left + quiet, top + quiet, *module);
    else
        copy_modules(cairo, *symbol, left + quiet, top + quiet, static_cast<int>(*module));
    cairo_restore(cairo);
    return {};
}

Result<> draw_artwork(cairo_t* cairo, const BadgeTemplate& badge_template, double dots_per_mm) {
    const TemplateArtwork& artwork = badge_template.artwork();
    const std::scoped_lock guard(artwork.lock);
    return draw_svg(cairo, artwork.svg.get(),
                    {0, 0, badge_template.width_mm() * dots_per_mm, badge_template.height_mm() * dots_per_mm},
                    "artwork");
}

}  // namespace

Result<> draw_badge(cairo_t* cairo, const BadgeTemplate& badge_template, const BadgeFields& fields,
                    const DrawScale& scale) {
    const double dots_per_mm = scale.dots_per_mm;
    if (auto drawn = draw_artwork(cairo, badge_template, dots_per_mm); !drawn) return drawn;
    if (auto photo = draw_photo(cairo, badge_template.box("photo"), fields.photo, scale); !photo) return photo;
    const auto text = [&](const char* id, const std::string& field) {
        draw_text(cairo, badge_template.box(id), field, dots_per_mm);
    };
    text("type", fields.type);
    text("valid-until", fields.valid_until);
    text("name", fields.name);
    text("company", fields.company);
    if (!fields.host.empty()) text("host-label", fields.host_label);
    text("host", fields.host);
    text("code", fields.code);
    text("zones", fields.zones);
    draw_escort(cairo, *badge_template.box("escort"), fields.escort, dots_per_mm);
    if (auto logo = draw_logo(cairo, badge_template.box("logo"), fields.logo_svg, dots_per_mm); !logo) return logo;
    return draw_qr(cairo, *badge_template.box("qr"), fields.token, scale);
}

}  // namespace printing
