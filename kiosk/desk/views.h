// What the screens and commands show: plain values in clear, made by the desk, never kept on disk.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/ids.h"
#include "kiosk/visit/badge_state.h"
#include "kiosk/visit/check.h"
#include "kiosk/visit/visit_state.h"

namespace vestibule {

struct HostView {
    PersonId id;
    std::string name, department, location, email, language;
};

struct VisitView {
    VisitId id;
    VisitPhase phase = VisitPhase::unknown;
    bool walk_in = false;
    bool no_show = false;      // expected, and its end has passed
    bool overdue = false;      // inside, and its badge has expired
    bool another_day = false;  // may still be admitted, but isn't for today
    bool name_known = false;   // false: erased, or the key isn't here; `visitor` is empty then
    bool erased = false;
    PersonId person;
    std::string visitor, company, phone, email, language;
    std::optional<PersonId> host;
    std::string host_name, host_department, host_location, host_phone;
    std::string host_text;  // as typed, when no host was chosen
    std::string purpose, plate, room;
    std::string type, type_label, code;
    std::string cancelled_why;  // VisitState::cancelled_why
    int companions = 0;
    bool host_told = false;
    Instant from{}, until{};
    std::optional<Instant> arrived_at, decided_at, admitted_at, left_at;
    std::string decided_by;              // staff, by name; only where one visit alone is asked for
    std::optional<StationId> door;       // at which they arrived, and which calls them
    int number = 0;                      // by which it calls them; 0: by name
    std::optional<Instant> called_at;    // of the newest answer
    std::optional<BadgeId> badge;        // newest badge that isn't revoked
    std::optional<Instant> badge_until;  // its one end (visit/policy.h, badge_end)
    // Of one who is admitted: since when inside (policy.h, InsideFrom). Nothing: no gate has seen them yet.
    std::optional<Instant> inside_since;
    PrintOutcome print = PrintOutcome::pending;
    std::optional<Instant> printed_at;

