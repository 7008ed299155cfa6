// Attempts: on disk before the queue hears of them, and looked for there after a crash or a broken connection.
#include "kiosk/base/paths.h"
#include "kiosk/station/badge_design.h"
#include "kiosk/station/print_round.h"
#include "printing/folder_printer.h"

namespace vestibule {
namespace {

// Whether the queue may have got something all the same.
bool may_have_reached_it(printing::FailureKind kind) {
    return kind == printing::FailureKind::unreachable || kind == printing::FailureKind::not_found ||
           kind == printing::FailureKind::refused;
}

// What couldn't be used, such as a file that was half saved, may be whole by the next badge.
Result<> read_drawings(std::optional<printing::BadgeDrawings>& drawings, const Config& config) {
    if (drawings && drawings->unusable().empty()) return {};
    VESTIBULE_TRY(read, badge_drawings(config));
    drawings.emplace(std::move(read));
    return {};
}

}  // namespace

printing::BadgeFields fields_of(const BadgeView& badge, const Texts& texts) {
    return {.type = badge.type_label,
            .valid_until = badge.date_line,
            .name = badge.name,
            .company = badge.company,
            .host_label = texts.say("Host"),
            .host = badge.host,
            .escort = badge.escort ? texts.say("Escort") : "",
            .zones = badge.wear.empty() ? badge.zones : badge.zones + " · " + badge.wear,
            .code = badge.code,
            .token = badge.token};
}

printing::Result<printing::JobTicket> PrintRound::print(printing::Printer& printer, const Printing& printing,
                                                        const BadgeView& view) {
    if (!paper_) paper_.emplace(catalogue_folder(), desk_->config().site.languages.front());
    const auto name = print_name_of(printing.job.id, printing.progress.attempts.back().number);
    return printer.print(name, *drawings_, design_of(view, desk_->config()), fields_of(view, *paper_));
}

Result<> PrintRound::begin_attempt(Printing& printing, const std::string& queue) {
    auto& progress = printing.progress;
    if (progress.stop == desk_->config().printer.queue) progress.home = queue;
    progress.attempts.push_back({.number = printing.job.attempts + 1, .queue = queue, .began = desk_->now()});
    VESTIBULE_CHECK(desk_->log().start_job(printing.job.id, "", progress_json(progress)));
    ++printing.job.attempts;
    return {};
}

Result<> PrintRound::hand_over(Printing printing) {
    auto& progress = printing.progress;
    const auto stops = print_stops(desk_->config(), desk_->policy(), progress);
    progress.stop = current_print_stop(stops, progress);
    if (progress.stop_since == Instant{} || progress.stop_since > desk_->now()) progress.stop_since = desk_->now();
    const auto printer = board_.at(progress.stop, desk_->now());
    if (!printer) {
        const auto reason = reason_of(printer.error());
        if (printer.error().kind == printing::FailureKind::unreachable)
            return try_again(std::move(printing), reason, printer.error().what);
        return next_stop(std::move(printing), reason, printer.error().what);
    }
    VESTIBULE_TRY(view, desk_->badge(printing.badge));
    if (!view || view->revoked) return finish(std::move(printing), PrintOutcome::failed, "revoked", "");
    // Neither the badge nor its printer is to blame for files that can't be read just now.
    if (const auto read = read_drawings(drawings_, desk_->config()); !read) {
        if (read.error().remedy == Remedy::retry_later) return tl::unexpected(read.error());
        return finish(std::move(printing), PrintOutcome::failed, "not-printed", read.error().what);
    }
    VESTIBULE_CHECK(begin_attempt(printing, (*printer)->name()));
    auto ticket = print(**printer, printing, *view);
    if (!ticket) return failed_to_hand_over(std::move(printing), ticket.error());
    if ((*printer)->is_folder()) {
        board_.heard(progress.stop, {});
        return finish(std::move(printing), PrintOutcome::saved, "", "");
    }
    // From here on a queue that doesn't know it has lost it, as a power cut does to CUPS: nobody knows then.
    progress.attempts.back().handed_over = true;
    const auto noted = desk_->log().note_job(printing.job.id, "", progress_json(progress));
    watch_from_now(std::move(printing), *std::move(ticket));
    return noted;
}

PrintRound::Watched& PrintRound::watch_from_now(Printing printing, printing::JobTicket ticket) {
    const auto id = printing.job.id;
    Watched watched{.printing = std::move(printing), .ticket = std::move(ticket), .since = desk_->now()};
    return watched_.insert_or_assign(id, std::move(watched)).first->second;
}

Result<> PrintRound::failed_to_hand_over(Printing printing, const printing::Failure& failure) {
    const auto reason = reason_of(failure);
    printing.progress.attempts.back().reason = reason;
    const auto is_own_mistake = failure.kind == printing::FailureKind::bad_template;
    if (!is_own_mistake) board_.failed(printing.progress.stop, failure, desk_->now());
    if (may_have_reached_it(failure.kind)) return recover(std::move(printing), &failure);
    printing.progress.attempts.back().ended = desk_->now();
    if (failure.kind == printing::FailureKind::storage) return try_again(std::move(printing), reason, failure.what);
    if (failure.kind == printing::FailureKind::bad_template)
        return finish(std::move(printing), PrintOutcome::failed, reason, failure.what);
    return dropped(std::move(printing), reason, failure.what);
}

// Was the open attempt handed over? Its queue knows, by the attempt's own name. `failure`: what just went wrong with
// it, nothing after a crash.
Result<> PrintRound::recover(Printing printing, const printing::Failure* failure) {
    const auto& attempt = printing.progress.attempts.back();
    const auto name = print_name_of(printing.job.id, attempt.number);
    if (attempt.queue.starts_with('/')) {
        if (printing::saved_file(attempt.queue, name))
            return finish(std::move(printing), PrintOutcome::saved, "", "");
        return never_arrived(std::move(printing), failure);
    }
    const auto printer = board_.named(attempt.queue, desk_->now());
    auto ticket = printer ? (*printer)->find(name) : tl::unexpected(printer.error());
    if (!ticket && failure != nullptr && ticket.error().kind == printing::FailureKind::not_found)
        return never_arrived(std::move(printing), failure);  // there was no queue to give it to
    if (!ticket) return not_heard_of(std::move(printing), ticket.error());
    if (*ticket) {
        auto& watched = watch_from_now(std::move(printing), **std::move(ticket));
        watched.recovered = failure == nullptr;
        if (failure != nullptr) watched.failure = *failure;
        return {};
    }
    if (attempt.handed_over)
        return finish(std::move(printing), PrintOutcome::unknown, "not-found",
                      "The print server no longer knows this job.");
    return never_arrived(std::move(printing), failure);
}

// So it may be printed: at once where only we had stopped, else as the failure has it.
Result<> PrintRound::never_arrived(Printing printing, const printing::Failure* failure) {
    auto& attempt = printing.progress.attempts.back();
    attempt.ended = desk_->now();
    if (const auto over = why_over(printing.state); !over.empty())
        return finish(std::move(printing), PrintOutcome::failed, over, "");
    if (failure == nullptr) return hand_over(std::move(printing));
    const auto reason = attempt.reason;
    if (failure->kind == printing::FailureKind::unreachable)
        return try_again(std::move(printing), reason, failure->what);
    return next_stop(std::move(printing), reason, failure->what);
}

// The queue of the open attempt can't be asked. Nothing is printed elsewhere meanwhile; for a badge that nobody needs
// any more a minute is enough.
Result<> PrintRound::not_heard_of(Printing printing, const printing::Failure& failure) {
    auto& attempt = printing.progress.attempts.back();
    const auto over = why_over(printing.state);
    // A clock that was set back says nothing of how long ago: a badge isn't held up for that.
    const auto since = desk_->now() - attempt.began;
    const auto long_ago = since > print_unheard_max || since < std::chrono::seconds{0};
    const auto gone = failure.kind == printing::FailureKind::not_found;  // with all that it knew
    if (gone) return finish(std::move(printing), PrintOutcome::unknown, reason_of(failure), failure.what);
    if (!over.empty() && long_ago) return finish(std::move(printing), PrintOutcome::unknown, over, failure.what);
    printing.progress.reason = reason_of(failure);
    return postpone(printing, desk_->now() + print_retry_first, failure.what);
}

}  // namespace vestibule
