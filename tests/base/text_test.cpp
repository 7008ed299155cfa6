// Text from people and files: what is kept of it, and the forms that matching compares.
#include "kiosk/base/text.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace vestibule;
using namespace std::string_literals;

namespace {

std::string name_of(std::string_view raw) {
    return clean_line(raw, name_length_max);
}

std::string repeated(const std::string& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

}  // namespace

TEST_CASE("a name stays as the person wrote it", "[base]") {
    for (const char* name : {"Maja Lindqvist", "张伟", "O’Brien-Smith", "Robert'); DROP TABLE event;--", "\"Bob\"",
                             "محمد علي", "שרה", "นภา", "Đặng Thị", "王小明 (Tom)", "{name} {0} %s", "<b>x</b>"}) {
        CHECK(name_of(name) == name);
    }
}

TEST_CASE("control characters go, white space is one space, ends are trimmed", "[base]") {
    CHECK(name_of("  Maja \t\n  Lindqvist\r\n") == "Maja Lindqvist");
    CHECK(name_of("Ma\x01ja\x7f\x1b[31m") == "Maja[31m");
    CHECK(name_of("Ma\0ja"s) == "Maja");
    CHECK(name_of("Maja\u0085Lind") == "Maja Lind");  // next line
    CHECK(name_of("Maja\u3000Lind") == "Maja Lind");  // ideographic space
    CHECK(name_of("Maja\u2028Lind") == "Maja Lind");  // line separator
    CHECK(name_of("\uFEFFMaja") == "Maja");           // byte order mark
    CHECK(name_of(" \t\n ") == "");
    CHECK(name_of("") == "");
}

TEST_CASE("marks that turn the direction of text round go, letters of every direction stay", "[base]") {
    CHECK(name_of("evil\u202Etxt.exe") == "eviltxt.exe");
    for (const char* mark :
         {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"})
        CHECK(name_of("a"s + mark + "b") == "ab");
    CHECK(name_of("محمد \u202Bعلي") == "محمد علي");
}

TEST_CASE("invalid UTF-8 is replaced, never passed on", "[base]") {
    CHECK(name_of("Ma\xFFja") == "Ma\uFFFDja");
    CHECK(name_of("Maja\xC3") == "Maja\uFFFD");
    CHECK(name_of("\xED\xA0\x80x").find("\xED\xA0") == std::string::npos);  // half of a surrogate pair
    CHECK(name_of("\xC0\xAF").find('/') == std::string::npos);              // overlong
    CHECK(name_of("\xF4\x90\x80\x80").find('\xF4') == std::string::npos);   // beyond Unicode
}

TEST_CASE("composed and decomposed letters become the same bytes", "[base]") {
    CHECK(name_of("Mu\u0308ller") == "Müller");
    CHECK(name_of("e\u0301") == "é");
    CHECK(name_of("\u1112\u1161\u11AB") == "한");
}

TEST_CASE("a name of a thousand characters keeps the first 120", "[base]") {
    CHECK(name_of(std::string(1000, 'x')) == std::string(120, 'x'));
    CHECK(name_of(repeated("张", 1000)) == repeated("张", 120));
    CHECK(name_of(std::string(120, 'x')) == std::string(120, 'x'));
    CHECK(clean_line(std::string(10'000'000, 'x'), 5) == "xxxxx");
    CHECK(clean_line("abc", 0) == "");
}

TEST_CASE("what is cut is never cut inside a grapheme", "[base]") {
    const std::string family = "ab👩‍👩‍👧‍👦";  // two letters and one sign of seven code points
    CHECK(clean_line(family, 9) == family);
    for (const std::size_t length : {3U, 4U, 5U, 8U}) CHECK(clean_line(family, length) == "ab");
    CHECK(clean_line("a🇸🇪", 2) == "a");        // half a flag
    CHECK(clean_line("a👍🏽", 2) == "a");  // without its skin tone
    CHECK(clean_line("กำกำ", 3) == "กำ");
    CHECK(clean_line("x\u0323\u0307\u0308", 2) == "");  // a letter and its marks are one sign
}

TEST_CASE("text that is long only by white space and controls isn't cut short of its words", "[base]") {
    CHECK(clean_line(std::string{"a"}.append(300, ' ').append("b"), 20) == "a b");
    CHECK(clean_line(repeated("\x01", 30).append("abc"), 3) == "abc");
}

TEST_CASE("joiners stay inside a name, and a name of nothing visible is empty", "[base]") {
    CHECK(name_of("علی\u200Cرضا") == "علی\u200Cرضا");
    CHECK(name_of("\u200D\u200Dx\u200D \u200C") == "x");
    CHECK(name_of("\u200B\u200C \u200D\u2060\u00AD\u200E") == "");
    CHECK(fold_for_matching("علی\u200Cرضا") == fold_for_matching("علیرضا"));
}

TEST_CASE("a flood that is cut in the middle of a character stays valid", "[base]") {
    const auto cut = clean_line(repeated("\u2060张", 2000), 7);
    CHECK(cut.find("\uFFFD") == std::string::npos);
}

TEST_CASE("cleaning twice is cleaning once", "[base]") {
    const std::vector<std::string> raws = {" a \u202E b ", "Mu\u0308ller\x01",
                                           repeated("👩‍👩‍👧‍👦 ", 80), "\xFF\xFE\xFD",
                                           repeated("e\u0301", 150)};
    for (const auto& raw : raws) CHECK(name_of(name_of(raw)) == name_of(raw));
}

TEST_CASE("matching forms fold case, accents and scripts", "[base]") {
    CHECK(fold_for_matching("Müller") == "muller");
    CHECK(fold_for_matching("MÜLLER") == "muller");
    CHECK(fold_for_matching("Mu\u0308ller") == "muller");
    CHECK(fold_for_matching("Straße") == "strasse");
    CHECK(fold_for_matching("Åsa Øst") == "asaost");
    CHECK(fold_for_matching("张伟") == "zhangwei");
    CHECK(fold_for_matching("Zhang Wei") == "zhangwei");
    CHECK(fold_for_matching("O'Brien") == "obrien");
    CHECK(fold_for_matching("O’Brien") == fold_for_matching("O'Brien"));
    CHECK(fold_for_matching("Anna-Lena") == "annalena");
    CHECK(fold_for_matching("Иван") == "ivan");
    CHECK(fold_for_matching("  --  ") == "");
    CHECK(fold_for_matching("") == "");
    CHECK(fold_for_matching("Room 42") == "room42");
}

TEST_CASE("digits are found in every script's form", "[base]") {
    CHECK(digits_of("+46 (0)70-123 45 67") == "460701234567");
    CHECK(digits_of("٠١٢") == "012");
    CHECK(digits_of("１３８") == "138");
    CHECK(digits_of("no phone") == "");
    CHECK(digits_of("\xFF\x31") == "1");
}

TEST_CASE("a monogram is the first sign of a name", "[base]") {
    CHECK(monogram("李娜") == "李");
    CHECK(monogram("maja") == "M");
    CHECK(monogram("👩‍👩‍👧‍👦 family") == "👩‍👩‍👧‍👦");
    CHECK(monogram("ß") == "SS");
    CHECK(monogram(" \x01 ") == "?");
    CHECK(monogram("") == "?");
}

TEST_CASE("texts are the same ignoring case in every script that has one", "[base]") {
    CHECK(same_ignoring_case("Maja", "mAJA"));
    CHECK(same_ignoring_case("STRASSE", "straße"));
    CHECK(same_ignoring_case("ΣΊΣΥΦΟΣ", "σίσυφος"));
    CHECK_FALSE(same_ignoring_case("Maja", "Maya"));
    CHECK_FALSE(same_ignoring_case("Maja", "Maja "));
}