    [[nodiscard]] int people() const { return 1 + companions; }
    // Answered, and hasn't come to the display for it yet.
    [[nodiscard]] bool answered_at_the_door() const { return phase == VisitPhase::approved && arrived_at; }
    // Admitted, and still awaited at the gate.
    [[nodiscard]] bool only_admitted() const { return phase == VisitPhase::inside && !inside_since; }
};
// The phase's name; "admitted" of one whom no gate has seen yet.
[[nodiscard]] std::string_view state_name_of(const VisitView& visit);

// How many people, in how many visits: companions come without a visit of their own.
struct Heads {
    int people = 0, visits = 0;
    int only_admitted = 0, overdue = 0;  // people, of those above
    void add(const VisitView& visit);
    [[nodiscard]] int inside() const { return people - only_admitted; }  // in a list of those admitted
    bool operator==(const Heads&) const = default;
};
[[nodiscard]] Heads heads_of(std::span<const VisitView> rows);

// An appointment of another day: whether staff, having been asked, want it admitted today.
enum class AnotherDay { refused, wanted };

struct AdmitQuestion {
    bool another_day = false;
    std::optional<VisitView> inside_as;  // the same person, by an earlier visit, which would end
    [[nodiscard]] bool asks() const { return another_day || inside_as; }
};

struct FoundVisits {
    std::vector<VisitView> rows;  // best first
    std::size_t matches = 0;      // with those that `rows` had no room for
};

enum class PersonKind { visitor, host, staff };
[[nodiscard]] std::string_view name_of(PersonKind kind);

struct PersonView {
    PersonId id;
    PersonKind kind = PersonKind::visitor;
    bool erased = false;
    bool name_known = false;
    std::string name, company, phone, email, department, location, language;
    int visits = 0;
    std::optional<Instant> last_visit;  // when the newest one was planned for
};

// All that a badge shows, on paper and on screen.
struct BadgeView {
    BadgeId id;
    VisitId visit;
    std::string type_label;  // "VISITOR 访客"
    std::string name, company, host;
    std::string date_line;  // "21 Nov · until 18:00", which is `expires`
    std::string zones;      // "Floors 1–2"
    std::string wear;       // R7: "Shoe covers", empty = none
    bool escort = false;
    std::string code;   // "XXXX-XXXX"
    std::string token;  // what the QR says; empty at a station that didn't issue it
    std::string badge_template;
    bool revoked = false;
    Instant issued_at{}, expires{};
    PrintOutcome print = PrintOutcome::pending;
    std::string print_remark;  // what the printer said, for staff
    bool print_late = false;   // longer than print_patience_s in the queue
    // Why it isn't printed: a printer's reason as IPP keyword ("media-empty", printing::keyword), or a word of ours:
    // cancelled, expired, revoked, refused, not-found, not-chosen, unreachable, not-processed, not-printed. Empty:
    // none is known.
    std::string print_reason;
    std::string print_queue;  // where it goes or went to, as far as it's known; of one that was saved: the folder
    std::string print_place;  // where it comes from if not out of the station's own printer, as configured
    Instant print_next{};     // when it is tried again or goes to the next printer; the epoch: nothing is planned
};

// What a visitor has told the lobby so far.
struct VisitDraft {
    std::string name, company, phone, email, language;
    std::optional<PersonId> host;
    std::string host_text;  // whom they asked for, when nobody was chosen from the list
    std::string purpose, plate, type;
    int companions = 0;
};

enum class CodeFrom {
    typing,
    scanner
};  // a misread isn't a wrong code: only what people type counts towards a pause

// What a scanner held a code of.
enum class ScanKind { badge, invitation, neither };
struct ScanReading {
    ScanKind kind = ScanKind::neither;
    std::string text;  // as check(), leave() or find_appointment() take it; empty with neither
    bool operator==(const ScanReading&) const = default;
};

// Of what a calendar withdrew: called off, moved, without this visitor, who may have turned it down.
enum class Lookup {
    found,
    not_found,
    not_today,
    already_inside,
    over,
    called_off,
    moved,
    uninvited,
    turned_down,
    too_many_tries
};
struct LookupResult {
    Lookup outcome = Lookup::not_found;
    std::optional<VisitView> visit;  // with found: expected, waiting, approved, or a refusal that wasn't heard yet
    int wait_s = 0;                  // with too_many_tries
};

// Somebody whose answer is there, for the lobby's display.
struct CallView {
    VisitId visit;
    std::string language;
    std::string name;        // empty: called by number
    int number = 0;          // 0: by name
    std::string host;        // who expects them; empty: nobody is named
    bool escort = false;     // the host comes and walks with them
    bool refused = false;    // the answer is a no, which is read where nobody else does
    bool elsewhere = false;  // admitted at another station, where their badge is
    Instant since{};         // of the answer
    bool called = false;     // the log says already that it stands on the display
};

struct CheckView {
    CheckResult result;
    std::optional<VisitView> visit;
    Claims claims;
    std::vector<std::string> zones, wear;
    std::optional<Instant> inside_since;  // with already_inside
    std::string inside_gate;
    std::string type_label;
    std::string token;                       // as scanned
    int wait_s = 0;                          // too many wrong codes: seconds until the next try
    std::optional<std::string> let_in_by{};  // whose PIN let them in, against the badge
};

enum class Leave { done, not_found, not_inside, too_many_tries };
struct LeaveResult {
    Leave outcome = Leave::not_found;
    std::string visitor;
};

struct DayView {
    std::vector<VisitView> rows;                                       // needs a person first, then by time
    int expected = 0, waiting = 0, inside = 0, left = 0, no_show = 0;  // people
    int only_admitted = 0;                                             // not seen at the gate yet
    int overdue = 0;                                                   // of those inside or admitted
    std::optional<Instant> longest_wait_since;
};

struct StaffView {
    PersonId id;
    std::string name;
    std::vector<std::string> roles;
};

// What is to be another; empty: it stays.
struct StaffChange {
    std::string name, pin;
    std::vector<std::string> roles;
};

// What may be tried at a station's keypad now.
struct KeypadView {
    int wait_s = 0;       // too many wrong PINs: seconds until the next try
    int tries_left = 0;   // before the first pause
    bool locked = false;  // until another member of staff unlocks it
    bool operator==(const KeypadView&) const = default;
};

struct SignInResult {
    std::optional<StaffView> staff;
    KeypadView keypad{};
};

// A keypad that somebody has to unlock.
struct LockedKeypad {
    StationId station;
    std::string name;  // the station's
    int failures = 0;
    Instant since{};
};

inline constexpr std::uintmax_t disk_room_min = 16U << 20U;  // less is a full disk

// How current this station's picture is (shown quietly; loudly beyond policy's limit).
struct ExchangeView {
    std::optional<Instant> last_contact;       // with the central store
    int waiting_events = 0;                    // own events not acknowledged yet
    bool stale = false;                        // older than policy's limit
    std::string problem;                       // the last one, empty = fine
    std::string disk_trouble;                  // less than disk_room_min left where the log lies, empty = fine
    std::chrono::microseconds clock_behind{};  // Desk::clock_behind; zero = fine
    std::chrono::microseconds clock_ahead{};   // a step that isn't believed yet; zero = fine
};

struct SupplyView {
    std::string name;            // as the printer calls it
    std::optional<int> percent;  // left, where it says so
    bool operator==(const SupplyView&) const = default;
};

// One of the station's printers, as the print worker saw it last.
struct OnePrinterView {
    std::string name;   // queue, ipp:// address, or the folder
    std::string place;  // config fallback_place for a fallback and for what is saved, else empty: it stands here
    bool fallback = false;
    bool saves_files = false;          // there's no printer: each badge becomes a PDF file in the folder `name`
    bool ready = true;                 // nothing that it reports keeps paper from coming out
    std::vector<std::string> reasons;  // IPP keywords, the worst first; see BadgeView::print_reason
    std::string trouble;               // the worst one in plain words for staff; empty: all is well
    std::vector<SupplyView> supplies;
    std::optional<int> media_left;  // sheets, cards or labels, where it's told
    bool operator==(const OnePrinterView&) const = default;
};

struct PrinterView {
    std::string name;  // queue, or the folder
    bool saves_files = false;
    bool ready = true;
    std::string trouble;  // plain words for staff: "Paper is out", empty = fine
    std::string reason;   // the same as a keyword
    int jobs_waiting = 0;
    std::vector<OnePrinterView> printers;  // the station's own first, then its fallbacks; none: not looked for yet
    std::vector<std::string> queues;       // all that the print server has, for whatever is to be printed there
    bool operator==(const PrinterView&) const = default;
};

// ---- the print queue, for staff

struct PrintAttemptView {
    std::string queue;
    Instant began{};
    std::optional<Instant> ended;  // nothing: the badge is there now
    std::string reason;            // BadgeView::print_reason
};

enum class PrintStage { waiting, printing, printed, saved, failed, unknown };
[[nodiscard]] std::string_view name_of(PrintStage stage);

// What happens to a badge by itself if nobody does anything.
enum class PrintNext {
    nothing,  // it's over, or another station's printer decides and hasn't told
    retries,  // tried again at `next_queue`
    moves,    // goes to `next_queue` instead
    expires,  // is taken back, for nothing prints after its expiry
};
[[nodiscard]] std::string_view name_of(PrintNext next);

struct PrintJobView {
    BadgeId badge;
    VisitId visit;
    bool name_known = false;  // false: `visitor` is empty
    std::string visitor, code;
    PrintStage stage = PrintStage::waiting;
    Instant since{};                         // of the stage
    std::string queue;                       // where it is, goes or went; empty: not known yet
    std::string place;                       // BadgeView::print_place
    std::vector<PrintAttemptView> attempts;  // oldest first; empty where another station prints it
    int attempts_made = 0;                   // also those that aren't kept any more
    std::string reason, remark;              // BadgeView's print_reason and print_remark
    PrintNext next = PrintNext::nothing;
    Instant next_at{};
    std::string next_queue;
    Instant expires{};
    std::vector<std::string> may_move_to;  // queues for Desk::move_print; empty where another station prints it
    bool cancelling = false;               // staff cancelled it and the printer's answer is awaited
    bool elsewhere = false;                // another station prints it: only what that one told is known
};

// What staff asked for, and whether there was anything left to do.
enum class PrintChange { asked, already_printed, already_over };

}  // namespace vestibule
