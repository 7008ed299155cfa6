// A badge has one end: in the token, on paper, at the gate, in the lobby and at reception.
#include <map>

#include "kiosk/credential/token.h"
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// What the code on the badge itself says, as a gate without a network reads it.
Claims claims_in(FrontDesk& desk, BadgeId badge) {
    const auto& identity = desk->identity();
    const auto keys = [&](const KeyId&) {
        return std::vector{CandidateKey{.key = identity.certificate.key, .station = identity.station()}};
    };
    const auto verified = verify_token(desk.token(badge), identity.trust.issuer, keys);
    REQUIRE(verified);
    return verified->claims;
}

// All that speak of the end of a visit's badge say `end`, and `words` on paper.
void ends_everywhere(FrontDesk& desk, VisitId visit, Instant end, const std::string& words) {
    const auto view = desk.visit(visit);
    REQUIRE(view.badge);
    const auto badge = must(desk->badge(*view.badge)).value();
    CHECK(claims_in(desk, badge.id).expires == end);
    CHECK(badge.expires == end);
    CHECK(badge.date_line == words);
    CHECK(view.badge_until == end);
    CHECK(must(desk->check(badge.token, Passage::check)).claims.expires == end);
    const auto skew = seconds{desk->policy().clock_skew_s};
    const auto at = [&](Instant now) {
        desk.set_clock(now);
        return must(desk->check(badge.token, Passage::check)).result;
    };
    CHECK(at(end - seconds{1}) == welcome);
    CHECK_FALSE(desk.visit(visit).overdue);
    CHECK(at(end + skew - seconds{1}) == welcome);
    CHECK(desk.visit(visit).overdue);
    CHECK(at(end + skew) == refused(Refusal::expired));
}

}  // namespace

TEST_CASE("an appointment's badge ends with its plan and the grace, the same wherever it is said", "[desk]") {
    FrontDesk desk;
    const auto booked = desk.book("Maja Lindqvist", desk.at(14));
    desk.set_clock(desk.at(13, 40));
    must(desk->arrive(booked.id));
    must(desk->admit(booked.id));
    ends_everywhere(desk, booked.id, desk.at(15, 30), "21 Nov · until 15:30");
}

TEST_CASE("a walk-in's badge ends by the type of the visit", "[desk]") {
    const std::map<std::string, std::string> ends = {
        {"visitor", "13:31"}, {"contractor", "19:31"}, {"auditor", "17:31"}};
    for (const auto& [type, time] : ends) {
        INFO(type);
        FrontDesk desk;
        desk.wait(seconds{12});
        const auto visit = must(desk->register_walk_in({.name = "Maja Lindqvist", .type = type}));
        must(desk->admit(visit, desk.staff));
        const auto hour = std::stoi(time.substr(0, 2)), minute = std::stoi(time.substr(3));
        ends_everywhere(desk, visit, desk.at(hour, minute), "21 Nov · until " + time);
    }
}

TEST_CASE("a night's badge counts over midnight, and says the day on which it ends", "[desk]") {
    FrontDesk desk;
    auto row = desk.appointment("Maja Lindqvist", desk.at(22));
    row.until = desk.at(6, 0, 1);
    desk.import({row});
    const auto booked = must(desk->day(desk.at(22))).rows.at(0);
    desk.set_clock(desk.at(21, 50));
    must(desk->arrive(booked.id));
    must(desk->admit(booked.id));
    ends_everywhere(desk, booked.id, desk.at(6, 30, 1), "21 Nov · until 22 Nov 06:30");
}

TEST_CASE("an end at midnight is the end of the day before it", "[desk]") {
    FrontDesk desk;
    auto row = desk.appointment("Maja Lindqvist", desk.at(20));
    row.until = desk.at(23, 30);
    desk.import({row});
    const auto booked = must(desk->day(desk.at(20))).rows.at(0);
    must(desk->arrive(booked.id));
    must(desk->admit(booked.id));
    ends_everywhere(desk, booked.id, desk.at(0, 0, 1), "21 Nov · until 24:00");
}

TEST_CASE("who is met late, or gets a new badge after the end, has a walk-in's time", "[desk]") {
    FrontDesk desk;
    const auto booked = desk.book("Maja Lindqvist", desk.at(9));
    desk.set_clock(desk.at(10, 20));
    must(desk->arrive(booked.id));
    must(desk->admit(booked.id));
    CHECK(desk.visit(booked.id).badge_until == desk.at(14, 50));
    desk.set_clock(desk.at(15));
    CHECK(desk.visit(booked.id).overdue);
    must(desk->reprint(booked.id, "lost", desk.staff));
    ends_everywhere(desk, booked.id, desk.at(19, 30), "21 Nov · until 19:30");
}

TEST_CASE("whose badge was taken away is overdue when it would have ended", "[desk]") {
    FrontDesk desk;
    const auto booked = desk.book("Maja Lindqvist", desk.at(9));
    must(desk->arrive(booked.id));
    const auto badge = must(desk->admit(booked.id));
    must(desk->revoke(badge, "lost", desk.staff));
    CHECK(desk.visit(booked.id).badge_until == desk.at(10, 30));
    desk.set_clock(desk.at(10, 29));
    CHECK_FALSE(desk.visit(booked.id).overdue);
    desk.set_clock(desk.at(10, 30));
    CHECK(desk.visit(booked.id).overdue);
}
