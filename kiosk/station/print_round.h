// The print worker's round: hands due badges to the printer, watches those under way, and writes what became of them.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/desk/desk.h"
#include "printing/printer.h"

namespace vestibule {

class StationHealth;

inline constexpr int print_jobs_watched_max = 4;
inline constexpr std::chrono::milliseconds print_watch_interval{250};
inline constexpr std::chrono::seconds print_retry_first{5};
inline constexpr std::chrono::seconds print_retry_max{60};
inline constexpr std::chrono::seconds print_unprocessed_max{
    60};  // not processing for so long: cancelled (ACCEPTANCE C3)

class PrintRound {
  public:
    PrintRound(std::unique_ptr<Desk> desk, StationHealth& health, std::filesystem::path folder);
    PrintRound(PrintRound&&) = default;
    // Does what is due now; answers how long to sleep. Thread: the worker's. Blocks: printing/printer.h's time-outs.
    std::chrono::milliseconds once();
    // Badges that were handed over and whose outcome is still open.
    [[nodiscard]] bool watching() const { return !watched_.empty(); }

  private:
    struct Watched {
        BadgeId badge;
        printing::JobTicket ticket;
        Instant since;
    };
    [[nodiscard]] Result<> hand_over(const Job& job);
    [[nodiscard]] Result<> print(const Job& job, BadgeId badge, const BadgeView& view);
    [[nodiscard]] Result<bool> recover(const Job& job, BadgeId badge);
    [[nodiscard]] Result<> watch(JobId id, const Watched& watched);
    [[nodiscard]] Result<> finish(JobId id, BadgeId badge, PrintOutcome outcome, const std::string& remark);
    [[nodiscard]] Result<printing::Printer*> printer();
    [[nodiscard]] Result<> later(const Job& job, const std::string& remark);
    void report(const std::string& trouble);

    std::unique_ptr<Desk> desk_;
    StationHealth* health_;
    std::filesystem::path folder_;
    std::optional<printing::Printer> printer_;
    std::optional<printing::BadgeDrawings> drawings_;  // read with the first badge
    std::map<JobId, Watched> watched_;
};

// What the badge says, in printing/'s words.
[[nodiscard]] printing::BadgeFields fields_of(const BadgeView& badge, const Texts& texts);

}  // namespace vestibule
