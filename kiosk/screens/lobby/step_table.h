// The table of the lobby's state machine: one function for every pair of screen and event. Included by step.cpp only.
#pragma once

#include <algorithm>

#include "kiosk/desk/pin.h"
#include "kiosk/screens/common/one_of.h"
#include "kiosk/screens/lobby/moves.h"

namespace vestibule::lobby {

using std::chrono::seconds;

// One event on one state; the overloads below are the table.
class Transition : public Moves {
  public:
    using Moves::Moves;

    // --- SetUpName: who is the first member of staff
    void operator()(const SetUpName&, const Next&) { next.screen = SetUpPin{}; }
    void operator()(const SetUpName&, const LanguageChosen& e) { commands.emplace_back(SetLanguage{e.language}); }
    template <one_of<CallTaken, CallsTurned, NextVisitorCame, PrintReported, AppointmentChosen, WalkInChosen,
                     LeavingChosen, ComfortToggled, Scanned, CodeEntered, NameEntered, ByNameAsked, ByCodeAsked, Back,
                     ChangeAsked, Confirmed, GivingUpAsked, GivenUp, ReceptionAsked, Closed, StaffAsked, PinEntered,
                     MenuChosen, SamplesAnswered, TimePassed, LookedUp, VisitSeen, BadgeSeen, LeftAnswered,
                     SignInAnswered, PinSet, PinRefused, SamplesLoaded, Failed>
                  E>
    void operator()(const SetUpName&, const E&) {}

    // --- SetUpPin: typed twice; then the samples, then the first visitor
    void operator()(const SetUpPin& s, const PinEntered& e) {
        const auto fits = check_new_pin(e.pin);
        if (!s.repeating && !fits) {
            restart_pin({.refused = fits.error().what});
        } else if (!s.repeating) {
            commands.emplace_back(KeepFirstPin{});
            next.screen = SetUpPin{.repeating = true};
        } else {
            commands.emplace_back(SetPin{e.pin});
        }
    }
    void operator()(const SetUpPin& s, const Back&) {
        restart_pin({});
        if (!s.repeating) next.screen = SetUpName{};
    }
    void operator()(const SetUpPin&, const PinSet& e) {
        commands.emplace_back(ForgetSecrets{});
        if (next.set_up_for != AppRequest::go_lobby)
            commands.emplace_back(Ask{next.set_up_for, e.staff});
        else if (next.samples_offered)
            next.screen = OfferSamples{};
        else
            welcome();
    }
    void operator()(const SetUpPin&, const PinRefused& e) {
        restart_pin({.differed = e.why.empty(), .refused = e.why});
    }
    void operator()(const SetUpPin&, const Failed& e) { restart_pin({.refused = e.problem.what}); }
    void operator()(const SetUpPin&, const LanguageChosen& e) { commands.emplace_back(SetLanguage{e.language}); }
    template <
        one_of<CallTaken, CallsTurned, NextVisitorCame, PrintReported, AppointmentChosen, WalkInChosen, LeavingChosen,
               ComfortToggled, Scanned, CodeEntered, NameEntered, ByNameAsked, ByCodeAsked, Next, ChangeAsked,
               Confirmed, GivingUpAsked, GivenUp, ReceptionAsked, Closed, StaffAsked, MenuChosen, SamplesAnswered,
               TimePassed, LookedUp, VisitSeen, BadgeSeen, LeftAnswered, SignInAnswered, SamplesLoaded>
            E>
    void operator()(const SetUpPin&, const E&) {}

    // --- OfferSamples
    void operator()(const OfferSamples&, const SamplesAnswered& e) {
        if (e.wanted)
            commands.emplace_back(LoadSamples{});
        else
            welcome();
    }
    void operator()(const OfferSamples&, const SamplesLoaded&) { welcome(); }
    void operator()(const OfferSamples&, const Failed&) { next.screen = OfferSamples{.failed = true}; }
    template <one_of<CallTaken, CallsTurned, NextVisitorCame, PrintReported, AppointmentChosen, WalkInChosen,
                     LeavingChosen, LanguageChosen, ComfortToggled, Scanned, CodeEntered, NameEntered, ByNameAsked,
                     ByCodeAsked, Next, Back, ChangeAsked, Confirmed, GivingUpAsked, GivenUp, ReceptionAsked, Closed,
                     StaffAsked, PinEntered, MenuChosen, TimePassed, LookedUp, VisitSeen, BadgeSeen, LeftAnswered,
                     SignInAnswered, PinSet, PinRefused>
                  E>
    void operator()(const OfferSamples&, const E&) {}

