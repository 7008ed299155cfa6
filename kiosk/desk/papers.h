// Papers for an office printer as plain values in clear: who is inside, the steps of a visit or a day, a visit's
// form. Made by Desk::paper, never kept; station/paper_pages turns them into pages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/desk/views.h"

namespace vestibule {

enum class PaperKind { roll_call, itinerary, visit_form };
inline constexpr PaperKind all_paper_kinds[] = {PaperKind::roll_call, PaperKind::itinerary, PaperKind::visit_form};
[[nodiscard]] std::string_view name_of(PaperKind kind);  // "roll-call", "itinerary", "visit-form"

// What is asked for. Refers to people by ids only, so it can stand in the outbox.
struct PaperRequest {
    PaperKind kind = PaperKind::roll_call;
    std::optional<VisitId> visit;  // an itinerary without it is a day's, a visit form without it is blank
    std::optional<Instant> day;    // any time of it; nothing: today
    std::string language;          // empty: the site's first
};

// R11. Someone on the list stands for all who came with them.
struct RollCallRow {
    VisitId visit;
    PersonId person;
    std::string name;  // empty: erased, or the key isn't here
    bool erased = false;
    std::string company, host, plate;
    std::string code;  // of the badge, "XXXX-XXXX"
    Instant since{};
    bool only_admitted = false;  // since then; no gate has seen them yet
    int people = 1;              // with companions
};

struct RollCallPlace {
    std::string name;  // where the host sits, else where the badge may go; empty: neither is known
    int people = 0;
    std::vector<RollCallRow> rows;  // by name, in the order of the site's language
};

struct RollCall {
    Instant at{};
    std::optional<Instant> last_contact;  // with the central store; nothing: never
    int visitors = 0, people = 0;
    int only_admitted = 0;              // people, of those above, whom no gate has seen yet
    std::vector<RollCallPlace> places;  // "Floor 2" before "Floor 10"
};

// R20. A new kind of step is a row here and its words in paper_pages.
enum class StepKind { arrival, meeting, departure };

struct ItineraryStep {
    StepKind kind = StepKind::meeting;
    Instant from{};
    std::optional<Instant> until;
    std::string what;  // in people's words, such as the purpose; may be empty
    std::string place, person;
    PersonId guest_id;  // whose step it is
    std::string guest, company;
    int people = 1;
};

struct SiteRules {  // R7, R8: what this visit's type may do
    std::vector<std::string> zones, wear;
    bool escort = false;
};

struct Itinerary {
    Instant day{};
    std::optional<VisitView> visit;  // nothing: of all visits of the day
    SiteRules rules;
    std::vector<ItineraryStep> steps;  // in order of time
};

// R1, R13. What isn't held stays a blank line.
struct VisitForm {
    std::optional<VisitView> visit;  // nothing: all blank
    SiteRules rules;
    std::string badge_code;
};

using Paper = std::variant<RollCall, Itinerary, VisitForm>;

// Where a paper goes: to the office printer, to another queue, or into a PDF file at the station.
struct PaperWay {
    std::string queue;     // empty: the office printer
    bool as_file = false;  // then no queue counts
};

// A paper that was asked for: what its printing has come to.
enum class PaperPhase { waiting, printing, printed, saved, failed, unknown };
[[nodiscard]] constexpr bool has_ended(PaperPhase phase) {
    return phase != PaperPhase::waiting && phase != PaperPhase::printing;
}
struct PaperJobView {
    JobId id;
    PaperPhase phase = PaperPhase::waiting;
    std::string remark;     // what the printer says, for staff; empty: all is well
    std::string queue;      // where it is printed; empty: it's saved
    std::string file = {};  // where it was saved
};

inline constexpr std::chrono::hours saved_paper_kept_max{24};  // it names people in clear

}  // namespace vestibule
