// The order of drawing: artwork, photo, texts, mark, logo, QR; each text is clipped to its box, so nothing reaches
// the QR.
#include "printing/badge_drawing.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "printing/badge_text.h"
#include "printing/qr_drawing.h"
#include "printing/template_artwork.h"

namespace printing {
namespace {

using Steps = std::vector<DrawingStep>;

BoxDots in_dots(const BoxMillimetres& box, double dots_per_mm) {
    return {box.x * dots_per_mm, box.y * dots_per_mm, box.width * dots_per_mm, box.height * dots_per_mm};
}

void set_colour(cairo_t* cairo, const Colour& colour) {
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
}

// Lays out texts; what they are drawn on later may be another surface.
class TextBench {
  public:
    TextBench() : surface_(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)), cairo_(cairo_create(surface_.get())) {}
    [[nodiscard]] cairo_t* cairo() const { return cairo_.get(); }

  private:
    Handle<cairo_surface_t, cairo_surface_destroy> surface_;
    Handle<cairo_t, cairo_destroy> cairo_;
};

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

// `text` isn't empty.
DrawingStep text_step(const TextBench& bench, const std::string& text, const TextStyle& style, const BoxDots& box,
                      double height_dots, double dots_per_mm) {
    const auto fitted =
        std::make_shared<const FittedText>(fit_text(bench.cairo(), text, style, box.width, height_dots, dots_per_mm));
    return {box, [fitted, style, box](cairo_t* cairo) -> Result<> {
                show_fitted(cairo, *fitted, style, box);
                return {};
            }};
}

void add_text(Steps& steps, const TextBench& bench, const TemplateBox* box, const std::string& field,
              double dots_per_mm) {
    const std::string text = printable(field);
    if (box == nullptr || text.empty()) return;
    const BoxDots where = in_dots(box->box, dots_per_mm);
    steps.push_back(text_step(bench, text, box->style, where, where.height, dots_per_mm));
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

// The frame of the escort's mark and the triangle in it.
struct EscortMark {
    BoxDots box;
    double line = 0;
    double radius = 0;
    double triangle = 0;
    double padding = 0;
    Colour ground;
    Colour colour;
    Colour edge;

    void draw(cairo_t* cairo) const {
        round_rectangle(cairo, {box.x + line / 2, box.y + line / 2, box.width - line, box.height - line}, radius);
        set_colour(cairo, ground);
        cairo_fill_preserve(cairo);
        set_colour(cairo, edge);
        cairo_set_line_width(cairo, line);
        cairo_stroke(cairo);
        draw_triangle(cairo, box.x + padding, box.y + box.height / 2, triangle, colour);
    }
};

// Escort needed: a filled line with triangle and word, never told by colour alone.
void add_escort(Steps& steps, const TextBench& bench, const TemplateBox& box, const std::string& field,
                double dots_per_mm) {
    const std::string words = printable(field);
    if (words.empty()) return;
    TextStyle style = box.style;
    const Colour ground = style.mark_fill.value_or(Colour{});
    style.colour = style.mark_colour.value_or(Colour{1, 1, 1});
    style.align = Align::start;
    style.vertical_align = VerticalAlign::middle;
    const BoxDots where = in_dots(box.box, dots_per_mm);
    const double line = std::max(1.0, 0.3 * dots_per_mm);
    const EscortMark mark{.box = where,
                          .line = line,
                          .radius = std::min(1.0 * dots_per_mm, (where.height - line) / 2),
                          .triangle = where.height * 0.66,
                          .padding = std::min(2.0 * dots_per_mm, where.height * 0.25),
                          .ground = ground,
                          .colour = style.colour,
                          .edge = style.mark_colour && style.mark_fill ? style.colour : ground};
    steps.push_back({where, [mark](cairo_t* cairo) -> Result<> {
                         mark.draw(cairo);
                         return {};
                     }});
    const double start = mark.padding + mark.triangle + std::min(1.6 * dots_per_mm, where.height * 0.22);
    const double room = where.width - start - mark.padding;
    if (room <= mark.triangle) return;
    steps.push_back(text_step(bench, words, style, {where.x + start, where.y, room, where.height},
                              where.height - 4 * line, dots_per_mm));
}

// On whole dots, each of the photo's pixels one of them, so that nothing smooths the dots away.
Result<> add_photo(Steps& steps, const TemplateBox* box, const std::string& photo, const DrawScale& scale) {
    if (box == nullptr || photo.empty()) return {};
    const BoxDots where = in_dots(box->box, scale.dots_per_mm);
    const double per_dot = scale.photo_per_dot;
    const auto pixels = [&](double dots) { return std::max(1, static_cast<int>(std::lround(dots * per_dot))); };
    auto made = photo_in_dots(photo, pixels(where.width), pixels(where.height), scale.tones);
    if (!made) return tl::unexpected(made.error());
    const auto surface = std::make_shared<const PhotoSurface>(*std::move(made));
    const BoxDots reached{where.x - 1, where.y - 1, where.width + 2, where.height + 2};
    steps.push_back({reached, [surface, where, per_dot](cairo_t* cairo) -> Result<> {
                         cairo_save(cairo);
                         cairo_translate(cairo, std::round(where.x), std::round(where.y));
                         cairo_scale(cairo, 1 / per_dot, 1 / per_dot);
                         cairo_set_source_surface(cairo, surface->get(), 0, 0);
                         if (per_dot == 1.0) cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
                         cairo_paint(cairo);
                         cairo_restore(cairo);
                         return {};
                     }});
    return {};
}

Result<> add_logo(Steps& steps, const TemplateBox* box, const std::string& svg, double dots_per_mm) {
    if (box == nullptr || svg.empty()) return {};
    if (svg.size() > template_bytes_max) return failure(FailureKind::bad_input, "The logo is larger than 1 MB.");
    GError* error = nullptr;
    const std::shared_ptr<RsvgHandle> logo(
        rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error),
        Releaser<g_object_unref>{});
    g_clear_error(&error);
    if (!logo) return failure(FailureKind::bad_input, "The logo isn't an SVG.");
    const BoxDots where = in_dots(box->box, dots_per_mm);
    steps.push_back({where, [logo, where](cairo_t* cairo) { return draw_svg(cairo, logo.get(), where, "logo"); }});
    return {};
}

Result<> add_qr(Steps& steps, const TemplateBox& box, const std::string& token, const DrawScale& scale) {
    const BoxDots where = in_dots(box.box, scale.dots_per_mm);
    auto placed = PlacedQr::in(where, token, scale);
    if (!placed) return tl::unexpected(placed.error());
    const auto qr = std::make_shared<const PlacedQr>(*std::move(placed));
    steps.push_back({where, [qr](cairo_t* cairo) -> Result<> {
                         qr->draw(cairo);
                         return {};
                     }});
    return {};
}

DrawingStep artwork_step(const BadgeTemplate& badge_template, double dots_per_mm) {
    const BoxDots all{0, 0, badge_template.width_mm() * dots_per_mm, badge_template.height_mm() * dots_per_mm};
    return {all, [artwork = badge_template.shared_artwork(), all](cairo_t* cairo) {
                const std::scoped_lock guard(artwork->lock);
                return draw_svg(cairo, artwork->svg.get(), all, "artwork");
            }};
}

bool reaches(const BoxDots& box, double left, double top, double right, double bottom) {
    return box.x < right && left < box.x + box.width && box.y < bottom && top < box.y + box.height;
}

}  // namespace