    // --- Welcome: three ways in, and whatever a scanner reads
    void operator()(const Welcome&, const AppointmentChosen&) { next.screen = FindByCode{}; }
    void operator()(const Welcome&, const WalkInChosen&) { next.screen = WhoAreYou{}; }
    void operator()(const Welcome&, const LeavingChosen&) { next.screen = Leaving{}; }
    void operator()(const Welcome&, const LanguageChosen& e) { commands.emplace_back(SetLanguage{e.language}); }
    void operator()(const Welcome&, const ComfortToggled&) { commands.emplace_back(ToggleComfort{}); }
    void operator()(const Welcome&, const Scanned& e) { scanned(e.text); }
    void operator()(const Welcome&, const StaffAsked&) { next.screen = EnterPin{}; }
    void operator()(const Welcome&, const LookedUp& e) { looked_up(e.result); }
    void operator()(const Welcome&, const LeftAnswered& e) { left_by_scan(e.result); }
    void operator()(const Welcome&, const BadgeSeen& e) { show(e.badge); }  // admitted while nobody was here
    void operator()(const Welcome&, const CallTaken& e) { commands.emplace_back(ShowVisit{e.visit}); }
    void operator()(const Welcome&, const CallsTurned& e) { next.screen = Welcome{.calls_from = e.from}; }
    // Who was called has come: they go on where they were, in their own language.
    void operator()(const Welcome&, const VisitSeen& e) { goes_on(e.visit); }
    void operator()(const Welcome&, const TimePassed&) {
        if (now_ - next.touched < next.idle) return;
        next.touched = now_;  // the language that somebody chose and left is reset, once
        next.screen = Welcome{};
        commands.emplace_back(ForgetVisitor{});
    }
    void operator()(const Welcome&, const Failed& e) { unavailable(e); }
    template <one_of<NextVisitorCame, PrintReported, CodeEntered, NameEntered, ByNameAsked, ByCodeAsked, Next, Back,
                     ChangeAsked, Confirmed, GivingUpAsked, GivenUp, ReceptionAsked, Closed, PinEntered, MenuChosen,
                     SamplesAnswered, SignInAnswered, PinSet, PinRefused, SamplesLoaded>
                  E>
    void operator()(const Welcome&, const E&) {}

