// A scanner is told from a person by the code it holds, its speed and its end, whatever keyboard it is set to be.
#include "kiosk/ui/scanner.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/wedge.h"

using namespace vestibule;
using namespace vestibule::ui;
using vestibule_tests_support::wedge_keys;

namespace {

ScanLayouts& layouts() {
    static ScanLayouts all;
    return all;
}

// A keyboard at which somebody or something types, a key every `gap_ms`; and what came of it.
struct Keyboard {
    ScannerDetector detector{layouts()};
    std::vector<ScannerOutput> out;
    std::int64_t now = 1000;
    bool in_field = false;

    void keep(std::vector<ScannerOutput> more) {
        for (auto& one : more) out.push_back(std::move(one));
    }
    void press(const PressedKey& key, std::int64_t gap_ms, std::string_view text = {}) {
        now += gap_ms;
        keep(detector.idle(now, in_field));
        keep(detector.pressed(key, now, in_field));
        if (!text.empty()) keep(detector.typed(text));
    }
    // By the keys of a scanner that is set to `layout`. What the display's own layout makes of them is rubbish.
    void scan(std::string_view layout, std::string_view text, std::int64_t gap_ms = 5) {
        for (const auto& key : wedge_keys(layout, text)) {
            const bool enter = key.usage == 40, tab = key.usage == 43;
            PressedKey pressed{.key = {.place = key.usage, .shift = key.shift, .alt_gr = key.alt_gr},
                               .prints = !enter && !tab,
                               .ends = enter || tab};
            if (enter) pressed.stroke = Key::enter;
            if (tab) pressed.stroke = Key::tab;
            press(pressed, gap_ms, pressed.prints ? "ж" : "");
        }
    }
    // By a person, or a test, at an American keyboard.
    void type(std::string_view text, std::int64_t gap_ms) {
        for (const auto& key : wedge_keys("us", text)) {
            const auto letter = text.substr(0, 1);
            text.remove_prefix(1);
            PressedKey pressed{.key = {.place = key.usage, .shift = key.shift}, .prints = letter != "\n"};
            if (letter == "\n") pressed.ends = true, pressed.stroke = Key::enter;
            press(pressed, gap_ms, pressed.prints ? letter : "");
        }
    }
    void wait(std::int64_t ms) {
        now += ms;
        keep(detector.idle(now, in_field));
    }
    [[nodiscard]] std::string typed() const {
        std::string text;
        for (const auto& one : out)
            if (const auto* stroke = std::get_if<Stroke>(&one))
                if (const auto* letters = std::get_if<std::string>(stroke)) text += *letters;
        return text;
    }
    [[nodiscard]] std::vector<Scan> scans() const {
        std::vector<Scan> found;
        for (const auto& one : out)
            if (const auto* scan = std::get_if<Scan>(&one)) found.push_back(*scan);
        return found;
    }
    [[nodiscard]] int pressed(Key key) const {
        return static_cast<int>(std::count(out.begin(), out.end(), ScannerOutput{Stroke{key}}));
    }
    // The one scan has this among its readings, and nothing else came out.
    [[nodiscard]] bool scanned(const std::string& code) const {
        if (out.size() != 1 || scans().size() != 1) return false;
        return std::ranges::count(scans().front().readings, code) == 1;
    }
};

const std::string token = "VB1:6BFOXN 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:W";

}  // namespace

TEST_CASE("what a person types comes out letter by letter, at most a gap late") {
    Keyboard person;
    person.in_field = true;
    person.type("Amara", 120);
    person.wait(scan_gap_ms_max);
    CHECK(person.typed() == "Amara");
    CHECK(person.scans().empty());
    person.type("\n", 120);
    person.wait(scan_gap_ms_max);
    CHECK(person.pressed(Key::enter) == 1);
}

TEST_CASE("a badge is read from the keys of a scanner that is set to any country's keyboard") {
    for (const auto& layout : vestibule_tests_support::wedge_layouts()) {
        INFO(layout.name);
        Keyboard scanner;
        scanner.in_field = GENERATE(false, true);
        scanner.scan(layout.name, token + "\n");
        CHECK(scanner.scanned(token));
    }
}

TEST_CASE("every layout that is known reads what is typed on it, and stays one of few readings") {
    layouts().read_all();
    REQUIRE(layouts().count() == ScanLayouts::names().size());
    for (std::size_t layout = 0; layout < layouts().count(); ++layout) {
        INFO(ScanLayouts::names()[layout]);
        Keyboard scanner;
        std::string typed;  // some layouts of other scripts don't have every sign
        for (const char letter : token)
            if (const auto key = layouts().key_of(layout, letter)) {
                typed += letter;
                scanner.press({.key = *key, .prints = true}, 5, "?");
            }
        REQUIRE(typed.starts_with("VB1:"));
        CHECK(typed.size() + 2 >= token.size());
        scanner.wait(scan_code_gap_ms_max);
        CHECK(scanner.scanned(typed));
        CHECK(scanner.scans().front().readings.size() < 20);
    }
}

TEST_CASE("what scanners put before and behind a code is no key and no letter") {
    const auto* before = GENERATE("", "]Q1", "~", "\\000026", "\n", "\t");
    const auto* behind = GENERATE("", "\n", "\t", "\n\n", "\t\n");
    Keyboard scanner;
    scanner.in_field = GENERATE(false, true);
    scanner.scan("us", before + std::string{"VI1:ABCD2345"} + behind);
    scanner.wait(scan_code_gap_ms_max);
    INFO(before << " … " << behind);
    CHECK(scanner.scanned("VI1:ABCD2345"));
}

