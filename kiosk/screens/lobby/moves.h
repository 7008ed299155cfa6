// The moves that several screens of the lobby share: what the desk's answers mean for the visitor. Included by the
// table.
#pragma once

#include "kiosk/base/text.h"
#include "kiosk/screens/lobby/screen.h"

namespace vestibule::lobby {

using std::chrono::seconds;

inline NotFound why_not(Lookup outcome) {
    switch (outcome) {
        case Lookup::found:
            return NotFound::none;
        case Lookup::not_found:
            return NotFound::unknown;
        case Lookup::not_today:
            return NotFound::not_today;
        case Lookup::already_inside:
            return NotFound::already_inside;
        case Lookup::over:
            return NotFound::over;
        case Lookup::called_off:
            return NotFound::called_off;
        case Lookup::moved:
            return NotFound::moved;
        case Lookup::uninvited:
            return NotFound::uninvited;
        case Lookup::turned_down:
            return NotFound::turned_down;
        case Lookup::too_many_tries:
            return NotFound::too_many_tries;
    }
    return NotFound::unknown;
}

inline NotFound why_not(vestibule::Leave outcome) {
    switch (outcome) {
        case vestibule::Leave::done:
            return NotFound::none;
        case vestibule::Leave::not_found:
            return NotFound::unknown;
        case vestibule::Leave::not_inside:
            return NotFound::not_inside;
        case vestibule::Leave::too_many_tries:
            return NotFound::too_many_tries;
    }
    return NotFound::unknown;
}

inline ScanAnswer of_scan(Lookup outcome) {
    switch (outcome) {
        case Lookup::not_today:
            return ScanAnswer::not_today;
        case Lookup::already_inside:
            return ScanAnswer::already_inside;
        case Lookup::over:
            return ScanAnswer::over;
        case Lookup::called_off:
            return ScanAnswer::called_off;
        case Lookup::moved:
            return ScanAnswer::moved;
        case Lookup::uninvited:
            return ScanAnswer::uninvited;
        case Lookup::turned_down:
            return ScanAnswer::turned_down;
        case Lookup::found:
        case Lookup::not_found:
        case Lookup::too_many_tries:  // of what is typed only
            break;
    }
    return ScanAnswer::unknown;
}

// The next state and the commands, as far as they are made.
class Moves {
  public:
    Moves(const State& state, Instant now) : next{state}, now_{now} {}

    State next;
    std::vector<Command> commands;