    // --- FindByCode and FindByName
    void operator()(const FindByCode& s, const CodeEntered& e) {
        if (now_ >= s.again_at) commands.emplace_back(LookUpCode{e.code});
    }
    void operator()(const FindByCode&, const Scanned& e) { scanned(e.text); }
    void operator()(const FindByCode&, const ByNameAsked&) { next.screen = FindByName{}; }
    void operator()(const FindByName& s, const NameEntered& e) {
        if (now_ >= s.again_at) commands.emplace_back(LookUpName{e.name, e.phone_last4, e.host});
    }
    void operator()(const FindByName&, const Scanned& e) { scanned(e.text); }
    void operator()(const FindByName&, const ByCodeAsked&) { next.screen = FindByCode{}; }
    template <one_of<FindByCode, FindByName> S>
    void operator()(const S&, const WalkInChosen&) {
        next.screen = WhoAreYou{};
    }
    template <one_of<FindByCode, FindByName> S>
    void operator()(const S&, const LookedUp& e) {
        if (e.result.outcome == Lookup::found && e.result.visit)
            meet(*e.result.visit);
        else if (e.from == CodeFrom::scanner)
            say(of_scan(e.result.outcome));
        else
            next.screen = S{.why = why_not(e.result.outcome), .again_at = now_ + seconds{e.result.wait_s}};
    }
    template <one_of<FindByCode, FindByName> S>
    void operator()(const S&, const LeftAnswered& e) {
        left_by_scan(e.result);
    }
    template <one_of<FindByCode, FindByName> S>
    void operator()(const S&, const BadgeSeen& e) {
        show(e.badge);
    }
    template <one_of<FindByCode, FindByName> S>
    void operator()(const S&, const Back&) {
        welcome();
    }
    template <one_of<FindByCode, FindByName> S>
    void operator()(const S& s, const TimePassed&) {
        if (s.why == NotFound::too_many_tries && now_ >= s.again_at) next.screen = S{};
    }
    template <one_of<FindByCode, FindByName> S>
    void operator()(const S&, const Failed& e) {
        unavailable(e);
    }
    template <one_of<CallTaken, CallsTurned, NextVisitorCame, PrintReported, AppointmentChosen, LeavingChosen,
                     LanguageChosen, ComfortToggled, NameEntered, ByCodeAsked, Next, ChangeAsked, Confirmed,
                     GivingUpAsked, GivenUp, ReceptionAsked, Closed, StaffAsked, PinEntered, MenuChosen,
                     SamplesAnswered, VisitSeen, SignInAnswered, PinSet, PinRefused, SamplesLoaded>
                  E>
    void operator()(const FindByCode&, const E&) {}
    template <one_of<CallTaken, CallsTurned, NextVisitorCame, PrintReported, AppointmentChosen, LeavingChosen,
                     LanguageChosen, ComfortToggled, CodeEntered, ByNameAsked, Next, ChangeAsked, Confirmed,
                     GivingUpAsked, GivenUp, ReceptionAsked, Closed, StaffAsked, PinEntered, MenuChosen,
                     SamplesAnswered, VisitSeen, SignInAnswered, PinSet, PinRefused, SamplesLoaded>
                  E>
    void operator()(const FindByName&, const E&) {}

    // --- MeetAppointment: "that's me", then the host is told (R2)
    void operator()(const MeetAppointment& s, const Confirmed&) { commands.emplace_back(Arrive{s.visit.id}); }
    void operator()(const MeetAppointment&, const VisitSeen& e) { follow(e.visit, true, now_); }
    void operator()(const MeetAppointment&, const BadgeSeen& e) { show(e.badge); }
    void operator()(const MeetAppointment&, const Back&) { welcome(); }
    void operator()(const MeetAppointment&, const Failed& e) { unavailable(e); }
    void operator()(const MeetAppointment&, const Scanned& e) { scanned(e.text); }
    void operator()(const MeetAppointment&, const LookedUp& e) { looked_up(e.result); }
    void operator()(const MeetAppointment&, const LeftAnswered& e) { left_by_scan(e.result); }
    template <
        one_of<CallTaken, CallsTurned, NextVisitorCame, PrintReported, AppointmentChosen, WalkInChosen, LeavingChosen,
               LanguageChosen, ComfortToggled, CodeEntered, NameEntered, ByNameAsked, ByCodeAsked, Next, ChangeAsked,
               GivingUpAsked, GivenUp, ReceptionAsked, Closed, StaffAsked, PinEntered, MenuChosen, SamplesAnswered,
               TimePassed, SignInAnswered, PinSet, PinRefused, SamplesLoaded>
            E>
    void operator()(const MeetAppointment&, const E&) {}

