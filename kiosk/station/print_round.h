// The print worker's round: hands due badges to a printer, watches those under way, takes back what may not print any
// more, goes to the next printer where one fails, and writes what became of each.
//
// An attempt is on disk, with its queue, before the queue hears of it. It is open until the queue has said what
// became of it; a badge goes on to another attempt only when the one before is certainly not on paper. So at most one
// attempt is open, and after a crash its queue is asked for the attempt's own job name before anything is printed.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/desk/desk.h"
#include "kiosk/desk/print_progress.h"
#include "kiosk/station/printer_board.h"
#include "printing/printer.h"

namespace vestibule {

class StationHealth;

inline constexpr int print_jobs_watched_max = 4;
inline constexpr int print_jobs_looked_at_max = 200;  // open ones, a round
inline constexpr std::chrono::milliseconds print_watch_interval{250};
inline constexpr std::chrono::seconds print_retry_first{5};
inline constexpr std::chrono::seconds print_retry_max{60};
inline constexpr std::chrono::seconds print_recovered_patience{5};  // for a job that a crash may have left half given
inline constexpr std::chrono::seconds print_hung_max{180};          // at a printer that reports no trouble
inline constexpr std::chrono::seconds print_asked_back_every{5};
inline constexpr std::chrono::seconds print_taken_back_max{30};  // then nobody knows what becomes of it
inline constexpr std::chrono::seconds print_last_word_max{15};   // of a printer whose queue is done with the job
inline constexpr std::chrono::seconds print_unheard_max{60};     // for a badge that nobody needs any more

class PrintRound {
  public:
    // `folder`: the station's, in which lies what set-up measured of its printers.
    PrintRound(std::unique_ptr<Desk> desk, StationHealth& health, const std::filesystem::path& folder);
    PrintRound(PrintRound&&) = default;
    // Does what is due now; answers how long to sleep. Thread: the worker's. Blocks: printing/printer.h's time-outs.
    std::chrono::milliseconds once();
    // Badges whose outcome is still open and that something can be done about now.
    [[nodiscard]] bool busy() const { return !watched_.empty() || due_now_; }
    // Whether the last round changed what the station's health says of its printers.
    [[nodiscard]] bool has_news() const { return has_news_; }

  private:
    // A badge on its way through the outbox.
    struct Printing {
        Job job;
        BadgeId badge;
        BadgeState state;
        PrintProgress progress;
    };
    // One whose attempt is open and known to its queue.
    struct Watched {
        Printing printing;
        printing::JobTicket ticket;
        Instant since;           // when this round first saw it
        Instant stuck_since{};   // it isn't getting anywhere; the epoch: it is
        Instant left_queue{};    // since when only the printer itself has it; the epoch: its queue does
        bool recovered = false;  // found after a crash: it may lack its document
        std::optional<printing::Failure> failure{};  // handing it over broke off with this: it may lack its document
        bool processed = false;                      // its queue began with it
        bool reached = false;                        // the printer may have got the document
        std::string taking_back;                     // why, once that was asked for
        Instant taken_back{};                        // first asked
        Instant asked_back{};                        // last asked
    };

    // print_round.cpp
    void look_after(const Job& job);
    [[nodiscard]] Result<> consider(Printing printing);
    [[nodiscard]] Result<bool> waits_for_another(const Printing& printing) const;
    [[nodiscard]] std::string why_over(const BadgeState& state) const;
    [[nodiscard]] bool is_due(const Job& job) const;
    void report(int jobs_open);
    [[nodiscard]] std::chrono::milliseconds pause(const std::vector<Job>& open);
    // print_attempt.cpp
    [[nodiscard]] Result<> hand_over(Printing printing);
    [[nodiscard]] Result<> begin_attempt(Printing& printing, const std::string& queue);
    [[nodiscard]] printing::Result<printing::JobTicket> print(printing::Printer& printer, const Printing& printing,
                                                              const BadgeView& view);
    [[nodiscard]] Result<> failed_to_hand_over(Printing printing, const printing::Failure& failure);
    [[nodiscard]] Result<> recover(Printing printing, const printing::Failure* failure = nullptr);
    [[nodiscard]] Result<> never_arrived(Printing printing, const printing::Failure* failure);
    [[nodiscard]] Result<> not_heard_of(Printing printing, const printing::Failure& failure);
    Watched& watch_from_now(Printing printing, printing::JobTicket ticket);
    // print_watch.cpp
    [[nodiscard]] Result<> watch(Watched& watched);
    [[nodiscard]] bool certainly_not_on_paper(Watched& watched);
    [[nodiscard]] Result<> went_on(Watched& watched, const printing::Outcome& outcome);
    [[nodiscard]] Result<> ended(Watched watched, const printing::Outcome& outcome);
    [[nodiscard]] std::string why_take_back(Watched& watched, const printing::Outcome& outcome);
    void take_back(Watched& watched, const std::string& why);
    [[nodiscard]] bool is_given_up(Watched& watched, const printing::Outcome& outcome);
    // print_ends.cpp
    [[nodiscard]] Result<> finish(Printing printing, PrintOutcome outcome, const std::string& reason,
                                  const std::string& remark);
    [[nodiscard]] Result<> next_stop(Printing printing, const std::string& reason, const std::string& remark);
    [[nodiscard]] Result<> dropped(Printing printing, const std::string& reason, const std::string& remark);
    [[nodiscard]] Result<> try_again(Printing printing, const std::string& reason, const std::string& remark);
    [[nodiscard]] Result<> follow_staff(Printing& printing);
    [[nodiscard]] Result<> postpone(const Printing& printing, Instant due, const std::string& remark);
    [[nodiscard]] Result<> tell_where(const Printing& printing);

    std::unique_ptr<Desk> desk_;
    StationHealth* health_;
    PrinterBoard board_;
    std::optional<Texts> paper_;                       // the site's first language
    std::optional<printing::BadgeDrawings> drawings_;  // read with the first badge
    std::map<JobId, Watched> watched_;
    bool has_news_ = false;
    bool due_now_ = false;
};

// What the station's own destination was called lately: a queue, an address or the folder; empty: nothing was
// printed.
[[nodiscard]] std::string usual_printer(const LogReader& reader);

// What the badge says, in printing/'s words.
[[nodiscard]] printing::BadgeFields fields_of(const BadgeView& badge, const Texts& texts);

}  // namespace vestibule
