// What the guard's station can show, what can happen to it, and what follows: states, events, commands, step().
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/desk/papers.h"
#include "kiosk/desk/views.h"
#include "kiosk/screens/common/keypads.h"
#include "kiosk/screens/common/roll_call_events.h"
#include "kiosk/screens/common/session.h"

namespace vestibule::guard {

inline constexpr std::chrono::seconds welcome_shown_max{12};
inline constexpr std::chrono::seconds compare_shown_max{90};  // long enough to read, decide and act
inline constexpr std::chrono::seconds pin_shown_max{45};
inline constexpr std::chrono::seconds notice_shown_max{6};

enum class List { inside, waiting };

// A short line about what has just happened; it goes away by itself.
struct Notice {
    enum class About { let_out, approved, declined, signed_out, keypad_unlocked, failed } about = About::failed;
    Problem problem;  // with failed
    Instant since{};
};

// --- screens
struct Idle {
    std::optional<Notice> notice{};
};
struct ShowVerdict {
    CheckView check;
    Instant since{};
    std::optional<Notice> notice{};  // "let in" didn't work
    bool over_roll_call = false;     // which goes on afterwards
};
struct OpenList {
    List list = List::inside;
};
struct LetIn {
    CheckView check;
};
struct JustSignIn {};
using PinPurpose = std::variant<JustSignIn, OpenList, LetIn>;
struct EnterPin {
    PinPurpose purpose;
    Instant since{};
    bool wrong = false;  // the last PIN wasn't right
    std::optional<Notice> notice{};
};
struct ShowList {
    List list = List::inside;
    std::optional<VisitId> chosen{};  // its sheet is open
    std::optional<Notice> notice{};
};
// Who is inside, on the whole display.
struct ShowRollCall {
    bool choosing_printer = false;
    std::optional<Notice> notice{};
};
using Screen = std::variant<Idle, ShowVerdict, EnterPin, ShowList, ShowRollCall>;

struct State {
    Screen screen = Idle{};
    Session session;
    Passage passage = Passage::in;  // at a gate of both directions the guard says which
};

// --- events: what a person did
struct Scanned {
    std::string text;  // a token, or a code that was typed
    CodeFrom from = CodeFrom::typing;
};
struct PassageChosen {
    Passage passage = Passage::in;
};
struct ListAsked {
    List list = List::inside;
};
struct VisitChosen {
    VisitId visit;
};
struct Approved {};
struct Declined {};
struct LetOutAsked {};
struct LetInAsked {};
struct GoingOutAsked {};  // "already inside" was someone on the way out
struct SignInAsked {};
struct SignOutAsked {};
struct PinEntered {
    std::string pin;
};
struct LobbyAsked {};  // where roles share a display
struct Back {};
struct Touched {};  // any touch or key, for the session's sake
// --- events: what time and the desk say
struct TimePassed {};
struct Checked {
    CheckView check;
};
struct SignInAnswered {
    SignInResult result;
};
struct VisitDone {
    Notice::About about = Notice::About::let_out;
};
struct Failed {
    Problem problem;
};
using Event = std::variant<Scanned, PassageChosen, ListAsked, VisitChosen, Approved, Declined, LetOutAsked,
                           LetInAsked, GoingOutAsked, RollCallAsked, PrinterChoiceAsked, RollCallPrintAsked,
                           RollCallSaveAsked, UnlockAsked, SignInAsked, SignOutAsked, PinEntered, LobbyAsked, Back,
                           Touched, TimePassed, Checked, SignInAnswered, VisitDone, Failed>;

// --- commands: what the conductor asks of the desk; each is answered by one of the events above
struct Check {
    std::string text;
    Passage passage = Passage::in;
    CodeFrom from = CodeFrom::typing;
};
struct SignIn {
    std::string pin;
};
struct LetInNow {
    CheckView check;
    PersonId staff;
};
struct LetOut {
    VisitId visit;
    PersonId staff;
};
struct Answer {
    VisitId visit;
    PersonId staff;
    bool approve = false;
};
struct SendRollCall {
    PersonId staff;
    PaperWay way;
};
struct UnlockKeypad {
    StationId station;
    PersonId staff;
};
struct GoToLobby {};
using Command = std::variant<Check, SignIn, LetInNow, LetOut, Answer, SendRollCall, UnlockKeypad, GoToLobby>;

struct Step {
    State next;
    std::vector<Command> commands;
};

// Pure and total: every screen with every event.
[[nodiscard]] Step step(const State& state, const Event& event, Instant now);

// When TimePassed will next change something; none when nothing will.
[[nodiscard]] std::optional<Instant> next_change(const State& state);

// May a person at this gate be let in after a look, although the badge was refused?
[[nodiscard]] bool may_be_let_in(const CheckView& check);

}  // namespace vestibule::guard
