// What a print job's outbox row knows of its attempts: written before each of them, so that a crash finds them all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/config.h"
#include "kiosk/base/json.h"
#include "kiosk/visit/policy.h"

namespace vestibule {

inline constexpr std::size_t print_attempts_kept_max = 16;

struct PrintAttempt {
    int number = 1;                // names the job there: print_name_of(job, number)
    std::string queue;             // a queue, an ipp:// address, or the folder's path
    Instant began{};               // committed before the queue hears of it
    bool handed_over = false;      // its queue has taken it; false: it may have, or may not
    std::optional<Instant> ended;  // nothing: it may be on paper. Else it certainly isn't, or that is the outcome
    std::string reason;            // why it ended, or what holds it up: BadgeView::print_reason

    bool operator==(const PrintAttempt&) const = default;
};

struct PrintProgress {
    std::vector<PrintAttempt> attempts;  // newest last; at most one is open, the last
    std::string stop;                    // the destination that is being tried; empty: the station's own
    Instant stop_since{};                // since when; the epoch: not yet
    std::vector<std::string> dropped;    // destinations that took it and gave it up, or that can't print it at all
    std::string moved_to;                // staff's choice, which is tried first; empty: none
    int moves = 0;                       // how many of staff's moves were followed
    std::string home;                    // what the station's own destination is called, once that's known
    std::string reason;                  // why it isn't printed yet: BadgeView::print_reason

    [[nodiscard]] const PrintAttempt* open_attempt() const;
    bool operator==(const PrintProgress&) const = default;
};

// Total: what is missing or wrong in `json` is left out. An attempt of the time when none were kept is the first one,
// at the station's own destination.
[[nodiscard]] PrintProgress print_progress_of(const Json& json, int attempts_made);
[[nodiscard]] Json progress_json(const PrintProgress& progress);

// Where a badge may go, in order: staff's choice, the station's own destination (config.queue, maybe empty), its
// fallbacks where policy has it so. Each once.
[[nodiscard]] std::vector<std::string> print_stops(const Config& config, const Policy& policy,
                                                   const PrintProgress& progress);
// The one that is being tried, or is to be tried first where none was yet or staff's settings no longer name it.
[[nodiscard]] const std::string& current_print_stop(const std::vector<std::string>& stops,
                                                    const PrintProgress& progress);
// The one after progress.stop that hasn't given the badge up; after the last it's the first again. Nothing: there is
// no other.
[[nodiscard]] std::optional<std::string> next_print_stop(const std::vector<std::string>& stops,
                                                         const PrintProgress& progress);
// Whether it is one of the fallbacks, which stand at fallback_place.
[[nodiscard]] bool is_fallback(const Config& config, const std::string& stop);

}  // namespace vestibule
