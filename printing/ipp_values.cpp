// The attribute names of RFC 8011 and PWG 5102.4 stand here and in spooler.cpp only.
#include "printing/ipp_values.h"

#include <algorithm>
#include <string_view>

#include "printing/ipp_supplies.h"
#include "printing/printable_text.h"

namespace printing {
namespace {

constexpr int values_max = 200;
constexpr std::size_t text_bytes_max = 1024;

ipp_attribute_t* find(ipp_t* answer, const char* name) {
    return ippFindAttribute(answer, name, IPP_TAG_ZERO);
}

bool boolean_value(ipp_t* answer, const char* name, bool otherwise) {
    ipp_attribute_t* attribute = ippFindAttribute(answer, name, IPP_TAG_BOOLEAN);
    return attribute == nullptr ? otherwise : ippGetBoolean(attribute, 0) != 0;
}

bool is_text(ipp_attribute_t* attribute) {
    switch (ippGetValueTag(attribute)) {
        case IPP_TAG_TEXT:
        case IPP_TAG_NAME:
        case IPP_TAG_TEXTLANG:
        case IPP_TAG_NAMELANG:
        case IPP_TAG_KEYWORD:
        case IPP_TAG_URI:
        case IPP_TAG_MIMETYPE:
            return true;
        default:
            return false;
    }
}

std::string bounded(const char* text) {
    return text == nullptr ? std::string() : std::string(std::string_view(text).substr(0, text_bytes_max));
}

std::vector<int> square_resolutions(ipp_t* answer, const char* name) {
    constexpr double cm_per_inch = 2.54;
    std::vector<int> found;
    ipp_attribute_t* attribute = ippFindAttribute(answer, name, IPP_TAG_RESOLUTION);
    for (int index = 0; index < std::min(ippGetCount(attribute), values_max); ++index) {
        int along = 0;
        ipp_res_t units = IPP_RES_PER_INCH;
        const int across = ippGetResolution(attribute, index, &along, &units);
        const double dpi = units == IPP_RES_PER_CM ? across * cm_per_inch : across;
        if (across == along && dpi >= dpi_min && dpi <= dpi_max) found.push_back(static_cast<int>(dpi + 0.5));
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<Medium> media(ipp_t* answer, const char* name) {
    std::vector<Medium> found;
    for (const auto& word : keyword_values(answer, name))
        if (auto medium = medium_named(word)) found.push_back(*std::move(medium));
    return found;
}

// For printers that describe what lies in them by size alone.
std::vector<Medium> media_by_size(ipp_t* answer, const char* name) {
    constexpr double hundredths_per_mm = 100;
    std::vector<Medium> found;
    ipp_attribute_t* columns = ippFindAttribute(answer, name, IPP_TAG_BEGIN_COLLECTION);
    for (int index = 0; index < std::min(ippGetCount(columns), values_max); ++index) {
        ipp_t* column = ippGetCollection(columns, index);
        const auto name = text_value(column, "media-size-name");
        if (is_end_of_range(name)) continue;
        if (auto medium = medium_named(name)) {
            found.push_back(*std::move(medium));
            continue;
        }
        ipp_t* size = ippGetCollection(ippFindAttribute(column, "media-size", IPP_TAG_BEGIN_COLLECTION), 0);
        ipp_attribute_t* width = ippFindAttribute(size, "x-dimension", IPP_TAG_INTEGER);
        ipp_attribute_t* height = ippFindAttribute(size, "y-dimension", IPP_TAG_INTEGER);
        if (width == nullptr || height == nullptr || ippGetInteger(width, 0) <= 0 || ippGetInteger(height, 0) <= 0)
            continue;
        found.push_back(
            custom_medium(ippGetInteger(width, 0) / hundredths_per_mm, ippGetInteger(height, 0) / hundredths_per_mm));
    }
    return found;
}

JobState job_state(int state) {
    switch (state) {
        case IPP_JSTATE_PROCESSING:
            return JobState::processing;
        case IPP_JSTATE_STOPPED:
            return JobState::stopped;
        case IPP_JSTATE_CANCELED:
            return JobState::canceled;
        case IPP_JSTATE_ABORTED:
            return JobState::aborted;
        case IPP_JSTATE_COMPLETED:
            return JobState::completed;
        default:
            return JobState::waiting;
    }
}

void read_job_attribute(ipp_attribute_t* attribute, Job& job) {
    const std::string_view name = ippGetName(attribute);
    const ipp_tag_t tag = ippGetValueTag(attribute);
    if (name == "job-id" && tag == IPP_TAG_INTEGER) job.id = ippGetInteger(attribute, 0);
    if (name == "job-name" && is_text(attribute)) job.name = bounded(ippGetString(attribute, 0, nullptr));
    if (name == "job-state" && tag == IPP_TAG_ENUM) job.state = job_state(ippGetInteger(attribute, 0));
    if (name == "job-impressions-completed" && tag == IPP_TAG_INTEGER) job.impressions = ippGetInteger(attribute, 0);
    if (name == "time-at-processing" && tag == IPP_TAG_INTEGER) job.was_processed = true;
}

}  // namespace

std::string string_of(ipp_attribute_t* attribute) {
    return attribute != nullptr && is_text(attribute) ? bounded(ippGetString(attribute, 0, nullptr)) : std::string();
}

std::string text_value(ipp_t* answer, const char* name) {
    return string_of(find(answer, name));
}

std::vector<std::string> keyword_values(ipp_t* answer, const char* name) {
    std::vector<std::string> words;
    ipp_attribute_t* attribute = find(answer, name);
    if (attribute == nullptr || !is_text(attribute)) return words;
    for (int index = 0; index < std::min(ippGetCount(attribute), values_max); ++index)
        words.push_back(bounded(ippGetString(attribute, index, nullptr)));
    return words;
}

Capabilities read_capabilities(ipp_t* answer) {
    Capabilities capabilities;
    const auto formats = keyword_values(answer, "document-format-supported");
    capabilities.takes_raster = std::ranges::count(formats, "image/pwg-raster") > 0;
    capabilities.takes_pdf = std::ranges::count(formats, "application/pdf") > 0;
    capabilities.raster_dpi = square_resolutions(answer, "pwg-raster-document-resolution-supported");
    if (const auto dpi = square_resolutions(answer, "printer-resolution-default"); !dpi.empty())
        capabilities.default_dpi = dpi.front();
    const auto types = keyword_values(answer, "pwg-raster-document-type-supported");
    for (const auto& word : types) {
        if (word == "black_1") capabilities.raster_types.push_back(RasterType::black_1);
        if (word == "sgray_8") capabilities.raster_types.push_back(RasterType::sgray_8);
        if (word == "srgb_8") capabilities.raster_types.push_back(RasterType::srgb_8);
    }
    if (!types.empty() && capabilities.raster_types.empty()) capabilities.takes_raster = false;  // none of ours
    capabilities.colour = boolean_value(answer, "color-supported", false);
    capabilities.media_ready = media(answer, "media-ready");
    // Sizes stand in for names that nobody knows; those of a range's ends are no sizes of anything.
    const auto is_range = std::ranges::any_of(keyword_values(answer, "media-ready"), is_end_of_range);
    if (capabilities.media_ready.empty() && !is_range)
        capabilities.media_ready = media_by_size(answer, "media-col-ready");
    capabilities.default_is_range = is_end_of_range(text_value(answer, "media-default"));
    if (auto defaults = media(answer, "media-default"); !defaults.empty())
        capabilities.media_default = std::move(defaults.front());
    const auto job_attributes = keyword_values(answer, "job-creation-attributes-supported");
    // CUPS 2.4 takes it without naming it among a job's attributes.
    capabilities.cancels_late_jobs = std::ranges::count(job_attributes, "job-cancel-after") > 0 ||
                                     find(answer, "job-cancel-after-supported") != nullptr;
    return capabilities;
}

PrinterCondition read_condition(ipp_t* answer) {
    PrinterCondition condition;
    if (ipp_attribute_t* state = ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM); state != nullptr) {
        if (ippGetInteger(state, 0) == IPP_PSTATE_PROCESSING) condition.state = PrinterState::processing;
        if (ippGetInteger(state, 0) == IPP_PSTATE_STOPPED) condition.state = PrinterState::stopped;
    }
    condition.accepts_jobs = boolean_value(answer, "printer-is-accepting-jobs", true);
    for (const auto& word : keyword_values(answer, "printer-state-reasons"))
        merge_reason(condition.reasons, parse_reason(word));
    if (condition.state == PrinterState::stopped) explain_stop(condition.reasons);
    condition.device_uri = text_value(answer, "device-uri");
    condition.make_and_model = printable_text(text_value(answer, "printer-make-and-model"), message_length_max);
    condition.message = printable_text(text_value(answer, "printer-state-message"), message_length_max);
    condition.supplies = read_supplies(answer);
    condition.media_left = read_media_left(answer);
    return condition;
}

Job read_job(ipp_t* answer) {
    Job job;
    for (ipp_attribute_t* attribute = ippFirstAttribute(answer); attribute != nullptr;
         attribute = ippNextAttribute(answer))
        if (ippGetGroupTag(attribute) == IPP_TAG_JOB && ippGetName(attribute) != nullptr)
            read_job_attribute(attribute, job);
    return job;
}

std::vector<Job> read_jobs(ipp_t* answer) {
    std::vector<Job> jobs;
    bool inside = false;
    for (ipp_attribute_t* attribute = ippFirstAttribute(answer); attribute != nullptr;
         attribute = ippNextAttribute(answer)) {
        if (ippGetGroupTag(attribute) != IPP_TAG_JOB || ippGetName(attribute) == nullptr) {
            inside = false;  // groups are parted by a nameless separator
            continue;
        }
        if (!inside) {
            if (jobs.size() >= static_cast<std::size_t>(jobs_listed_max)) break;
            jobs.emplace_back();
        }
        inside = true;
        read_job_attribute(attribute, jobs.back());
    }
    return jobs;
}

}  // namespace printing
