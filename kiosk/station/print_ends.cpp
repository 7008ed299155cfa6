// How an attempt ends: with the badge's outcome, or with the next attempt, here or at another printer.
#include <algorithm>

#include "kiosk/base/text.h"
#include "kiosk/station/print_round.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

JobState state_of(PrintOutcome outcome) {
    switch (outcome) {
        case PrintOutcome::printed:
        case PrintOutcome::saved:
            return JobState::done;
        case PrintOutcome::failed:
            return JobState::failed;
        default:
            return JobState::unknown;
    }
}

// What staff read where the printer said nothing; the reason has words of its own on each screen.
std::string remark_of(const std::string& reason) {
    const auto over = reason == "expired" || reason == "revoked";
    return over ? "the badge is no longer valid; it wasn't printed" : "";
}

// Where a badge comes from, as configured; empty: out of the station's own printer, or from reception where there is
// no printer. The station's own may be the print server's default, and a fallback besides.
std::string standing_place(const Config& config, PrintOutcome outcome, const std::string& queue,
                           const std::string& home) {
    const auto is_elsewhere = queue != home && is_fallback(config, queue);
    return is_elsewhere || outcome == PrintOutcome::saved ? config.printer.fallback_place : "";
}

std::chrono::milliseconds print_again_after(int attempts) {
    const auto doubled = print_retry_first * (1 << std::clamp(attempts - 1, 0, 6));
    return std::min<std::chrono::milliseconds>(doubled, print_retry_max);
}

}  // namespace

Result<> PrintRound::finish(Printing printing, PrintOutcome outcome, const std::string& reason,
                            const std::string& remark) {
    auto& progress = printing.progress;
    Json body = {{"job", to_string(printing.job.id)}, {"outcome", std::string{name_of(outcome)}}};
    if (!reason.empty()) body["reason"] = reason;
    if (!progress.attempts.empty()) {
        auto& last = progress.attempts.back();
        if (!last.ended) {
            last.ended = desk_->now();
            last.reason = reason;
        }
        body["printer"] = last.queue;
        body["place"] = standing_place(desk_->config(), outcome, last.queue, progress.home);
    }
    progress.reason = reason;
    const NewEvent printed{
        .kind = std::string{kind::badge_printed}, .stream = stream_of(printing.badge), .body = std::move(body)};
    const auto words = remark.empty() ? remark_of(reason) : remark;
    return desk_->log().finish_job(printing.job.id, state_of(outcome), clean_line(words, line_length_max),
                                   {&printed, 1}, desk_->now(), progress_json(progress));
}

Result<> PrintRound::postpone(const Printing& printing, Instant due, const std::string& remark) {
    return desk_->log().postpone_job(printing.job.id, due, clean_line(remark, line_length_max),
                                     progress_json(printing.progress));
}

// Other stations hear where the badge comes out, each place once. Staff who moved it there named the printer alone.
Result<> PrintRound::tell_where(const Printing& printing) {
    const auto& stop = printing.progress.stop;
    const auto& place = desk_->config().printer.fallback_place;
    const auto& told_so_far = printing.state;
    if (!is_fallback(desk_->config(), stop)) return {};
    if (told_so_far.print_queue == stop && told_so_far.print_place == place) return {};
    Json body = {{"queue", stop}};
    if (!place.empty()) body["place"] = place;
    const NewEvent told{
        .kind = std::string{kind::badge_print_moved}, .stream = stream_of(printing.badge), .body = std::move(body)};
    VESTIBULE_CHECK(desk_->log().append({&told, 1}, {}, desk_->now()));
    return {};
}

// The same printer may do it a little later; where it hasn't for as long as policy has it, another does.
Result<> PrintRound::try_again(Printing printing, const std::string& reason, const std::string& remark) {
    auto& progress = printing.progress;
    const auto now = desk_->now();
    const auto other = next_print_stop(print_stops(desk_->config(), desk_->policy(), progress), progress);
    const auto until = progress.stop_since + std::chrono::seconds{desk_->policy().print_fail_over_after_s};
    if (other && now >= until) return next_stop(std::move(printing), reason, remark);
    progress.reason = reason;
    Instant due = now + print_again_after(printing.job.attempts);
    if (other) due = std::min(due, until);
    return postpone(printing, due, remark);
}

// After the last one it's the first one's turn again, in a while: a printer that is off in the evening may be on in
// the morning, and a badge that is over by then isn't printed.
Result<> PrintRound::next_stop(Printing printing, const std::string& reason, const std::string& remark) {
    auto& progress = printing.progress;
    const auto stops = print_stops(desk_->config(), desk_->policy(), progress);
    const auto other = next_print_stop(stops, progress);
    const auto place_of = [&](const std::string& stop) { return std::ranges::find(stops, stop); };
    const auto all_tried = !other || place_of(*other) < place_of(progress.stop);
    progress.reason = reason;
    progress.stop_since = {};
    if (other) progress.stop = *other;
    VESTIBULE_CHECK(tell_where(printing));
    return postpone(printing, all_tried ? desk_->now() + print_again_after(printing.job.attempts) : Instant{},
                    remark);
}

// This printer took it and gave it up, or can't print it at all: it isn't asked again.
Result<> PrintRound::dropped(Printing printing, const std::string& reason, const std::string& remark) {
    printing.progress.dropped.push_back(printing.progress.stop);
    const auto stops = print_stops(desk_->config(), desk_->policy(), printing.progress);
    if (!next_print_stop(stops, printing.progress))
        return finish(std::move(printing), PrintOutcome::failed, reason, remark);
    return next_stop(std::move(printing), reason, remark);
}

// Staff's choice is tried first, whatever became of it there before.
Result<> PrintRound::follow_staff(Printing& printing) {
    auto& progress = printing.progress;
    progress.moves = printing.state.print_moves;
    progress.moved_to = printing.state.print_wanted;
    progress.dropped.clear();
    progress.stop = print_stops(desk_->config(), desk_->policy(), progress).front();
    progress.stop_since = {};
    VESTIBULE_CHECK(desk_->log().note_job(printing.job.id, "", progress_json(progress)));
    return tell_where(printing);
}

}  // namespace vestibule
