// Reads a designer's SVG: its real size, the named boxes as librsvg measures them, and what is wrong with them.
#include "printing/badge_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>

#include "printing/qr_symbol.h"
#include "printing/template_artwork.h"
#include "printing/template_document.h"
#include "printing/template_style.h"
#include "printing/units.h"

namespace printing {
namespace {

constexpr double badge_side_mm_min = 20;
constexpr double badge_side_mm_max = 400;
constexpr double box_side_mm_min = 1;
constexpr double rounding_mm = 0.01;   // how far a box may stand out by rounding alone
constexpr double measuring_dpi = 254;  // librsvg measures in pixels: at this dpi, in tenths of a millimetre
constexpr double pixels_per_mm = measuring_dpi / 25.4;
constexpr double probe_per_mm = 4;  // fine enough to tell what of a box shows
constexpr unsigned shown_alpha_min = 26;
constexpr double qr_box_mm_min = qr_box_modules * qr_box_module_mm;

tl::unexpected<Failure> bad(std::string what) {
    return failure(FailureKind::bad_template, std::move(what));
}

std::optional<double> millimetres(const RsvgLength& length) {
    switch (length.unit) {
        case RSVG_UNIT_MM:
            return length.length;
        case RSVG_UNIT_CM:
            return length.length * 10;
        case RSVG_UNIT_IN:
            return length.length * mm_per_inch;
        case RSVG_UNIT_PT:
            return length.length * mm_per_inch / 72;
        case RSVG_UNIT_PC:
            return length.length * mm_per_inch / 6;
        case RSVG_UNIT_PX:
        case RSVG_UNIT_EM:
        case RSVG_UNIT_EX:
        case RSVG_UNIT_PERCENT:
            return std::nullopt;
    }
    return std::nullopt;
}

struct Size {
    double width_mm = 0;
    double height_mm = 0;
};

Result<Size> real_size(RsvgHandle* svg) {
    gboolean has_width = FALSE;
    gboolean has_height = FALSE;
    gboolean has_view_box = FALSE;
    RsvgLength width{};
    RsvgLength height{};
    RsvgRectangle view_box{};
    rsvg_handle_get_intrinsic_dimensions(svg, &has_width, &width, &has_height, &height, &has_view_box, &view_box);
    const auto width_mm = has_width ? millimetres(width) : std::nullopt;
    const auto height_mm = has_height ? millimetres(height) : std::nullopt;
    if (!width_mm || !height_mm)
        return bad("The badge template needs its real width and height, such as width=\"85.6mm\" height=\"54mm\".");
    if (std::min(*width_mm, *height_mm) < badge_side_mm_min || std::max(*width_mm, *height_mm) > badge_side_mm_max)
        return bad(fmt::format("The badge template is {:g} × {:g} mm; each side has to be 20 to 400 mm.", *width_mm,
                               *height_mm));
    return Size{*width_mm, *height_mm};
}

Result<SvgHandle> load(const std::string& svg) {
    GError* error = nullptr;
    SvgHandle handle(rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error));
    if (!handle) {
        const std::string why = error != nullptr ? error->message : "unknown";
        g_clear_error(&error);
        return bad(fmt::format("The badge template isn't an SVG ({}).", why));
    }
    rsvg_handle_set_dpi(handle.get(), measuring_dpi);
    return handle;
}

Result<BoxMillimetres> box_geometry(RsvgHandle* svg, const BoxElement& element, Size size) {
    const RsvgRectangle viewport{0, 0, size.width_mm * pixels_per_mm, size.height_mm * pixels_per_mm};
    const std::string fragment = "#" + element.id;
    RsvgRectangle ink{};
    RsvgRectangle logical{};
    GError* error = nullptr;
    const bool known =
        rsvg_handle_get_geometry_for_layer(svg, fragment.c_str(), &viewport, &ink, &logical, &error) != FALSE;
    g_clear_error(&error);
    if (!known) return bad(fmt::format("The badge template's box '{}' has no geometry.", element.name));
    const BoxMillimetres box{logical.x / pixels_per_mm, logical.y / pixels_per_mm, logical.width / pixels_per_mm,
                             logical.height / pixels_per_mm};
    if (box.width < box_side_mm_min || box.height < box_side_mm_min)
        return bad(
            fmt::format("The badge template's box '{}' is hidden or has no size: show it and its layer, and "
                        "make it at least {:g} mm wide and high.",
                        element.name, box_side_mm_min));
    if (box.x < -rounding_mm || box.y < -rounding_mm || box.x + box.width > size.width_mm + rounding_mm ||
        box.y + box.height > size.height_mm + rounding_mm)
        return bad(fmt::format("The badge template's box '{}' leaves the badge: move it inside {:g} × {:g} mm.",
                               element.name, size.width_mm, size.height_mm));
    return box;
}

bool overlap(const BoxMillimetres& a, const BoxMillimetres& b) {
    return a.x + rounding_mm < b.x + b.width && b.x + rounding_mm < a.x + a.width &&
           a.y + rounding_mm < b.y + b.height && b.y + rounding_mm < a.y + a.height;
}

Result<> check_no_overlap(const std::vector<TemplateBox>& boxes) {
    for (auto one = boxes.begin(); one != boxes.end(); ++one)
        for (auto other = one + 1; other != boxes.end(); ++other)
            if (overlap(one->box, other->box))
                return bad(fmt::format("The badge template's box '{}' overlaps the box '{}': move them apart.",
                                       one->id, other->id));
    return {};
}

Result<> check_qr_size(const BoxMillimetres& qr) {
    if (std::min(qr.width, qr.height) >= qr_box_mm_min) return {};
    return bad(
        fmt::format("The badge template's box 'qr' is {:.1f} × {:.1f} mm; a code that scanners read, with its "
                    "quiet zone, needs {:.1f} mm: make the box larger.",
                    qr.width, qr.height, qr_box_mm_min));
}

// The boxes of the layers that were chosen: each needed one, and each at most once.
Result<std::vector<BoxElement>> find_boxes(const TemplateDocument& document) {
    std::vector<BoxElement> elements;
    for (const std::string_view name : box_names) {
        auto found = document.boxes_named(name);
        if (found.empty() && std::ranges::count(optional_boxes, name) > 0) continue;
        if (found.empty())
            return bad(
                fmt::format("The badge template has no box '{0}': draw a rectangle and give it the id '{0}'.", name));
        if (found.size() > 1)
            return bad(fmt::format("The badge template has the box '{}' more than once: keep one of them.", name));
        if (!found.front().is_shape)
            return bad(
                fmt::format("The badge template's box '{}' isn't a shape: draw a rectangle and give it that id "
                            "instead.",
                            name));
        elements.push_back(std::move(found.front()));
    }
    return elements;
}

// Draws nothing but the boxes: whatever hides one (display, visibility, opacity, its layer, a clip, a style sheet)
// leaves its place empty.
Result<> check_nothing_hidden(const TemplateDocument& document, const std::vector<BoxElement>& elements,
                              const std::vector<TemplateBox>& boxes, Size size) {
    const auto probe = load(document.probe(elements));
    if (!probe) return tl::unexpected(probe.error());
    const int width = static_cast<int>(std::ceil(size.width_mm * probe_per_mm));
    const int height = static_cast<int>(std::ceil(size.height_mm * probe_per_mm));
    const Handle<cairo_surface_t, cairo_surface_destroy> surface(
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height));
    const Handle<cairo_t, cairo_destroy> cairo(cairo_create(surface.get()));
    const RsvgRectangle viewport{0, 0, size.width_mm * probe_per_mm, size.height_mm * probe_per_mm};
    if (rsvg_handle_render_document(probe->get(), cairo.get(), &viewport, nullptr) == FALSE)
        return bad("The badge template's boxes can't be drawn.");
    cairo_surface_flush(surface.get());
    const auto* pixels = reinterpret_cast<const std::uint32_t*>(cairo_image_surface_get_data(surface.get()));
    const int stride = cairo_image_surface_get_stride(surface.get()) / 4;
    for (const auto& [id, box, style] : boxes) {
        int inside = 0;
        int shown = 0;
        for (int y = static_cast<int>(std::ceil(box.y * probe_per_mm)); y + 1 <= (box.y + box.height) * probe_per_mm;
             ++y)
            for (int x = static_cast<int>(std::ceil(box.x * probe_per_mm));
                 x + 1 <= (box.x + box.width) * probe_per_mm; ++x) {
                ++inside;
                if (pixels[y * stride + x] >> 24 >= shown_alpha_min) ++shown;
            }
        if (shown * 2 < inside)
            return bad(
                fmt::format("The badge template's box '{}' is hidden: show it (display, visibility, opacity, "
                            "its layer, clips) and leave it upright.",
                            id));
    }
    return {};
}

