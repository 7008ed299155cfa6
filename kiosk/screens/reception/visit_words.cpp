// The words of a visit's state.
#include "kiosk/screens/reception/visit_words.h"

#include "kiosk/screens/common/plain_words.h"
#include "kiosk/screens/common/words.h"
#include "kiosk/screens/reception/print_words.h"
#include "kiosk/visit/cancelled_why.h"

namespace vestibule::reception {
namespace {

using ui::Tone;

Pill inside_pill(const Texts& t, const VisitView& visit, const View& view) {
    if (visit.overdue) return {words::overdue(t, visit, view.now), Tone::attention};
    if (badge_in_trouble(visit))
        return {badge_in_doubt(visit) ? t.say("badge perhaps printed") : t.say("badge not printed"), Tone::attention};
    // A pill has room for one of the two: the hour today, the day otherwise.
    const auto at = visit.inside_since.value_or(visit.admitted_at.value_or(visit.from));
    const bool today = view.zone.start_of_day(at) == view.zone.start_of_day(view.now);
    const auto since = today ? view.zone.hour_minute(at) : t.short_day(at, view.zone);
    if (visit.only_admitted()) return {t.say("admitted {time}", {{"time", since}}), Tone::neutral};
    return {t.say("inside since {time}", {{"time", since}}), Tone::welcome};
}

// Approved is one thing; that the lobby calls them is another, and only the lobby can say so.
Pill called_pill(const Texts& t, const VisitView& visit, const View& view) {
    if (!visit.called_at) return {t.say("not called yet"), Tone::attention};
    const auto since = words::moment(t, view.zone, *visit.called_at, view.now);
    const bool late = view.now - *visit.called_at > call_heeded_max;
    return {t.say("called {time}", {{"time", since}}), late ? Tone::attention : Tone::brand};
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

bool badge_in_doubt(const VisitView& visit) {
    return badge_in_trouble(visit) && visit.print == PrintOutcome::unknown;
}

Pill pill_of(const Texts& t, const VisitView& visit, const View& view) {
    switch (visit.phase) {
        case VisitPhase::waiting:
            return {t.say("waiting {time}",
                          {{"time", words::duration(t, view.now - visit.arrived_at.value_or(visit.from))}}),
                    Tone::attention};
        case VisitPhase::approved:
            if (visit.arrived_at) return called_pill(t, visit, view);
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
            return {t.say("merged"), Tone::neutral, true};
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
            return visit.another_day || visit.called_at ? t.say("Details") : t.say("Admit");
        case VisitPhase::inside:
            if (visit.overdue) return t.say("Let out");
            if (!badge_in_trouble(visit)) return t.say("Details");
            return badge_in_doubt(visit) ? t.say("Ask") : t.say("Reprint");
        case VisitPhase::left:
        case VisitPhase::declined:
        case VisitPhase::cancelled:
        case VisitPhase::merged:
        case VisitPhase::unknown:
            break;
    }
    return t.say("Record");
}

std::string why_cancelled(const Texts& t, const VisitView& visit) {
    if (visit.phase != VisitPhase::cancelled) return {};
    const auto& why = visit.cancelled_why;
    if (why == cancelled_why::called_off) return t.say("The calendar called it off");
    if (why == cancelled_why::moved) return t.say("The calendar moved it to another time");
    if (why == cancelled_why::uninvited) return t.say("The visitor is no longer invited");
    if (why == cancelled_why::declined) return t.say("The visitor declined the invitation");
    if (why == cancelled_why::not_in_calendar) return t.say("The calendar no longer has it");
    return why == "visitor" ? t.say("The visitor no longer waited") : std::string{};
}

bool badge_needs_a_person(const VisitView& visit, const View& view) {
    return badge_in_trouble(visit) ||
           (view.job && view.job->stage == PrintStage::waiting && needs_a_person(*view.job, view.now));
}

std::string badge_story(const Texts& t, const View& view) {
    if (!view.badge) return {};
    const auto& badge = *view.badge;
    const auto at = view.open && view.open->printed_at ? *view.open->printed_at : badge.issued_at;
    const auto when = ago(t, at, view.now);
    const auto and_why = [&](std::string said) {
        return badge.print_remark.empty() ? said
                                          : words::joined(t, std::move(said), words::plain(t, badge.print_remark));
    };
    switch (badge.print) {
        case PrintOutcome::pending:
            if (view.job && view.job->cancelling) return t.say("It is being taken back from the printer.");
            return and_why(badge.print_late ? t.say("Still waiting for the printer.") : t.say("Being printed."));
        case PrintOutcome::printed:
            return t.say("Printed {when}", {{"when", when}});
        case PrintOutcome::saved:
            if (badge.print_queue.empty())
                return t.say("Saved {when} as file {code}", {{"when", when}, {"code", badge.code}});
            return t.say("Saved {when} as file {code} in {folder}",
                         {{"when", when}, {"code", badge.code}, {"folder", badge.print_queue}});
        case PrintOutcome::failed:
            if (badge.print_remark.empty())
                return t.say("The badge didn’t come out. Please reprint it if it’s still needed.");
            return and_why(t.say("Not printed."));
        case PrintOutcome::unknown:
            break;
    }
    return and_why(t.say("The printer doesn’t say. Please ask whether they have their badge."));
}

std::optional<std::chrono::microseconds> silence_of_door(const VisitView& visit, const View& view) {
    const auto silent = [&](Instant since) {
        const auto silence = view.now - since;
        return silence > door_silence_max ? std::optional<std::chrono::microseconds>{silence} : std::nullopt;
    };
    if (!visit.door) return std::nullopt;
    if (view.exchange.last_contact && silent(*view.exchange.last_contact)) return silent(*view.exchange.last_contact);
    const auto heard = view.report.heard.find(*visit.door);
    return heard == view.report.heard.end() ? std::nullopt : silent(heard->second);
}

std::string words_of_approval(const Texts& t, const VisitView& visit, const View& view) {
    const auto name = words::visitor(t, visit);
    if (visit.phase != VisitPhase::approved)
        return visit.phase == VisitPhase::inside
                   ? t.say("{name} is approved and has come for the badge.", {{"name", name}})
                   : t.say("{name} is approved.", {{"name", name}});
    if (!visit.arrived_at) return t.say("{name} is approved.", {{"name", name}});
    if (visit.called_at) return t.say("{name} is approved and is called in the lobby.", {{"name", name}});
    if (const auto silence = silence_of_door(visit, view))
        return t.say("{name} is approved, but the lobby hasn’t been heard of for {time}: admit and print here.",
                     {{"name", name}, {"time", words::duration(t, *silence)}});
    return t.say("{name} is approved. The lobby calls them as soon as it hears of it.", {{"name", name}});
}

std::string words_of(const Texts& t, const Notice& notice, const View& view) {
    const auto& name = view.noticed;
    const auto saves_files = view.printer.saves_files;
    if (!notice.done) return words::problem(t, notice.problem);
    switch (*notice.done) {
        case Done::approved:
            return t.say("{name} is approved.", {{"name", name}});
        case Done::declined:
            return t.say("{name} is declined. They’ve been told.", {{"name", name}});
        case Done::admitted:
            if (saves_files) return t.say("{name} is admitted. The badge is saved as a file.", {{"name", name}});
            return t.say("{name} is admitted. The badge is being printed.", {{"name", name}});
        case Done::let_out:
            return t.say("{name} has left.", {{"name", name}});
        case Done::print_moved:
            return t.say("The badge of {name} goes to the other printer.", {{"name", name}});
        case Done::print_cancelled:
            return t.say("The badge of {name} isn’t printed any more.", {{"name", name}});
        case Done::badge_seen:
            return t.say("Noted: the badge of {name} came out.", {{"name", name}});
        case Done::print_over:
            return t.say("The printing of {name}’s badge is over already. Please look at its state.",
                         {{"name", name}});
        case Done::roll_call_asked:
            return t.say("The roll call is being printed at the office printer.");
        case Done::keypad_unlocked:
            return t.say("Unlocked. The station lets staff try again as soon as it hears of it.");
        case Done::reprinted:
            break;
    }
    if (saves_files)
        return t.say("A new badge for {name} is saved as a file. The old one is no longer valid.", {{"name", name}});
    return t.say("A new badge for {name} is being printed. The old one is no longer valid.", {{"name", name}});
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
