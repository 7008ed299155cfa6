// The reception's state machine: every pair of screen and event.
#include "kiosk/screens/common/one_of.h"
#include "kiosk/screens/reception/screen.h"

namespace vestibule::reception {
namespace {

bool faded(const std::optional<Notice>& notice, Instant now) {
    return notice && now - notice->since >= notice->shown_max();
}

// One event on one state; the overloads below are the table.
class Transition {
  public:
    Transition(const State& state, Instant now) : next{state}, now_{now} {}

    State next;
    std::vector<Command> commands;

    // --- EnterPin: nothing of any visitor is seen before someone has signed in (R29)
    void operator()(const EnterPin&, const PinEntered& e) {
        if (!e.pin.empty()) commands.emplace_back(SignIn{e.pin});
    }
    void operator()(const EnterPin&, const LobbyAsked&) { go_to_lobby(); }
    void operator()(const EnterPin&, const SiteChosen& e) { commands.emplace_back(ShowSite{e.site}); }
    void operator()(const EnterPin& s, const TimePassed&) {
        if (!faded(s.notice, now_)) return;
        EnterPin kept = s;
        kept.notice = std::nullopt;
        next.screen = std::move(kept);
    }
    void operator()(const EnterPin&, const SignInAnswered& e) {
        if (e.result.staff) {
            next.session = {.staff = e.result.staff, .last_touched = now_};
            next.screen = Day{};
            return;
        }
        next.screen = EnterPin{.wrong = true, .notice = std::nullopt};
    }
    void operator()(const EnterPin& s, const Failed& e) {
        EnterPin kept = s;
        kept.notice = failure(e, std::nullopt);
        next.screen = std::move(kept);
    }
    template <one_of<PageChosen, FilterChosen, RowChosen, DetailsAsked, Approved, Declined, AdmitAsked,
                     AdmitConfirmed, LetOutAsked, ReprintAsked, ReasonChosen, MoveAsked, QueueChosen,
                     PrintCancelAsked, BadgeSeen, RollCallAsked, PrinterChoiceAsked, RollCallPrintAsked,
                     RollCallSaveAsked, UnlockAsked, Back, SignOutAsked, Touched, VisitDone>
                  E>
    void operator()(const EnterPin&, const E&) {}

    // --- Day: a list, its filter, its search
    void operator()(const Day&, const PageChosen& e) { next.screen = Day{.page = e.page}; }
    void operator()(const Day& s, const FilterChosen& e) {
        // The same counter again shows everything again.
        const auto filter = s.filter == e.filter ? Filter::all : e.filter;
        next.screen = Day{.page = Page::today, .filter = filter, .row = std::nullopt, .notice = s.notice};
    }
    void operator()(const Day& s, const RowChosen& e) {
        Day moved = s;
        moved.row = e.visit;
        next.screen = std::move(moved);
    }
    void operator()(const Day& s, const DetailsAsked& e) {
        Day behind{.page = s.page, .filter = s.filter, .row = e.visit};
        next.screen = Details{.behind = std::move(behind), .visit = e.visit};
    }
    void operator()(const Day& s, const Back&) {
        next.screen = Day{.page = s.page, .filter = Filter::all, .row = std::nullopt};
    }
    void operator()(const Day&, const LobbyAsked&) { go_to_lobby(); }
    void operator()(const Day& s, const SiteChosen& e) {
        // What was done here isn't news any more when one comes back.
        next.screen = Day{.page = s.page, .filter = s.filter, .row = s.row};
        commands.emplace_back(ShowSite{e.site});
    }
    void operator()(const Day&, const SignOutAsked&) { sign_out(); }
    void operator()(const Day&, const Touched&) { touch(); }
    void operator()(const Day& s, const TimePassed&) {
        if (session_over()) return sign_out();
        if (!faded(s.notice, now_)) return;
        Day kept = s;
        kept.notice = std::nullopt;
        next.screen = std::move(kept);
    }
    void operator()(const Day& s, const VisitDone& e) {
        Day kept = s;
        kept.notice = success(e);
        next.screen = std::move(kept);
    }
    void operator()(const Day& s, const Failed& e) {
        Day kept = s;
        kept.notice = failure(e, s.row);
        next.screen = std::move(kept);
    }
    void operator()(const Day&, const UnlockAsked& e) {
        commands.emplace_back(UnlockKeypad{.station = e.station, .staff = staff()});
    }
    void operator()(const Day& s, const RollCallAsked&) {
        touch();
        next.screen = ShowRollCall{.behind = Day{.page = s.page, .filter = s.filter, .row = s.row}};
    }
    template <one_of<PinEntered, Approved, Declined, AdmitAsked, AdmitConfirmed, LetOutAsked, ReprintAsked,
                     ReasonChosen, MoveAsked, QueueChosen, PrintCancelAsked, BadgeSeen, PrinterChoiceAsked,
                     RollCallPrintAsked, RollCallSaveAsked, SignInAnswered>
                  E>
    void operator()(const Day&, const E&) {}

