// Times a badge from its fields to the bytes that a printer gets, and writes the same badge as a page for a browser.
#include <array>
#include <filesystem>
#include <fstream>

#include "printing/badge_drawings.h"
#include "printing/badge_preview.h"
#include "printing/badge_render.h"
#include "printing/qr_symbol.h"
#include "tests/bench/bench_program.h"

namespace vestibule::bench {
namespace {

constexpr int dpi = 300;
constexpr int warm_ups = 20;  // the first badge of a script loads its font

constexpr std::array media{std::pair{"card", "custom_cr80_53.98x85.6mm"},
                           std::pair{"roll 62 mm", "roll_dk2205-continuous_2.4x1200in"},
                           std::pair{"label 59x102", "oe_shipping-label_2.3125x4in"},
                           std::pair{"label 54x101", "custom_54x101_54x101mm"},
                           std::pair{"label 2.25x4 in", "oe_name-badge-label_2.25x4in"},
                           std::pair{"A6", "iso_a6_105x148mm"},
                           std::pair{"A4", "iso_a4_210x297mm"}};
constexpr std::array types{std::pair{"black_1", printing::RasterType::black_1},
                           std::pair{"sgray_8", printing::RasterType::sgray_8},
                           std::pair{"srgb_8", printing::RasterType::srgb_8}};
// No badge is drawn twice in a row.
constexpr std::array names{"Amara Okafor",
                           "欧阳思远",
                           "Maximiliane-Charlotte von Hohenstein-Wolfenbüttel",
                           "محمد العربي",
                           "Zoë Björnsdóttir",
                           "Li",
                           "Łukasz Nowák",
                           "张伟",
                           "Anna-Lena Schneidermann",
                           "Noah O'Brien"};

template <class T>
T drawn(printing::Result<T> result) {
    if (result) return *std::move(result);
    std::fprintf(stderr, "%s\n", result.error().what.c_str());
    std::exit(1);
}

printing::BadgeDrawings bundled() {
    return drawn(printing::BadgeDrawings::in({VESTIBULE_SOURCE "/assets/badges"}));
}

printing::BadgeFields fields_of(std::size_t turn) {
    auto fields = printing::sample_fields();
    fields.name = names[turn % names.size()];
    fields.company += " " + std::to_string(turn);
    return fields;
}

// Milliseconds of each of `runs` badges on each medium and type of raster.
int render(std::size_t runs) {
    const auto drawings = bundled();
    Json series;
    for (const auto& [name, medium_name] : media)
        for (const auto& [type_name, type] : types) {
            const auto medium = drawn(printing::medium_named(medium_name));
            const auto inks = type == printing::RasterType::srgb_8 ? printing::Inks::colour : printing::Inks::black;
            Samples samples;
            for (std::size_t turn = 0; turn < runs + warm_ups; ++turn) {
                const auto fields = fields_of(turn);
                const auto seconds = seconds_of([&] {
                    const auto drawing = drawn(drawings.for_medium(medium, {.look = "escort-required"}, inks));
                    (void)drawn(printing::render_raster(drawing, fields, medium, dpi, type));
                });
                if (turn >= warm_ups) samples.push_back(1000 * seconds);
            }
            series[std::string(name) + ", " + type_name] = samples;
        }
    return print(series);
}

std::string paragraph(const printing::TemplateBox& box, const std::string& text) {
    return "<p style='left:" + std::to_string(box.box.x) + "mm;top:" + std::to_string(box.box.y) +
           "mm;width:" + std::to_string(box.box.width) + "mm;height:" + std::to_string(box.box.height) +
           "mm;font-weight:" + std::to_string(box.style.weight) +
           ";font-size:" + std::to_string(box.style.size_mm * 0.8) + "mm'>" + text + "</p>\n";
}

std::string code_path(const printing::QrSymbol& symbol) {
    std::string path;
    for (int row = 0; row < symbol.side; ++row)
        for (int column = 0; column < symbol.side; ++column)
            if (symbol.at(row, column))
                path += "M" + std::to_string(column + 4) + " " + std::to_string(row + 4) + "h1v1h-1z";
    return path;
}

// FOLDER/badge.html: the card with the same words, fonts and code, which a browser lays out and prints.
int page(const std::filesystem::path& folder) {
    const auto drawing = drawn(bundled().for_medium(printing::card_medium(), {}, printing::Inks::black));
    const auto fields = fields_of(0);
    std::string body;
    for (const auto& [id, text] : {std::pair{"type", fields.type},
                                   {"valid-until", fields.valid_until},
                                   {"name", fields.name},
                                   {"company", fields.company},
                                   {"host-label", fields.host_label},
                                   {"host", fields.host},
                                   {"zones", fields.zones},
                                   {"escort", fields.escort},
                                   {"code", fields.code}})
        body += paragraph(*drawing.box(id), text);
    const auto& box = drawing.box("qr")->box;
    const auto symbol = drawn(printing::encode_qr(fields.token));
    const auto side = std::to_string(symbol.side + 2 * printing::quiet_zone_modules);
    body += "<svg viewBox='0 0 " + side + " " + side + "' style='left:" + std::to_string(box.x) +
            "mm;top:" + std::to_string(box.y) + "mm;width:" + std::to_string(box.width) + "mm'><path d='" +
            code_path(symbol) + "'/></svg>\n";
    std::ofstream file(folder / "badge.html");
    file << "<!doctype html><meta charset='utf-8'><style>@page{size:85.6mm "
            "54mm;margin:0}body{margin:0;font-family:Inter,"
            "'Noto Sans','Noto Sans CJK SC'}p,svg{position:absolute;margin:0}</style>\n"
         << body;
    file.close();
    return file ? 0 : 1;
}

}  // namespace
}  // namespace vestibule::bench

int main(int count, char** arguments) {
    const std::string what = count > 1 ? arguments[1] : "";
    if (what == "render" && count == 4)
        return vestibule::bench::render(static_cast<std::size_t>(std::atoi(arguments[3])));
    if (what == "page" && count == 3) return vestibule::bench::page(arguments[2]);
    std::fprintf(stderr, "usage: bench_badge render FOLDER RUNS | page FOLDER\n");
    return 2;
}
