// `badge-print render`: a badge into a file.
#include <fstream>
#include <map>
#include <memory>

#include "printing/badge_print.h"
#include "printing/badge_render.h"

namespace printing::command {
namespace {

struct RenderOptions {
    std::string template_file = "assets/badges/visitor.svg";
    std::vector<std::string> fields;
    std::string format = "png";
    std::string out;
    std::string medium;
    int dpi = 300;
    std::string raster = "sgray_8";
};

Medium medium_for(const RenderOptions& options, const BadgeTemplate& badge_template) {
    if (!options.medium.empty()) return value_or_stop(medium_named(options.medium));
    return custom_medium(badge_template.width_mm(), badge_template.height_mm());
}

void render(const RenderOptions& options) {
    const auto badge_template = value_or_stop(BadgeTemplate::read(options.template_file));
    const auto fields = parse_fields(options.fields);
    const std::map<std::string, RasterType> types{
        {"black_1", RasterType::black_1}, {"sgray_8", RasterType::sgray_8}, {"srgb_8", RasterType::srgb_8}};
    std::string bytes;
    if (options.format == "png")
        bytes = value_or_stop(render_png(badge_template, fields, options.dpi));
    else if (options.format == "pdf")
        bytes =
            value_or_stop(options.medium.empty() ? render_pdf(badge_template, fields)
                                                 : render_pdf_page(badge_template, fields,
                                                                   medium_for(options, badge_template), options.dpi));
    else
        bytes = value_or_stop(render_raster(badge_template, fields, medium_for(options, badge_template), options.dpi,
                                            types.at(options.raster)));
    std::ofstream file(options.out, std::ios::binary);
    file << bytes;
    file.close();
    if (!file) throw Stop{exit_no, "Can't write " + options.out + "."};
}

}  // namespace

BadgeFields parse_fields(const std::vector<std::string>& assignments) {
    BadgeFields fields;
    const std::map<std::string, std::string BadgeFields::*> known{
        {"type", &BadgeFields::type},     {"date", &BadgeFields::date_line},
        {"name", &BadgeFields::name},     {"company", &BadgeFields::company},
        {"host", &BadgeFields::host},     {"host-label", &BadgeFields::host_label},
        {"escort", &BadgeFields::escort}, {"zones", &BadgeFields::zones},
        {"code", &BadgeFields::code},     {"token", &BadgeFields::token},
        {"logo", &BadgeFields::logo_svg}};
    for (const auto& assignment : assignments) {
        const auto equals = assignment.find('=');
        const auto field = known.find(assignment.substr(0, equals));
        if (equals == std::string::npos || field == known.end())
            throw Stop{exit_wrong_use,
                       "--field takes KEY=VALUE, with a KEY such as name, company, host, code or token."};
        fields.*(field->second) = assignment.substr(equals + 1);
    }
    return fields;
}

void add_render(CLI::App& app) {
    const auto options = std::make_shared<RenderOptions>();
    auto* command = app.add_subcommand("render", "Render a badge into a file");
    command->add_option("--template", options->template_file, "The designer's SVG")->capture_default_str();
    command->add_option("--field", options->fields,
                        "KEY=VALUE: type, date, name, company, host, host-label, escort, "
                        "zones, code, token, logo");
    command->add_option("--format", options->format)
        ->check(CLI::IsMember({"png", "pdf", "pwg"}))
        ->capture_default_str();
    command->add_option("--out", options->out, "The file to write")->required();
    command->add_option("--medium", options->medium, "PWG name; default: a page of the badge's size");
    command->add_option("--dpi", options->dpi)->capture_default_str();
    command->add_option("--raster", options->raster)
        ->check(CLI::IsMember({"black_1", "sgray_8", "srgb_8"}))
        ->capture_default_str();
    command->callback([options] { render(*options); });
}

}  // namespace printing::command