    // --- Details: all of one visit, and what may be done with it
    void operator()(const Details& s, const Approved&) { answer(s, true); }
    void operator()(const Details& s, const Declined&) { answer(s, false); }
    void operator()(const Details& s, const AdmitAsked& e) {
        if (e.has_question)
            next.screen = AdmitAnyway{.behind = s};
        else
            commands.emplace_back(Admit{.visit = s.visit, .staff = staff()});
    }
    void operator()(const Details& s, const LetOutAsked&) {
        commands.emplace_back(LetOut{.visit = s.visit, .staff = staff()});
    }
    void operator()(const Details& s, const ReprintAsked&) { next.screen = Reprint{.behind = s}; }
    void operator()(const Details& s, const MoveAsked&) { next.screen = MovePrint{.behind = s}; }
    void operator()(const Details& s, const PrintCancelAsked&) {
        commands.emplace_back(DontPrint{.visit = s.visit, .staff = staff()});
    }
    void operator()(const Details& s, const BadgeSeen&) {
        commands.emplace_back(ReportBadge{.visit = s.visit, .staff = staff()});
    }
    void operator()(const Details& s, const DetailsAsked& e) {  // another one's badge was scanned
        Day behind = s.behind;
        behind.row = e.visit;
        next.screen = Details{.behind = std::move(behind), .visit = e.visit};
    }
    void operator()(const Details& s, const Back&) { next.screen = s.behind; }
    void operator()(const Details&, const SignOutAsked&) { sign_out(); }
    void operator()(const Details&, const Touched&) { touch(); }
    void operator()(const Details& s, const TimePassed&) {
        if (session_over()) return sign_out();
        if (faded(s.notice, now_)) next.screen = Details{.behind = s.behind, .visit = s.visit};
    }
    void operator()(const Details& s, const VisitDone& e) { back_to_day(s, e); }
    void operator()(const Details& s, const Failed& e) {
        next.screen = Details{.behind = s.behind, .visit = s.visit, .notice = failure(e, s.visit)};
    }
    template <one_of<SiteChosen, LobbyAsked, PinEntered, PageChosen, FilterChosen, RowChosen, ReasonChosen,
                     QueueChosen, RollCallAsked, PrinterChoiceAsked, RollCallPrintAsked, RollCallSaveAsked,
                     UnlockAsked, SignInAnswered, AdmitConfirmed>
                  E>
    void operator()(const Details&, const E&) {}

    // --- Reprint: asks why, because the old badge stops counting
    void operator()(const Reprint& s, const ReasonChosen& e) {
        commands.emplace_back(PrintAgain{.visit = s.behind.visit, .staff = staff(), .reason = e.reason});
    }
    template <one_of<QueueChosen, AdmitConfirmed> E>
    void operator()(const Reprint&, const E&) {}

    // --- MovePrint: asks where to
    void operator()(const MovePrint& s, const QueueChosen& e) {
        commands.emplace_back(PrintElsewhere{.visit = s.behind.visit, .staff = staff(), .queue = e.queue});
    }
    template <one_of<ReasonChosen, AdmitConfirmed> E>
    void operator()(const MovePrint&, const E&) {}

    // --- AdmitAnyway: asks whether it's meant
    void operator()(const AdmitAnyway& s, const AdmitConfirmed&) {
        commands.emplace_back(Admit{.visit = s.behind.visit, .staff = staff(), .another_day = AnotherDay::wanted});
    }
    template <one_of<ReasonChosen, QueueChosen> E>
    void operator()(const AdmitAnyway&, const E&) {}

    // --- all three are questions over a visit's sheet
    template <one_of<Reprint, MovePrint, AdmitAnyway> S>
    void operator()(const S& s, const Back&) {
        next.screen = s.behind;
    }
    template <one_of<Reprint, MovePrint, AdmitAnyway> S>
    void operator()(const S&, const SignOutAsked&) {
        sign_out();
    }
    template <one_of<Reprint, MovePrint, AdmitAnyway> S>
    void operator()(const S&, const Touched&) {
        touch();
    }
    template <one_of<Reprint, MovePrint, AdmitAnyway> S>
    void operator()(const S& s, const TimePassed&) {
        if (session_over()) return sign_out();
        if (faded(s.notice, now_)) next.screen = S{.behind = s.behind};
    }
    template <one_of<Reprint, MovePrint, AdmitAnyway> S>
    void operator()(const S& s, const VisitDone& e) {
        back_to_day(s.behind, e);
    }
    template <one_of<Reprint, MovePrint, AdmitAnyway> S>
    void operator()(const S& s, const Failed& e) {
        next.screen = S{.behind = s.behind, .notice = failure(e, s.behind.visit)};
    }
    template <
        one_of<Reprint, MovePrint, AdmitAnyway> S,
        one_of<SiteChosen, LobbyAsked, PinEntered, PageChosen, FilterChosen, RowChosen, DetailsAsked, Approved,
               Declined, AdmitAsked, LetOutAsked, ReprintAsked, MoveAsked, PrintCancelAsked, BadgeSeen, RollCallAsked,
               PrinterChoiceAsked, RollCallPrintAsked, RollCallSaveAsked, UnlockAsked, SignInAnswered>
            E>
    void operator()(const S&, const E&) {}

