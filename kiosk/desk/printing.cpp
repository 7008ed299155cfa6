// The desk's use cases around printing: what became of a badge, the print queue, cancelling and moving.
#include <algorithm>
#include <functional>

#include "kiosk/base/text.h"
#include "kiosk/credential/code.h"
#include "kiosk/desk/desk.h"
#include "kiosk/desk/print_progress.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

bool is_open(const Job& job) {
    return job.state == JobState::pending || job.state == JobState::started;
}

// What people call a destination: the station's own may be the print server's default, known once it was used.
std::string shown(const std::string& stop, const PrintProgress& progress) {
    return stop.empty() ? progress.home : stop;
}

struct Plan {
    PrintNext next = PrintNext::nothing;
    Instant at{};
    std::string queue;
};

Plan plan_at_printer(const PrintProgress& progress, const std::vector<std::string>& stops, int fail_over_after_s) {
    const auto began = progress.attempts.back().began;
    const auto other = next_print_stop(stops, progress);
    if (!other || fail_over_after_s == 0)
        return {PrintNext::retries, began + print_unprocessed_max, shown(progress.stop, progress)};
    const auto since = progress.stop_since == Instant{} ? began : progress.stop_since;
    return {PrintNext::moves, since + std::chrono::seconds{fail_over_after_s}, shown(*other, progress)};
}

Plan plan_while_waiting(const Job& job, const PrintProgress& progress) {
    if (job.due == Instant{}) return {};  // at once
    const auto queue = shown(progress.stop, progress);
    const auto same = progress.attempts.empty() || progress.attempts.back().queue == queue;
    return {same ? PrintNext::retries : PrintNext::moves, job.due, queue};
}

Plan plan_of(const Job& job, const PrintProgress& progress, Instant expires, const Config& config,
             const Policy& policy) {
    if (!is_open(job)) return {};
    const auto stops = print_stops(config, policy, progress);
    auto plan = progress.open_attempt() != nullptr ? plan_at_printer(progress, stops, policy.print_fail_over_after_s)
                                                   : plan_while_waiting(job, progress);
    if (plan.next != PrintNext::nothing && plan.at >= expires) plan = {PrintNext::expires, expires, {}};
    return plan;
}

PrintStage stage_of(PrintOutcome outcome) {
    switch (outcome) {
        case PrintOutcome::pending:
            return PrintStage::waiting;
        case PrintOutcome::printed:
            return PrintStage::printed;
        case PrintOutcome::saved:
            return PrintStage::saved;
        case PrintOutcome::failed:
            return PrintStage::failed;
        case PrintOutcome::unknown:
            break;
    }
    return PrintStage::unknown;
}

void add_attempts(PrintJobView& view, const PrintProgress& progress) {
    for (const auto& attempt : progress.attempts)
        view.attempts.push_back({.queue = attempt.queue.empty() ? progress.home : attempt.queue,
                                 .began = attempt.began,
                                 .ended = attempt.ended,
                                 .reason = attempt.reason});
}

// All but where it is now.
std::vector<std::string> other_queues(const std::vector<std::string>& stops, const PrintProgress& progress) {
    std::vector<std::string> out;
    for (const auto& stop : stops) {
        auto queue = shown(stop, progress);
        if (stop != progress.stop && !queue.empty()) out.push_back(std::move(queue));
    }
    return out;
}

// What this station's outbox adds to what the events tell.
void add_job(PrintJobView& view, const Job& job, const Config& config, const Policy& policy) {
    auto progress = print_progress_of(job.progress, job.attempts);
    add_attempts(view, progress);
    view.attempts_made = job.attempts;
    view.remark = job.remark;
    if (!is_open(job)) return;
    const auto stops = print_stops(config, policy, progress);
    progress.stop = current_print_stop(stops, progress);
    view.reason = progress.reason;
    view.queue = shown(progress.stop, progress);
    view.place = is_fallback(config, progress.stop) ? config.printer.fallback_place : "";
    if (const auto* open = progress.open_attempt(); open != nullptr) {
        view.stage = PrintStage::printing;
        view.since = open->began;
    }
    const auto plan = plan_of(job, progress, view.expires, config, policy);
    view.next = plan.next;
    view.next_at = plan.at;
    view.next_queue = plan.queue;
    view.may_move_to = other_queues(stops, progress);
}

}  // namespace

std::string_view name_of(PrintStage stage) {
    switch (stage) {
        case PrintStage::waiting:
            return "waiting";
        case PrintStage::printing:
            return "printing";
        case PrintStage::printed:
            return "printed";
        case PrintStage::saved:
            return "saved";
        case PrintStage::failed:
            return "failed";
        case PrintStage::unknown:
            break;
    }
    return "unknown";
}

std::string_view name_of(PrintNext next) {
    switch (next) {
        case PrintNext::nothing:
            return "nothing";
        case PrintNext::retries:
            return "retries";
        case PrintNext::moves:
            return "moves";
        case PrintNext::expires:
            break;
    }
    return "expires";
}