Result<std::vector<TemplateBox>> read_boxes(RsvgHandle* svg, const TemplateDocument& document, Size size) {
    const auto elements = find_boxes(document);
    if (!elements) return tl::unexpected(elements.error());
    std::vector<TemplateBox> boxes;
    for (const auto& element : *elements) {
        const auto box = box_geometry(svg, element, size);
        if (!box) return tl::unexpected(box.error());
        auto style = parse_style(element.name, Attributes(element.node));
        if (!style) return tl::unexpected(style.error());
        boxes.push_back({.id = element.name, .box = *box, .style = *std::move(style)});
        if (element.name == "qr")
            if (auto readable = check_qr_size(*box); !readable) return tl::unexpected(readable.error());
    }
    if (auto apart = check_no_overlap(boxes); !apart) return tl::unexpected(apart.error());
    if (auto shown = check_nothing_hidden(document, *elements, boxes, size); !shown)
        return tl::unexpected(shown.error());
    return boxes;
}

// The layers of `choice`, where the file has layers.
Result<> choose_layers(TemplateDocument& document, const LookChoice& choice) {
    const auto looks = document.looks();
    if (!looks.empty() && std::ranges::count(looks, choice.look) == 0)
        return bad(fmt::format("The badge template has no layer 'look-{}'; it has: {}.", choice.look,
                               fmt::join(looks, ", ")));
    document.choose(choice.look, choice.inks);
    return {};
}

}  // namespace

