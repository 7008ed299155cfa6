// The guard's state machine: every pair of screen and event.
#include "kiosk/screens/common/one_of.h"
#include "kiosk/screens/guard/screen.h"

namespace vestibule::guard {
namespace {

// Nothing: until somebody clears it.
std::optional<std::chrono::seconds> shown_max(const CheckView& check) {
    if (check.result.verdict == Verdict::refused) return std::nullopt;
    return check.result.verdict == Verdict::details_missing ? compare_shown_max : welcome_shown_max;
}

bool faded(const std::optional<Notice>& notice, Instant now) {
    return notice && now - notice->since >= notice_shown_max;
}

// One event on one state; the overloads below are the table.
class Transition {
  public:
    Transition(const State& state, Instant now) : next{state}, now_{now} {}

    State next;
    std::vector<Command> commands;

    // --- Idle: a scan, a typed code, or one of the lists
    void operator()(const Idle&, const Scanned& e) { check(e.text, next.passage, e.from); }
    void operator()(const Idle&, const PassageChosen& e) { next.passage = e.passage; }
    void operator()(const Idle&, const ListAsked& e) { open_list(e.list); }
    void operator()(const Idle&, const SignInAsked&) { ask_pin(JustSignIn{}); }
    void operator()(const Idle&, const SignOutAsked&) { sign_out(); }
    void operator()(const Idle&, const LobbyAsked&) {
        next = State{.screen = Idle{}, .session = {}, .passage = next.passage};
        commands.emplace_back(GoToLobby{});
    }
    void operator()(const Idle&, const Touched&) { touch(); }
    void operator()(const Idle& s, const TimePassed&) {
        if (session_over()) return sign_out();
        if (faded(s.notice, now_)) next.screen = Idle{};
    }
    void operator()(const Idle&, const Checked& e) { show(e.check); }
    void operator()(const Idle&, const Failed& e) { next.screen = Idle{.notice = failure(e)}; }
    template <one_of<VisitChosen, Approved, Declined, LetOutAsked, LetInAsked, GoingOutAsked, RollCallAsked,
                     PrinterChoiceAsked, RollCallPrintAsked, RollCallSaveAsked, UnlockAsked, PinEntered, Back,
                     SignInAnswered, VisitDone>
                  E>
    void operator()(const Idle&, const E&) {}

    // --- ShowVerdict: the next scan clears it; a stop may be overruled with a PIN
    void operator()(const ShowVerdict&, const Scanned& e) { check(e.text, next.passage, e.from); }
    void operator()(const ShowVerdict& s, const LetInAsked&) {
        if (may_be_let_in(s.check)) ask_pin(LetIn{s.check});
    }
    void operator()(const ShowVerdict& s, const GoingOutAsked&) {
        if (s.check.result.refusal == Refusal::already_inside) check(s.check.token, Passage::out);
    }
    void operator()(const ShowVerdict& s, const Back&) { leave_verdict(s); }
    void operator()(const ShowVerdict&, const Touched&) { touch(); }
    void operator()(const ShowVerdict& s, const TimePassed&) {
        if (s.over_roll_call ? reading_over() : session_over()) next.session = {};
        if (const auto most = shown_max(s.check); most && now_ - s.since >= *most) leave_verdict(s);
    }
    void operator()(const ShowVerdict& s, const Checked& e) { show(e.check, s.over_roll_call); }
    void operator()(const ShowVerdict& s, const Failed& e) {
        next.screen =
            ShowVerdict{.check = s.check, .since = now_, .notice = failure(e), .over_roll_call = s.over_roll_call};
    }
    template <one_of<LobbyAsked, PassageChosen, ListAsked, VisitChosen, Approved, Declined, LetOutAsked,
                     RollCallAsked, PrinterChoiceAsked, RollCallPrintAsked, RollCallSaveAsked, UnlockAsked,
                     SignInAsked, SignOutAsked, PinEntered, SignInAnswered, VisitDone>
                  E>
    void operator()(const ShowVerdict&, const E&) {}

    // --- EnterPin: the PIN, then what it was asked for
    void operator()(const EnterPin&, const Scanned& e) { check(e.text, next.passage, e.from); }
    void operator()(const EnterPin&, const PinEntered& e) {
        if (!e.pin.empty()) commands.emplace_back(SignIn{e.pin});
    }
    void operator()(const EnterPin& s, const Back&) { leave_pin(s); }
    void operator()(const EnterPin& s, const Touched&) {
        touch();
        EnterPin kept = s;
        kept.since = now_;
        next.screen = std::move(kept);
    }
    void operator()(const EnterPin& s, const TimePassed&) {
        if (session_over()) next.session = {};
        if (now_ - s.since >= pin_shown_max) next.screen = Idle{};
    }
    void operator()(const EnterPin& s, const SignInAnswered& e) {
        if (!e.result.staff) return wrong_pin(s);
        next.session = {.staff = e.result.staff, .last_touched = now_};
        fulfil(s.purpose);
    }
    void operator()(const EnterPin&, const Checked& e) { show(e.check); }
    void operator()(const EnterPin& s, const Failed& e) {
        EnterPin kept = s;
        kept.notice = failure(e);
        next.screen = std::move(kept);
    }
    template <one_of<LobbyAsked, PassageChosen, ListAsked, VisitChosen, Approved, Declined, LetOutAsked, LetInAsked,
                     GoingOutAsked, RollCallAsked, PrinterChoiceAsked, RollCallPrintAsked, RollCallSaveAsked,
                     UnlockAsked, SignInAsked, SignOutAsked, VisitDone>
                  E>
    void operator()(const EnterPin&, const E&) {}

