// Editing of one line of text: a caret, a selection, graphemes. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vestibule::ui {

enum class EditKey { backspace, erase, left, right, home, end, select_left, select_right, select_all };

// Where the caret and the selection's other end stand, as byte indexes into the text that is edited.
struct Caret {
    std::size_t at = 0;
    std::size_t anchor = 0;  // equal to `at`: nothing selected
    [[nodiscard]] bool selecting() const { return at != anchor; }
};

// Brings a caret back into `text` after it changed elsewhere.
void keep_inside(Caret& caret, std::string_view text);
// Replaces the selection by `typed`, without control characters, keeping at most `length_max` code points in all.
void insert_text(std::string& text, Caret& caret, std::string_view typed, std::size_t length_max);
void apply_key(std::string& text, Caret& caret, EditKey key);

}  // namespace vestibule::ui