Result<std::string> read_template_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return failure(FailureKind::storage, fmt::format("Can't read the template {}.", file.string()));
    std::string text(template_bytes_max + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) return failure(FailureKind::storage, fmt::format("Can't read the template {}.", file.string()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

Result<BadgeTemplate> BadgeTemplate::read(const std::filesystem::path& file, const LookChoice& choice) {
    const auto text = read_template_file(file);
    if (!text) return tl::unexpected(text.error());
    auto parsed = parse(*text, choice);
    if (!parsed) return failure(parsed.error().kind, fmt::format("{}: {}", file.string(), parsed.error().what));
    return parsed;
}

Result<BadgeTemplate> BadgeTemplate::parse(std::string_view svg, const LookChoice& choice) {
    auto document = TemplateDocument::parse(svg);
    if (!document) return tl::unexpected(document.error());
    if (auto chosen = choose_layers(*document, choice); !chosen) return tl::unexpected(chosen.error());
    const auto whole = load(document->text());
    if (!whole) return tl::unexpected(whole.error());
    const auto size = real_size(whole->get());
    if (!size) return tl::unexpected(size.error());
    auto boxes = read_boxes(whole->get(), *document, *size);
    if (!boxes) return tl::unexpected(boxes.error());
    auto drawn = load(document->artwork());
    if (!drawn) return tl::unexpected(drawn.error());

    auto artwork = std::make_shared<TemplateArtwork>();
    artwork->svg = *std::move(drawn);
    BadgeTemplate made;
    made.width_mm_ = size->width_mm;
    made.height_mm_ = size->height_mm;
    made.boxes_ = *std::move(boxes);
    made.artwork_ = std::move(artwork);
    return made;
}

Result<TemplateOutline> outline_of(std::string_view svg) {
    const auto document = TemplateDocument::parse(svg);
    if (!document) return tl::unexpected(document.error());
    const auto whole = load(document->text());
    if (!whole) return tl::unexpected(whole.error());
    const auto size = real_size(whole->get());
    if (!size) return tl::unexpected(size.error());
    return TemplateOutline{.width_mm = size->width_mm, .height_mm = size->height_mm, .looks = document->looks()};
}

const TemplateBox* BadgeTemplate::box(std::string_view id) const {
    const auto found = std::find_if(boxes_.begin(), boxes_.end(), [id](const auto& box) { return box.id == id; });
    return found == boxes_.end() ? nullptr : &*found;
}

}  // namespace printing