    // --- ShowList: those inside, or those who wait for an answer; only while someone is signed in (R29)
    void operator()(const ShowList&, const Scanned& e) { check(e.text, next.passage, e.from); }
    void operator()(const ShowList&, const ListAsked& e) { open_list(e.list); }
    void operator()(const ShowList& s, const VisitChosen& e) { next.screen = ShowList{s.list, e.visit, s.notice}; }
    void operator()(const ShowList& s, const Approved&) { answer(s, true); }
    void operator()(const ShowList& s, const Declined&) { answer(s, false); }
    void operator()(const ShowList& s, const LetOutAsked&) {
        if (!s.chosen || !next.session.staff || s.list != List::inside) return;
        commands.emplace_back(LetOut{.visit = *s.chosen, .staff = next.session.staff->id});
    }
    void operator()(const ShowList&, const UnlockAsked& e) {
        if (next.session.staff)
            commands.emplace_back(UnlockKeypad{.station = e.station, .staff = next.session.staff->id});
    }
    void operator()(const ShowList&, const SignOutAsked&) { sign_out(); }
    void operator()(const ShowList& s, const Back&) {
        if (s.chosen) {
            next.screen = ShowList{.list = s.list, .chosen = std::nullopt, .notice = s.notice};
        } else {
            next.screen = Idle{};
        }
    }
    void operator()(const ShowList&, const Touched&) { touch(); }
    void operator()(const ShowList& s, const TimePassed&) {
        if (session_over()) return sign_out();
        if (faded(s.notice, now_)) next.screen = ShowList{.list = s.list, .chosen = s.chosen};
    }
    void operator()(const ShowList&, const Checked& e) { show(e.check); }
    void operator()(const ShowList& s, const VisitDone& e) {
        next.screen = ShowList{.list = s.list, .chosen = std::nullopt, .notice = notice(e.about)};
    }
    void operator()(const ShowList& s, const Failed& e) {
        next.screen = ShowList{.list = s.list, .chosen = s.chosen, .notice = failure(e)};
    }
    void operator()(const ShowList&, const RollCallAsked&) {
        touch();
        if (next.session.staff) next.screen = ShowRollCall{};
    }
    template <one_of<LobbyAsked, PassageChosen, LetInAsked, GoingOutAsked, PrinterChoiceAsked, RollCallPrintAsked,
                     RollCallSaveAsked, SignInAsked, PinEntered, SignInAnswered>
                  E>
    void operator()(const ShowList&, const E&) {}

    // --- ShowRollCall: read aloud, printed, saved. Whoever scans meanwhile is checked, and then it goes on.
    void operator()(const ShowRollCall&, const Scanned& e) { check(e.text, next.passage); }
    void operator()(const ShowRollCall&, const PrinterChoiceAsked&) {
        next.screen = ShowRollCall{.choosing_printer = true};
    }
    void operator()(const ShowRollCall&, const RollCallPrintAsked& e) { send({.queue = e.queue}); }
    void operator()(const ShowRollCall&, const RollCallSaveAsked&) { send({.as_file = true}); }
    void operator()(const ShowRollCall& s, const Back&) {
        touch();
        if (s.choosing_printer)
            next.screen = ShowRollCall{};
        else
            next.screen = ShowList{};
    }
    void operator()(const ShowRollCall&, const SignOutAsked&) { sign_out(); }
    void operator()(const ShowRollCall&, const Touched&) { touch(); }
    void operator()(const ShowRollCall& s, const TimePassed&) {
        if (reading_over()) return sign_out();
        if (faded(s.notice, now_)) next.screen = ShowRollCall{.choosing_printer = s.choosing_printer};
    }
    void operator()(const ShowRollCall&, const Checked& e) { show(e.check, true); }
    void operator()(const ShowRollCall&, const Failed& e) { next.screen = ShowRollCall{.notice = failure(e)}; }
    template <one_of<LobbyAsked, PassageChosen, ListAsked, VisitChosen, Approved, Declined, LetOutAsked, LetInAsked,
                     GoingOutAsked, RollCallAsked, UnlockAsked, SignInAsked, PinEntered, SignInAnswered, VisitDone>
                  E>
    void operator()(const ShowRollCall&, const E&) {}

