// The notify worker's round.
#include "kiosk/station/notify_round.h"

#include <algorithm>

#include "kiosk/base/paths.h"
#include "kiosk/base/text.h"
#include "kiosk/notify/arrival_mail.h"
#include "kiosk/notify/mail.h"
#include "kiosk/visit/kinds.h"

namespace vestibule {
namespace {

constexpr std::chrono::seconds retry_first{10};
constexpr std::chrono::minutes retry_max{15};
constexpr std::chrono::hours worth_telling{8};  // a mail about yesterday's arrival helps nobody
constexpr int jobs_a_round_max = 20;

std::chrono::seconds tell_again_after(int attempts) {
    return std::min<std::chrono::seconds>(retry_first * (1 << std::clamp(attempts, 0, 8)), retry_max);
}

}  // namespace

Result<> NotifyRound::finish(const Job& job, VisitId visit, JobState state, const std::string& remark) {
    const NewEvent told{
        .kind = std::string{kind::host_told},
        .stream = stream_of(visit),
        .body = {{"job", to_string(job.id)}, {"outcome", state == JobState::done ? "sent" : "failed"}}};
    return desk_->log().finish_job(job.id, state, clean_line(remark, line_length_max), {&told, 1}, desk_->now());
}

Result<> NotifyRound::tell(const Job& job) {
    const auto visit_id = id_field<VisitId>(job.body, "visit");
    if (!visit_id)
        return desk_->log().finish_job(job.id, JobState::failed, "the job names no visit", {}, desk_->now());
    VESTIBULE_TRY(visit, desk_->visit(*visit_id));
    if (!visit || !visit->host || !visit->name_known)
        return finish(job, *visit_id, JobState::failed, "there is nothing to tell any more");
    VESTIBULE_TRY(host, desk_->host(*visit->host));
    if (!host || host->email.empty()) return finish(job, *visit_id, JobState::failed, "the host has no mail address");
    if (desk_->now() - visit->arrived_at.value_or(visit->from) > worth_telling)
        return finish(job, *visit_id, JobState::failed, "the mail server wasn't reached in time");
    const auto& config = desk_->config();
    const auto language = host->language.substr(0, host->language.find_first_of(" ,;"));
    const Texts texts{catalogue_folder(), language.empty() ? config.site.languages.front() : language};
    const auto mail = arrival_mail({.visitor_name = visit->visitor,
                                    .visitor_company = visit->company,
                                    .purpose = visit->purpose,
                                    .companions = visit->companions,
                                    .expected = !visit->walk_in,
                                    .arrived_at = visit->arrived_at.value_or(desk_->now()),
                                    .site_name = config.site.name,
                                    .host_name = host->name,
                                    .host_email = host->email,
                                    .sender = config.mail.from,
                                    .job = job.id},
                                   texts, desk_->zone());
    VESTIBULE_CHECK(desk_->log().start_job(job.id, ""));
    const auto sent = send_mail(mail_server_of(config.mail), mail);
    if (sent) return finish(job, *visit_id, JobState::done, "");
    const auto hopeless = sent.error().remedy == Remedy::give_up || job.attempts + 1 >= notify_attempts_max;
    if (hopeless) return finish(job, *visit_id, JobState::failed, sent.error().what);
    return tl::unexpected(sent.error());
}

std::chrono::milliseconds NotifyRound::once() {
    (void)desk_->refresh();
    const auto jobs = desk_->reader().jobs_due("notify", desk_->now(), jobs_a_round_max);
    if (!jobs) return retry_max;
    for (const auto& job : *jobs)
        if (const auto told = tell(job); !told)
            (void)desk_->log().postpone_job(job.id, desk_->now() + tell_again_after(job.attempts),
                                            clean_line(told.error().what, line_length_max));
    const auto next = desk_->reader().next_due("notify");
    if (!next || !*next) return std::chrono::minutes{10};
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(**next - desk_->now());
    return std::clamp<std::chrono::milliseconds>(wait, std::chrono::seconds{1}, std::chrono::minutes{10});
}

}  // namespace vestibule
