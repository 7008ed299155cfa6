// The words of a visit's state.
#include "kiosk/screens/reception/visit_words.h"

#include "kiosk/screens/common/plain_words.h"
#include "kiosk/screens/common/words.h"

namespace vestibule::reception {
namespace {

using ui::Tone;

Pill inside_pill(const Texts& t, const VisitView& visit, const View& view) {
    if (visit.overdue) return {t.say("overdue"), Tone::attention};
    if (badge_in_trouble(visit)) return {t.say("badge not printed"), Tone::attention};
    if (!visit.admitted_at) return {t.say("inside"), Tone::welcome};
    // A pill has room for one of the two: the hour today, the day otherwise.
    const bool today = view.zone.start_of_day(*visit.admitted_at) == view.zone.start_of_day(view.now);
    const auto since = today ? view.zone.hour_minute(*visit.admitted_at) : t.short_day(*visit.admitted_at, view.zone);
    return {t.say("inside since {time}", {{"time", since}}), Tone::welcome};
}

std::string ago(const Texts& t, Instant at, Instant now) {
    if (now - at < std::chrono::minutes{1}) return t.say("just now");
    return t.say("{time} ago", {{"time", words::duration(t, now - at)}});
}

}  // namespace

bool badge_in_trouble(const VisitView& visit) {
    return visit.phase == VisitPhase::inside && visit.badge &&
           (visit.print == PrintOutcome::failed || visit.print == PrintOutcome::unknown);
}

Pill pill_of(const Texts& t, const VisitView& visit, const View& view) {
    switch (visit.phase) {
        case VisitPhase::waiting:
            return {t.say("waiting {time}",
                          {{"time", words::duration(t, view.now - visit.arrived_at.value_or(visit.from))}}),
                    Tone::attention};
        case VisitPhase::approved:
            if (visit.arrived_at) return {t.say("approved, at the door"), Tone::attention};
            return {t.say("expected"), Tone::neutral};
        case VisitPhase::expected:
            if (visit.no_show) return {t.say("no-show"), Tone::neutral, true};
            return {t.say("expected"), Tone::neutral};
        case VisitPhase::inside:
            return inside_pill(t, visit, view);
        case VisitPhase::left:
            if (!visit.left_at) return {t.say("left"), Tone::neutral, true};
            return {t.say("left {time}", {{"time", words::moment(t, view.zone, *visit.left_at, view.now)}}),
                    Tone::neutral, true};
        case VisitPhase::declined:
            return {t.say("declined"), Tone::neutral, true};
        case VisitPhase::cancelled:
            return {t.say("cancelled"), Tone::neutral, true};
        case VisitPhase::merged:
        case VisitPhase::unknown:
            break;
    }
    return {t.say("unknown"), Tone::neutral, true};
}

std::string next_step_of(const Texts& t, const VisitView& visit) {
    switch (visit.phase) {
        case VisitPhase::waiting:
            return visit.walk_in ? t.say("Decide") : t.say("Answer");
        case VisitPhase::approved:
        case VisitPhase::expected:
            return t.say("Admit");
        case VisitPhase::inside:
            if (visit.overdue) return t.say("Let out");
            return badge_in_trouble(visit) ? t.say("Reprint") : t.say("Details");
        case VisitPhase::left:
        case VisitPhase::declined:
        case VisitPhase::cancelled:
        case VisitPhase::merged:
        case VisitPhase::unknown:
            break;
    }
    return t.say("Record");
}

std::string badge_story(const Texts& t, const View& view) {
    if (!view.badge) return {};
    const auto& badge = *view.badge;
    const auto at = view.open && view.open->printed_at ? *view.open->printed_at : badge.issued_at;
    std::string remark = badge.print_remark.empty() ? std::string{} : " " + words::plain(t, badge.print_remark);
    switch (badge.print) {
        case PrintOutcome::pending:
            return badge.print_late ? t.say("Still waiting for the printer.") + remark
                                    : t.say("Being printed") + remark;
        case PrintOutcome::printed:
            return t.say("Printed {when}", {{"when", ago(t, at, view.now)}});
        case PrintOutcome::saved:
            return t.say("Saved as a PDF {when}", {{"when", ago(t, at, view.now)}});
        case PrintOutcome::failed:
            return t.say("Not printed.") + remark;
        case PrintOutcome::unknown:
            break;
    }
    return t.say("The printer doesn’t say. Please ask the visitor for the badge.") + remark;
}

std::string words_of(const Texts& t, const Notice& notice, const std::string& name) {
    if (!notice.done) return words::problem(t, notice.problem);
    switch (*notice.done) {
        case Done::approved:
            return t.say("{name} is approved. The lobby prints the badge.", {{"name", name}});
        case Done::declined:
            return t.say("{name} is declined and told politely.", {{"name", name}});
        case Done::admitted:
            return t.say("{name} is admitted. The badge is being printed.", {{"name", name}});
        case Done::let_out:
            return t.say("{name} has left.", {{"name", name}});
        case Done::print_moved:
            return t.say("The badge of {name} goes to the other printer.", {{"name", name}});
        case Done::print_cancelled:
            return t.say("The badge of {name} isn’t printed any more.", {{"name", name}});
        case Done::print_over:
            return t.say("The printing of {name}’s badge is over already. Please look at its state.",
                         {{"name", name}});
        case Done::roll_call_asked:
            return t.say("The roll call is being printed at the office printer.");
        case Done::reprinted:
            break;
    }
    return t.say("A new badge for {name} is being printed. The old one counts no more.", {{"name", name}});
}

std::string words_of(const Texts& t, ReprintReason reason) {
    switch (reason) {
        case ReprintReason::lost:
            return t.say("It was lost");
        case ReprintReason::damaged:
            return t.say("It is damaged");
        case ReprintReason::not_printed:
            return t.say("It never came out");
        case ReprintReason::wrong_data:
            break;
    }
    return t.say("Something on it is wrong");
}

}  // namespace vestibule::reception
