// What a scanner held, among the readings of all layouts that it may be set to; and that a misread costs nobody a
// try.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;

namespace {

ScanReading read(FrontDesk& desk, std::vector<std::string> readings) {
    return must(desk->read_scan({std::move(readings)}));
}

// As a keyboard with y and z exchanged, and other signs, would have it.
std::string as_elsewhere(std::string text) {
    for (auto& c : text)
        c = c == 'Y' ? 'Z' : c == 'Z' ? 'Y' : c == '+' ? '*' : c == '*' ? '(' : c == '/' ? '-' : c == '%' ? '5' : c;
    return text;
}

}  // namespace

TEST_CASE("of all readings the one counts whose signature holds, wherever it stands and whatever stands around it",
          "[desk]") {
    FrontDesk desk;
    const auto token = desk.token(desk.admit_walk_in("Maja Lindqvist"));
    const ScanReading badge{ScanKind::badge, token};
    CHECK(read(desk, {token}) == badge);
    CHECK(read(desk, {as_elsewhere(token), token + "XX", "VI1:ABCD2345"}) == badge);
    for (const auto* behind : {" ", "~", ".", "12345678"})
        CHECK(read(desk, {"]Q1" + token + behind}).text.starts_with(token));
    for (const auto* behind : {"~", ".", "12345678"}) CHECK(read(desk, {"~" + token + behind}) == badge);
}

TEST_CASE("an invitation is read by its known code, and a bar code of nothing but a known code as well", "[desk]") {
    FrontDesk desk;
    const auto code = desk.book("Maja Lindqvist", desk.at(10)).code;
    std::string letters = code;
    std::erase(letters, '-');
    const ScanReading invitation{ScanKind::invitation, "VI1:" + letters};
    CHECK(read(desk, {"VI1:7777-7777", "]Q1VI1:" + letters + "~"}) == invitation);
    CHECK(read(desk, {letters}) == invitation);
    CHECK(read(desk, {"77777777", code}) == invitation);
    const auto badge = must(desk->badge(desk.admit_walk_in("Bo Ek")))->code;
    CHECK(read(desk, {badge}).kind == ScanKind::badge);
    CHECK(must(desk->visit_of_invitation("VI1:" + letters)) == desk.book("Maja Lindqvist", desk.at(10)).id);
    CHECK_FALSE(must(desk->visit_of_invitation("VI1:77777777")));
}

TEST_CASE("what only looks like ours is told by what is wrong with it, and what doesn't is neither", "[desk]") {
    FrontDesk desk, other_site;
    const auto strange = other_site.token(other_site.admit_walk_in("Somebody"));
    CHECK(read(desk, {"VB1:ABC", strange}) == ScanReading{ScanKind::badge, strange});
    CHECK(read(desk, {"VB1:ABC"}) == ScanReading{ScanKind::badge, "VB1:ABC"});
    CHECK(read(desk, {"VB1:ABC", "VI1:77777777"}) == ScanReading{ScanKind::invitation, "VI1:77777777"});
    for (const auto* foreign : {"", "4006381333931", "HTTPS://EXAMPLE.COM/", "77777777", "VI1:ABC"})
        CHECK(read(desk, {foreign}) == ScanReading{});
    CHECK(read(desk, {}) == ScanReading{});
    CHECK(read(desk, {std::string(100'000, 'V')}) == ScanReading{});
}

TEST_CASE("no misread counts as a wrong code, and no pause of what is typed holds up a scan", "[desk]") {
    FrontDesk desk;
    const auto badge = desk.admit_walk_in("Maja Lindqvist");
    const auto typed = must(desk->badge(badge))->code;
    const auto code = desk.book("Bo Ek", desk.at(10)).code;
    for (int i = 0; i < 3 * wrong_codes_max; ++i) {
        CHECK(must(desk->find_appointment("VI1:7777777" + std::to_string(i % 10), CodeFrom::scanner)).outcome ==
              Lookup::not_found);
        CHECK(must(desk->leave("7777777" + std::to_string(i % 10), CodeFrom::scanner)).outcome == Leave::not_found);
        static_cast<void>(must(desk->check("VB1:ABC", Passage::in, CodeFrom::scanner)));
        static_cast<void>(read(desk, {"VI1:7777777X", "VB1:ABC"}));
    }
    CHECK(desk.scan(typed, Passage::check) == welcome);  // nothing was counted

    for (int i = 0; i < wrong_codes_max; ++i) CHECK(desk.scan("7777-777" + std::to_string(i)) != welcome);
    CHECK(must(desk->find_appointment(code)).outcome == Lookup::too_many_tries);
    CHECK(must(desk->find_appointment("VI1:" + code, CodeFrom::scanner)).outcome == Lookup::found);
    CHECK(must(desk->leave(desk.token(badge), CodeFrom::scanner)).outcome == Leave::done);
}
