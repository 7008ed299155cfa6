// The print worker's round. The attempt is on disk before the printer hears of it; after a crash the printer is asked
// for the job's name first, so that no badge comes out twice.
#include "kiosk/station/print_round.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/base/paths.h"
#include "kiosk/base/text.h"
#include "kiosk/station/badge_design.h"
#include "kiosk/station/station.h"
#include "kiosk/visit/kinds.h"

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

bool worth_another_try(printing::FailureKind kind) {
    return kind == printing::FailureKind::unreachable || kind == printing::FailureKind::not_found ||
           kind == printing::FailureKind::refused || kind == printing::FailureKind::storage;
}

std::chrono::milliseconds retry_after(int attempts) {
    const auto doubled = print_retry_first * (1 << std::clamp(attempts - 1, 0, 6));
    return std::min<std::chrono::milliseconds>(doubled, print_retry_max);
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

PrintRound::PrintRound(std::unique_ptr<Desk> desk, StationHealth& health, std::filesystem::path folder)
    : desk_{std::move(desk)}, health_{&health}, folder_{std::move(folder)} {}

Result<printing::Printer*> PrintRound::printer() {
    if (printer_) return &*printer_;
    const auto& settings = desk_->config().printer;
    auto chosen = printing::Printer::choose({.server = settings.server, .queue = settings.queue, .folder = folder_});
    if (!chosen) return retry_later(chosen.error().what);
    printer_.emplace(std::move(*chosen));
    return &*printer_;
}

void PrintRound::report(const std::string& trouble) {
    PrinterView view{.name = printer_ ? printer_->name() : "", .ready = trouble.empty(), .trouble = trouble};
    const auto due = desk_->reader().jobs_due("print", desk_->now() + print_retry_max, 100);
    view.jobs_waiting = due ? static_cast<int>(due->size()) : 0;
    health_->set_printer(view);
}

Result<> PrintRound::finish(JobId id, BadgeId badge, PrintOutcome outcome, const std::string& remark) {
    const NewEvent printed{.kind = std::string{kind::badge_printed},
                           .stream = stream_of(badge),
                           .body = {{"job", to_string(id)},
                                    {"outcome", std::string{name_of(outcome)}},
                                    {"printer", printer_ ? printer_->name() : ""}}};
    watched_.erase(id);
    return desk_->log().finish_job(id, state_of(outcome), clean_line(remark, line_length_max), {&printed, 1},
                                   desk_->now());
}

Result<> PrintRound::later(const Job& job, const std::string& remark) {
    report(remark);
    printer_.reset();  // the queue may have been changed or removed meanwhile
    return desk_->log().postpone_job(job.id, desk_->now() + retry_after(job.attempts + 1),
                                     clean_line(remark, line_length_max));
}

// A job that was begun and that nobody watches: was it handed over?
Result<bool> PrintRound::recover(const Job& job, BadgeId badge) {
    VESTIBULE_TRY(chosen, printer());
    const auto ticket = chosen->find(print_name_of(job.id));
    if (!ticket) return retry_later(ticket.error().what);
    if (!*ticket) return false;
    watched_.emplace(job.id, Watched{.badge = badge, .ticket = **ticket, .since = desk_->now()});
    return true;
}

Result<> PrintRound::print(const Job& job, BadgeId badge, const BadgeView& view) {
    VESTIBULE_TRY(chosen, printer());
    if (!drawings_) {
        VESTIBULE_TRY(read, badge_drawings(desk_->config()));
        drawings_.emplace(std::move(read));
    }
    VESTIBULE_CHECK(desk_->log().start_job(job.id, ""));
    const Texts paper{catalogue_folder(), desk_->config().site.languages.front()};
    auto ticket =
        chosen->print(print_name_of(job.id), *drawings_, design_of(view, desk_->config()), fields_of(view, paper));
    if (!ticket && worth_another_try(ticket.error().kind)) return retry_later(ticket.error().what);
    if (!ticket) return finish(job.id, badge, PrintOutcome::failed, ticket.error().what);
    watched_.emplace(job.id, Watched{.badge = badge, .ticket = *ticket, .since = desk_->now()});
    return {};
}

Result<> PrintRound::hand_over(const Job& job) {
    const auto badge = id_field<BadgeId>(job.body, "badge");
    if (!badge) return desk_->log().finish_job(job.id, JobState::failed, "the job names no badge", {}, desk_->now());
    VESTIBULE_TRY(view, desk_->badge(*badge));
    if (!view || view->revoked || view->expires <= desk_->now())
        return finish(job.id, *badge, PrintOutcome::failed, "the badge is no longer valid; it wasn't printed");
    // An attempt that broke off, by a crash or by the connection, may have reached the printer all the same.
    if (job.attempts > 0) {
        VESTIBULE_TRY(under_way, recover(job, *badge));
        if (under_way) return {};
    }
    return print(job, *badge, *view);
}

Result<> PrintRound::watch(JobId id, const Watched& watched) {
    VESTIBULE_TRY(chosen, printer());
    const auto outcome = chosen->outcome(watched.ticket);
    if (!outcome) {
        report(outcome.error().what);
        return {};
    }
    if (outcome->ended()) {
        report(outcome->state == printing::OutcomeState::failed ? outcome->reason : "");
        return finish(id, watched.badge, outcome_of(outcome->state), outcome->reason);
    }
    report(outcome->reason);
    if (outcome->processing || desk_->now() - watched.since < print_unprocessed_max) return {};
    (void)chosen->cancel(watched.ticket);
    return finish(id, watched.badge, PrintOutcome::failed,
                  "the printer didn't take the badge for a minute; it was taken back");
}

std::chrono::milliseconds PrintRound::once() {
    (void)desk_->refresh();
    const auto under_way = watched_;
    for (const auto& [id, watched] : under_way)
        if (const auto done = watch(id, watched); !done) report(done.error().what);
    const auto jobs = desk_->reader().jobs_due("print", desk_->now(), print_jobs_watched_max * 2);
    if (!jobs) {
        report(jobs.error().what);
        return print_retry_first;
    }
    for (const auto& job : *jobs) {
        if (watched_.contains(job.id) || watched_.size() >= static_cast<std::size_t>(print_jobs_watched_max))
            continue;
        if (const auto done = hand_over(job); !done) (void)later(job, done.error().what);
    }
    if (!printer_ && watched_.empty() && jobs->empty()) {
        if (const auto chosen = printer())
            report("");
        else
            report(chosen.error().what);
    }
    if (!watched_.empty()) return print_watch_interval;
    const auto next = desk_->reader().next_due("print");
    if (!next || !*next) return std::chrono::minutes{1};
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(**next - desk_->now());
    return std::clamp<std::chrono::milliseconds>(wait, print_watch_interval, std::chrono::minutes{1});
}

}  // namespace vestibule
