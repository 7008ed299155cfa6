// What is known of each verb besides its options: what it does to a station, and how it is called.
#pragma once

#include <span>
#include <string_view>

#include "kiosk/command/command.h"

namespace vestibule {

// What a rehearsal's data folder may be used for: looked at and tried out, but no real site is made of it.
enum class OfRehearsal { taken, refused };

struct VerbRow {
    std::string_view verb;  // with the verb that it belongs to: "log verify"
    Effect effect = Effect::writes;
    NewStation may_begin = NewStation::never;
    std::string_view example{};  // without the program; it parses
    OfRehearsal data = OfRehearsal::taken;
};
[[nodiscard]] std::span<const VerbRow> verb_rows();
// One that has no row writes, begins no station and has no example.
[[nodiscard]] VerbRow row_of_verb(std::string_view verb);

// All verbs there are, in the order of the help.
void add_verbs(Verb program, Chosen& chosen);

}  // namespace vestibule
