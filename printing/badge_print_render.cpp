// `badge-print render`: one badge into a file.
#include <fstream>
#include <iterator>
#include <map>
#include <memory>

#include "printing/badge_print.h"

namespace printing::command {
namespace {

std::string content_of(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw Stop{exit_no, "Can't read " + file + "."};
    return {std::istreambuf_iterator<char>(stream), {}};
}

struct RenderOptions {
    BadgeOptions badge;
    std::string out;
};

void render(const RenderOptions& options) {
    const auto bytes = value_or_stop(render_preview(options.badge.request, fields_of(options.badge)));
    std::ofstream file(options.out, std::ios::binary);
    file << bytes;
    file.close();
    if (!file) throw Stop{exit_no, "Can't write " + options.out + "."};
}

}  // namespace

BadgeFields fields_of(const BadgeOptions& options) {
    BadgeFields fields = options.sample ? sample_fields() : BadgeFields{};
    const std::map<std::string, std::string BadgeFields::*> known{
        {"type", &BadgeFields::type},     {"valid-until", &BadgeFields::valid_until},
        {"name", &BadgeFields::name},     {"company", &BadgeFields::company},
        {"host", &BadgeFields::host},     {"host-label", &BadgeFields::host_label},
        {"escort", &BadgeFields::escort}, {"zones", &BadgeFields::zones},
        {"code", &BadgeFields::code},     {"token", &BadgeFields::token}};
    for (const auto& assignment : options.fields) {
        const auto equals = assignment.find('=');
        const auto field = known.find(assignment.substr(0, equals));
        if (equals == std::string::npos || field == known.end())
            throw Stop{exit_wrong_use,
                       "--field takes KEY=VALUE, with a KEY such as name, company, host, code or token."};
        fields.*(field->second) = assignment.substr(equals + 1);
    }
    if (!options.photo.empty()) fields.photo = content_of(options.photo);
    if (!options.logo.empty()) fields.logo_svg = content_of(options.logo);
    return fields;
}

void add_badge_options(CLI::App& command, BadgeOptions& options) {
    auto& request = options.request;
    command.add_option("--template", request.drawing, "A designer's SVG file, or a look such as vip")
        ->capture_default_str();
    command.add_option("--look", request.look, "Which look layer of that file");
    command.add_option("--drawings", request.folders, "Folders of drawings, a company's own first")
        ->capture_default_str();
    command.add_option("--orientation", request.orientation)
        ->check(CLI::IsMember({"any", "landscape", "portrait"}))
        ->capture_default_str();
    command.add_flag("--sample", options.sample, "Sample texts where no --field says more");
    command.add_option("--field", options.fields,
                       "KEY=VALUE: type, valid-until, name, company, host, host-label, escort, zones, code, token");
    command.add_option("--photo", options.photo, "A JPEG or PNG file for the photo's box");
    command.add_option("--logo", options.logo, "An SVG file for the logo's box");
}

void add_render(CLI::App& app) {
    const auto options = std::make_shared<RenderOptions>();
    auto& request = options->badge.request;
    auto* command = app.add_subcommand("render", "Render a badge into a file");
    add_badge_options(*command, options->badge);
    command->add_option("--medium", request.medium, "PWG name; default: the file's own size, a card for a look");
    command->add_option("--inks", request.inks, "colour or black; default: what the format has")
        ->check(CLI::IsMember({"colour", "black"}));
    command->add_option("--format", request.format)
        ->check(CLI::IsMember({"png", "pdf", "pwg"}))
        ->capture_default_str();
    command->add_option("--out", options->out, "The file to write")->required();
    command->add_option("--dpi", request.dpi)->capture_default_str();
    command->add_option("--raster", request.raster)
        ->check(CLI::IsMember({"black_1", "sgray_8", "srgb_8"}))
        ->capture_default_str();
    command->callback([options] { render(*options); });
}

}  // namespace printing::command
