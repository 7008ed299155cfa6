// A scanner is told from a person by its prefix, its speed and its end.
#include "kiosk/ui/scanner.h"

#include <catch2/catch.hpp>

using namespace vestibule::ui;

namespace {

// Types letters every `gap_ms` from `at_ms` on and collects what comes out.
struct Typist {
    ScannerDetector detector;
    std::vector<ScannerOutput> out;
    std::int64_t now = 1000;

    void type(std::string_view text, std::int64_t gap_ms) {
        for (const char letter : text) {
            now += gap_ms;
            keep(detector.idle(now));
            keep(detector.letters(std::string(1, letter), now));
        }
    }
    void end(Ender by, bool field_focused, std::int64_t gap_ms = 5) {
        now += gap_ms;
        keep(detector.ended(by, now, field_focused));
    }
    void wait(std::int64_t ms) {
        now += ms;
        keep(detector.idle(now));
    }
    void keep(std::vector<ScannerOutput> more) {
        for (auto& one : more) out.push_back(std::move(one));
    }
    [[nodiscard]] std::string typed() const {
        std::string text;
        for (const auto& one : out)
            if (const auto* letters = std::get_if<Typed>(&one)) text += letters->text;
        return text;
    }
    [[nodiscard]] std::vector<std::string> scans() const {
        std::vector<std::string> found;
        for (const auto& one : out)
            if (const auto* scan = std::get_if<Scan>(&one)) found.push_back(scan->text);
        return found;
    }
    [[nodiscard]] int enders() const {
        int count = 0;
        for (const auto& one : out) count += std::holds_alternative<Ender>(one) ? 1 : 0;
        return count;
    }
};

}  // namespace

TEST_CASE("what a person types arrives letter by letter, at most a gap late") {
    Typist person;
    person.type("Amara", 120);
    person.wait(scan_gap_ms_max);
    CHECK(person.typed() == "Amara");
    CHECK(person.scans().empty());
    person.end(Ender::enter, true);
    CHECK(person.enders() == 1);
}

TEST_CASE("a badge token is a scan even where a field has the focus, and nothing of it is typed") {
    Typist scanner;
    scanner.type("VB1:6BFOXN $%*+-./:", 8);
    scanner.end(Ender::enter, true);
    CHECK(scanner.scans() == std::vector<std::string>{"VB1:6BFOXN $%*+-./:"});
    CHECK(scanner.typed().empty());
    CHECK(scanner.enders() == 0);
}

TEST_CASE("a token in small letters, from a stuck Caps Lock, is put into capitals") {
    Typist scanner;
    scanner.type("vi1:abcd2345", 8);
    scanner.end(Ender::tab, false);
    CHECK(scanner.scans() == std::vector<std::string>{"VI1:ABCD2345"});
}

TEST_CASE("a token whose scanner sends no end is still a scan once it has paused") {
    Typist scanner;
    scanner.type("VI1:ABCD2345", 8);
    CHECK(scanner.scans().empty());
    scanner.wait(scan_prefix_gap_ms_max);
    CHECK(scanner.scans().size() == 1);
}

TEST_CASE("fast letters without a prefix are typing in a field, and a scan where none is") {
    Typist in_field;
    in_field.type("AB3DE7GH", 8);
    in_field.end(Ender::enter, true);
    CHECK(in_field.typed() == "AB3DE7GH");
    CHECK(in_field.scans().empty());
    CHECK(in_field.enders() == 1);

    Typist nowhere;
    nowhere.type("AB3DE7GH", 8);
    nowhere.end(Ender::enter, false);
    CHECK(nowhere.scans() == std::vector<std::string>{"AB3DE7GH"});
    CHECK(nowhere.typed().empty());
}

TEST_CASE("fewer letters than a code has are never a scan") {
    Typist someone;
    someone.type("ABCDE", 5);
    someone.end(Ender::enter, false);
    CHECK(someone.scans().empty());
    CHECK(someone.typed() == "ABCDE");
}

TEST_CASE("a flood from a broken scanner is dropped until it pauses, and then all works again") {
    Typist flood;
    flood.type(std::string(scan_bytes_max + 200, 'X'), 2);
    flood.end(Ender::enter, false);
    CHECK(flood.out.empty());
    flood.type("VI1:ABCD2345", 8);
    flood.end(Ender::enter, false);
    CHECK(flood.scans().size() == 1);
}
