// The paper worker's round. As with badges the attempt is on disk before the printer hears of it, and after a crash
// the printer is asked for the job's name first.
#include "kiosk/station/paper_round.h"

#include <algorithm>

#include "kiosk/base/paths.h"
#include "kiosk/base/text.h"
#include "kiosk/station/paper_pages.h"
#include "kiosk/station/station.h"
#include "printing/folder_printer.h"

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

std::string PaperRound::queue_of(const PaperJob& paper) const {
    return paper.way.queue.empty() ? desk_->config().printer.office_queue : paper.way.queue;
}

// Whoever chose a printer stands before the list of the others: it has to say at once that it can't.
printing::OfficeQueue PaperRound::office_queue(const PaperJob& paper) const {
    const auto& config = desk_->config();
    return {.server = config.printer.server,
            .queue = queue_of(paper),
            .paper = configured_paper(config),
            .usual = usual_paper(config),
            .must_hold_it = !paper.way.queue.empty() && paper.way.queue != config.printer.office_queue};
}

Result<printing::Printer> PaperRound::printer(const std::string& queue) const {
    auto chosen = printing::Printer::choose({.server = desk_->config().printer.server, .queue = queue});
    if (!chosen) return retry_later(chosen.error().what);
    return std::move(*chosen);
}

// What another printer says isn't news of the office's.
void PaperRound::report(const std::string& queue, const std::string& trouble) {
    if (queue != desk_->config().printer.office_queue) return;
    const auto open = desk_->reader().jobs_due("paper", desk_->now() + paper_retry, 100);
    health_->set_office_printer({.name = queue,
                                 .ready = trouble.empty(),
                                 .trouble = trouble,
                                 .jobs_waiting = open ? static_cast<int>(open->size()) : 0});
}

Result<> PaperRound::finish(JobId id, JobState state, const std::string& queue, const std::string& remark) {
    watched_.erase(id);
    report(queue, remark);
    return desk_->log().finish_job(id, state, clean_line(remark, line_length_max), {}, desk_->now());
}

bool PaperRound::is_too_old(const PaperJob& paper) const {
    return std::chrono::abs(desk_->now() - paper.asked) >= paper_patience;
}

Result<> PaperRound::later(const Job& job, const Problem& problem) {
    const auto paper = paper_job_of(job.body, desk_->zone());
    const auto queue = paper ? queue_of(*paper) : std::string{};
    const bool too_late = !paper || is_too_old(*paper);
    if (problem.remedy == Remedy::give_up || too_late) return finish(job.id, JobState::failed, queue, problem.what);
    report(queue, problem.what);
    return desk_->log().postpone_job(job.id, desk_->now() + paper_retry, clean_line(problem.what, line_length_max));
}

// A job that was begun and that nobody watches: was it handed over?
Result<bool> PaperRound::recover(const Job& job, const PaperJob& paper) {
    const auto queue = queue_of(paper);
    VESTIBULE_TRY(chosen, printer(queue));
    const auto ticket = chosen.find(print_name_of(job.id));
    if (!ticket) return retry_later(ticket.error().what);
    if (!*ticket) return false;
    watched_.emplace(job.id, Watched{.ticket = **ticket, .queue = queue, .since = desk_->now()});
    return true;
}

Result<> PaperRound::print(const Job& job, const PaperJob& paper) {
    VESTIBULE_TRY(document, office_document(*desk_, paper, health_->exchange().last_contact));
    VESTIBULE_CHECK(desk_->log().start_job(job.id, ""));
    const auto at = office_queue(paper);
    const auto ticket = printing::print_office_pages(at, print_name_of(job.id), document);
    const bool others_may = at.must_hold_it && !ticket && ticket.error().kind != printing::FailureKind::unreachable;
    if (!ticket && worth_another_try(ticket.error().kind) && !others_may) return retry_later(ticket.error().what);
    if (!ticket) return finish(job.id, JobState::failed, at.queue, ticket.error().what);
    watched_.emplace(job.id, Watched{.ticket = *ticket, .queue = at.queue, .since = desk_->now()});
    return {};
}

// The same again after a crash is a second file at most.
Result<> PaperRound::save(const Job& job, const PaperJob& paper) {
    VESTIBULE_TRY(document, office_document(*desk_, paper, health_->exchange().last_contact));
    const auto folder = std::filesystem::absolute(paper_folder(desk_->log().file().parent_path().parent_path()));
    const auto name = saved_paper_name(paper.request.kind, desk_->now(), desk_->zone());
    const auto pdf = printing::render_office_pdf(document, usual_paper(desk_->config()));
    const auto saved = pdf ? printing::save_to_folder(folder, name, *pdf) : tl::unexpected(pdf.error());
    if (!saved) return finish(job.id, JobState::failed, "", saved.error().what);
    return desk_->log().finish_job(job.id, JobState::done, "", {}, desk_->now(), saved_paper_progress(*saved));
}

Result<> PaperRound::hand_over(const Job& job) {
    const auto paper = paper_job_of(job.body, desk_->zone());
    if (!paper) return finish(job.id, JobState::failed, "", "the job names no paper");
    if (job.attempts > 0 && !paper->way.as_file) {
        VESTIBULE_TRY(under_way, recover(job, *paper));
        if (under_way) return {};
    }
    // Such as one that was asked for just before last night's end: its names would lie in the tray in the morning.
    if (is_too_old(*paper))
        return finish(job.id, JobState::failed, queue_of(*paper),
                      "it waited too long for its turn; ask for it again");
    return paper->way.as_file ? save(job, *paper) : print(job, *paper);
}

// Whoever waits for it reads why, while it waits.
Result<> PaperRound::note(JobId id, const std::string& remark) {
    const auto found = watched_.find(id);
    if (found == watched_.end() || found->second.remark == remark) return {};
    found->second.remark = remark;
    return desk_->log().note_job(id, clean_line(remark, line_length_max), Json::object());
}

Result<> PaperRound::watch(JobId id, const Watched& watched) {
    const auto chosen = printer(watched.queue);
    const auto outcome =
        chosen ? chosen->outcome(watched.ticket)
               : tl::unexpected(printing::Failure{printing::FailureKind::unreachable, chosen.error().what});
    const auto waited = desk_->now() - watched.since;
    const bool too_long = waited >= paper_wait_max;
    if (!outcome) return too_long ? finish(id, JobState::unknown, watched.queue, outcome.error().what) : Result<>{};
    if (outcome->ended()) return finish(id, state_of(outcome->state), watched.queue, remark_of(*outcome));
    report(watched.queue, remark_of(*outcome));
    VESTIBULE_CHECK(note(id, remark_of(*outcome)));
    if (!too_long || (outcome->processing && waited < paper_printing_max)) return {};
    (void)chosen->cancel(watched.ticket);
    const auto is_at_printer = outcome->processing || outcome->left_queue;
    if (is_at_printer) return finish(id, JobState::unknown, watched.queue, remark_of_hung(*outcome));
    return finish(id, JobState::failed, watched.queue, "the office printer didn't take the paper; it was taken back");
}

std::chrono::milliseconds PaperRound::once() {
    (void)desk_->refresh();
    // What can't be removed now is tried again in the next round.
    (void)remove_saved_papers(paper_folder(desk_->log().file().parent_path().parent_path()), saved_paper_kept_max);
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