    // --- the walk-in's questions, one after the other; a change goes back to where it was asked for
    void operator()(const WhoAreYou& s, const Next&) { go_on(s.changing, ChooseHost{}); }
    void operator()(const ChooseHost& s, const Next&) { go_on(s.changing, GivePurpose{}); }
    void operator()(const GivePurpose& s, const Next&) { go_on(s.changing, GiveDetails{}); }
    void operator()(const GiveDetails& s, const Next&) { go_on(s.changing, Confirm{}); }
    void operator()(const WhoAreYou& s, const Back&) {
        if (s.changing)
            next.screen = Confirm{};
        else
            welcome();
    }
    void operator()(const ChooseHost& s, const Back&) { go_on(s.changing, WhoAreYou{}); }
    void operator()(const GivePurpose& s, const Back&) { go_on(s.changing, ChooseHost{}); }
    void operator()(const GiveDetails& s, const Back&) { go_on(s.changing, GivePurpose{}); }
    template <one_of<WhoAreYou, ChooseHost, GivePurpose, GiveDetails> S>
    void operator()(const S&, const Failed& e) {
        unavailable(e);
    }
    template <one_of<WhoAreYou, ChooseHost, GivePurpose, GiveDetails> S,
              one_of<CallTaken, CallsTurned, NextVisitorCame, PrintReported, AppointmentChosen, WalkInChosen,
                     LeavingChosen, LanguageChosen, ComfortToggled, Scanned, CodeEntered, NameEntered, ByNameAsked,
                     ByCodeAsked, ChangeAsked, Confirmed, GivingUpAsked, GivenUp, ReceptionAsked, Closed, StaffAsked,
                     PinEntered, MenuChosen, SamplesAnswered, TimePassed, LookedUp, VisitSeen, BadgeSeen,
                     LeftAnswered, SignInAnswered, PinSet, PinRefused, SamplesLoaded>
                  E>
    void operator()(const S&, const E&) {}

    // --- Confirm: everything read back, each can be changed
    void operator()(const Confirm&, const Confirmed&) { commands.emplace_back(Register{}); }
    void operator()(const Confirm&, const ChangeAsked& e) {
        switch (e.part) {
            case Part::who:
                next.screen = WhoAreYou{.changing = true};
                break;
            case Part::host:
                next.screen = ChooseHost{.changing = true};
                break;
            case Part::purpose:
                next.screen = GivePurpose{.changing = true};
                break;
            case Part::details:
                next.screen = GiveDetails{.changing = true};
                break;
        }
    }
    void operator()(const Confirm&, const Back&) { next.screen = GiveDetails{}; }
    void operator()(const Confirm&, const VisitSeen& e) {
        next.screen = Confirm{.registered = true};
        follow(e.visit, false, now_);
    }
    void operator()(const Confirm&, const BadgeSeen& e) { show(e.badge); }
    void operator()(const Confirm& s, const Failed& e) {
        if (s.registered)
            unavailable(e);  // reception has the visit on its list
        else
            unavailable_for_now(e);
    }
    template <
        one_of<CallTaken, CallsTurned, NextVisitorCame, PrintReported, AppointmentChosen, WalkInChosen, LeavingChosen,
               LanguageChosen, ComfortToggled, Scanned, CodeEntered, NameEntered, ByNameAsked, ByCodeAsked, Next,
               GivingUpAsked, GivenUp, ReceptionAsked, Closed, StaffAsked, PinEntered, MenuChosen, SamplesAnswered,
               TimePassed, LookedUp, LeftAnswered, SignInAnswered, PinSet, PinRefused, SamplesLoaded>
            E>
    void operator()(const Confirm&, const E&) {}

    // --- Waiting: for the answer of the host or of reception (R2, R3)
    void operator()(const Waiting& s, const VisitSeen& e) {
        if (e.visit.id == s.visit) follow(e.visit, s.booked, s.since);
    }
    void operator()(const Waiting&, const BadgeSeen& e) { show(e.badge); }
    void operator()(const Waiting& s, const ReceptionAsked&) { open_sheet(s, true, false); }
    void operator()(const Waiting& s, const GivingUpAsked&) { open_sheet(s, false, true); }
    void operator()(const Waiting& s, const Closed&) { open_sheet(s, false, false); }
    void operator()(const Waiting& s, const Back&) { open_sheet(s, false, false); }
    void operator()(const Waiting& s, const GivenUp&) {
        commands.emplace_back(Cancel{s.visit});
        next.screen = Goodbye{.visitor = s.visitor, .closes_at = now_ + goodbye_shown_max};
    }
    void operator()(const Waiting&, const NextVisitorCame&) { welcome(); }  // the visit goes on without the display
    void operator()(const Waiting&, const CallTaken& e) {                   // somebody else is called meanwhile
        welcome();
        commands.emplace_back(ShowVisit{e.visit});
    }
    void operator()(const Waiting& s, const TimePassed&) {
        if (now_ - std::max(s.since, next.touched) >= waiting_shown_max) welcome();
    }
    void operator()(const Waiting&, const Failed& e) { unavailable(e); }
    void operator()(const Waiting&, const Scanned& e) { scanned(e.text); }  // the next visitor's
    void operator()(const Waiting&, const LookedUp& e) { looked_up(e.result); }
    void operator()(const Waiting&, const LeftAnswered& e) { left_by_scan(e.result); }
    template <
        one_of<CallsTurned, PrintReported, AppointmentChosen, WalkInChosen, LeavingChosen, LanguageChosen,
               ComfortToggled, CodeEntered, NameEntered, ByNameAsked, ByCodeAsked, Next, ChangeAsked, Confirmed,
               StaffAsked, PinEntered, MenuChosen, SamplesAnswered, SignInAnswered, PinSet, PinRefused, SamplesLoaded>
            E>
    void operator()(const Waiting&, const E&) {}

