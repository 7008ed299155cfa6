// Badges under way: what their queue says of them, and taking them back.
#include <algorithm>

#include "kiosk/base/text.h"
#include "kiosk/station/print_round.h"

namespace vestibule {
namespace {

PrintOutcome outcome_of(printing::OutcomeState state) {
    switch (state) {
        case printing::OutcomeState::waiting:
            return PrintOutcome::pending;
        case printing::OutcomeState::printed:
            return PrintOutcome::printed;
        case printing::OutcomeState::failed:
            return PrintOutcome::failed;
        case printing::OutcomeState::unknown:
            return PrintOutcome::unknown;
        case printing::OutcomeState::saved:
            return PrintOutcome::saved;
    }
    return PrintOutcome::unknown;
}

bool has_no_way_out(const printing::ReportedReason& reported) {
    return printing::stops_printing(reported) || reported.reason == printing::PrinterReason::connecting;
}

// The printer is being tried for, or doesn't answer.
bool is_out_of_reach(const printing::Outcome& outcome) {
    return std::ranges::any_of(outcome.printer_reasons, [](const auto& reported) {
        return reported.reason == printing::PrinterReason::offline ||
               reported.reason == printing::PrinterReason::connecting;
    });
}

// It isn't being printed, and nothing but a person will change that.
bool is_stuck(const printing::Outcome& outcome) {
    return !outcome.processing || std::ranges::any_of(outcome.printer_reasons, has_no_way_out);
}

std::string worst_of(const printing::Outcome& outcome) {
    const auto keywords = keywords_of(outcome.printer_reasons);
    return keywords.empty() ? std::string{} : keywords.front();
}

constexpr std::string_view moved = "moved";
constexpr std::string_view not_processed = "not-processed";

}  // namespace

// Empty: it may go on. A clock that was set back starts the waiting anew.
std::string PrintRound::why_take_back(Watched& watched, const printing::Outcome& outcome) {
    const auto& printing = watched.printing;
    if (auto over = why_over(printing.state); !over.empty()) return over;
    if (printing.state.print_moves > printing.progress.moves) return std::string{moved};
    const auto now = desk_->now();
    if (watched.since > now) watched.since = now;
    if (!is_stuck(outcome)) {
        watched.stuck_since = {};
        return now - watched.since > print_hung_max ? std::string{not_processed} : "";
    }
    if (watched.stuck_since == Instant{} || watched.stuck_since > now) watched.stuck_since = now;
    auto patience = print_unprocessed_max;
    const std::chrono::seconds fail_over{desk_->policy().print_fail_over_after_s};
    const auto stops = print_stops(desk_->config(), desk_->policy(), printing.progress);
    if (next_print_stop(stops, printing.progress)) patience = std::min(patience, fail_over);
    if (watched.recovered && outcome.printer_reasons.empty()) patience = std::min(patience, print_recovered_patience);
    return now - watched.stuck_since >= patience ? std::string{not_processed} : "";
}

Result<> PrintRound::take_back(Watched& watched, const std::string& why) {
    const auto printer = board_.named(watched.printing.progress.attempts.back().queue, desk_->now());
    if (!printer) return retry_later(printer.error().what);
    if (const auto cancelled = (*printer)->cancel(watched.ticket); !cancelled)
        return retry_later(cancelled.error().what);
    watched.taking_back = why;
    return {};
}

Result<> PrintRound::went_on(Watched& watched, const printing::Outcome& outcome) {
    if (watched.taking_back.empty())
        if (const auto why = why_take_back(watched, outcome); !why.empty()) return take_back(watched, why);
    auto& printing = watched.printing;
    const auto reason = worst_of(outcome);
    if (printing.progress.reason == reason) return {};
    printing.progress.reason = reason;
    printing.progress.attempts.back().reason = reason;
    return desk_->log().note_job(printing.job.id, clean_line(outcome.reason, line_length_max),
                                 progress_json(printing.progress));
}

// Of a job that its queue calls failed: the printer itself has said so, or the queue never began with it, or it never
// got through to the printer: no look at it found that one within reach, and CUPS, which counts an impression as soon
// as the printer has accepted the document, has counted none.
bool PrintRound::certainly_not_on_paper(Watched& watched) {
    const auto printer = board_.named(watched.printing.progress.attempts.back().queue, desk_->now());
    if (!printer) return false;
    const auto seen = (*printer)->observe(watched.ticket);
    if (!seen) return false;
    watched.processed = seen->job.was_processed;
    if (seen->at_printer || !seen->job.was_processed) return true;
    return !watched.reached && seen->job.impressions.value_or(0) == 0;
}

Result<> PrintRound::ended(Watched watched, const printing::Outcome& outcome) {
    const auto failed = outcome.state == printing::OutcomeState::failed;
    const auto certain = failed && certainly_not_on_paper(watched);
    auto printing = std::move(watched.printing);
    watched_.erase(printing.job.id);
    const auto reported = worst_of(outcome);
    const auto& why = watched.taking_back;
    if (!certain) {
        const auto state = failed ? PrintOutcome::unknown : outcome_of(outcome.state);
        auto reason = reported.empty() ? why : reported;
        if (state == PrintOutcome::printed || state == PrintOutcome::saved) reason.clear();
        return finish(std::move(printing), state, reason, outcome.reason);
    }
    auto& attempt = printing.progress.attempts.back();
    attempt.ended = desk_->now();
    attempt.reason = !reported.empty() ? reported : why.empty() ? "not-printed" : why;
    if (auto over = why_over(printing.state); !over.empty())
        return finish(std::move(printing), PrintOutcome::failed, over, outcome.reason);
    if (why == moved) {
        VESTIBULE_CHECK(follow_staff(printing));
        return postpone(printing, Instant{}, "");
    }
    const auto reason = attempt.reason;
    // Half given by a life that broke off: CUPS gives such a job up. The printer never heard of it.
    if (why.empty() && watched.recovered && !watched.processed) return postpone(printing, Instant{}, "");
    if (why == not_processed) {
        if (watched.recovered && reported.empty()) return try_again(std::move(printing), reason, "");
        return next_stop(std::move(printing), reason, outcome.reason);
    }
    return dropped(std::move(printing), reason, outcome.reason);
}

Result<> PrintRound::watch(Watched& watched) {
    auto& printing = watched.printing;
    VESTIBULE_TRY(state, desk_->reader().badge(printing.badge));
    if (state) printing.state = *state;
    const auto stop = printing.progress.stop;
    const auto printer = board_.named(printing.progress.attempts.back().queue, desk_->now());
    const auto outcome = printer ? (*printer)->outcome(watched.ticket) : tl::unexpected(printer.error());
    if (!outcome) {
        board_.failed(stop, outcome.error(), desk_->now());
        const auto id = printing.job.id;
        auto unheard = std::move(printing);
        watched_.erase(id);
        return not_heard_of(std::move(unheard), outcome.error());
    }
    board_.heard(stop, outcome->printer_reasons);
    watched.processed = watched.processed || outcome->processing;
    if (outcome->processing && !is_out_of_reach(*outcome)) watched.reached = true;
    if (outcome->ended()) return ended(std::move(watched), *outcome);
    return went_on(watched, *outcome);
}

}  // namespace vestibule
