// The station's printer as one thing, be it a CUPS queue, a printer's own address or a folder of PDFs.
//
//     auto printer = Printer::choose({.server = "", .queue = "badge", .folder = data / "badges"});
//     commit the attempt with its job name;                   // so that a crash from here on is found again
//     auto ticket = printer->print(job_name, drawings, {.look = "visitor"}, fields);
//     each second or two: auto outcome = printer->outcome(*ticket); until outcome->ended()
//     after a crash: auto ticket = printer->find(job_name);   // nullopt: it was never handed over, print it
//
// Thread: one at a time (the print worker). Blocks: print(), hand_over() and outcome() make at most five exchanges
// and the rest two, each bounded by `connect_timeout_ms` + `answer_timeout_s` of ipp_connection.h. The first one that
// isn't answered is the last, but for what print() asks the printer behind a queue of its media. Against a server
// that answers a few milliseconds in all. A printer's host name is looked up as long as the system's resolver takes:
// where names may fail, give addresses.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "printing/badge_drawings.h"
#include "printing/badge_fields.h"
#include "printing/medium.h"
#include "printing/printer_reason.h"
#include "printing/printer_record.h"
#include "printing/result.h"
#include "printing/spooler.h"

namespace printing {

inline constexpr std::size_t jobs_remembered_max = 64;
inline constexpr std::chrono::seconds sighting_fresh_max{10};
inline constexpr std::chrono::seconds silence_believed{10};  // of a printer, before it is asked for a job again

struct PrinterSettings {
    std::string server;             // "host:port", a socket's path; empty: libcups' own choice
    std::string queue;              // a queue's name or a printer's ipp:// address; empty: the server's default queue
    std::filesystem::path folder;   // stands in where no queue is named and the server has none that could be meant
    std::string usual;              // what the default queue was so far: while the server doesn't answer, that one is
                                    // waited for, and while it's gone no other is taken; empty: there was none
    bool folder_is_wanted = false;  // the folder was named by people: it takes over from a usual queue that is gone
    std::vector<std::string> not_for;  // queues that serve something else, such as office paper: never taken unnamed
    std::string medium;                // PWG name; empty: what lies in the printer
    std::filesystem::path record;      // what set-up measured (printer_record.h); empty: nothing was
    std::filesystem::path heard;       // what printers said of themselves (heard_printers.h); empty: forgotten
};

// Which job, where. A value to be stored; says nothing of the visitor.
struct JobTicket {
    std::string job_name;
    int job_id = 0;              // 0: a file in the folder
    std::filesystem::path file;  // only for a folder

    bool operator==(const JobTicket&) const = default;
};

// What is known of a job at one moment: by the queue, and by the printer behind it.
struct Observation {
    Job job;                              // as the queue has it
    std::optional<Job> at_printer;        // as the printer has it; nullopt where it can't be asked or doesn't know it
    std::vector<ReportedReason> reasons;  // of both
    // The document never left the queue: it was never taken up, or while it was, the queue still sought the printer
    // whenever it was looked at, the last time not long before its end.
    bool surely_not_sent = false;
};

enum class OutcomeState {
    waiting,  // not ended: in the queue, on its way, or held up (see the reasons)
    printed,  // the printer itself reported the impression (or a trusted queue did)
    failed,   // certainly not on paper
    unknown,  // transmitted, but nobody saw paper: ask a person, never print again by itself
    saved,    // a PDF in the folder
};

struct Outcome {
    OutcomeState state = OutcomeState::waiting;
    std::string reason;  // plain English with what to do; empty when all is well
    std::vector<ReportedReason> printer_reasons;
    bool processing = false;  // while waiting: it has left the queue's waiting line
    bool left_queue = false;  // while waiting: the queue is done with it, the printer itself isn't

    [[nodiscard]] bool ended() const { return state != OutcomeState::waiting; }
};

class Printer {
  public:
    // The configured queue; else the server's default queue, the usual one, or the only one; else the folder (also
    // when the server doesn't answer and never had a default). Errors: unreachable or not_found for a configured or
    // usual queue; ambiguous where one of several has to be chosen; not_found where there is nothing to print to.
    // Both name the queues that exist.
    [[nodiscard]] static Result<Printer> choose(const PrinterSettings& settings);