Result<> Desk::add_print_state(BadgeId id, const BadgeState& state, BadgeView& view) const {
    view.print_reason = state.print_reason;
    view.print_queue = state.print_queue;
    view.print_place = state.print_place;
    const auto waited_long = now() - view.issued_at > std::chrono::seconds{print_patience_s};
    VESTIBULE_TRY(job, reader_.job_for_badge(id));
    if (!job) {  // another station's printer: all that is known here is that nothing has come back
        view.print_late = view.print == PrintOutcome::pending && !view.revoked && waited_long;
        return {};
    }
    view.print_remark = job->remark;
    if (job->state == JobState::failed) view.print = PrintOutcome::failed;
    if (!is_open(*job)) return {};
    const auto progress = print_progress_of(job->progress, job->attempts);
    view.print_reason = progress.reason;
    view.print_place = is_fallback(config_, progress.stop) ? config_.printer.fallback_place : "";
    view.print_next = plan_of(*job, progress, view.expires, config_, policy_).at;
    view.print_late = waited_long || job->attempts > 1 || !view.print_place.empty();
    return {};
}

// What its events tell, but since when.
Result<PrintJobView> Desk::described(BadgeId id, const BadgeState& state) {
    PrintJobView view{.badge = id, .visit = state.visit, .code = shown_code(badge_code(id))};
    VESTIBULE_TRY(visitor, person(state.person));
    view.name_known = visitor.known;
    view.visitor = visitor.name;
    view.stage = stage_of(state.print);
    view.queue = state.print_queue;
    view.place = state.print_place;
    view.reason = state.print_reason;
    view.expires = state.expires;
    view.elsewhere = state.issuer != identity_.station();
    return view;
}

// Nothing where there is nothing to show: printed, revoked and over, or over for long.
Result<std::optional<PrintJobView>> Desk::print_job_view(BadgeId id, const BadgeState& state) {
    VESTIBULE_TRY(job, reader_.job_for_badge(id));
    const auto open = job ? is_open(*job) : state.print == PrintOutcome::pending && state.expires > now();
    const auto ended = state.print_ended_at.value_or(state.not_before);
    const auto out = state.print == PrintOutcome::printed || state.print == PrintOutcome::saved;
    if (!open && (out || state.revoked || now() - ended > print_ended_shown)) return std::nullopt;
    if (!job && state.revoked) return std::nullopt;  // its station takes it back without a word
    VESTIBULE_TRY(view, described(id, state));
    view.since = open ? state.not_before : ended;
    view.cancelling = open && state.print_cancelled;
    if (job) add_job(view, *job, config_, policy_);
    return view;
}

Result<std::vector<PrintJobView>> Desk::print_queue() {
    VESTIBULE_TRY(visits, reader_.visits_between(zone_.start_of_day(now()), zone_.end_of_day(now())));
    std::vector<PrintJobView> out;
    for (const auto& visit : visits) {
        if (!visit.second.admitted_at) continue;
        VESTIBULE_TRY(badges, reader_.badges_of(visit.first));
        for (const auto& [id, state] : badges) {
            VESTIBULE_TRY(view, print_job_view(id, state));
            if (view) out.push_back(*std::move(view));
        }
    }
    std::ranges::stable_sort(out, {}, &PrintJobView::since);
    return out;
}

Result<std::vector<PrintJobView>> Desk::saved_badges() {
    VESTIBULE_TRY(visits, reader_.visits_between(zone_.start_of_day(now()), zone_.end_of_day(now())));
    std::vector<PrintJobView> out;
    for (const auto& visit : visits) {
        if (visit.second.phase != VisitPhase::inside) continue;
        VESTIBULE_TRY(badges, reader_.badges_of(visit.first));
        for (const auto& [id, state] : badges) {
            if (state.print != PrintOutcome::saved || state.revoked) continue;
            VESTIBULE_TRY(view, described(id, state));
            view.since = state.print_ended_at.value_or(state.not_before);
            out.push_back(std::move(view));
        }
    }
    std::ranges::stable_sort(out, std::greater{}, &PrintJobView::since);
    return out;
}

Result<PrintChange> Desk::ask_printing(BadgeId badge, std::string_view kind, Json body) {
    VESTIBULE_TRY(state, reader_.badge(badge));
    if (!state || !state->issued) return give_up("there is no such badge");
    if (state->print == PrintOutcome::printed || state->print == PrintOutcome::saved)
        return PrintChange::already_printed;
    if (state->print != PrintOutcome::pending || state->print_cancelled) return PrintChange::already_over;
    VESTIBULE_CHECK(
        append({NewEvent{.kind = std::string{kind}, .stream = stream_of(badge), .body = std::move(body)}}));
    return PrintChange::asked;
}

Result<PrintChange> Desk::cancel_print(BadgeId badge, std::optional<PersonId> staff) {
    Json body = Json::object();
    if (staff) body["by"] = to_string(*staff);
    return ask_printing(badge, kind::badge_print_cancelled, std::move(body));
}

Result<PrintChange> Desk::move_print(BadgeId badge, std::string_view queue, std::optional<PersonId> staff) {
    const auto named = clean_line(queue, line_length_max);
    if (named.empty()) return give_up("name the queue that shall print the badge");
    return ask_printing(badge, kind::badge_print_moved,
                        {{"queue", named}, {"by", to_string(staff.value_or(PersonId{}))}});
}

}  // namespace vestibule
