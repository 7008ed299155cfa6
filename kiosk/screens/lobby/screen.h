// What the lobby can show, what can happen to it, and what follows: states, events, commands, step().
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/desk/views.h"
#include "kiosk/screens/app_screen.h"

namespace vestibule::lobby {

inline constexpr std::chrono::seconds still_there_shown{25};  // ACCEPTANCE E3: a warning of 20 s at least
inline constexpr std::chrono::seconds badge_shown_max{30};
inline constexpr std::chrono::seconds trouble_pass_shown_max{90};  // the pass on the display has to be photographed
inline constexpr std::chrono::seconds goodbye_shown_max{10};
inline constexpr std::chrono::seconds notice_shown_max{45};
inline constexpr std::chrono::seconds waiting_shown_max{900};  // then the name leaves the display; the visit stays
inline constexpr std::chrono::seconds staff_idle_max{45};

// --- screens
// Before the first visitor: the name of the person who sets this station up, then their PIN, typed twice.
struct SetUpName {};
struct SetUpPin {
    bool repeating = false;
    bool differed = false;  // the second one wasn't the first
    std::string refused;    // why the desk didn't take it
};
struct OfferSamples {
    bool failed = false;
};
struct Welcome {
    std::size_t calls_from = 0;  // the first of View::calls that is shown
};
enum class NotFound {
    none,
    unknown,
    not_today,
    already_inside,
    over,
    called_off,
    moved,
    uninvited,
    turned_down,
    too_many_tries,
    not_inside
};
struct FindByCode {
    NotFound why = NotFound::none;
    Instant again_at{};  // with too_many_tries
};
struct FindByName {
    NotFound why = NotFound::none;
    Instant again_at{};
};
struct MeetAppointment {  // all read back before it counts
    VisitView visit;
};
// A walk-in's questions. `changing`: came from Confirm, and goes back there.
struct WhoAreYou {
    bool changing = false;
};
struct ChooseHost {
    bool changing = false;
};
struct GivePurpose {
    bool changing = false;
};
struct GiveDetails {
    bool changing = false;
};
struct Confirm {
    bool registered = false;  // the visit is in the log: it mustn't be written a second time
};
struct Waiting {
    VisitId visit;
    std::string visitor;
    bool booked = false;
    Instant since{};
    int number = 0;               // by which they are called; 0: by name
    bool asks_reception = false;  // the sheet about reception is open
    bool asks_giving_up = false;  // … or the one that makes sure
};
struct Declined {
    VisitId visit;
    std::string visitor;
    Instant closes_at{};
};
struct ShowBadge {
    BadgeView badge;
    Instant closes_at{};
};
struct Leaving {
    NotFound why = NotFound::none;
    Instant again_at{};
};
struct Goodbye {
    std::string visitor;
    Instant closes_at{};
};
struct Unavailable {  // we can't register anybody now; the reason is for staff
    Problem problem;
    Instant closes_at{};
    bool may_retry = false;  // what was typed is still there, until this closes
};
struct EnterPin {
    bool wrong = false;
};
struct StaffMenu {
    StaffView staff{};
};
using Screen = std::variant<SetUpName, SetUpPin, OfferSamples, Welcome, FindByCode, FindByName, MeetAppointment,
                            WhoAreYou, ChooseHost, GivePurpose, GiveDetails, Confirm, Waiting, Declined, ShowBadge,
                            Leaving, Goodbye, Unavailable, EnterPin, StaffMenu>;

struct State {
    Screen screen = Welcome{};
    Instant touched{};
    std::optional<Instant> still_there{};          // "Are you still there?" is asked until then
    std::chrono::seconds idle{60};                 // without a touch until it is asked
    bool samples_offered = false;                  // set-up asks whether sample hosts are wanted
    AppRequest set_up_for = AppRequest::go_lobby;  // whose screens follow the first PIN
};

// --- events: what the visitor did
struct AppointmentChosen {};
struct WalkInChosen {};
struct LeavingChosen {};
struct CallTaken {  // "that's me", of View::calls
    VisitId visit;
};
struct CallsTurned {  // there are more than the display has room for
    std::size_t from = 0;
};
struct LanguageChosen {
    std::string language;
};
struct ComfortToggled {};
struct Scanned {  // a badge's token or an invitation, as Desk::read_scan() gave it
    std::string text;
};
struct CodeEntered {
    std::string code;
};
struct NameEntered {
    std::string name, phone_last4, host;  // the last two: one of them
};
struct ByNameAsked {};
struct ByCodeAsked {};
struct Next {};
struct Back {};
enum class Part { who, host, purpose, details };
struct ChangeAsked {
    Part part = Part::who;
};
struct Confirmed {};  // the walk-in's data, or "that's me" at an appointment
struct GivingUpAsked {};
struct GivenUp {};
struct ReceptionAsked {};
struct NextVisitorCame {};  // needs the display that another one waits at
struct PrintReported {
    bool came_out = false;
};
struct Closed {};  // Done, or a sheet's "close"
struct StaffAsked {};
struct PinEntered {
    std::string pin;
};
struct MenuChosen {
    AppRequest request = AppRequest::go_lobby;
};
struct SamplesAnswered {
    bool wanted = false;
};
struct StillHere {};
struct Touched {};
// --- events: what time and the desk say
struct TimePassed {};
struct LookedUp {
    LookupResult result;
    CodeFrom from = CodeFrom::typing;
};
struct VisitSeen {
    VisitView visit;
};
struct BadgeSeen {
    BadgeView badge;
};
struct LeftAnswered {
    LeaveResult result;
};
struct SignInAnswered {
    SignInResult result;
};
struct PinSet {
    StaffView staff{};
};
struct PinRefused {
    std::string why;
};
struct SamplesLoaded {};
struct Failed {
    Problem problem;
};
using Event =
    std::variant<AppointmentChosen, WalkInChosen, LeavingChosen, CallTaken, CallsTurned, LanguageChosen,
                 ComfortToggled, Scanned, CodeEntered, NameEntered, ByNameAsked, ByCodeAsked, Next, Back, ChangeAsked,
                 Confirmed, GivingUpAsked, GivenUp, ReceptionAsked, NextVisitorCame, PrintReported, Closed,
                 StaffAsked, PinEntered, MenuChosen, SamplesAnswered, StillHere, Touched, TimePassed, LookedUp,
                 VisitSeen, BadgeSeen, LeftAnswered, SignInAnswered, PinSet, PinRefused, SamplesLoaded, Failed>;

// --- commands: what the conductor does; those to the desk are answered by an event
struct LookUpCode {
    std::string text;
    CodeFrom from = CodeFrom::typing;
};
struct LookUpName {
    std::string name, phone_last4, host;
};
struct ShowVisit {
    VisitId visit;
};
struct Arrive {
    VisitId visit;
};
struct Register {};  // the draft
struct Admit {
    VisitId visit;
};
struct Cancel {
    VisitId visit;
};
struct ReportPrint {
    BadgeId badge;
    bool came_out = false;
};
struct Leave {
    std::string text;
    CodeFrom from = CodeFrom::typing;
};
// Why a scan led nowhere, over what is shown. The screen stays: what the visitor does there isn't disturbed.
enum class ScanAnswer {
    not_ours,
    not_now,
    unknown,
    not_today,
    already_inside,
    over,
    called_off,
    moved,
    uninvited,
    turned_down,
    unknown_badge,
    not_inside,
    left,
    failed,
};
struct SayOfScan {
    ScanAnswer answer = ScanAnswer::not_ours;
};
struct SignIn {
    std::string pin;
};
struct SetPin {
    std::string pin;
};
struct LoadSamples {};
struct SetLanguage {
    std::string language;
};
struct ToggleComfort {};
struct WipeDraft {};      // what was typed, as soon as it isn't needed any more
struct ForgetVisitor {};  // draft wiped; language, size and contrast back to the house's
struct ForgetSecrets {};  // what was typed of a PIN
struct KeepFirstPin {};   // the typed PIN becomes the one to be repeated
struct Ask {              // the app, for another role's screens
    AppRequest request = AppRequest::go_lobby;
    StaffView staff{};  // who is signed in there
};
using Command = std::variant<LookUpCode, LookUpName, ShowVisit, Arrive, Register, Admit, Cancel, ReportPrint, Leave,
                             SayOfScan, SignIn, SetPin, LoadSamples, SetLanguage, ToggleComfort, WipeDraft,
                             ForgetVisitor, ForgetSecrets, KeepFirstPin, Ask>;

struct Step {
    State next;
    std::vector<Command> commands;
};

// Pure and total: every screen with every event.
[[nodiscard]] Step step(const State& state, const Event& event, Instant now);

// When TimePassed will next change something; none when nothing will.
[[nodiscard]] std::optional<Instant> next_change(const State& state);

// Does a scan do anything here? Where somebody is in the middle of something it would take that from them.
[[nodiscard]] bool takes_scans(const Screen& screen);

// The screen's name in the widget tree: "lobby.welcome".
[[nodiscard]] std::string_view name_of(const Screen& screen);

}  // namespace vestibule::lobby