  protected:
    void welcome() {
        next.screen = Welcome{};
        next.still_there.reset();
        commands.emplace_back(ForgetVisitor{});
    }
    void go_on(bool changing, Screen to) { next.screen = changing ? Screen{Confirm{}} : std::move(to); }
    void restart_pin(SetUpPin s) {
        commands.emplace_back(ForgetSecrets{});
        next.screen = std::move(s);
    }
    void unavailable(const Failed& e) {
        next.still_there.reset();
        commands.emplace_back(WipeDraft{});
        next.screen = Unavailable{.problem = e.problem, .closes_at = now_ + notice_shown_max};
    }
    // Nothing typed is lost while they stand there: the disk may have room again a moment later.
    void unavailable_for_now(const Failed& e) {
        next.still_there.reset();
        next.screen = Unavailable{.problem = e.problem, .closes_at = now_ + notice_shown_max, .may_retry = true};
    }
    // A badge that is scanned in the lobby wants to leave; all else is an invitation.
    void scanned(const std::string& text) {
        if (text.starts_with("VB1:"))
            commands.emplace_back(lobby::Leave{text, CodeFrom::scanner});
        else
            commands.emplace_back(LookUpCode{text, CodeFrom::scanner});
    }
    void say(ScanAnswer answer) { commands.emplace_back(SayOfScan{answer}); }
    // Who has been here already goes on where they were, and isn't asked again.
    static bool came_back(const VisitView& visit) {
        return visit.arrived_at && (visit.phase == VisitPhase::waiting || visit.phase == VisitPhase::approved ||
                                    visit.phase == VisitPhase::declined);
    }
    void goes_on(const VisitView& visit) {
        if (!visit.language.empty()) commands.emplace_back(SetLanguage{visit.language});
        follow(visit, !visit.walk_in, visit.arrived_at.value_or(now_));
    }
    // An invitation was scanned where nobody is asked for a code.
    void looked_up(const LookupResult& result) {
        if (result.outcome != Lookup::found || !result.visit) return say(of_scan(result.outcome));
        const bool another = std::holds_alternative<Waiting>(next.screen) ||
                             std::holds_alternative<Goodbye>(next.screen);  // who stood here before is done
        if (another) commands.emplace_back(ForgetVisitor{});
        // Who scans without having chosen a language is met in the invitation's.
        if ((another || std::holds_alternative<Welcome>(next.screen)) && !result.visit->language.empty())
            commands.emplace_back(SetLanguage{result.visit->language});
        meet(*result.visit);
    }
    void meet(const VisitView& visit) {
        if (came_back(visit)) {
            if (std::holds_alternative<Waiting>(next.screen)) next.screen = Welcome{};  // another one's, or made anew
            follow(visit, !visit.walk_in, visit.arrived_at.value_or(now_));
        } else {
            next.screen = MeetAppointment{visit};
        }
    }
    void left(const LeaveResult& result) {
        if (result.outcome == vestibule::Leave::done)
            next.screen = Goodbye{.visitor = result.visitor, .closes_at = now_ + goodbye_shown_max};
        else
            next.screen =
                Leaving{.why = why_not(result.outcome),
                        .again_at = result.outcome == vestibule::Leave::too_many_tries ? now_ + seconds{60} : now_};
    }
    // A badge was scanned where nobody is asked for one.
    void left_by_scan(const LeaveResult& result) {
        if (result.outcome != vestibule::Leave::done)
            return say(result.outcome == vestibule::Leave::not_inside ? ScanAnswer::not_inside
                                                                      : ScanAnswer::unknown_badge);
        // Who waits, or looks at an appointment, isn't the one who leaves.
        if (std::holds_alternative<Waiting>(next.screen) || std::holds_alternative<MeetAppointment>(next.screen))
            return say(ScanAnswer::left);
        left(result);
    }
    // What a visit's phase means for the visitor at the door.
    void follow(const VisitView& visit, bool booked, Instant since) {
        switch (visit.phase) {
            case VisitPhase::approved:
            case VisitPhase::inside:
                commands.emplace_back(Admit{visit.id});
                break;
            case VisitPhase::waiting:
            case VisitPhase::expected:
                if (const auto* waiting = std::get_if<Waiting>(&next.screen); waiting != nullptr) break;
                next.screen = Waiting{.visit = visit.id,
                                      .visitor = visit.visitor,
                                      .booked = booked,
                                      .since = since,
                                      .number = visit.number};
                commands.emplace_back(WipeDraft{});  // it's in the log now
                break;
            case VisitPhase::declined:
                next.screen =
                    Declined{.visit = visit.id, .visitor = visit.visitor, .closes_at = now_ + notice_shown_max};
                break;
            case VisitPhase::unknown:
            case VisitPhase::left:
            case VisitPhase::cancelled:
            case VisitPhase::merged:
                welcome();
                break;
        }
    }
    // No paper in hand: the code on the display is the pass, and has to be photographed.
    static bool is_pass(const BadgeView& badge) {
        return badge.print == PrintOutcome::failed || badge.print == PrintOutcome::unknown ||
               badge.print == PrintOutcome::saved || badge.print_late || badge.token.empty();
    }
    void show(const BadgeView& badge) {
        commands.emplace_back(WipeDraft{});
        next.screen = ShowBadge{badge, now_ + (is_pass(badge) ? trouble_pass_shown_max : badge_shown_max)};
    }
    void open_sheet(Waiting s, bool reception, bool giving_up) {
        s.asks_reception = reception, s.asks_giving_up = giving_up;
        next.screen = std::move(s);
    }

    Instant now_;
};

}  // namespace vestibule::lobby
