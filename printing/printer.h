// The station's printer as one thing, be it a CUPS queue, a printer's own address or a folder of PDFs.
//
//     auto printer = Printer::choose({.server = "", .queue = "badge", .folder = data / "badges"});
//     commit the attempt with its job name;                   // so that a crash from here on is found again
//     auto ticket = printer->print(job_name, drawings, {.look = "visitor"}, fields);
//     each second or two: auto outcome = printer->outcome(*ticket); until outcome->ended()
//     after a crash: auto ticket = printer->find(job_name);   // nullopt: it was never handed over, print it
//
// Thread: one at a time (the print worker). Blocks: print() makes at most four exchanges, outcome() three and the
// rest two, each bounded by `connect_timeout_ms` + `answer_timeout_s` of ipp_connection.h; against a server that
// answers a few milliseconds in all.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "printing/badge_drawings.h"
#include "printing/badge_fields.h"
#include "printing/medium.h"
#include "printing/printer_reason.h"
#include "printing/result.h"
#include "printing/spooler.h"

namespace printing {

struct PrinterSettings {
    std::string server;            // "host:port", a socket's path; empty: libcups' own choice
    std::string queue;             // a queue's name or a printer's ipp:// address; empty: the server's default queue
    std::filesystem::path folder;  // stands in where no queue is named and the server has no default
    std::string medium;            // PWG name; empty: what lies in the printer
    // For printers that can't be asked themselves (USB): set-up saw that "completed" meant paper. RFC 8011 §5.3.8.
    bool count_can_be_trusted = false;
};

// Which job, where. A value to be stored; says nothing of the visitor.
struct JobTicket {
    std::string job_name;
    int job_id = 0;              // 0: a file in the folder
    std::filesystem::path file;  // only for a folder

    bool operator==(const JobTicket&) const = default;
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

    [[nodiscard]] bool ended() const { return state != OutcomeState::waiting; }
};

class Printer {
  public:
    // The configured queue; else the server's default queue; else the folder (also when the server doesn't answer).
    // Errors: unreachable or not_found for a configured queue; not_found where there is nothing to print to.
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

    // What the printer says of itself, without a job. A folder is always well.
    [[nodiscard]] Result<PrinterCondition> condition() const;

    // The job that was handed over under this name, if any. Errors: unreachable.
    [[nodiscard]] Result<std::optional<JobTicket>> find(const std::string& job_name) const;

    // Takes the job back; see outcome() for whether it still came out. No error where it had already ended.
    [[nodiscard]] Result<> cancel(const JobTicket& ticket) const;

  private:
    Printer(PrinterSettings settings, std::string queue)
        : settings_(std::move(settings)), queue_(std::move(queue)), spooler_(Spooler::at(settings_.server)) {}

    // What the printer itself knows of a job that CUPS has sent it.
    struct AtPrinter {
        std::optional<Job> job;
        std::vector<ReportedReason> reasons;
    };

    [[nodiscard]] AtPrinter ask_printer(const Job& job, const PrinterCondition& condition) const;
    [[nodiscard]] Outcome judge(const Job& job, const AtPrinter& at_printer) const;

    PrinterSettings settings_;
    std::string queue_;  // empty: the folder
    Spooler spooler_;
};

// Which medium a badge goes on: of the ready ones the smallest that a drawing of this look fits well; else the
// default; else a card.
[[nodiscard]] Medium best_medium(const Capabilities& capabilities, const BadgeDrawings& drawings,
                                 const BadgeDesign& design);

}  // namespace printing
