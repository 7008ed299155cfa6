// The paper worker's round: makes the papers that were asked for and prints or saves them, each once.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "kiosk/desk/desk.h"
#include "printing/office_printer.h"

namespace vestibule {

class StationHealth;

inline constexpr int papers_watched_max = 4;
inline constexpr std::chrono::milliseconds paper_watch_interval{250};
inline constexpr std::chrono::seconds paper_retry{10};
inline constexpr std::chrono::minutes paper_patience{5};  // for the printer; an older roll call is asked for anew
inline constexpr std::chrono::minutes paper_wait_max{2};  // in the queue without being printed: taken back
inline constexpr std::chrono::minutes paper_printing_max{
    10};  // begun with: a jam that nobody clears would bar others

class PaperRound {
  public:
    PaperRound(std::unique_ptr<Desk> desk, StationHealth& health) : desk_{std::move(desk)}, health_{&health} {}
    PaperRound(PaperRound&&) = default;
    // Does what is due now; answers how long to sleep. Thread: the worker's. Blocks: printing/office_printer.h.
    std::chrono::milliseconds once();
    // Papers that were handed over and whose outcome is still open.
    [[nodiscard]] bool watching() const { return !watched_.empty(); }

  private:
    struct Watched {
        printing::JobTicket ticket;
        std::string queue;
        Instant since;
        std::string remark{};
    };
    [[nodiscard]] Result<> hand_over(const Job& job);
    [[nodiscard]] Result<> print(const Job& job, const PaperJob& paper);
    [[nodiscard]] Result<> save(const Job& job, const PaperJob& paper);
    [[nodiscard]] Result<bool> recover(const Job& job, const PaperJob& paper);
    [[nodiscard]] Result<> watch(JobId id, const Watched& watched);
    [[nodiscard]] Result<> finish(JobId id, JobState state, const std::string& queue, const std::string& remark);
    [[nodiscard]] Result<> note(JobId id, const std::string& remark);
    [[nodiscard]] bool is_too_old(const PaperJob& paper) const;
    [[nodiscard]] Result<> later(const Job& job, const Problem& problem);
    [[nodiscard]] std::string queue_of(const PaperJob& paper) const;
    [[nodiscard]] printing::OfficeQueue office_queue(const PaperJob& paper) const;
    void report(const std::string& queue, const std::string& trouble);
    [[nodiscard]] Result<printing::Printer> printer(const std::string& queue) const;

    std::unique_ptr<Desk> desk_;
    StationHealth* health_;
    std::map<JobId, Watched> watched_;
};

// A paper as pages in the language that was asked for, else the site's first.
[[nodiscard]] Result<printing::OfficeDocument> office_document(Desk& desk, const PaperJob& job,
                                                               std::optional<Instant> last_contact);

}  // namespace vestibule
