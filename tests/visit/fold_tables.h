// The folds' specification, written by hand from the papers: every kind in every state, and what follows.
// `complaints` compares a fold's cases with it, so that tests can also ask it about cases that were tampered with.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "kiosk/visit/fold_cases.h"
#include "tests/visit/story.h"

namespace vestibule::visit_test {

// One line for each place where the fold with these cases differs from its table, or only the first such place; none:
// it's as specified.
enum class Wanted { all, first };
[[nodiscard]] std::vector<std::string> complaints(std::span<const VisitCase> cases, Wanted wanted = Wanted::all);
[[nodiscard]] std::vector<std::string> complaints(std::span<const BadgeCase> cases, Wanted wanted = Wanted::all);
[[nodiscard]] std::vector<std::string> complaints(std::span<const PersonCase> cases, Wanted wanted = Wanted::all);
[[nodiscard]] std::vector<std::string> complaints(std::span<const KeypadCase> cases, Wanted wanted = Wanted::all);

// Kinds that a table has rows for; each of the others must stand in `kinds_without_effect`, and in one of them only.
enum class Fold { visit, badge, person, keypad };
[[nodiscard]] std::vector<std::string> kinds_in_table(Fold fold);
[[nodiscard]] std::vector<std::string> kinds_without_effect(Fold fold);

// Bodies that hold no field at all, whatever they were meant to say.
inline const std::vector<std::string> broken_bodies = {
    "", "{}", "[]", "null", "{", "\"text\"", "\xff\xfe", "{\"a\":1}{", "{\"a\":", "[[[[[[[[[[[[[[[["};

// `steps` as a story whose last event holds `body` as it is.
inline std::vector<Event> story_ending_in(const std::vector<Step>& steps, std::string_view kind, std::string body) {
    auto events = and_then(story(steps), {kind});
    events.back().body = std::move(body);
    return events;
}
// Everything sealed, so that a row that was taken and should be ignored shows.
inline std::vector<Event> sealed(std::vector<Event> events) {
    for (auto& one : events) one.sealed = Bytes{1};
    return events;
}

}  // namespace vestibule::visit_test