    // --- Declined, Goodbye, Unavailable: said, then gone
    template <one_of<Declined, Goodbye, Unavailable> S>
    void operator()(const S&, const Closed&) {
        welcome();
    }
    template <one_of<Declined, Goodbye, Unavailable> S>
    void operator()(const S& s, const TimePassed&) {
        if (now_ >= s.closes_at) welcome();
    }
    void operator()(const Unavailable&, const StaffAsked&) {
        commands.emplace_back(ForgetVisitor{});
        next.screen = EnterPin{};
    }
    void operator()(const Unavailable& s, const Back&) {
        if (s.may_retry) next.screen = Confirm{};
    }
    template <one_of<Declined, Goodbye> S>
    void operator()(const S&, const Back&) {}
    void operator()(const Goodbye&, const Failed& e) { unavailable(e); }  // giving up couldn't be written down
    template <one_of<Declined, Unavailable> S>
    void operator()(const S&, const Failed&) {}
    template <one_of<Declined, Goodbye> S>
    void operator()(const S&, const StaffAsked&) {}
    void operator()(const Goodbye&, const Scanned& e) { scanned(e.text); }  // they leave one after the other
    void operator()(const Goodbye&, const LookedUp& e) { looked_up(e.result); }
    void operator()(const Goodbye&, const LeftAnswered& e) { left_by_scan(e.result); }
    void operator()(const Goodbye&, const BadgeSeen& e) { show(e.badge); }  // of one who came back to be admitted
    template <one_of<Declined, Unavailable> S, one_of<Scanned, LookedUp, LeftAnswered, BadgeSeen> E>
    void operator()(const S&, const E&) {}
    template <one_of<Declined, Goodbye, Unavailable> S,
              one_of<CallTaken, CallsTurned, NextVisitorCame, PrintReported, AppointmentChosen, WalkInChosen,
                     LeavingChosen, LanguageChosen, ComfortToggled, CodeEntered, NameEntered, ByNameAsked,
                     ByCodeAsked, Next, ChangeAsked, Confirmed, GivingUpAsked, GivenUp, ReceptionAsked, PinEntered,
                     MenuChosen, SamplesAnswered, VisitSeen, SignInAnswered, PinSet, PinRefused, SamplesLoaded>
                  E>
    void operator()(const S&, const E&) {}

    // --- ShowBadge: what the printer says is said
    void operator()(const ShowBadge& s, const BadgeSeen& e) {
        if (e.badge.id != s.badge.id) return;
        const bool becomes_pass = is_pass(e.badge) && !is_pass(s.badge);
        next.screen = ShowBadge{e.badge, becomes_pass ? now_ + trouble_pass_shown_max : s.closes_at};
    }
    void operator()(const ShowBadge& s, const PrintReported& e) {
        commands.emplace_back(ReportPrint{s.badge.id, e.came_out});
        const auto most = e.came_out ? badge_shown_max : trouble_pass_shown_max;
        next.screen = ShowBadge{s.badge, now_ + most};
    }
    void operator()(const ShowBadge&, const Closed&) { welcome(); }
    void operator()(const ShowBadge& s, const TimePassed&) {
        if (now_ >= s.closes_at) welcome();
    }
    template <one_of<CallTaken, CallsTurned, NextVisitorCame, AppointmentChosen, WalkInChosen, LeavingChosen,
                     LanguageChosen, ComfortToggled, Scanned, CodeEntered, NameEntered, ByNameAsked, ByCodeAsked,
                     Next, Back, ChangeAsked, Confirmed, GivingUpAsked, GivenUp, ReceptionAsked, StaffAsked,
                     PinEntered, MenuChosen, SamplesAnswered, LookedUp, VisitSeen, LeftAnswered, SignInAnswered,
                     PinSet, PinRefused, SamplesLoaded, Failed>
                  E>
    void operator()(const ShowBadge&, const E&) {}

