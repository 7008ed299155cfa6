// What must hold on every screen: nothing cut off, outside, on top of something else, too small or too pale
// (ACCEPTANCE F1); and, beside its English, nothing that wasn't translated (ACCEPTANCE H).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/support/screen_tree.h"

namespace vestibule::test_support {

struct Fault {
    std::string widget, what;
    std::string where;  // label and rectangle, for people: they aren't part of what is expected
};

struct ScreenRules {
    int width = 0, height = 0;  // of the window
    bool for_visitors = false;  // fingers that use it once: targets of 15 mm, primary ones of 20 mm
    // What people typed, where all of it is known: then only a text that holds some of it may end in "…".
    const std::set<std::string>* data = nullptr;
};

[[nodiscard]] std::vector<Fault> faults_of(const Tree& tree, const ScreenRules& rules);

// What is the same in all languages, by right.
struct SameEverywhere {
    std::set<std::string> data;     // names, companies, places: what people typed, wherever it stands in a text
    std::set<std::string> words{};  // whole texts that this language writes as English does: "Name" in German
};

// Both trees are of the same state; `english` is the source of all texts.
[[nodiscard]] std::vector<Fault> language_faults(const Tree& english, const Tree& other, const SameEverywhere& same);

// "widget "label" [x y w h]: what"
[[nodiscard]] std::string text_of(const Fault& fault);

}  // namespace vestibule::test_support
