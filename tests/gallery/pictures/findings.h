// What is wrong with a role's pictures on one display in one look, and what of it is known.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/gallery/pictures/places.h"

namespace vestibule::gallery {

struct Finding {
    // As a line of known_faults.txt: "lobby 1280x800 large | zh_CN | lobby.who, named | who.next: a target of 14.2
    // mm"
    std::string line;
    std::string where;  // label and rectangle, for people
};

// Blocks: for seconds; draws every picture of the role in each of `languages` that is drawn there, English first.
// Errors of the display are thrown as std::runtime_error.
[[nodiscard]] std::vector<Finding> findings(const Place& place, const Look& look,
                                            const std::vector<std::string>& languages);

// The lines of tests/gallery/known_faults.txt about this display, this look and one of these languages.
[[nodiscard]] std::set<std::string> known_faults(const Place& place, const Look& look,
                                                 const std::vector<std::string>& languages);
// Lines of it that no check will ever look at.
[[nodiscard]] std::vector<std::string> known_faults_of_nothing();

// Texts that a language writes as English does, by right: tests/gallery/same_words.txt.
[[nodiscard]] std::set<std::string> same_words(const std::string& language);

}  // namespace vestibule::gallery
