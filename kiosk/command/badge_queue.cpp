// vestibule badge queue|cancel|move|reprint: what staff do at reception's screen, for scripts.
#include "kiosk/command/badge_queue.h"

#include <fmt/format.h>

#include "kiosk/desk/reprint_reasons.h"

namespace vestibule {
namespace {

struct QueueOptions {
    std::string visit, to, reason;
};

Json attempt_json(const PrintAttemptView& attempt) {
    Json out = {{"queue", attempt.queue}, {"began", iso(attempt.began)}};
    if (attempt.ended) out["ended"] = iso(*attempt.ended);
    if (!attempt.reason.empty()) out["reason"] = attempt.reason;
    return out;
}

Json job_json(const PrintJobView& view) {
    auto attempts = Json::array();
    for (const auto& attempt : view.attempts) attempts.push_back(attempt_json(attempt));
    Json out = {{"badge", to_string(view.badge)},
                {"visit", to_string(view.visit)},
                {"visitor", view.name_known ? Json(view.visitor) : Json(nullptr)},
                {"code", view.code},
                {"stage", std::string{name_of(view.stage)}},
                {"since", iso(view.since)},
                {"queue", view.queue},
                {"place", view.place},
                {"attempts", std::move(attempts)},
                {"attempts_made", view.attempts_made},
                {"reason", view.reason},
                {"remark", view.remark},
                {"next", std::string{name_of(view.next)}},
                {"expires", iso(view.expires)},
                {"may_move_to", view.may_move_to},
                {"cancelling", view.cancelling},
                {"elsewhere", view.elsewhere}};
    if (view.next != PrintNext::nothing) out["next_at"] = iso(view.next_at);
    if (!view.next_queue.empty()) out["next_queue"] = view.next_queue;
    return out;
}

std::string plan_of(const PrintJobView& view, const SiteZone& zone) {
    const auto at = zone.hour_minute(view.next_at);
    switch (view.next) {
        case PrintNext::nothing:
            return view.elsewhere ? "another station prints it" : "";
        case PrintNext::retries:
            return fmt::format("tried again at {}", at);
        case PrintNext::moves:
            return fmt::format("goes to {} at {}", view.next_queue, at);
        case PrintNext::expires:
            break;
    }
    return fmt::format("is taken back at {}", at);
}

std::string line_of(const PrintJobView& view, const SiteZone& zone) {
    const auto what = view.cancelling ? "cancelling" : std::string{name_of(view.stage)};
    const auto why = view.reason.empty() ? "" : fmt::format(" ({})", view.reason);
    return fmt::format("{}  {:9}  {}  {}{}  {}", zone.hour_minute(view.since), what, view.code,
                       view.name_known ? view.visitor : "-", why, plan_of(view, zone));
}

Result<int> queue(Desk& desk, bool json, Output& output) {
    VESTIBULE_TRY(rows, desk.print_queue());
    for (const auto& row : rows) output.line(json ? dump(job_json(row)) : line_of(row, desk.zone()));
    if (rows.empty() && !json) output.remark("no badge waits for a printer");
    return done;
}

// The newest badge of the visit that counts.
Result<BadgeId> badge_of(Desk& desk, const std::string& named) {
    VESTIBULE_TRY(id, visit_named(desk, named));
    VESTIBULE_TRY(visit, desk.visit(id));
    if (visit && visit->badge) return *visit->badge;
    return ask_staff("this visit has no badge that counts; admit the visitor first");
}

std::string_view name_of(PrintChange change) {
    switch (change) {
        case PrintChange::asked:
            return "asked";
        case PrintChange::already_printed:
            return "already-printed";
        case PrintChange::already_over:
            break;
    }
    return "already-over";
}

std::string_view words_of(PrintChange change, std::string_view asked) {
    switch (change) {
        case PrintChange::asked:
            return asked;
        case PrintChange::already_printed:
            return "nothing was changed: the badge has been printed already";
        case PrintChange::already_over:
            break;
    }
    return "nothing was changed: the badge's printing is over; see `vestibule badge queue`";
}

int told(BadgeId badge, PrintChange change, std::string_view asked, bool json, Output& output) {
    if (json)
        output.line(dump({{"badge", to_string(badge)}, {"outcome", name_of(change)}}));
    else
        output.line(words_of(change, asked));
    return change == PrintChange::asked ? done : answer_is_no;
}

Result<int> cancel(Desk& desk, const QueueOptions& options, bool json, Output& output) {
    VESTIBULE_TRY(badge, badge_of(desk, options.visit));
    VESTIBULE_TRY(change, desk.cancel_print(badge, std::nullopt));
    return told(badge, change, "the badge is being taken back", json, output);
}

Result<int> move(Desk& desk, const QueueOptions& options, bool json, Output& output) {
    VESTIBULE_TRY(badge, badge_of(desk, options.visit));
    VESTIBULE_TRY(change, desk.move_print(badge, options.to, std::nullopt));
    return told(badge, change, fmt::format("the badge is being moved to {}", options.to), json, output);
}

Result<int> reprint(Desk& desk, const QueueOptions& options, bool json, Output& output) {
    VESTIBULE_TRY(visit, visit_named(desk, options.visit));
    VESTIBULE_TRY(before, desk.visit(visit));
    VESTIBULE_TRY(badge, desk.reprint(visit, options.reason, PersonId{}));
    if (before && before->printed_at)
        output.remark(
            fmt::format("the badge of {} is no longer valid", desk.zone().hour_minute(*before->printed_at)));
    output.line(json ? dump({{"badge", to_string(badge)}}) : to_string(badge));
    return done;
}

void add_change_verbs(Verb badge, Chosen& chosen, const std::shared_ptr<QueueOptions>& options) {
    auto cancel_verb = badge.add_verb("cancel", "takes a visit's badge back from the printer's queue");
    cancel_verb.add_option("--visit", options->visit, "a visit's id or a code").required();
    add_json(cancel_verb, chosen);
    cancel_verb.does([&chosen, options] {
        chosen.at_station = [options, json = chosen.globals.json](Station&, Desk& desk, Output& o) {
            return cancel(desk, *options, json, o);
        };
    });
    auto move_verb = badge.add_verb("move", "prints a visit's badge at another queue");
    move_verb.add_option("--visit", options->visit, "a visit's id or a code").required();
    move_verb.add_option("--to", options->to, "a queue, or a printer's ipp:// address").required();
    add_json(move_verb, chosen);
    move_verb.does([&chosen, options] {
        chosen.at_station = [options, json = chosen.globals.json](Station&, Desk& desk, Output& o) {
            return move(desk, *options, json, o);
        };
    });
}

}  // namespace

void add_badge_queue(Verb badge, Chosen& chosen) {
    auto options = std::make_shared<QueueOptions>();
    auto queue_verb = badge.add_verb("queue", "badges that wait for a printer, and those that failed lately");
    add_json(queue_verb, chosen);
    queue_verb.does([&chosen] {
        chosen.at_station = [json = chosen.globals.json](Station&, Desk& desk, Output& o) {
            return queue(desk, json, o);
        };
    });
    add_change_verbs(badge, chosen, options);
    std::vector<std::string> reasons(reprint_reasons.begin(), reprint_reasons.end());
    reasons.emplace_back("other");
    auto reprint_verb = badge.add_verb("reprint", "a new badge for a visitor who is inside, with the reason");
    reprint_verb.add_option("--visit", options->visit, "a visit's id or a code").required();
    reprint_verb.add_option("--reason", options->reason, "why; kept in the log")
        .one_of(std::move(reasons))
        .required();
    add_json(reprint_verb, chosen);
    reprint_verb.does([&chosen, options] {
        chosen.at_station = [options, json = chosen.globals.json](Station&, Desk& desk, Output& o) {
            return reprint(desk, *options, json, o);
        };
    });
}

}  // namespace vestibule