    // --- ShowRollCall: read, printed, saved; it stays longer than other screens, for it is read aloud
    void operator()(const ShowRollCall& s, const PrinterChoiceAsked&) { show_roll_call(s, true, std::nullopt); }
    void operator()(const ShowRollCall& s, const RollCallPrintAsked& e) { send(s, {.queue = e.queue}); }
    void operator()(const ShowRollCall& s, const RollCallSaveAsked&) { send(s, {.as_file = true}); }
    void operator()(const ShowRollCall& s, const Back&) {
        if (s.choosing_printer) return show_roll_call(s, false, s.notice);
        touch();
        next.screen = s.behind;
    }
    void operator()(const ShowRollCall&, const SignOutAsked&) { sign_out(); }
    void operator()(const ShowRollCall&, const Touched&) { touch(); }
    void operator()(const ShowRollCall& s, const TimePassed&) {
        if (next.session.over(now_, roll_call_shown_max)) return sign_out();
        if (faded(s.notice, now_)) show_roll_call(s, s.choosing_printer, std::nullopt);
    }
    void operator()(const ShowRollCall& s, const Failed& e) { show_roll_call(s, false, failure(e, std::nullopt)); }
    template <
        one_of<SiteChosen, LobbyAsked, PinEntered, PageChosen, FilterChosen, RowChosen, DetailsAsked, Approved,
               Declined, AdmitAsked, LetOutAsked, ReprintAsked, ReasonChosen, MoveAsked, QueueChosen,
               PrintCancelAsked, BadgeSeen, RollCallAsked, UnlockAsked, AdmitConfirmed, SignInAnswered, VisitDone>
            E>
    void operator()(const ShowRollCall&, const E&) {}

  private:
    void answer(const Details& s, bool approve) {
        commands.emplace_back(Answer{.visit = s.visit, .staff = staff(), .approve = approve});
    }
    void back_to_day(const Details& s, const VisitDone& e) {
        Day day = s.behind;
        day.notice = success(e);
        next.screen = std::move(day);
    }
    void show_roll_call(const ShowRollCall& s, bool choosing, std::optional<Notice> notice) {
        next.screen = ShowRollCall{.behind = s.behind, .choosing_printer = choosing, .notice = std::move(notice)};
    }
    void send(const ShowRollCall& s, PaperWay way) {
        commands.emplace_back(SendRollCall{.staff = staff(), .way = std::move(way)});
        show_roll_call(s, false, std::nullopt);
    }
    void sign_out() {
        next.session = {};
        next.screen = EnterPin{};
    }
    void go_to_lobby() {
        sign_out();
        commands.emplace_back(GoToLobby{});
    }
    void touch() { next.session.last_touched = now_; }
    // Everything but EnterPin is reached through a sign-in and left at its end, so someone is there.
    [[nodiscard]] PersonId staff() const { return next.session.staff ? next.session.staff->id : PersonId{}; }
    [[nodiscard]] bool session_over() const { return next.session.over(now_, reception_session_max); }
    [[nodiscard]] Notice success(const VisitDone& e) const {
        return {.done = e.done, .problem = {}, .visit = e.visit, .since = now_};
    }
    [[nodiscard]] Notice failure(const Failed& e, std::optional<VisitId> visit) const {
        return {.done = std::nullopt, .problem = e.problem, .visit = visit, .since = now_};
    }

    Instant now_;
};

const std::optional<Notice>& notice_of(const Screen& screen) {
    return std::visit([](const auto& s) -> const std::optional<Notice>& { return s.notice; }, screen);
}

}  // namespace

std::string_view name_of(ReprintReason reason) {
    switch (reason) {
        case ReprintReason::lost:
            return "lost";
        case ReprintReason::damaged:
            return "damaged";
        case ReprintReason::not_printed:
            return "not-printed";
        case ReprintReason::wrong_data:
            return "wrong-data";
    }
    return "lost";
}

Step step(const State& state, const Event& event, Instant now) {
    Transition transition{state, now};
    std::visit(transition, state.screen, event);
    return {.next = std::move(transition.next), .commands = std::move(transition.commands)};
}

std::optional<Instant> next_change(const State& state) {
    std::optional<Instant> soonest;
    const auto offer = [&soonest](Instant at) { soonest = soonest ? std::min(*soonest, at) : at; };
    const bool reads_aloud = std::holds_alternative<ShowRollCall>(state.screen);
    if (state.session.staff)
        offer(state.session.last_touched + (reads_aloud ? roll_call_shown_max : reception_session_max));
    if (const auto& notice = notice_of(state.screen)) offer(notice->since + notice->shown_max());
    return soonest;
}

}  // namespace vestibule::reception
