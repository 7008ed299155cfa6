// Help, manual page and completion, all made of what the command line itself takes.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/command/arguments.h"

namespace vestibule {

// A verb of the tree, with the names of those that it belongs to: "log verify".
struct VerbPlace {
    std::string path;  // empty: the program
    const VerbWords* words;
};

// All verbs that do something by themselves, in the tree's order.
[[nodiscard]] std::vector<VerbPlace> leaves_of(const VerbWords& program);
// Nothing where the program has no such verb.
[[nodiscard]] const VerbWords* verb_at(const VerbWords& program, std::string_view path);
// "[--search TEXT] [--json]", without what every command takes.
[[nodiscard]] std::string synopsis_of(const VerbWords& verb);

// `vestibule help PATH`. The verb must be there.
[[nodiscard]] std::string help_text(const VerbWords& program, std::string_view path);
// config/man/vestibule.1, in roff.
[[nodiscard]] std::string manual_page(const VerbWords& program);
// config/bash-completion/vestibule.
[[nodiscard]] std::string bash_completion(const VerbWords& program);

}  // namespace vestibule
