// nlohmann/json reads and writes; a field that is missing or of the wrong type makes the whole file a damaged one.
#include "printing/printer_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "printing/folder_printer.h"

namespace printing {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array trust_words{std::pair{CountTrust::not_measured, "not measured"},
                                 std::pair{CountTrust::trusted, "trusted"},
                                 std::pair{CountTrust::not_trusted, "not trusted"}};

template <class T>
Json json_of(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

template <class T>
std::optional<T> optional_of(const Json& value) {
    return value.is_null() ? std::nullopt : std::optional<T>(value.get<T>());
}

Json json_of(const PrinterRecord& record) {
    const auto trust = std::ranges::find(trust_words, record.count, [](const auto& row) { return row.first; });
    return {{"queue", record.queue},
            {"device", record.device},
            {"count", trust->second},
            {"came_out", json_of(record.came_out)},
            {"impressions", json_of(record.impressions)},
            {"counted_by_printer", record.counted_by_printer},
            {"job_ended", record.job_ended},
            {"seconds", record.seconds},
            {"medium", record.medium},
            {"dpi", record.dpi},
            {"make_and_model", record.make_and_model},
            {"measured_at", record.measured_at},
            {"reasons", record.reasons}};
}

PrinterRecord record_of(const Json& json) {
    const auto word = json.at("count").get<std::string>();
    const auto trust = std::ranges::find(trust_words, word, [](const auto& row) { return row.second; });
    if (trust == trust_words.end()) throw Json::other_error::create(0, "no such count", &json);
    return {.queue = json.at("queue"),
            .device = json.at("device"),
            .count = trust->first,
            .came_out = optional_of<bool>(json.at("came_out")),
            .impressions = optional_of<int>(json.at("impressions")),
            .counted_by_printer = json.at("counted_by_printer"),
            .job_ended = json.at("job_ended"),
            .seconds = json.at("seconds"),
            .medium = json.at("medium"),
            .dpi = json.at("dpi"),
            .make_and_model = json.at("make_and_model"),
            .measured_at = json.at("measured_at"),
            .reasons = json.at("reasons").get<std::vector<std::string>>()};
}

Result<std::vector<PrinterRecord>> read_all(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error) && !error) return std::vector<PrinterRecord>{};
    std::ifstream stream(file, std::ios::binary);
    std::string text(record_bytes_max + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (stream.bad() || (text.empty() && !stream.eof()))
        return failure(FailureKind::storage, fmt::format("{} can't be read.", file.string()));
    try {
        std::vector<PrinterRecord> records;
        const auto json = Json::parse(text);
        for (const auto& row : json.at("printers")) records.push_back(record_of(row));
        return records;
    } catch (const Json::exception&) {
        return failure(FailureKind::storage,
                       fmt::format("{} is damaged: delete it and run the printer's test again.", file.string()));
    }
}

}  // namespace

CountTrust judge_count(bool came_out, std::optional<int> impressions, CountTrust before) {
    const bool counted = impressions.value_or(0) > 0;
    if (came_out && counted) return before == CountTrust::not_trusted ? CountTrust::not_trusted : CountTrust::trusted;
    if (came_out || counted) return CountTrust::not_trusted;
    return before;
}

Result<std::optional<PrinterRecord>> read_record(const std::filesystem::path& file, const std::string& queue,
                                                 const std::string& device) {
    auto records = read_all(file);
    if (!records) return tl::unexpected(records.error());
    for (auto& record : *records)
        if (record.queue == queue && record.device == device) return std::optional(std::move(record));
    return std::optional<PrinterRecord>();
}

Result<> write_record(const std::filesystem::path& file, const PrinterRecord& record) {
    auto records = read_all(file);
    if (!records) return tl::unexpected(records.error());
    std::erase_if(*records, [&](const PrinterRecord& other) {
        return other.queue == record.queue && other.device == record.device;
    });
    if (records->size() >= records_max) records->erase(records->begin());
    records->push_back(record);
    Json rows = Json::array();
    for (const auto& row : *records) rows.push_back(json_of(row));
    const std::string text = Json{{"printers", rows}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    const auto saved = save_to_folder(file.parent_path(), file.filename().string(), text);
    if (!saved) return tl::unexpected(saved.error());
    return {};
}

std::string device_of(const std::string& device_uri) {
    return device_uri.substr(0, device_uri.find('?'));
}

}  // namespace printing
