// Words to values, then the same rendering that printers get.
#include "printing/badge_preview.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "printing/badge_render.h"

namespace printing {
namespace {

template <class Value>
Result<Value> meaning(const char* what, const std::string& word,
                      std::initializer_list<std::pair<const char*, Value>> choices) {
    std::string known;
    for (const auto& [name, value] : choices) {
        if (word == name) return value;
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    return failure(FailureKind::bad_input, fmt::format("'{}' isn't one of the {}: {}.", word, what, known));
}

bool is_file(const std::string& drawing) {
    return drawing.ends_with(".svg") || drawing.find('/') != std::string::npos;
}

// The look of a designer's file that was asked for, else the plain one, else its first.
std::string look_in(const BadgeDrawings& drawings, const std::string& wanted) {
    if (!wanted.empty()) return wanted;
    const auto looks = drawings.looks();
    return std::ranges::count(looks, BadgeDesign{}.look) > 0 ? BadgeDesign{}.look : looks.front();
}

Result<Medium> medium_of(const PreviewRequest& request) {
    if (!request.medium.empty()) return medium_named(request.medium);
    if (!is_file(request.drawing)) return card_medium();
    const auto svg = read_template_file(request.drawing);
    if (!svg) return tl::unexpected(svg.error());
    const auto outline = outline_of(*svg);
    if (!outline) return tl::unexpected(outline.error());
    return custom_medium(outline->width_mm, outline->height_mm);
}

Result<Inks> inks_of(const PreviewRequest& request, RasterType type) {
    if (!request.inks.empty())
        return meaning<Inks>("inks", request.inks, {{"colour", Inks::colour}, {"black", Inks::black}});
    return request.format == "pwg" && type != RasterType::srgb_8 ? Inks::black : Inks::colour;
}

}  // namespace

Result<NamedDesign> named_design(const PreviewRequest& request) {
    const auto orientation = meaning<Orientation>(
        "orientations", request.orientation,
        {{"any", Orientation::any}, {"landscape", Orientation::landscape}, {"portrait", Orientation::portrait}});
    if (!orientation) return tl::unexpected(orientation.error());
    const bool file = is_file(request.drawing);
    auto drawings = BadgeDrawings::in(file ? std::vector<std::filesystem::path>{request.drawing} : request.folders);
    if (!drawings) return tl::unexpected(drawings.error());
    const std::string look = file ? look_in(*drawings, request.look) : request.drawing;
    return NamedDesign{.drawings = *std::move(drawings), .design = {.look = look, .orientation = *orientation}};
}

Result<std::string> render_preview(const PreviewRequest& request, const BadgeFields& fields) {
    const auto type = meaning<RasterType>(
        "raster types", request.raster,
        {{"black_1", RasterType::black_1}, {"sgray_8", RasterType::sgray_8}, {"srgb_8", RasterType::srgb_8}});
    if (!type) return tl::unexpected(type.error());
    const auto inks = inks_of(request, *type);
    if (!inks) return tl::unexpected(inks.error());
    const auto named = named_design(request);
    if (!named) return tl::unexpected(named.error());
    const auto medium = medium_of(request);
    if (!medium) return tl::unexpected(medium.error());
    const auto drawing = named->drawings.for_medium(*medium, named->design, *inks);
    if (!drawing) return tl::unexpected(drawing.error());
    if (request.format == "png")
        return render_png(*drawing, fields, request.dpi,
                          *inks == Inks::black ? Tones::black_and_white : Tones::continuous);
    if (request.format == "pwg") return render_raster(*drawing, fields, *medium, request.dpi, *type);
    if (request.format != "pdf")
        return failure(FailureKind::bad_input,
                       fmt::format("'{}' isn't one of the formats: png, pdf, pwg.", request.format));
    return request.medium.empty() ? render_pdf(*drawing, fields)
                                  : render_pdf_page(*drawing, fields, *medium, request.dpi);
}

BadgeFields sample_fields() {
    return {.type = "VISITOR 访客",
            .valid_until = "21 Nov · until 18:00",
            .name = "Amara Okafor",
            .company = "Northwind Paper",
            .host_label = "Host",
            .host = "李娜 Li Na",
            .escort = "Escort",
            .zones = "Floors 1–2",
            .code = "7K2M-9QXA",
            .token =
                "VB1:6BF SFQ$QBU9+6LE3DS1WB0OMF9S0JQUVKD5NX0V$1GE*ZQ2S3R%T4B5W+F6H:7P8K/9M0N1A2C3X4Y5Z6.7U8I9O0P1L"
                "2J3H4G5F6D7S8A9Q0W1E2R3T4Y5U6I7O8P9A0S1D2F3G4H5J6K7L8Z9X0C1V2B3N4M5$6%7*8+9-A.B/C:D E0F1G2H3I4J5K6"
                "L7M8N9O0P1Q2R3S4T5UV6W7X8X",
            .photo = {},
            .logo_svg = {}};
}

}  // namespace printing
