// What verbs share that make a paper: into a PDF file, or onto the office printer.
#pragma once

#include <memory>
#include <string>

#include "kiosk/command/command.h"

namespace vestibule {

struct PaperWishes {
    std::string file;            // a PDF, mode 0600
    bool print = false;          // at the office printer
    std::string paper = "auto";  // of the file: "a4", "letter", or as the config says
    std::string language;        // empty: the site's first
};

// `file_option`: "--out" or "--pdf".
void add_paper_wishes(Verb verb, const std::string& file_option, PaperWishes& wishes);
[[nodiscard]] inline bool wants_paper(const PaperWishes& wishes) {
    return wishes.print || !wishes.file.empty();
}
// On paper it is a deed; a file says when the central store was met last, which the running station knows; without
// both `otherwise`.
[[nodiscard]] Effect effect_of(const PaperWishes& wishes, Effect otherwise);
// Says the file's path, and what has become of the print. Errors: give_up for a language without texts; ask_staff
// where no office printer is set up or the file can't be written.
[[nodiscard]] Result<int> deliver_paper(Station& station, Desk& desk, PaperRequest request, const PaperWishes& wishes,
                                        const Globals& globals, Output& output);

}  // namespace vestibule
