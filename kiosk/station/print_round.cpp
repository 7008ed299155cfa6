// One round: which badges are due, which may not print any more, and when to look again.
#include "kiosk/station/print_round.h"

#include <algorithm>

#include "kiosk/base/text.h"
#include "kiosk/station/station.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

constexpr std::chrono::years ever{10};  // a clock that was set back leaves jobs due far ahead
constexpr int homes_looked_at = 200;    // newest jobs

}  // namespace

std::string usual_printer(const LogReader& reader) {
    const auto jobs = reader.newest_jobs("print", homes_looked_at);
    if (!jobs) return {};
    for (const auto& job : *jobs)
        if (auto progress = print_progress_of(job.progress, job.attempts); !progress.home.empty())
            return std::move(progress.home);
    return {};
}

PrintRound::PrintRound(std::unique_ptr<Desk> desk, StationHealth& health, const std::filesystem::path& folder)
    : desk_{std::move(desk)},
      health_{&health},
      board_{desk_->config(), badge_folder(desk_->config(), folder.parent_path()), folder / "printer.json"} {
    board_.remember_usual(usual_printer(desk_->reader()));
}

// Why it may not print any more; empty: it may.
std::string PrintRound::why_over(const BadgeState& state) const {
    if (!state.issued || state.revoked || desk_->vault().is_erased(state.person)) return "revoked";
    if (state.expires <= desk_->now()) return "expired";
    return state.print_cancelled ? "cancelled" : "";
}

bool PrintRound::is_due(const Job& job) const {
    return job.state == JobState::started || job.due <= desk_->now() || job.due > desk_->now() + print_retry_max;
}

// One paper a visit: while another badge of it may still come out, this one waits.
Result<bool> PrintRound::waits_for_another(const Printing& printing) const {
    VESTIBULE_TRY(badges, desk_->reader().badges_of(printing.state.visit));
    for (const auto& [badge, unused] : badges) {
        if (badge == printing.badge) continue;
        VESTIBULE_TRY(job, desk_->reader().job_for_badge(badge));
        const auto open = job && (job->state == JobState::pending || job->state == JobState::started);
        if (open && print_progress_of(job->progress, job->attempts).open_attempt() != nullptr) return true;
    }
    return false;
}

Result<> PrintRound::consider(Printing printing) {
    if (printing.progress.open_attempt() != nullptr) {
        if (!is_due(printing.job)) return {};
        return recover(std::move(printing));
    }
    if (const auto over = why_over(printing.state); !over.empty())
        return finish(std::move(printing), PrintOutcome::failed, over, "");
    const auto moved = printing.state.print_moves > printing.progress.moves;
    if (moved) VESTIBULE_CHECK(follow_staff(printing));
    if (!moved && !is_due(printing.job)) return {};
    if (watched_.size() >= static_cast<std::size_t>(print_jobs_watched_max)) return {};
    VESTIBULE_TRY(waits, waits_for_another(printing));
    if (waits) return {};
    return hand_over(std::move(printing));
}

void PrintRound::look_after(const Job& job) {
    const auto badge = id_field<BadgeId>(job.body, "badge");
    if (!badge) {
        (void)desk_->log().finish_job(job.id, JobState::failed, "the job names no badge", {}, desk_->now());
        return;
    }
    const auto state = desk_->reader().badge(*badge);
    auto done = state ? consider({.job = job,
                                  .badge = *badge,
                                  .state = state->value_or(BadgeState{}),
                                  .progress = print_progress_of(job.progress, job.attempts)})
                      : tl::unexpected(state.error());
    if (done) return;
    (void)desk_->log().postpone_job(job.id, desk_->now() + print_retry_first,
                                    clean_line(done.error().what, line_length_max));
}

void PrintRound::report(int jobs_open) {
    auto view = board_.view();
    view.jobs_waiting = jobs_open;
    has_news_ = health_->set_printer(std::move(view));
}

std::chrono::milliseconds PrintRound::pause(const std::vector<Job>& open) {
    due_now_ = false;
    auto wait = queues_looked_at_every;
    for (const auto& job : open) {
        if (watched_.contains(job.id)) continue;
        if (is_due(job))
            due_now_ = true;
        else
            wait = std::min(wait, std::chrono::ceil<std::chrono::milliseconds>(job.due - desk_->now()));
    }
    return busy() ? print_watch_interval : std::max(wait, print_watch_interval);
}

std::chrono::milliseconds PrintRound::once() {
    (void)desk_->refresh();
    const auto open = [&] {
        return desk_->reader().jobs_due("print", desk_->now() + ever, print_jobs_looked_at_max);
    };
    if (const auto jobs = open())
        for (const auto& job : *jobs)
            if (!watched_.contains(job.id)) look_after(job);
    // Those that end leave the map meanwhile.
    std::vector<JobId> under_way;
    for (const auto& [id, unused] : watched_) under_way.push_back(id);
    for (const auto& id : under_way)
        if (const auto found = watched_.find(id); found != watched_.end()) (void)watch(found->second);
    const auto left = open();
    std::vector<std::string> printing_at;
    for (const auto& [id, watched] : watched_) printing_at.push_back(watched.printing.progress.attempts.back().queue);
    board_.look(desk_->now(), printing_at);
    report(left ? static_cast<int>(left->size()) : 0);
    return left ? pause(*left) : std::chrono::ceil<std::chrono::milliseconds>(print_retry_first);
}

}  // namespace vestibule