    // --- Leaving: the badge scanned, or its code typed
    void operator()(const Leaving&, const Scanned& e) { scanned(e.text); }
    void operator()(const Leaving& s, const CodeEntered& e) {
        if (now_ >= s.again_at) commands.emplace_back(lobby::Leave{e.code});
    }
    void operator()(const Leaving&, const LookedUp& e) { looked_up(e.result); }
    void operator()(const Leaving&, const LeftAnswered& e) { left(e.result); }
    void operator()(const Leaving&, const BadgeSeen& e) { show(e.badge); }
    void operator()(const Leaving&, const Back&) { welcome(); }
    void operator()(const Leaving& s, const TimePassed&) {
        if (s.why == NotFound::too_many_tries && now_ >= s.again_at) next.screen = Leaving{};
    }
    void operator()(const Leaving&, const Failed& e) { unavailable(e); }
    template <one_of<CallTaken, CallsTurned, NextVisitorCame, PrintReported, AppointmentChosen, WalkInChosen,
                     LeavingChosen, LanguageChosen, ComfortToggled, NameEntered, ByNameAsked, ByCodeAsked, Next,
                     ChangeAsked, Confirmed, GivingUpAsked, GivenUp, ReceptionAsked, Closed, StaffAsked, PinEntered,
                     MenuChosen, SamplesAnswered, VisitSeen, SignInAnswered, PinSet, PinRefused, SamplesLoaded>
                  E>
    void operator()(const Leaving&, const E&) {}

    // --- EnterPin and StaffMenu: behind the corner
    void operator()(const EnterPin&, const PinEntered& e) { commands.emplace_back(SignIn{e.pin}); }
    void operator()(const EnterPin&, const SignInAnswered& e) {
        commands.emplace_back(ForgetSecrets{});
        if (e.result.staff)
            next.screen = StaffMenu{*e.result.staff};
        else
            next.screen = EnterPin{.wrong = true};
    }
    void operator()(const StaffMenu& s, const MenuChosen& e) {
        welcome();
        if (e.request != AppRequest::go_lobby) commands.emplace_back(Ask{e.request, s.staff});
    }
    template <one_of<EnterPin, StaffMenu> S>
    void operator()(const S&, const Back&) {
        welcome();
    }
    template <one_of<EnterPin, StaffMenu> S>
    void operator()(const S&, const TimePassed&) {
        if (now_ - next.touched >= staff_idle_max) welcome();
    }
    template <one_of<EnterPin, StaffMenu> S>
    void operator()(const S&, const Failed& e) {
        unavailable(e);
    }
    void operator()(const EnterPin&, const MenuChosen&) {}
    template <one_of<PinEntered, SignInAnswered> E>
    void operator()(const StaffMenu&, const E&) {}
    template <
        one_of<EnterPin, StaffMenu> S,
        one_of<CallTaken, CallsTurned, NextVisitorCame, PrintReported, AppointmentChosen, WalkInChosen, LeavingChosen,
               LanguageChosen, ComfortToggled, Scanned, CodeEntered, NameEntered, ByNameAsked, ByCodeAsked, Next,
               ChangeAsked, Confirmed, GivingUpAsked, GivenUp, ReceptionAsked, Closed, StaffAsked, SamplesAnswered,
               LookedUp, VisitSeen, BadgeSeen, LeftAnswered, PinSet, PinRefused, SamplesLoaded>
            E>
    void operator()(const S&, const E&) {}

    // --- on every screen alike: somebody is there
    template <class S, one_of<Touched, StillHere> E>
    void operator()(const S&, const E&) {
        next.touched = now_;
        next.still_there.reset();
    }
};

}  // namespace vestibule::lobby
