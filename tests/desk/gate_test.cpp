// The gate's use cases: scans and typed codes in both directions, forgeries, staff that lets in, reprints,
// revocations.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::seconds;

TEST_CASE("a badge's typed code is as good as its scan", "[desk]") {
    FrontDesk desk;
    const auto badge = desk.admit_walk_in("Maja Lindqvist");
    const auto code = must(desk->badge(badge))->code;
    CHECK(desk.scan(code) == welcome);
    const auto view = must(desk->check(code, Passage::check));
    CHECK(view.visit->visitor == "Maja Lindqvist");
    CHECK(view.zones == std::vector<std::string>{"Ground floor", "Floors 1–2"});
    CHECK(view.inside_since == desk.at(9));
    CHECK(view.inside_gate == "Gate 1");
    CHECK(must(desk->leave(code)).outcome == Leave::done);
}

TEST_CASE("looking at a badge records nothing", "[desk]") {
    FrontDesk desk;
    const auto token = desk.token(desk.admit_walk_in("Maja Lindqvist"));
    const auto before = must(desk->reader().own_seq());
    CHECK(desk.scan(token, Passage::check) == welcome);
    CHECK(must(desk->reader().own_seq()) == before);
}

TEST_CASE("every scan at a gate is in the log: entered, left or refused", "[desk]") {
    FrontDesk desk;
    const auto token = desk.token(desk.admit_walk_in("Maja Lindqvist"));
    CHECK(desk.scan(token) == welcome);
    CHECK(desk.scan(token) == refused(Refusal::already_inside));
    CHECK(desk.scan(token, Passage::out) == goodbye);
    CHECK(desk.count(kind::badge_entered) == 1);
    CHECK(desk.count(kind::badge_refused) == 1);
    CHECK(desk.count(kind::badge_left) == 1);
    CHECK(must(desk->inside()).empty());  // out of the gate is out of the building (R11)
}

TEST_CASE("forged, foreign and broken badges are refused for what they are", "[desk]") {
    FrontDesk desk, other_site;
    const auto token = desk.token(desk.admit_walk_in("Maja Lindqvist"));
    auto forged = token;
    forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
    CHECK(desk.scan(forged).verdict == Verdict::refused);
    CHECK(desk.scan(token.substr(0, token.size() - 2)).verdict == Verdict::refused);
    CHECK(desk.scan("VB1:") == refused(Refusal::unreadable));
    CHECK(desk.scan("VB1:" + std::string(100'000, 'A')) == refused(Refusal::unreadable));
    CHECK(desk.scan(other_site.token(other_site.admit_walk_in("Somebody"))) == refused(Refusal::unknown_key));
    CHECK(desk.scan(token) == welcome);
}

TEST_CASE("a badge counts until its end, with the policy's minute of slack", "[desk]") {
    FrontDesk desk;
    const auto token = desk.token(desk.admit_walk_in("Maja Lindqvist"));
    const auto end = desk.at(13, 30);
    desk.set_clock(end + seconds{59});
    CHECK(desk.scan(token, Passage::check) == welcome);
    desk.set_clock(end + seconds{60});
    CHECK(desk.scan(token, Passage::check) == refused(Refusal::expired));
    CHECK(desk.scan(token, Passage::out) == goodbye);  // who overstayed still gets out
}

TEST_CASE("who is still inside after the badge's end is overdue, not before", "[desk]") {
    FrontDesk desk;
    desk.admit_walk_in("Maja Lindqvist");
    desk.set_clock(desk.at(13, 29));
    CHECK_FALSE(must(desk->inside()).front().overdue);
    desk.set_clock(desk.at(13, 30));
    CHECK(must(desk->inside()).front().overdue);
}

TEST_CASE("staff lets in whom the gate refused for being inside already, and nobody who was revoked", "[desk]") {
    FrontDesk desk;
    const auto badge = desk.admit_walk_in("Maja Lindqvist");
    const auto token = desk.token(badge);
    CHECK(desk.scan(token) == welcome);
    const auto again = must(desk->check(token, Passage::in));
    const auto guard = must(desk->add_staff("J. Ferrer", "271828", {"guard"}));
    const auto overruled = must(desk->let_in(again, guard.id));
    CHECK(overruled.result == welcome);
    CHECK(overruled.let_in_by == "J. Ferrer");
    CHECK_FALSE(again.let_in_by);
    CHECK(desk.count(kind::badge_entered) == 2);
    must(desk->revoke(badge, "lost", desk.staff));
    const auto revoked = must(desk->check(token, Passage::in));
    CHECK(revoked.result == refused(Refusal::revoked));
    CHECK_FALSE(desk->let_in(revoked, desk.staff));
}

TEST_CASE("a reprint is a new badge: the old one is revoked", "[desk]") {
    FrontDesk desk;
    const auto visit = desk.walk_in("Maja Lindqvist");
    CHECK_FALSE(desk->reprint(visit, "damaged", desk.staff));  // not inside yet
    const auto old_badge = must(desk->admit(visit, desk.staff));
    const auto new_badge = must(desk->reprint(visit, "damaged", desk.staff));
    CHECK(new_badge != old_badge);
    CHECK(desk.scan(desk.token(old_badge)) == refused(Refusal::revoked));
    CHECK(desk.scan(desk.token(new_badge)) == welcome);
    CHECK(must(desk->badge(old_badge))->revoked);
    CHECK(desk.visit(visit).badge == new_badge);
    CHECK(desk.visit(visit).admitted_at == desk.at(9));
    CHECK(desk.jobs("print").size() == 2);
    CHECK(must(desk->inside()).size() == 1);
    must(desk->let_out(visit, desk.staff));
    CHECK_FALSE(desk->reprint(visit, "damaged", desk.staff));
}

TEST_CASE("five wrong badge codes are followed by a pause that says how long", "[desk]") {
    FrontDesk desk;
    const auto badge = desk.admit_walk_in("Maja Lindqvist");
    for (int i = 0; i < wrong_codes_max; ++i)
        CHECK(desk.scan("7777-777" + std::to_string(i)).verdict == Verdict::refused);
    const auto paused = must(desk->check(must(desk->badge(badge))->code, Passage::in));
    CHECK(paused.result.verdict == Verdict::refused);
    CHECK(paused.wait_s > 0);
    CHECK(desk.scan(desk.token(badge)) == welcome);  // a signature can't be guessed: scans go on
    desk.wait(seconds{wrong_codes_pause_s + 1});
    CHECK(desk.scan(must(desk->badge(badge))->code, Passage::check) == welcome);
}

TEST_CASE("what staff types as a reason never gets into the log", "[desk]") {
    FrontDesk desk;
    const auto badge = desk.admit_walk_in("Maja Lindqvist");
    must(desk->revoke(badge, "Maja Lindqvist lost it", desk.staff));
    CHECK(desk.files_with("Maja Lindqvist").empty());
    CHECK(must(desk->reader().badge(badge))->revoked_reason == "other");
    const auto second = desk.admit_walk_in("Bo Ek");
    must(desk->revoke(second, "lost", desk.staff));
    CHECK(must(desk->reader().badge(second))->revoked_reason == "lost");
}
