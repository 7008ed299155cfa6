// Doors' keys: over a day, over midnight, and as long as somebody is inside.
#include "kiosk/visit/key_window.h"

#include "tests/visit/story.h"

using namespace vestibule;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

SiteZone zone(const char* name) {
    return SiteZone::named(name).value();
}

VisitState visit_from(Instant from, Instant until, VisitPhase phase = VisitPhase::expected) {
    VisitState state;
    state.from = from, state.until = until, state.phase = phase;
    if (phase == VisitPhase::inside) state.admitted_at = from;
    return state;
}

bool holds(const KeyWindow& window, Instant at) {
    return window.from <= at && at < window.until;
}

}  // namespace

TEST_CASE("doors hold an appointment's key from 30 days before it until its day and its badge are over", "[visit]") {
    const auto london = zone("Europe/London");
    const auto policy = default_policy();
    const auto from = london.at(2026, 11, 21, 14);
    const auto window = key_window(policy, visit_from(from, from + hours(1)), london, from);
    CHECK(window.from == from - hours(24 * 30));
    CHECK(window.until == london.at(2026, 11, 22));
    // Into the night: the badge ends after the day.
    const auto late = london.at(2026, 11, 21, 23, 45);
    CHECK(key_window(policy, visit_from(late, late + minutes(10)), london, from).until ==
          london.at(2026, 11, 22, 0, 25));
    auto walk_in = visit_from(from, from + hours(8));
    walk_in.walk_in = true;
    CHECK(key_window(policy, walk_in, london, from) ==
          KeyWindow{.from = london.at(2026, 11, 21), .until = london.at(2026, 11, 22)});
}

TEST_CASE("whoever is inside keeps the name at the doors however long, and the window moves by few steps",
          "[visit]") {
    const auto policy = default_policy();
    struct Row {
        const char* zone;
        int year, month, day;
    };
    // An ordinary day, a month's and a year's end, both changes of the clocks, and a midnight that isn't there.
    const Row rows[] = {{"Europe/London", 2026, 11, 21}, {"Asia/Shanghai", 2026, 11, 30},
                        {"Asia/Shanghai", 2026, 12, 31}, {"Europe/Berlin", 2026, 3, 28},
                        {"Europe/Berlin", 2026, 10, 24}, {"Asia/Beirut", 2022, 3, 26}};
    for (const auto& row : rows) {
        INFO(row.zone << " " << row.year << "-" << row.month << "-" << row.day);
        const auto here = zone(row.zone);
        const auto from = here.at(row.year, row.month, row.day, 22);
        const auto visit = visit_from(from, from + hours(8), VisitPhase::inside);
        Instant until{};
        int widened = 0;
        for (auto now = from; now < from + hours(60); now += minutes(1)) {
            const auto window = key_window(policy, visit, here, now);
            const auto kept = std::max(until, window.until);
            REQUIRE(holds({window.from, kept}, now));
            REQUIRE(kept - now >= key_window_ahead);
            if (window.until > until) ++widened, until = window.until;
        }
        CHECK(widened <= 60 / 6 + 1);
        // Once they have left, nothing moves it on.
        auto left = visit;
        left.phase = VisitPhase::left;
        CHECK(key_window(policy, left, here, from + hours(60)).until <= from + hours(27));
    }
}

TEST_CASE("who was admitted today for another day may be named today", "[visit]") {
    const auto london = zone("Europe/London");
    const auto today = london.at(2026, 11, 21, 9), planned = london.at(2027, 2, 1, 9);
    auto visit = visit_from(planned, planned + hours(1), VisitPhase::inside);
    CHECK_FALSE(holds(key_window(default_policy(), visit_from(planned, planned + hours(1)), london, today), today));
    visit.admitted_at = today;
    CHECK(holds(key_window(default_policy(), visit, london, today), today));
}