  private:
    void check(const std::string& text, Passage passage, CodeFrom from = CodeFrom::typing) {
        if (!text.empty()) commands.emplace_back(Check{.text = text, .passage = passage, .from = from});
    }
    void show(const CheckView& view, bool over_roll_call = false) {
        next.screen = ShowVerdict{.check = view, .since = now_, .notice = {}, .over_roll_call = over_roll_call};
    }
    void leave_verdict(const ShowVerdict& s) {
        if (s.over_roll_call && next.session.staff)
            next.screen = ShowRollCall{};
        else
            next.screen = Idle{};
    }
    void send(PaperWay way) {
        if (next.session.staff)
            commands.emplace_back(SendRollCall{.staff = next.session.staff->id, .way = std::move(way)});
        next.screen = ShowRollCall{};
    }
    void open_list(List list) {
        touch();
        if (next.session.staff) {
            next.screen = ShowList{.list = list};
        } else {
            ask_pin(OpenList{list});
        }
    }
    void ask_pin(PinPurpose purpose) {
        EnterPin pin;
        pin.purpose = std::move(purpose);
        pin.since = now_;
        next.screen = std::move(pin);
    }
    void leave_pin(const EnterPin& pin) {
        if (const auto* let_in = std::get_if<LetIn>(&pin.purpose)) {
            show(CheckView{let_in->check});
        } else {
            next.screen = Idle{};
        }
    }
    void fulfil(const PinPurpose& purpose) {
        if (const auto* list = std::get_if<OpenList>(&purpose)) {
            open_list(OpenList{*list}.list);
        } else if (const auto* let_in = std::get_if<LetIn>(&purpose)) {
            commands.emplace_back(LetInNow{.check = let_in->check, .staff = next.session.staff->id});
            show(CheckView{let_in->check});
        } else {
            next.screen = Idle{};
        }
    }
    void wrong_pin(const EnterPin& pin) {
        EnterPin again;
        again.purpose = PinPurpose{pin.purpose};
        again.since = now_;
        again.wrong = true;
        next.screen = std::move(again);
    }
    void answer(const ShowList& s, bool approve) {
        if (!s.chosen || !next.session.staff || s.list != List::waiting) return;
        commands.emplace_back(Answer{.visit = *s.chosen, .staff = next.session.staff->id, .approve = approve});
    }
    void sign_out() {
        const bool was_in = next.session.staff.has_value();
        next.session = {};
        next.screen = Idle{.notice = was_in ? std::optional{notice(Notice::About::signed_out)} : std::nullopt};
    }
    void touch() { next.session.last_touched = now_; }
    [[nodiscard]] bool reading_over() const { return next.session.over(now_, roll_call_shown_max); }
    [[nodiscard]] bool session_over() const { return next.session.over(now_, guard_session_max); }
    [[nodiscard]] Notice notice(Notice::About about) const { return {.about = about, .problem = {}, .since = now_}; }
    [[nodiscard]] Notice failure(const Failed& e) const {
        return {.about = Notice::About::failed, .problem = e.problem, .since = now_};
    }

    Instant now_;
};

}  // namespace

Step step(const State& state, const Event& event, Instant now) {
    Transition transition{state, now};
    std::visit(transition, state.screen, event);
    return {.next = std::move(transition.next), .commands = std::move(transition.commands)};
}

std::optional<Instant> next_change(const State& state) {
    std::optional<Instant> soonest;
    const auto offer = [&soonest](Instant at) { soonest = soonest ? std::min(*soonest, at) : at; };
    const auto* verdict = std::get_if<ShowVerdict>(&state.screen);
    const bool reads_aloud =
        std::holds_alternative<ShowRollCall>(state.screen) || (verdict != nullptr && verdict->over_roll_call);
    if (state.session.staff)
        offer(state.session.last_touched + (reads_aloud ? roll_call_shown_max : guard_session_max));
    if (const auto* idle = std::get_if<Idle>(&state.screen); idle && idle->notice) {
        offer(idle->notice->since + notice_shown_max);
    }
    if (verdict != nullptr)
        if (const auto most = shown_max(verdict->check)) offer(verdict->since + *most);
    if (const auto* pin = std::get_if<EnterPin>(&state.screen)) offer(pin->since + pin_shown_max);
    if (const auto* list = std::get_if<ShowList>(&state.screen); list && list->notice) {
        offer(list->notice->since + notice_shown_max);
    }
    if (const auto* list = std::get_if<ShowRollCall>(&state.screen); list && list->notice) {
        offer(list->notice->since + notice_shown_max);
    }
    return soonest;
}

bool may_be_let_in(const CheckView& check) {
    return check.result.refusal == Refusal::already_inside || check.result.verdict == Verdict::details_missing;
}

}  // namespace vestibule::guard
