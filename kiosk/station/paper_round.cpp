// The paper worker's round. As with badges the attempt is on disk before the printer hears of it, and after a crash
// the printer is asked for the job's name first.
#include "kiosk/station/paper_round.h"

#include <algorithm>

#include "kiosk/base/paths.h"
#include "kiosk/base/text.h"
#include "kiosk/station/paper_pages.h"
#include "kiosk/station/station.h"

namespace vestibule {
namespace {

constexpr std::chrono::minutes round_pause_max{1};

bool worth_another_try(printing::FailureKind kind) {
    return kind == printing::FailureKind::unreachable || kind == printing::FailureKind::not_found ||
           kind == printing::FailureKind::refused;
}

JobState state_of(printing::OutcomeState outcome) {
    switch (outcome) {
        case printing::OutcomeState::printed:
        case printing::OutcomeState::saved:
            return JobState::done;
        case printing::OutcomeState::failed:
            return JobState::failed;
        case printing::OutcomeState::waiting:
        case printing::OutcomeState::unknown:
            break;
    }
    return JobState::unknown;
}

// What the printer says, in an office's words where printing/ speaks of badges.
std::string words_of(printing::PrinterReason reason) {
    switch (reason) {
        case printing::PrinterReason::media_empty:
            return "The office printer is out of paper. Put some in.";
        case printing::PrinterReason::media_jam:
            return "Paper is stuck in the office printer. Open it and take it out.";
        case printing::PrinterReason::media_needed:
            return "The office printer needs another size of paper. Put it in.";
        default:
            return std::string{printing::plain_words(reason)};
    }
}

std::string remark_of(const printing::Outcome& outcome) {
    if (outcome.state == printing::OutcomeState::printed) return "";
    for (const auto& reported : outcome.printer_reasons)
        if (printing::stops_printing(reported)) return words_of(reported.reason);
    if (outcome.state == printing::OutcomeState::failed) return "the paper wasn't printed: the job was cancelled";
    if (outcome.state == printing::OutcomeState::unknown)
        return "the office printer didn't say whether the paper came out";
    return "";
}

// Some of its pages may lie there.
std::string remark_of_hung(const printing::Outcome& outcome) {
    const auto trouble = remark_of(outcome);
    return (trouble.empty() ? "" : trouble + " ") + "The paper was taken back before its end; see what came out.";
}

}  // namespace

Result<printing::OfficeDocument> office_document(Desk& desk, const PaperJob& job,
                                                 std::optional<Instant> last_contact) {
    VESTIBULE_TRY(paper, desk.paper(job.request, last_contact, job.staff));
    const auto& site = desk.config().site;
    const Texts texts{catalogue_folder(),
                      job.request.language.empty() ? site.languages.front() : job.request.language};
    return pages_of(paper, {.texts = texts,
                            .zone = desk.zone(),
                            .site = site,
                            .now = desk.now(),
                            .data_age_limit = std::chrono::seconds{desk.policy().data_age_limit_s}});
}

printing::OfficeQueue PaperRound::queue() const {
    const auto& config = desk_->config();
    return {.server = config.printer.server,
            .queue = config.printer.office_queue,
            .paper = configured_paper(config),
            .usual = usual_paper(config)};
}

Result<printing::Printer> PaperRound::printer() const {
    const auto at = queue();
    auto chosen = printing::Printer::choose({.server = at.server, .queue = at.queue});
    if (!chosen) return retry_later(chosen.error().what);
    return std::move(*chosen);
}

void PaperRound::report(const std::string& trouble) {
    const auto open = desk_->reader().jobs_due("paper", desk_->now() + paper_retry, 100);
    health_->set_office_printer({.name = desk_->config().printer.office_queue,
                                 .ready = trouble.empty(),
                                 .trouble = trouble,
                                 .jobs_waiting = open ? static_cast<int>(open->size()) : 0});
}

Result<> PaperRound::finish(JobId id, JobState state, const std::string& remark) {
    watched_.erase(id);
    report(remark);
    return desk_->log().finish_job(id, state, clean_line(remark, line_length_max), {}, desk_->now());
}

bool PaperRound::is_too_old(const PaperJob& paper) const {
    return std::chrono::abs(desk_->now() - paper.asked) >= paper_patience;
}

Result<> PaperRound::later(const Job& job, const Problem& problem) {
    const auto paper = paper_job_of(job.body, desk_->zone());
    const bool too_late = !paper || is_too_old(*paper);
    if (problem.remedy == Remedy::give_up || too_late) return finish(job.id, JobState::failed, problem.what);
    report(problem.what);
    return desk_->log().postpone_job(job.id, desk_->now() + paper_retry, clean_line(problem.what, line_length_max));
}

// A job that was begun and that nobody watches: was it handed over?
Result<bool> PaperRound::recover(const Job& job) {
    VESTIBULE_TRY(chosen, printer());
    const auto ticket = chosen.find(print_name_of(job.id));
    if (!ticket) return retry_later(ticket.error().what);
    if (!*ticket) return false;
    watched_.emplace(job.id, Watched{.ticket = **ticket, .since = desk_->now()});
    return true;
}

Result<> PaperRound::print(const Job& job, const PaperJob& paper) {
    VESTIBULE_TRY(document, office_document(*desk_, paper, health_->exchange().last_contact));
    VESTIBULE_CHECK(desk_->log().start_job(job.id, ""));
    const auto ticket = printing::print_office_pages(queue(), print_name_of(job.id), document);
    if (!ticket && worth_another_try(ticket.error().kind)) return retry_later(ticket.error().what);
    if (!ticket) return finish(job.id, JobState::failed, ticket.error().what);
    watched_.emplace(job.id, Watched{.ticket = *ticket, .since = desk_->now()});
    return {};
}

Result<> PaperRound::hand_over(const Job& job) {
    const auto paper = paper_job_of(job.body, desk_->zone());
    if (!paper) return finish(job.id, JobState::failed, "the job names no paper");
    if (job.attempts > 0) {
        VESTIBULE_TRY(under_way, recover(job));
        if (under_way) return {};
    }
    // Such as one that was asked for just before last night's end: its names would lie in the tray in the morning.
    if (is_too_old(*paper))
        return finish(job.id, JobState::failed, "it waited too long for its turn; ask for it again");
    return print(job, *paper);
}

Result<> PaperRound::watch(JobId id, const Watched& watched) {
    const auto chosen = printing::Printer::choose({.server = queue().server, .queue = queue().queue});
    const auto outcome = chosen ? chosen->outcome(watched.ticket) : tl::unexpected(chosen.error());
    const auto waited = desk_->now() - watched.since;
    const bool too_long = waited >= paper_wait_max;
    if (!outcome) return too_long ? finish(id, JobState::unknown, outcome.error().what) : Result<>{};
    if (outcome->ended()) return finish(id, state_of(outcome->state), remark_of(*outcome));
    report(remark_of(*outcome));
    if (!too_long || (outcome->processing && waited < paper_printing_max)) return {};
    (void)chosen->cancel(watched.ticket);
    const auto is_at_printer = outcome->processing || outcome->left_queue;
    if (is_at_printer) return finish(id, JobState::unknown, remark_of_hung(*outcome));
    return finish(id, JobState::failed, "the office printer didn't take the paper; it was taken back");
}

std::chrono::milliseconds PaperRound::once() {
    (void)desk_->refresh();
    const auto under_way = watched_;
    // A printer that can't be asked just now is asked again in the next round.
    for (const auto& [id, watched] : under_way) (void)watch(id, watched);
    const auto jobs = desk_->reader().jobs_due("paper", desk_->now(), papers_watched_max * 2);
    if (!jobs) return paper_retry;
    for (const auto& job : *jobs) {
        if (watched_.contains(job.id) || watched_.size() >= static_cast<std::size_t>(papers_watched_max)) continue;
        if (const auto done = hand_over(job); !done) (void)later(job, done.error());
    }
    if (!watched_.empty()) return paper_watch_interval;
    const auto next = desk_->reader().next_due("paper");
    if (!next || !*next) return round_pause_max;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(**next - desk_->now());
    return std::clamp<std::chrono::milliseconds>(wait, paper_watch_interval, round_pause_max);
}

}  // namespace vestibule
