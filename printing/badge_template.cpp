// Reads a designer's SVG: its real size, the named boxes (librsvg's geometry) and their style (libxml2).
#include "printing/badge_template.h"

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>

#include "printing/template_artwork.h"

namespace printing {
namespace {

using XmlDocument = Handle<xmlDoc, xmlFreeDoc>;
using XmlText = std::unique_ptr<xmlChar, decltype([](xmlChar* text) { xmlFree(text); })>;

constexpr std::array needed_boxes{"type", "date", "name", "company", "host", "access", "code", "qr"};
constexpr std::array optional_boxes{"host-label", "logo"};

constexpr double badge_side_mm_min = 20;
constexpr double badge_side_mm_max = 400;
constexpr double box_side_mm_min = 0.5;
constexpr double rounding_mm = 0.01;   // how far a box may stand out by rounding alone
constexpr double measuring_dpi = 254;  // librsvg measures in pixels: at this dpi, in tenths of a millimetre
constexpr double pixels_per_mm = measuring_dpi / 25.4;
constexpr int element_depth_max = 64;
constexpr int lines_allowed_max = 6;

tl::unexpected<Failure> bad(std::string what) {
    return failure(FailureKind::bad_template, std::move(what));
}

// One element's attributes, as text.
class Attributes {
  public:
    explicit Attributes(xmlNode* element) : element_(element) {}

    [[nodiscard]] std::string text(const char* name, std::string otherwise) const {
        const XmlText value(xmlGetProp(element_, reinterpret_cast<const xmlChar*>(name)));
        return value ? std::string(reinterpret_cast<const char*>(value.get())) : std::move(otherwise);
    }
    // A number outside its range, or none, is `nullopt`; a missing attribute is `otherwise`.
    [[nodiscard]] std::optional<double> number(const char* name, double otherwise, double least, double most) const {
        const std::string value = text(name, "");
        if (value.empty()) return otherwise;
        double parsed = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
        if (error != std::errc{} || end != value.data() + value.size()) return std::nullopt;
        if (!(parsed >= least && parsed <= most)) return std::nullopt;
        return parsed;
    }

