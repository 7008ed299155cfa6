// The style of a text box, from the attributes of its element.
#include "printing/template_style.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace printing {
namespace {

constexpr int lines_allowed_max = 6;

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

}  // namespace

Result<TextStyle> parse_style(const std::string& box, const Attributes& attributes) {
    const auto wrong = [&box](const char* name) {
        return failure(FailureKind::bad_template,
                       fmt::format("The badge template's box '{}' has a wrong value in {}.", box, name));
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

}  // namespace printing
