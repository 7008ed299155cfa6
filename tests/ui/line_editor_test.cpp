// Editing one line: graphemes are never torn, lengths are kept, controls don't get in.
#include "kiosk/ui/line_editor.h"

#include <catch2/catch.hpp>

#include "kiosk/ui/text.h"

using namespace vestibule::ui;

namespace {

struct Line {
    std::string text;
    Caret caret;
    void type(std::string_view typed, std::size_t length_max = 100) { insert_text(text, caret, typed, length_max); }
    void key(EditKey key) { apply_key(text, caret, key); }
};

}  // namespace

TEST_CASE("letters go in where the caret is") {
    Line line;
    line.type("Amra");
    line.key(EditKey::left);
    line.key(EditKey::left);
    line.type("a");
    CHECK(line.text == "Amara");
    line.key(EditKey::end);
    line.type("!");
    CHECK(line.text == "Amara!");
}

TEST_CASE("backspace takes a whole grapheme, however many code points it has") {
    Line line;
    line.type("a\u0301👩‍👩‍👧é李");
    line.key(EditKey::backspace);
    CHECK(line.text == "a\u0301👩‍👩‍👧é");
    line.key(EditKey::backspace);
    line.key(EditKey::backspace);
    CHECK(line.text == "a\u0301");
    line.key(EditKey::backspace);
    CHECK(line.text.empty());
    line.key(EditKey::backspace);
    CHECK(line.text.empty());
}

TEST_CASE("delete takes the grapheme behind the caret") {
    Line line;
    line.type("李娜");
    line.key(EditKey::home);
    line.key(EditKey::erase);
    CHECK(line.text == "娜");
    line.key(EditKey::end);
    line.key(EditKey::erase);
    CHECK(line.text == "娜");
}

TEST_CASE("typing replaces what is selected") {
    Line line;
    line.type("old name");
    line.key(EditKey::select_all);
    line.type("李");
    CHECK(line.text == "李");
    line.key(EditKey::select_left);
    line.key(EditKey::backspace);
    CHECK(line.text.empty());
}

TEST_CASE("a line holds its length in code points and takes no half grapheme") {
    Line line;
    line.type("abcdef", 4);
    CHECK(line.text == "abcd");
    Line family;
    family.type("ab👩‍👩‍👧", 4);
    CHECK(family.text == "ab");
}

TEST_CASE("control characters and broken UTF-8 don't get in") {
    Line line;
    line.type("a\x07\n\tb");
    CHECK(line.text == "ab");
    line.type("\xff\xfe");
    CHECK(line.text == "ab");
}

TEST_CASE("a caret left over from another text is brought back inside it, to a letter's border") {
    Caret caret{99, 2};
    keep_inside(caret, "李娜");
    CHECK(caret.at == 6);
    CHECK(caret.anchor == 0);
}
