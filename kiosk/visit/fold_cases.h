// The folds' tables of cases: which kind has which effect. For the folds themselves, and for the tests that swap and
// drop cases to prove that the hand-written tables notice it. Nobody else includes this.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "kiosk/base/json_fields.h"
#include "kiosk/visit/badge_state.h"
#include "kiosk/visit/event.h"
#include "kiosk/visit/keypad_state.h"
#include "kiosk/visit/person_state.h"
#include "kiosk/visit/visit_state.h"

namespace vestibule {

// From the mildest to the strictest. Decisions at one turn knew nothing of each other: the stricter one wins,
// whatever the clocks say.
enum class Strictness { none, approve, decline, merge, cancel };

struct VisitFolding {
    VisitState state;
    Strictness decision = Strictness::none;  // the last one that counted
    std::uint64_t decision_turn = 0;
    StationId word_by;  // who wrote the calendar's newest word
};

// `apply` answers whether the event had its effect; what had none is ignored whole, its sealed row too.
template <class Folding>
struct FoldCase {
    std::string_view kind;
    bool (*apply)(Folding&, const Event&, const JsonFields& body);
};
using VisitCase = FoldCase<VisitFolding>;
using BadgeCase = FoldCase<BadgeState>;
using PersonCase = FoldCase<PersonState>;
using KeypadCase = FoldCase<KeypadState>;

[[nodiscard]] std::span<const VisitCase> visit_cases();
[[nodiscard]] std::span<const BadgeCase> badge_cases();
[[nodiscard]] std::span<const PersonCase> person_cases();
[[nodiscard]] std::span<const KeypadCase> keypad_cases();

[[nodiscard]] VisitState fold_visit_with(std::span<const VisitCase> cases, std::span<const Event> events);
[[nodiscard]] BadgeState fold_badge_with(std::span<const BadgeCase> cases, std::span<const Event> events);
[[nodiscard]] PersonState fold_person_with(std::span<const PersonCase> cases, std::span<const Event> events);
[[nodiscard]] KeypadState fold_keypad_with(std::span<const KeypadCase> cases, std::span<const Event> events);

// The case of `kind`; nothing for kinds that don't matter to this fold.
template <class Folding>
[[nodiscard]] const FoldCase<Folding>* case_of(std::span<const FoldCase<Folding>> cases, std::string_view kind) {
    const auto found = std::find_if(cases.begin(), cases.end(), [&](const auto& one) { return one.kind == kind; });
    return found == cases.end() ? nullptr : &*found;
}

}  // namespace vestibule