TEST_CASE("a sign behind the code stays in the reading, for who knows how long a code is") {
    Keyboard scanner;
    scanner.scan("us", "~VI1:ABCD2345~\n");
    CHECK(scanner.scanned("VI1:ABCD2345~"));
}

TEST_CASE("a code twice in one breath is read once") {
    Keyboard scanner;
    scanner.scan("de", "VI1:ABCD2345VI1:ABCD2345");
    scanner.wait(scan_code_gap_ms_max);
    CHECK(scanner.scanned("VI1:ABCD2345"));
}

TEST_CASE("small letters, of a scanner that turns them for a Caps Lock, are the capitals that codes have") {
    Keyboard scanner;
    scanner.scan("us", "vi1:abcd2345\n");
    CHECK(scanner.scanned("VI1:ABCD2345"));
}

TEST_CASE("a slow scanner has a quarter of a second between letters once its code has begun") {
    Keyboard scanner;
    scanner.scan("us", "VI1:", 20);
    scanner.scan("us", "ABCD2345\n", 200);
    CHECK(scanner.scanned("VI1:ABCD2345"));
}

TEST_CASE("keys that wait while the display is busy belong together") {
    Keyboard scanner;
    scanner.scan("us", "VI");
    scanner.now += 300;  // a frame took that long, and nobody asked what had been done meanwhile
    scanner.detector.looks_from(scanner.now);
    scanner.keep(scanner.detector.pressed({.key = {.place = 30}, .prints = true}, scanner.now, false));
    scanner.scan("us", ":ABCD2345\n");
    CHECK(scanner.scanned("VI1:ABCD2345"));
}

TEST_CASE("a letter that is told by its number is that letter in every layout") {
    Keyboard scanner;
    for (const char letter : std::string{"VI1:ABCD2345"})
        scanner.press({.key = {.letter = letter}, .prints = true}, 8);
    scanner.wait(scan_code_gap_ms_max);
    CHECK(scanner.scanned("VI1:ABCD2345"));
}

TEST_CASE("a code that isn't ours is a scan by its speed: where nothing is typed, or where Enter ends it") {
    struct Row {
        const char* keys;
        bool in_field;
        bool scan;
    };
    const Row rows[] = {{"4006381333931\n", false, true}, {"4006381333931\n", true, true}, {"400638", false, true},
                        {"40063", false, false},          {"4006381333931", true, false},  {"AB/\n", false, true},
                        {"AB\n", false, false},           {"ABCDE\n", true, false}};
    for (const auto& row : rows) {
        INFO(row.keys << (row.in_field ? " in a field" : ""));
        Keyboard scanner;
        scanner.in_field = row.in_field;
        scanner.scan("us", row.keys);
        scanner.wait(scan_gap_ms_max);
        CHECK(scanner.scans().size() == (row.scan ? 1U : 0U));
        if (row.scan) CHECK(scanner.out.size() == 1);
    }
}

TEST_CASE("nothing that a scanner presses with its code is a shortcut") {
    Keyboard scanner;
    scanner.press({.stroke = Key::escape}, 5);
    scanner.press({.stroke = Key::page_down}, 5);
    scanner.scan("us", "VI1:ABCD2345\n");
    scanner.press({.stroke = Key::down}, 5);
    scanner.press({.stroke = EditKey::select_all}, 5);
    scanner.wait(500);
    CHECK(scanner.scanned("VI1:ABCD2345"));
}

TEST_CASE("Enter by itself, and after a scan has had its end, is Enter") {
    Keyboard keyboard;
    keyboard.type("\n", 100);
    keyboard.wait(scan_gap_ms_max);
    CHECK(keyboard.pressed(Key::enter) == 1);
    keyboard.scan("us", "VI1:ABCD2345\n");
    keyboard.type("\n", scan_tail_ms);
    keyboard.wait(scan_gap_ms_max);
    CHECK(keyboard.pressed(Key::enter) == 2);
    CHECK(keyboard.scans().size() == 1);
}

TEST_CASE("keys that print nothing are never a scan, however fast they come") {
    Keyboard keyboard;
    for (int i = 0; i < 20; ++i) keyboard.press({.stroke = EditKey::backspace}, 1);
    keyboard.wait(scan_gap_ms_max);
    CHECK(keyboard.out.size() == 20);
}

TEST_CASE("text that comes without keys is typed, in its order") {
    Keyboard keyboard;
    keyboard.press({.stroke = Key::space}, 5);
    keyboard.keep(keyboard.detector.typed("张伟"));
    REQUIRE(keyboard.out.size() == 2);
    CHECK(keyboard.typed() == "张伟");
    CHECK_FALSE(keyboard.detector.deadline_ms());
}

TEST_CASE("a flood from a broken scanner is dropped until it pauses, and then all works again") {
    Keyboard flood;
    flood.scan("us", std::string(scan_keys_max + 200, 'X') + "\n", 2);
    flood.wait(scan_gap_ms_max);
    CHECK(flood.out.empty());
    flood.scan("us", "VI1:ABCD2345\n", 8);
    CHECK(flood.scanned("VI1:ABCD2345"));
}
