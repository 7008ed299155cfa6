// Layouts come from the machine's own xkeyboard-config.
#include "kiosk/ui/keyboard_layout.h"

#include <catch2/catch.hpp>

using namespace vestibule::ui;

namespace {

std::string row(const KeyboardLayout& layout, std::size_t at) {
    std::string out;
    for (const auto& key : layout.letters[at]) out += key.shown_plain;
    return out;
}

}  // namespace

TEST_CASE("the American layout has its three rows of letters and nothing else") {
    const auto us = read_layout("us");
    REQUIRE(us);
    CHECK(row(*us, 0) == "qwertyuiop");
    CHECK(row(*us, 1) == "asdfghjkl");
    CHECK(row(*us, 2) == "zxcvbnm");
    CHECK(us->letters[0][0].shifted == "Q");
}

TEST_CASE("the German layout has its umlauts and sharp s in place") {
    const auto de = read_layout("de");
    REQUIRE(de);
    CHECK(row(*de, 0).starts_with("qwertzuiopü"));
    CHECK(row(*de, 1) == "asdfghjklöä");
    CHECK(row(*de, 2).find("ß") != std::string::npos);
}

TEST_CASE("the French layout keeps its accented letters, also as capitals") {
    const auto fr = read_layout("fr");
    REQUIRE(fr);
    CHECK(row(*fr, 0).starts_with("azertyuiop"));
    bool found = false;
    for (const auto& key : fr->letters[2])
        if (key.plain == "é") found = key.shifted == "É";
    CHECK(found);
}

TEST_CASE("a dead key stands for a combining sign") {
    const auto es = read_layout("es");
    REQUIRE(es);
    bool acute = false;
    for (const auto& keys : es->letters)
        for (const auto& key : keys) acute |= key.dead && key.plain == "\u0301" && key.shown_plain == "´";
    CHECK(acute);
    CHECK(row(*es, 1).find("ñ") != std::string::npos);
}

TEST_CASE("a layout that isn't there is named, with what to do") {
    const auto none = read_layout("no-such-layout");
    REQUIRE_FALSE(none);
    CHECK(none.error().what.find("no-such-layout") != std::string::npos);
}

TEST_CASE("every language finds a Latin layout") {
    CHECK(layout_for_language("en") == "us");
    CHECK(layout_for_language("de_AT") == "de");
    CHECK(layout_for_language("zh_CN") == "us");
}
