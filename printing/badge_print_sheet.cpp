// `badge-print sheet`: the bundled badges as one picture, a row a medium, in colour above and in black alone below.
#include <cairo/cairo.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <memory>

#include "printing/badge_print.h"
#include "printing/badge_render.h"
#include "printing/handles.h"

namespace printing::command {
namespace {

using Surface = Handle<cairo_surface_t, cairo_surface_destroy>;
using Cairo = Handle<cairo_t, cairo_destroy>;

constexpr int width_px = 1800;
constexpr int margin_px = 24;
constexpr int gap_px = 14;
constexpr int heading_px = 30;

struct Row {
    const char* heading;
    const char* medium;
};

constexpr std::array rows{Row{"Card, CR80", "custom_cr80_53.98x85.6mm"},
                          Row{"Continuous roll, 62 mm", "roll_62-continuous_62x30480mm"},
                          Row{"Label, 59 × 102 mm", "custom_59x102_59x102mm"},
                          Row{"Label, 54 × 101 mm", "custom_54x101_54x101mm"},
                          Row{"Name badge, 2.25 × 4 in", "oe_name-badge-label_2.25x4in"},
                          Row{"A6", "iso_a6_105x148mm"},
                          Row{"A4, folded to A6", "iso_a4_210x297mm"}};
constexpr std::array looks{"visitor", "vip", "contractor", "escort-required", "temporary-pass"};

BadgeFields fields_for(const std::string& look) {
    BadgeFields fields = sample_fields();
    fields.escort.clear();
    if (look == "vip") {
        fields.type = "VIP 贵宾";
        fields.name = "欧阳思远";
        fields.company = "江苏新能源有限公司";
    } else if (look == "contractor") {
        fields.type = "CONTRACTOR 承包商";
        fields.name = "Maximiliane-Charlotte von Hohenstein-Wolfenbüttel";
        fields.company = "Nordic Freight AB";
        fields.zones = "Floors 1–2, Workshop";
    } else if (look == "escort-required") {
        fields.escort = "Escort";
        fields.name = "Zoë Björnsdóttir";
        fields.company = "Hafen Pumpen GmbH";
    } else if (look == "temporary-pass") {
        fields.type = "TEMPORARY PASS";
        fields.name = "محمد العربي";
        fields.company = "Banco del Puerto";
    }
    return fields;
}

struct Canvas {
    Surface surface;
    Cairo cairo;
};

Canvas canvas_of(int width, int height) {
    Canvas canvas;
    canvas.surface.reset(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
    canvas.cairo.reset(cairo_create(canvas.surface.get()));
    cairo_set_source_rgb(canvas.cairo.get(), 0.93, 0.91, 0.88);
    cairo_paint(canvas.cairo.get());
    return canvas;
}

// Sixteen tones a channel: the file is half as large, and nobody sees it.
void use_fewer_tones(cairo_surface_t* surface) {
    cairo_surface_flush(surface);
    auto* pixels = reinterpret_cast<std::uint32_t*>(cairo_image_surface_get_data(surface));
    const auto count = static_cast<std::ptrdiff_t>(cairo_image_surface_get_stride(surface) / 4) *
                       cairo_image_surface_get_height(surface);
    std::for_each(pixels, pixels + count, [](std::uint32_t& pixel) {
        const std::uint32_t tones = (pixel >> 4U) & 0x0F0F0FU;
        pixel = tones | (tones << 4U);
    });
    cairo_surface_mark_dirty(surface);
}

void write_heading(cairo_t* cairo, const char* words, int y) {
    const Handle<PangoLayout, g_object_unref> layout(pango_cairo_create_layout(cairo));
    const Handle<PangoFontDescription, pango_font_description_free> font(
        pango_font_description_from_string("Inter Semi-Bold 13px"));
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_text(layout.get(), words, -1);
    cairo_set_source_rgb(cairo, 0.28, 0.32, 0.36);
    cairo_move_to(cairo, margin_px, y + 8);
    pango_cairo_show_layout(cairo, layout.get());
}

void place(cairo_t* cairo, PixelImage& picture, int x, int y) {
    const Surface surface(cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(picture.pixels.data()),
                                                              CAIRO_FORMAT_ARGB32, picture.width, picture.height,
                                                              picture.width * 4));
    cairo_set_source_surface(cairo, surface.get(), x, y);
    cairo_paint(cairo);
}

// A row of pictures: every look lying, then every look standing.
std::vector<PixelImage> pictures_of(const BadgeDrawings& drawings, const Medium& medium, Inks inks) {
    std::vector<BadgeTemplate> templates;
    double width_mm = 0;
    for (const auto orientation : {Orientation::landscape, Orientation::portrait})
        for (const char* look : looks) {
            templates.push_back(
                value_or_stop(drawings.for_medium(medium, {.look = look, .orientation = orientation}, inks)));
            width_mm += templates.back().width_mm();
        }
    const double room = width_px - 2 * margin_px - gap_px * (static_cast<double>(templates.size()) - 1);
    const double px_per_mm = std::min(2.2, room / width_mm);
    std::vector<PixelImage> pictures;
    for (std::size_t index = 0; index < templates.size(); ++index)
        pictures.push_back(
            value_or_stop(render_pixels(templates[index], fields_for(looks[index % looks.size()]),
                                        static_cast<int>(std::floor(templates[index].width_mm() * px_per_mm)))));
    return pictures;
}

int height_of(const std::vector<PixelImage>& pictures) {
    int height = 0;
    for (const auto& picture : pictures) height = std::max(height, picture.height);
    return height;
}

struct SheetOptions {
    std::vector<std::filesystem::path> folders{"assets/badges"};
    std::string out;
};

void sheet(const SheetOptions& options) {
    const auto drawings = value_or_stop(BadgeDrawings::in(options.folders));
    std::vector<std::vector<PixelImage>> lines;
    int height = margin_px;
    for (const auto& row : rows) {
        const auto medium = value_or_stop(medium_named(row.medium));
        for (const auto inks : {Inks::colour, Inks::black}) {
            lines.push_back(pictures_of(drawings, medium, inks));
            height += height_of(lines.back()) + gap_px;
        }
        height += heading_px;
    }
    const Canvas canvas = canvas_of(width_px, height + margin_px - gap_px);
    int y = margin_px / 2;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        if (line % 2 == 0) {
            write_heading(canvas.cairo.get(), rows[line / 2].heading, y);
            y += heading_px;
        }
        int x = margin_px;
        for (auto& picture : lines[line]) {
            place(canvas.cairo.get(), picture, x, y);
            x += picture.width + gap_px;
        }
        y += height_of(lines[line]) + gap_px;
    }
    use_fewer_tones(canvas.surface.get());
    if (cairo_surface_write_to_png(canvas.surface.get(), options.out.c_str()) != CAIRO_STATUS_SUCCESS)
        throw Stop{exit_no, "Can't write " + options.out + "."};
}

}  // namespace

void add_sheet(CLI::App& app) {
    const auto options = std::make_shared<SheetOptions>();
    auto* command = app.add_subcommand("sheet", "All bundled badges as one picture");
    command->add_option("--drawings", options->folders, "Folders of drawings")->capture_default_str();
    command->add_option("--out", options->out, "The PNG file to write")->required();
    command->callback([options] { sheet(*options); });
}

}  // namespace printing::command