Result<PreparedBadge> PreparedBadge::prepare(const BadgeTemplate& badge_template, const BadgeFields& fields,
                                             const DrawScale& scale) {
    const double dots_per_mm = scale.dots_per_mm;
    PreparedBadge badge;
    auto& steps = badge.steps_;
    steps.push_back(artwork_step(badge_template, dots_per_mm));
    if (auto photo = add_photo(steps, badge_template.box("photo"), fields.photo, scale); !photo)
        return tl::unexpected(photo.error());
    const TextBench bench;
    const auto text = [&](const char* id, const std::string& field) {
        add_text(steps, bench, badge_template.box(id), field, dots_per_mm);
    };
    text("type", fields.type);
    text("valid-until", fields.valid_until);
    text("name", fields.name);
    text("company", fields.company);
    if (!fields.host.empty()) text("host-label", fields.host_label);
    text("host", fields.host);
    text("code", fields.code);
    text("zones", fields.zones);
    add_escort(steps, bench, *badge_template.box("escort"), fields.escort, dots_per_mm);
    if (auto logo = add_logo(steps, badge_template.box("logo"), fields.logo_svg, dots_per_mm); !logo)
        return tl::unexpected(logo.error());
    if (auto qr = add_qr(steps, *badge_template.box("qr"), fields.token, scale); !qr)
        return tl::unexpected(qr.error());
    return badge;
}

Result<> PreparedBadge::draw(cairo_t* cairo) const {
    double left = 0, top = 0, right = 0, bottom = 0;
    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    for (const auto& step : steps_)
        if (reaches(step.place, left, top, right, bottom))
            if (auto drawn = step.draw(cairo); !drawn) return drawn;
    return {};
}

Result<> draw_badge(cairo_t* cairo, const BadgeTemplate& badge_template, const BadgeFields& fields,
                    const DrawScale& scale) {
    const auto badge = PreparedBadge::prepare(badge_template, fields, scale);
    if (!badge) return tl::unexpected(badge.error());
    return badge->draw(cairo);
}

}  // namespace printing
