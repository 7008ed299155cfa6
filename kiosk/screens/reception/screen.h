// What the reception's station can show, what can happen to it, and what follows: states, events, commands, step().
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

namespace vestibule::reception {

inline constexpr std::chrono::seconds notice_shown_max{6};
inline constexpr std::chrono::seconds failure_shown_max{20};  // a problem must be read

enum class Page { today, inside, badges };  // badges: on their way to paper
enum class Filter { all, expected, waiting, inside, left, no_show };
enum class ReprintReason { lost, damaged, not_printed, wrong_data };
inline constexpr ReprintReason all_reprint_reasons[] = {ReprintReason::not_printed, ReprintReason::damaged,
                                                        ReprintReason::lost, ReprintReason::wrong_data};
// The word that is kept in the log: "lost", "damaged", "not-printed", "wrong-data".
[[nodiscard]] std::string_view name_of(ReprintReason reason);

enum class Done {
    approved,
    declined,
    admitted,
    let_out,
    reprinted,
    print_moved,
    print_cancelled,
    badge_seen,
    print_over,  // nothing was left to move or to cancel: it's on paper, or it had ended
    roll_call_asked,
    keypad_unlocked,
};

// A short line about what has just happened; it goes away by itself.
struct Notice {
    std::optional<Done> done{};  // none: `problem`
    Problem problem;
    std::optional<VisitId> visit{};  // whom it's about
    Instant since{};
    [[nodiscard]] std::chrono::seconds shown_max() const { return done ? notice_shown_max : failure_shown_max; }
};

// --- screens
struct EnterPin {
    bool wrong = false;  // the last PIN wasn't right
    std::optional<Notice> notice{};
};
// The list that is in view, and the row that the arrow keys stand on.
struct Day {
    Page page = Page::today;
    Filter filter = Filter::all;
    std::optional<VisitId> row{};
    std::optional<Notice> notice{};
};
// One visit's sheet, over its list.
struct Details {
    Day behind;
    VisitId visit;
    std::optional<Notice> notice{};
};
// Why a badge is printed again, over its visit's sheet.
struct Reprint {
    Details behind;
    std::optional<Notice> notice{};
};
// To which printer a badge that waits shall go, over its visit's sheet.
struct MovePrint {
    Details behind;
    std::optional<Notice> notice{};
};
// Whether a visit is admitted although its day is another one, or the same person is inside; over the visit's sheet.
struct AdmitAnyway {
    Details behind;
    std::optional<Notice> notice{};
};
// Who is inside, on the whole display.
struct ShowRollCall {
    Day behind;
    bool choosing_printer = false;
    std::optional<Notice> notice{};
};
using Screen = std::variant<EnterPin, Day, Details, Reprint, MovePrint, AdmitAnyway, ShowRollCall>;

struct State {
    Screen screen = EnterPin{};
    Session session;
};

// --- events: what a person did
struct PinEntered {
    std::string pin;
};
struct PageChosen {
    Page page = Page::today;
};
struct FilterChosen {
    Filter filter = Filter::all;
};
struct RowChosen {  // by the arrow keys
    VisitId visit;
};
struct DetailsAsked {
    VisitId visit;
};
struct Approved {};
struct Declined {};
struct AdmitAsked {
    bool has_question = false;  // View::question, which AdmitAnyway puts
};
struct AdmitConfirmed {};
struct LetOutAsked {};
struct ReprintAsked {};
struct ReasonChosen {
    ReprintReason reason = ReprintReason::lost;
};
struct MoveAsked {};
struct QueueChosen {
    std::string queue;
};
struct PrintCancelAsked {};
struct BadgeSeen {};  // of which the printer couldn't say whether it came out
struct SiteChosen {   // a row of View::sites
    std::size_t site = 0;
};
struct LobbyAsked {};  // where roles share a display
struct Back {};
struct SignOutAsked {};
struct Touched {};  // any touch or key, for the session's sake
// --- events: what time and the desk say
struct TimePassed {};
struct SignInAnswered {
    SignInResult result;
};
struct VisitDone {
    Done done = Done::approved;
    std::optional<VisitId> visit{};  // nothing: it was about no single one
};
struct Failed {
    Problem problem;
};
using Event =
    std::variant<PinEntered, PageChosen, FilterChosen, RowChosen, DetailsAsked, Approved, Declined, AdmitAsked,
                 AdmitConfirmed, LetOutAsked, ReprintAsked, ReasonChosen, MoveAsked, QueueChosen, PrintCancelAsked,
                 BadgeSeen, RollCallAsked, PrinterChoiceAsked, RollCallPrintAsked, RollCallSaveAsked, UnlockAsked,
                 SiteChosen, LobbyAsked, Back, SignOutAsked, Touched, TimePassed, SignInAnswered, VisitDone, Failed>;

// --- commands: what the conductor asks of the desk; each is answered by one of the events above
struct SignIn {
    std::string pin;
};
struct Answer {
    VisitId visit;
    PersonId staff;
    bool approve = false;
};
struct Admit {
    VisitId visit;
    PersonId staff;
    AnotherDay another_day = AnotherDay::refused;
};
struct LetOut {
    VisitId visit;
    PersonId staff;
};
struct PrintAgain {
    VisitId visit;
    PersonId staff;
    ReprintReason reason = ReprintReason::lost;
};
struct PrintElsewhere {
    VisitId visit;
    PersonId staff;
    std::string queue;
};
struct DontPrint {
    VisitId visit;
    PersonId staff;
};
struct ReportBadge {  // it came out
    VisitId visit;
    PersonId staff;
};
struct SendRollCall {
    PersonId staff;
    PaperWay way;
};
struct UnlockKeypad {
    StationId station;
    PersonId staff;
};
struct ShowSite {
    std::size_t site = 0;
};
struct GoToLobby {};
using Command = std::variant<SignIn, Answer, Admit, LetOut, PrintAgain, PrintElsewhere, DontPrint, ReportBadge,
                             SendRollCall, UnlockKeypad, ShowSite, GoToLobby>;

struct Step {
    State next;
    std::vector<Command> commands;
};

// Pure and total: every screen with every event.
[[nodiscard]] Step step(const State& state, const Event& event, Instant now);

// When TimePassed will next change something; none when nothing will.
[[nodiscard]] std::optional<Instant> next_change(const State& state);

}  // namespace vestibule::reception