  private:
    xmlNode* element_;
};

std::optional<Colour> parse_colour(const std::string& text) {
    unsigned rgb = 0;
    if (text.size() != 7 || text[0] != '#') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + 7, rgb, 16);
    if (error != std::errc{} || end != text.data() + 7) return std::nullopt;
    const auto part = [rgb](unsigned shift) { return ((rgb >> shift) & 0xFFU) / 255.0; };
    return Colour{part(16), part(8), part(0)};
}

template <class Value>
std::optional<Value> one_of(const std::string& text, std::initializer_list<std::pair<const char*, Value>> choices) {
    for (const auto& [word, value] : choices)
        if (text == word) return value;
    return std::nullopt;
}

Result<TextStyle> parse_style(const std::string& id, const Attributes& attributes) {
    const auto wrong = [&id](const char* name) {
        return bad(fmt::format("The badge template's box '{}' has a wrong value in {}.", id, name));
    };
    TextStyle style;
    const auto size = attributes.number("data-size", style.size_mm, 0.8, 60);
    if (!size) return wrong("data-size");
    const auto least = attributes.number("data-min-size", std::min(style.size_min_mm, *size), 0.8, *size);
    if (!least) return wrong("data-min-size");
    const auto lines = attributes.number("data-lines", 1, 1, lines_allowed_max);
    if (!lines) return wrong("data-lines");
    const auto weight = attributes.number("data-weight", 400, 100, 900);
    if (!weight) return wrong("data-weight");
    const auto spacing = attributes.number("data-spacing", 0, -0.2, 1);
    if (!spacing) return wrong("data-spacing");
    const auto align = one_of<Align>(attributes.text("data-align", "start"),
                                     {{"start", Align::start}, {"center", Align::center}, {"end", Align::end}});
    if (!align) return wrong("data-align");
    const auto vertical = one_of<VerticalAlign>(
        attributes.text("data-valign", "middle"),
        {{"top", VerticalAlign::top}, {"middle", VerticalAlign::middle}, {"bottom", VerticalAlign::bottom}});
    if (!vertical) return wrong("data-valign");
    const auto colour = parse_colour(attributes.text("data-color", "#000000"));
    if (!colour) return wrong("data-color");
    for (const auto& [name, target] :
         {std::pair{"data-mark-color", &style.mark_colour}, std::pair{"data-mark-fill", &style.mark_fill}}) {
        const std::string value = attributes.text(name, "");
        *target = parse_colour(value);
        if (!value.empty() && !*target) return wrong(name);
    }

    style.family = attributes.text("data-family", style.family);
    style.size_mm = *size;
    style.size_min_mm = *least;
    style.lines_max = static_cast<int>(*lines);
    style.weight = static_cast<int>(*weight);
    style.letter_spacing_em = *spacing;
    style.align = *align;
    style.vertical_align = *vertical;
    style.colour = *colour;
    return style;
}

void collect_ids(xmlNode* node, int depth, std::map<std::string, xmlNode*>& found) {
    if (depth > element_depth_max) return;
    for (; node != nullptr; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        if (const std::string id = Attributes(node).text("id", ""); !id.empty()) found.emplace(id, node);
        collect_ids(node->children, depth + 1, found);
    }
}

std::optional<double> millimetres(const RsvgLength& length) {
    constexpr double mm_per_inch = 25.4;
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

Result<BoxMillimetres> box_geometry(RsvgHandle* svg, const std::string& id, Size size) {
    const RsvgRectangle viewport{0, 0, size.width_mm * pixels_per_mm, size.height_mm * pixels_per_mm};
    const std::string fragment = "#" + id;
    RsvgRectangle ink{};
    RsvgRectangle logical{};
    GError* error = nullptr;
    const bool known =
        rsvg_handle_get_geometry_for_layer(svg, fragment.c_str(), &viewport, &ink, &logical, &error) != FALSE;
    g_clear_error(&error);
    if (!known) return bad(fmt::format("The badge template's box '{}' has no geometry.", id));
    const BoxMillimetres box{logical.x / pixels_per_mm, logical.y / pixels_per_mm, logical.width / pixels_per_mm,
                             logical.height / pixels_per_mm};
    if (box.width < box_side_mm_min || box.height < box_side_mm_min)
        return bad(fmt::format("The badge template's box '{}' has no size (is it hidden?).", id));
    if (box.x < -rounding_mm || box.y < -rounding_mm || box.x + box.width > size.width_mm + rounding_mm ||
        box.y + box.height > size.height_mm + rounding_mm)
        return bad(fmt::format("The badge template's box '{}' leaves the badge.", id));
    return box;
}

bool overlap(const BoxMillimetres& a, const BoxMillimetres& b) {
    return a.x + rounding_mm < b.x + b.width && b.x + rounding_mm < a.x + a.width &&
           a.y + rounding_mm < b.y + b.height && b.y + rounding_mm < a.y + a.height;
}

Result<> check_qr_is_alone(const std::vector<TemplateBox>& boxes) {
    const auto qr = std::find_if(boxes.begin(), boxes.end(), [](const auto& box) { return box.id == "qr"; });
    for (const auto& other : boxes)
        if (other.id != "qr" && overlap(other.box, qr->box))
            return bad(fmt::format("The badge template's box '{}' overlaps the box 'qr'.", other.id));
    return {};
}

Result<std::vector<TemplateBox>> read_boxes(RsvgHandle* svg, std::string_view text, Size size) {
    const XmlDocument document(xmlReadMemory(text.data(), static_cast<int>(text.size()), "badge.svg", nullptr,
                                             XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
    if (!document) return bad("The badge template isn't well-formed XML.");
    std::map<std::string, xmlNode*> elements;
    collect_ids(xmlDocGetRootElement(document.get()), 0, elements);

    std::vector<TemplateBox> boxes;
    const auto add = [&](const std::string& id, xmlNode* element) -> Result<> {
        auto box = box_geometry(svg, id, size);
        if (!box) return tl::unexpected(box.error());
        auto style = parse_style(id, Attributes(element));
        if (!style) return tl::unexpected(style.error());
        boxes.push_back({.id = id, .box = *box, .style = *std::move(style)});
        return {};
    };
    for (const char* id : needed_boxes) {
        const auto found = elements.find(id);
        if (found == elements.end()) return bad(fmt::format("The badge template has no box '{}'.", id));
        if (auto added = add(id, found->second); !added) return tl::unexpected(added.error());
    }
    for (const char* id : optional_boxes) {
        const auto found = elements.find(id);
        if (found == elements.end()) continue;
        if (auto added = add(id, found->second); !added) return tl::unexpected(added.error());
    }
    if (auto alone = check_qr_is_alone(boxes); !alone) return tl::unexpected(alone.error());
    return boxes;
}

}  // namespace

Result<BadgeTemplate> BadgeTemplate::read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return failure(FailureKind::storage, fmt::format("Can't read the template {}.", file.string()));
    std::string text(template_bytes_max + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    auto parsed = parse(text);
    if (!parsed) return failure(parsed.error().kind, fmt::format("{}: {}", file.string(), parsed.error().what));
    return parsed;
}

Result<BadgeTemplate> BadgeTemplate::parse(std::string_view svg) {
    if (svg.size() > template_bytes_max) return bad("The badge template is larger than 1 MB.");
    GError* error = nullptr;
    auto artwork = std::make_shared<TemplateArtwork>();
    artwork->svg.reset(rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error));
    if (!artwork->svg) {
        const std::string why = error != nullptr ? error->message : "unknown";
        g_clear_error(&error);
        return bad(fmt::format("The badge template isn't an SVG ({}).", why));
    }
    rsvg_handle_set_dpi(artwork->svg.get(), measuring_dpi);
    const auto size = real_size(artwork->svg.get());
    if (!size) return tl::unexpected(size.error());
    auto boxes = read_boxes(artwork->svg.get(), svg, *size);
    if (!boxes) return tl::unexpected(boxes.error());

    BadgeTemplate made;
    made.width_mm_ = size->width_mm;
    made.height_mm_ = size->height_mm;
    made.boxes_ = *std::move(boxes);
    made.artwork_ = std::move(artwork);
    return made;
}

const TemplateBox* BadgeTemplate::box(std::string_view id) const {
    const auto found = std::find_if(boxes_.begin(), boxes_.end(), [id](const auto& box) { return box.id == id; });
    return found == boxes_.end() ? nullptr : &*found;
}

}  // namespace printing
