// nlohmann/json reads and writes. Nothing in it is precious: what can't be read is as if it had never been heard.
#include "printing/heard_printers.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "printing/folder_printer.h"

namespace printing {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array type_words{std::pair{RasterType::black_1, "black_1"}, std::pair{RasterType::sgray_8, "sgray_8"},
                                std::pair{RasterType::srgb_8, "srgb_8"}};

Json json_of(const Medium& medium) {
    return {{"name", medium.name},
            {"width_mm", medium.width_mm},
            {"height_mm", medium.height_mm},
            {"continuous", medium.continuous}};
}

Medium medium_of(const Json& json) {
    return {.name = json.at("name"),
            .width_mm = json.at("width_mm"),
            .height_mm = json.at("height_mm"),
            .continuous = json.at("continuous")};
}

Json json_of(const std::string& device, const Capabilities& told) {
    Json types = Json::array(), media = Json::array();
    for (const auto& [type, word] : type_words)
        if (std::ranges::count(told.raster_types, type) > 0) types.emplace_back(word);
    for (const auto& medium : told.media_ready) media.push_back(json_of(medium));
    Json out = {{"device", device},
                {"takes_raster", told.takes_raster},
                {"raster_types", types},
                {"raster_dpi", told.raster_dpi},
                {"default_dpi", told.default_dpi},
                {"colour", told.colour},
                {"media_ready", media},
                {"default_is_range", told.default_is_range}};
    if (told.media_default) out["media_default"] = json_of(*told.media_default);
    return out;
}

Capabilities capabilities_of(const Json& json) {
    Capabilities out{.told_by_printer = true,
                     .takes_raster = json.at("takes_raster"),
                     .raster_dpi = json.at("raster_dpi").get<std::vector<int>>(),
                     .default_dpi = json.at("default_dpi"),
                     .colour = json.at("colour")};
    out.default_is_range = json.at("default_is_range");
    for (const auto& [type, word] : type_words)
        if (std::ranges::count(json.at("raster_types"), Json(word)) > 0) out.raster_types.push_back(type);
    for (const auto& medium : json.at("media_ready")) out.media_ready.push_back(medium_of(medium));
    if (const auto found = json.find("media_default"); found != json.end()) out.media_default = medium_of(*found);
    return out;
}

// An array of records, or an empty one.
Json heard_records(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string text(heard_bytes_max + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    auto json = Json::parse(text, nullptr, false);
    return json.is_array() ? json : Json::array();
}

bool is_of_device(const Json& record, const std::string& device) {
    const auto found = record.is_object() ? record.find("device") : record.end();
    return found != record.end() && *found == device;
}

}  // namespace

std::optional<Capabilities> heard_of(const std::filesystem::path& file, const std::string& device) {
    try {
        for (const auto& record : heard_records(file))
            if (is_of_device(record, device)) return capabilities_of(record);
    } catch (const Json::exception&) {
    }
    return std::nullopt;
}

Result<> remember_heard(const std::filesystem::path& file, const std::string& device, const Capabilities& told) {
    const auto fresh = json_of(device, told);
    auto records = heard_records(file);
    Json kept = Json::array();
    for (const auto& record : records) {
        if (record == fresh) return {};
        if (!is_of_device(record, device)) kept.push_back(record);
    }
    if (kept.size() >= heard_printers_max) kept.erase(kept.begin());
    kept.push_back(fresh);
    const auto text = kept.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    const auto saved = save_to_folder(file.parent_path(), file.filename().string(), text);
    if (!saved) return tl::unexpected(saved.error());
    return {};
}

}  // namespace printing
