// Print destinations, jobs and printer states through CUPS, or straight through a printer's own IPP (RFC 8011, PWG
// 5100.x).
//
// Thread: one at a time (the print worker). Every function blocks at most `connect_timeout_ms` + `answer_timeout_s`
// of ipp_connection.h for each exchange, of which it makes at most two. Nothing is kept between calls but the
// addresses. Errors: unreachable (try later), not_found, refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "printing/badge_render.h"
#include "printing/medium.h"
#include "printing/printer_reason.h"
#include "printing/result.h"

namespace printing {

struct Destination {
    std::string queue;  // the queue's name on the server
    std::string description;
    bool is_default = false;
    bool accepts_jobs = false;
    std::string device_uri;  // where it sends its jobs
};

// What a queue or printer can take. Only what badges need.
struct Capabilities {
    bool told_by_printer = false;  // the printer itself has answered; else only its queue did
    bool takes_raster = false;
    bool takes_pdf = false;
    std::vector<int> raster_dpi;  // equal in both directions, ascending
    int default_dpi = 300;
    std::vector<RasterType> raster_types;
    bool colour = false;
    std::vector<Medium> media_ready;  // what lies in the printer, as far as it knows
    std::optional<Medium> media_default;
    bool default_is_range = false;   // it names the end of a range: nobody knows what lies in it then
    bool cancels_late_jobs = false;  // job-cancel-after is known

    bool operator==(const Capabilities&) const = default;
};

// A queue's capabilities, corrected by what the printer behind it said of itself: what lies in it, and which rasters
// it takes. CUPS 2.4 lists gray for every queue, and calls ready what the server's ReadyPaperSizes are.
void correct_by_printer(Capabilities& queue, const Capabilities& printer);

enum class PrinterState { idle, processing, stopped };

// Ink, ribbon, toner, or room in a waste box.
struct Supply {
    std::string name;            // the printer's own word: printable, at most `supply_name_length_max` bytes
    std::optional<int> percent;  // what is left; nullopt where the printer doesn't know

    bool operator==(const Supply&) const = default;
};

struct PrinterCondition {
    PrinterState state = PrinterState::idle;
    bool accepts_jobs = true;
    std::vector<ReportedReason> reasons;
    std::string device_uri;         // where a CUPS queue sends its jobs; empty for a printer itself
    std::string make_and_model;     // printable, at most `message_length_max` bytes, like the next one
    std::string message;            // printer-state-message: for people who know the printer; any language
    std::vector<Supply> supplies;   // at most `supplies_max`
    std::optional<int> media_left;  // sheets or labels; nullopt where the printer doesn't know
};

enum class JobState { waiting, processing, stopped, canceled, aborted, completed };

struct Job {
    int id = 0;
    std::string name;
    JobState state = JobState::waiting;
    bool was_processed = false;      // it left the queue's waiting line at least once
    std::optional<int> impressions;  // job-impressions-completed; of a CUPS queue this only means "transmitted"
    [[nodiscard]] bool has_ended() const {
        return state == JobState::canceled || state == JobState::aborted || state == JobState::completed;
    }
};

struct Document {
    std::string bytes;
    std::string format;    // "image/pwg-raster" or "application/pdf"
    std::string job_name;  // "vestibule-" and 32 hex digits: opaque, never a person's name
    Medium medium;
    int dpi = 0;
};

// A job that CUPS has been processing for this long is given up by CUPS itself, where it knows how.
inline constexpr int job_cancel_after_s = 120;
inline constexpr std::size_t supplies_max = 16;
inline constexpr std::size_t supply_name_length_max = 64;
inline constexpr std::size_t message_length_max = 200;
inline constexpr int jobs_listed_max = 500;
inline constexpr std::size_t document_bytes_max = 64'000'000;

[[nodiscard]] bool is_opaque_job_name(std::string_view name);

class Spooler {
  public:
    // `server`: "host:port", a Unix socket's path, or empty for libcups' own choice. Asks nothing yet.
    [[nodiscard]] static Spooler at(std::string server) { return Spooler(std::move(server)); }

    [[nodiscard]] Result<std::vector<Destination>> destinations() const;

    // `queue` in all of these: a queue's name on the server, or the ipp:// or ipps:// address of a printer itself.
    // What lies in the printer and which raster it takes is asked of the printer behind a queue, where it answers.
    [[nodiscard]] Result<Capabilities> capabilities(const std::string& queue) const;
    [[nodiscard]] Result<PrinterCondition> condition(const std::string& queue) const;

    // Create-Job, then Send-Document: the id of the job. On an error between the two the job is cancelled.
    // Also bad_input: a job name that isn't opaque, an empty or too large document.
    [[nodiscard]] Result<int> submit(const std::string& queue, const Document& document,
                                     bool cancels_late_jobs) const;

    [[nodiscard]] Result<Job> job(const std::string& queue, int id) const;
    // The newest job of this name, finished or not; nullopt where the queue has none (any more).
    [[nodiscard]] Result<std::optional<Job>> find_job(const std::string& queue, std::string_view name) const;
    // Cancelling a job that has ended is an error: refused.
    [[nodiscard]] Result<> cancel(const std::string& queue, int id) const;

  private:
    explicit Spooler(std::string server) : server_(std::move(server)) {}

    std::string server_;
};

}  // namespace printing
