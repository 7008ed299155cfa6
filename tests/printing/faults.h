// The vocabulary of the fault tests: a printer with its queue, pages on it, and how long it takes until something is
// known. Polls as the station does.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "printing/printer.h"
#include "printing/queue_setup.h"
#include "printing/test_page.h"

namespace printing_tests {

inline constexpr std::chrono::milliseconds station_poll_interval{250};  // print_watch_interval of the station

[[nodiscard]] inline std::string name_of(printing::OutcomeState state) {
    switch (state) {
        case printing::OutcomeState::waiting:
            return "waiting";
        case printing::OutcomeState::printed:
            return "printed";
        case printing::OutcomeState::failed:
            return "failed";
        case printing::OutcomeState::unknown:
            return "unknown";
        case printing::OutcomeState::saved:
            return "saved";
    }
    return "";
}

class Stopwatch {
  public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

struct Watched {
    printing::Outcome outcome;
    double seconds = 0;
    bool in_time = false;
};

// Asks until `enough` or `limit_s`; an answer that can't be had counts as none.
[[nodiscard]] inline Watched watch(const printing::Printer& printer, const printing::JobTicket& ticket,
                                   double limit_s, const std::function<bool(const printing::Outcome&)>& enough) {
    const Stopwatch watch;
    Watched seen;
    while (true) {
        if (const auto outcome = printer.outcome(ticket)) seen.outcome = *outcome;
        seen.seconds = watch.seconds();
        seen.in_time = enough(seen.outcome);
        if (seen.in_time || seen.seconds > limit_s) return seen;
        std::this_thread::sleep_for(station_poll_interval);
    }
}

[[nodiscard]] inline bool reports(const printing::Outcome& outcome, printing::PrinterReason reason) {
    for (const auto& reported : outcome.printer_reasons)
        if (reported.reason == reason) return true;
    return false;
}

// A page for the card that lies in the print server's printer.
[[nodiscard]] inline printing::Document page(int number) {
    const auto digits = std::to_string(number);
    return printing::draw_test_page({.job_name = "vestibule-" + std::string(32 - digits.size(), '0') + digits,
                                     .queue = "badge",
                                     .printed_at = "2026-11-25 09:00",
                                     .medium = printing::medium_named("om_card_54x86mm").value(),
                                     .format = {.raster = true, .type = printing::RasterType::black_1, .dpi = 300}})
        .value();
}

}  // namespace printing_tests
