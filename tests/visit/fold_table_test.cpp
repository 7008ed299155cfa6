// The folds are as their hand-written tables say; the tables are complete; and they notice every case that is
// swapped, replaced or missing.
#include <fmt/format.h>

#include <algorithm>

#include "tests/visit/fold_tables.h"

namespace vestibule::visit_test {

std::vector<std::string> visit_kinds_in_table();
std::vector<std::string> visit_kinds_in_broken_table();
std::vector<std::string> visit_phases_in_table();
std::vector<std::string> badge_kinds_in_table();
std::vector<std::string> person_kinds_in_table();
std::vector<std::string> keypad_kinds_in_table();

std::vector<std::string> kinds_in_table(Fold fold) {
    switch (fold) {
        case Fold::visit:
            return visit_kinds_in_table();
        case Fold::badge:
            return badge_kinds_in_table();
        case Fold::person:
            return person_kinds_in_table();
        case Fold::keypad:
            return keypad_kinds_in_table();
    }
    return {};
}

// By hand: a new kind of kinds.cpp stands in no list and fails the test until somebody has said what it does.
std::vector<std::string> kinds_without_effect(Fold fold) {
    const std::vector<std::string> of_visit = {
        "visit.booked",    "visit.requested", "visit.described", "visit.changed", "visit.merged",
        "visit.cancelled", "visit.approved",  "visit.declined",  "visit.arrived", "visit.called",
        "visit.admitted",  "visit.left",      "host.told"};
    const std::vector<std::string> of_badge = {"badge.issued",     "badge.printed", "badge.revoked",
                                               "badge.entered",    "badge.left",    "badge.print_cancelled",
                                               "badge.print_moved"};
    const std::vector<std::string> of_person = {"person.described", "person.erased", "host.listed", "host.unlisted",
                                                "staff.listed"};
    const std::vector<std::string> of_keypad = {"keypad.refused", "keypad.accepted", "keypad.unlocked"};
    // Facts that the archive and reports read, but no state; and kinds that nobody knows.
    std::vector<std::string> out = {"person.joined",    "staff.signed_in",
                                    "staff.looked_up",  "visit.rated",
                                    "host.answered",    "note.left",
                                    "document.signed",  "badge.refused",
                                    "badge.returned",   "site.policy_set",
                                    "station.enrolled", "station.revoked",
                                    "list.entry_added", "list.entry_removed",
                                    "rollcall.opened",  "rollcall.ticked",
                                    "rollcall.closed",  "plan.made",
                                    "task.done",        "room.booked",
                                    "feedback.given",   "followup.done",
                                    "problem.raised",   "problem.solved",
                                    "visit.teleported", "",
                                    "VISIT.LEFT",       "visit.left ",
                                    "badge.melted",     "person.cloned"};
    const auto add = [&out](const std::vector<std::string>& more) {
        out.insert(out.end(), more.begin(), more.end());
    };
    if (fold != Fold::visit) add(of_visit);
    if (fold != Fold::badge) add(of_badge);
    if (fold != Fold::person) add(of_person);
    if (fold != Fold::keypad) add(of_keypad);
    return out;
}

namespace {

bool holds(const std::vector<std::string>& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

void say(const std::vector<std::string>& lines) {
    for (const auto& line : lines) UNSCOPED_INFO(line);
}

// Every pair of cases swapped, every case replaced by every other, every case left out.
template <class Case>
void check_that_the_table_bites(std::span<const Case> whole) {
    const std::vector<Case> cases{whole.begin(), whole.end()};
    int mutants = 0;
    const auto expect_complaints = [&](const std::vector<Case>& mutant, const std::string& what) {
        INFO(what);
        CHECK_FALSE(complaints(std::span<const Case>{mutant}, Wanted::first).empty());
        ++mutants;
    };
    for (std::size_t i = 0; i < cases.size(); ++i) {
        auto without = cases;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        expect_complaints(without, fmt::format("{} left out", cases[i].kind));
        for (std::size_t j = 0; j < cases.size(); ++j) {
            if (i == j) continue;
            auto replaced = cases;
            replaced[i].apply = cases[j].apply;
            expect_complaints(replaced, fmt::format("{} does what {} does", cases[i].kind, cases[j].kind));
            if (i > j) continue;
            replaced[j].apply = cases[i].apply;
            expect_complaints(replaced, fmt::format("{} and {} swapped", cases[i].kind, cases[j].kind));
        }
    }
    const auto n = static_cast<int>(cases.size());
    CHECK(mutants == n + n * (n - 1) + n * (n - 1) / 2);
}

}  // namespace

TEST_CASE("the folds do what their tables say, for every kind in every state", "[visit]") {
    for (const auto& found : {complaints(visit_cases()), complaints(badge_cases()), complaints(person_cases()),
                              complaints(keypad_cases())}) {
        say(found);
        CHECK(found.empty());
    }
}

TEST_CASE("every kind stands in a fold's table or in its list of those without effect, not in both", "[visit]") {
    for (const auto fold : {Fold::visit, Fold::badge, Fold::person, Fold::keypad}) {
        const auto in_table = kinds_in_table(fold), without = kinds_without_effect(fold);
        for (const auto& kind : all_kinds()) {
            INFO(kind.name << " in fold " << static_cast<int>(fold));
            CHECK(holds(in_table, kind.name) != holds(without, kind.name));
        }
    }
    for (const auto& one : visit_cases()) {
        INFO(one.kind);
        CHECK(holds(visit_kinds_in_table(), one.kind));
        CHECK(holds(visit_kinds_in_broken_table(), one.kind));
    }
}

TEST_CASE("every phase of a visit has its column", "[visit]") {
    auto listed = visit_phases_in_table();
    for (int i = 0; i < static_cast<int>(listed.size()); ++i)
        CHECK(listed[static_cast<std::size_t>(i)] == name_of(static_cast<VisitPhase>(i)));
    // The first number that is no phase is called unknown.
    CHECK(name_of(static_cast<VisitPhase>(listed.size())) == "unknown");
}

TEST_CASE("the visit's table notices every case that is swapped, replaced or left out", "[visit]") {
    check_that_the_table_bites(visit_cases());
}

TEST_CASE("the badge's table notices every case that is swapped, replaced or left out", "[visit]") {
    check_that_the_table_bites(badge_cases());
}

TEST_CASE("the person's table notices every case that is swapped, replaced or left out", "[visit]") {
    check_that_the_table_bites(person_cases());
}

TEST_CASE("the keypad's table notices every case that is swapped, replaced or left out", "[visit]") {
    check_that_the_table_bites(keypad_cases());
}

}  // namespace vestibule::visit_test