    // For people: "badge", "ipp://…" or the folder's path.
    [[nodiscard]] std::string name() const;
    [[nodiscard]] bool is_folder() const { return queue_.empty(); }

    // Takes the drawing that suits medium and inks, renders it at the printer's resolution (PWG raster where it takes
    // it, else PDF) and hands it over. `job_name`: "vestibule-" and 32 hex digits. Not idempotent: ask find() first
    // after a crash.
    [[nodiscard]] Result<JobTicket> print(const std::string& job_name, const BadgeDrawings& drawings,
                                          const BadgeDesign& design, const BadgeFields& fields) const;

    // Asks once; never waits for the printer. Errors: unreachable (ask again later).
    [[nodiscard]] Result<Outcome> outcome(const JobTicket& ticket) const;

    // What the queue and the printer behind it say, without a job. A printer that can't be reached is reported as
    // offline. A folder is always well.
    [[nodiscard]] Result<PrinterCondition> condition() const;

    // A document that is ready to print; otherwise as print(). A folder takes PDF only.
    [[nodiscard]] Result<JobTicket> hand_over(const Document& document) const;

    // As outcome(), unjudged. Errors: unreachable; not_found for a job that the queue no longer has, and for a
    // folder.
    [[nodiscard]] Result<Observation> observe(const JobTicket& ticket) const;

    // A printer that doesn't answer counts as what it last said of itself, where that is kept (settings().heard).
    [[nodiscard]] Result<Capabilities> capabilities() const;
    [[nodiscard]] const PrinterSettings& settings() const { return settings_; }
    // As in PrinterRecord; both empty for a folder.
    [[nodiscard]] const std::string& queue() const { return queue_; }
    [[nodiscard]] const std::string& device() const { return device_; }
    // What set-up found. A record that can't be read counts as a count that can't be trusted: a person is asked then.
    [[nodiscard]] CountTrust count_trust() const { return trust_; }

    // The job that was handed over under this name, if any. Errors: unreachable.
    [[nodiscard]] Result<std::optional<JobTicket>> find(const std::string& job_name) const;

    // Takes the job back; see outcome() for whether it still came out. No error where it had already ended. Errors:
    // unreachable; refused where the server lets this user print but not cancel.
    [[nodiscard]] Result<> cancel(const JobTicket& ticket) const;

  private:
    Printer(PrinterSettings settings, std::string queue, const std::string& device_uri);
    [[nodiscard]] static Result<Printer> named(const PrinterSettings& settings, const std::string& queue);
    [[nodiscard]] static Result<Printer> unnamed(const PrinterSettings& settings,
                                                 const std::vector<Destination>& queues);

    // What earlier looks at a job have shown; gone after a restart, when a doubtful end is unknown.
    struct Sighting {
        bool reached_printer = false;
        std::chrono::steady_clock::time_point seeking{};  // the queue sought the printer; the epoch: never seen so
    };

    [[nodiscard]] Observation ask_printer(Job job, const PrinterCondition& condition) const;
    void remember(Observation& seen, const PrinterCondition& condition) const;
    [[nodiscard]] Outcome judge(const Observation& seen) const;
    [[nodiscard]] bool surely_dropped(const Job& at_printer) const;

    PrinterSettings settings_;
    std::string queue_;  // empty: the folder
    std::string device_;
    Spooler spooler_;
    CountTrust trust_ = CountTrust::not_measured;
    mutable std::map<int, Sighting> sightings_;  // by job; at most `jobs_remembered_max`
    // When the printer behind the queue last didn't answer; it did since where there is none.
    mutable std::optional<std::chrono::steady_clock::time_point> silent_;
};

// not_found, with the queues that exist; unreachable where the server can't say.
[[nodiscard]] Failure missing_queue(const std::string& server, const std::string& queue);

// How a page for this printer is made: PWG raster of this type and resolution, or PDF where there is no raster.
struct PageFormat {
    bool raster = false;
    RasterType type = RasterType::sgray_8;
    int dpi = 300;
};
// Errors: refused where the printer takes neither.
[[nodiscard]] Result<PageFormat> page_format(const Capabilities& capabilities);

}  // namespace printing
