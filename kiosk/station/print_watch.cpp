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

// How long it has been so. A clock that was set back starts it anew.
std::chrono::system_clock::duration lasting(Instant& since, Instant now) {
    if (since == Instant{} || since > now) since = now;
    return now - since;
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
    if (!is_stuck(outcome)) {
        watched.stuck_since = {};
        return lasting(watched.since, now) > print_hung_max ? std::string{not_processed} : "";
    }
    auto patience = print_unprocessed_max;
    const std::chrono::seconds fail_over{desk_->policy().print_fail_over_after_s};
    const auto stops = print_stops(desk_->config(), desk_->policy(), printing.progress);
    if (next_print_stop(stops, printing.progress)) patience = std::min(patience, fail_over);
    const auto half_given = watched.recovered || watched.failure;
    if (half_given && outcome.printer_reasons.empty()) patience = std::min(patience, print_recovered_patience);
    return lasting(watched.stuck_since, now) >= patience ? std::string{not_processed} : "";
}

// A queue that doesn't answer, or doesn't let us, is asked again.
void PrintRound::take_back(Watched& watched, const std::string& why) {
    const auto now = desk_->now();
    if (watched.taking_back.empty()) watched.taken_back = now;
    watched.taking_back = why;
    watched.asked_back = now;
    if (const auto printer = board_.named(watched.printing.progress.attempts.back().queue, now))
        (void)(*printer)->cancel(watched.ticket);
}

// Nobody will say any more what becomes of it: the printer kept it although it was taken back, or its queue is done
// with it and the printer never ends. Other badges may need the place.
bool PrintRound::is_given_up(Watched& watched, const printing::Outcome& outcome) {
    const auto now = desk_->now();
    if (!watched.taking_back.empty() && lasting(watched.taken_back, now) >= print_taken_back_max) return true;
    if (!outcome.left_queue) watched.left_queue = {};
    return outcome.left_queue && lasting(watched.left_queue, now) >= print_last_word_max;
}

Result<> PrintRound::went_on(Watched& watched, const printing::Outcome& outcome) {
    const auto wanted_back = watched.taking_back.empty() ? why_take_back(watched, outcome) : watched.taking_back;
    const auto asked_lately =
        !watched.taking_back.empty() && lasting(watched.asked_back, desk_->now()) < print_asked_back_every;
    if (!wanted_back.empty() && !asked_lately) take_back(watched, wanted_back);
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
    if (watched.failure && why.empty()) return never_arrived(std::move(printing), &*watched.failure);
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
        if ((watched.recovered || watched.failure) && reported.empty())
            return try_again(std::move(printing), reason, "");
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
    auto outcome = printer ? (*printer)->outcome(watched.ticket) : tl::unexpected(printer.error());
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
    if (!outcome->ended() && is_given_up(watched, *outcome)) {
        outcome->state = printing::OutcomeState::unknown;
        if (outcome->reason.empty()) outcome->reason = "The printer didn't say whether the badge came out.";
    }
    if (outcome->ended()) return ended(std::move(watched), *outcome);
    return went_on(watched, *outcome);
}

}  // namespace vestibule
