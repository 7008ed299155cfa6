// What setting up a printer measured: whether its own count of pages can be relied on, and how it prints. A JSON file
// with one record for each queue and device.
//
// Thread: any, one writer at a time. Blocks: reading one file; writing also two fsyncs. Errors: storage for a file
// that can't be read or written, or that isn't such a file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "printing/result.h"

namespace printing {

enum class CountTrust {
    not_measured,
    trusted,      // a page that a person held in hand was counted
    not_trusted,  // a page came out and wasn't counted, or was counted and didn't come out
};

struct PrinterRecord {
    std::string queue;   // a queue's name or a printer's address
    std::string device;  // where the queue sends its jobs, without CUPS' options; the address again for a printer
    CountTrust count = CountTrust::not_measured;
    std::optional<bool> came_out;     // a person's word on the last test page; nullopt until there is one
    std::optional<int> impressions;   // what was counted for it
    bool counted_by_printer = false;  // else the queue's count, which elsewhere only means "transmitted"
    bool job_ended = false;           // the printer called the job over
    double seconds = 0;               // from handing over until it did, or until watching was given up
    std::string medium;               // PWG name
    int dpi = 0;
    std::string make_and_model;
    std::string measured_at;           // RFC 3339, UTC
    std::vector<std::string> reasons;  // what it was seen to report in all its tests: "media-empty"

    bool operator==(const PrinterRecord&) const = default;
};

inline constexpr std::size_t records_max = 50;  // the oldest goes
inline constexpr std::size_t record_bytes_max = 256 * 1024;

// What a person's word and the count together say. Nothing is learnt where nothing came out and nothing was counted.
[[nodiscard]] CountTrust judge_count(bool came_out, std::optional<int> impressions, CountTrust before);

// nullopt where there is no file, or no record of this printer in it.
[[nodiscard]] Result<std::optional<PrinterRecord>> read_record(const std::filesystem::path& file,
                                                               const std::string& queue, const std::string& device);

// In the place of the one for the same queue and device. Durable and whole once it returns; mode 0600.
[[nodiscard]] Result<> write_record(const std::filesystem::path& file, const PrinterRecord& record);

// The device of a record: a CUPS address without the options behind '?'.
[[nodiscard]] std::string device_of(const std::string& device_uri);

}  // namespace printing
