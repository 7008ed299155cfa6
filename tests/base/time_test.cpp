// Instants and the site's days, also when the clocks change.
#include <catch2/catch.hpp>

#include "kiosk/base/clock.h"

using namespace vestibule;

namespace {

SiteZone zone(const char* name) {
    return SiteZone::named(name).value();
}
constexpr auto hours = [](int n) { return std::chrono::hours{n}; };
constexpr auto minutes = [](int n) { return std::chrono::minutes{n}; };
constexpr auto one_us = std::chrono::microseconds{1};

}  // namespace

TEST_CASE("a zone has an IANA name: others are refused with advice", "[base]") {
    CHECK(zone("Europe/Berlin").name() == "Europe/Berlin");
    for (const char* wrong : {"", "Mars/Olympus", "GMT+25", "../../etc/passwd"}) {
        const auto refused = SiteZone::named(wrong);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().remedy == Remedy::give_up);
        CHECK_THAT(refused.error().what, Catch::Contains("Europe/Berlin"));
    }
}

TEST_CASE("a local time and its instant belong together", "[base]") {
    const auto shanghai = zone("Asia/Shanghai");
    const auto at = shanghai.at(2026, 11, 21, 9, 41, 7);
    CHECK(micros(at) == 1'795'225'267'000'000);
    const auto local = shanghai.local(at);
    CHECK(local.year == 2026);
    CHECK(local.month == 11);
    CHECK(local.day == 21);
    CHECK(local.hour == 9);
    CHECK(local.minute == 41);
    CHECK(local.second == 7);
    CHECK(local.weekday == 6);
    CHECK(shanghai.hour_minute(at) == "09:41");
    CHECK(shanghai.iso_day(at) == "2026-11-21");
    CHECK(from_micros(micros(at)) == at);
}

TEST_CASE("a day begins and ends at the site's midnight", "[base]") {
    const auto shanghai = zone("Asia/Shanghai");
    const auto noon = shanghai.at(2026, 11, 21, 12);
    CHECK(shanghai.start_of_day(noon) == shanghai.at(2026, 11, 21));
    CHECK(shanghai.end_of_day(noon) == shanghai.at(2026, 11, 22));
    // Midnight is the first instant of its own day.
    const auto midnight = shanghai.at(2026, 11, 21);
    CHECK(shanghai.start_of_day(midnight) == midnight);
    CHECK(shanghai.end_of_day(midnight) == midnight + hours(24));
    CHECK(shanghai.start_of_day(midnight - one_us) == midnight - hours(24));
    CHECK(shanghai.end_of_day(midnight - one_us) == midnight);
    CHECK(shanghai.end_of_day(shanghai.at(2026, 12, 31, 23)) == shanghai.at(2027, 1, 1));
}

TEST_CASE("days have 23 or 25 hours where the clocks change", "[base]") {
    const auto berlin = zone("Europe/Berlin");
    const auto spring = berlin.at(2026, 3, 29, 12), autumn = berlin.at(2026, 10, 25, 12);
    CHECK(berlin.end_of_day(spring) - berlin.start_of_day(spring) == hours(23));
    CHECK(berlin.end_of_day(autumn) - berlin.start_of_day(autumn) == hours(25));
    // In the hour that comes twice, both belong to the day.
    const auto first = berlin.at(2026, 10, 25, 2, 30);
    CHECK(berlin.hour_minute(first) == "02:30");
    CHECK(berlin.hour_minute(first + hours(1)) == "02:30");
    CHECK(berlin.hour_minute(first + hours(2)) == "03:30");
    CHECK(berlin.iso_day(first + hours(1)) == "2026-10-25");
    // A time that is skipped is the instant of the change.
    CHECK(berlin.at(2026, 3, 29, 2, 30) == berlin.at(2026, 3, 29, 3));
}

TEST_CASE("where midnight itself is skipped or comes twice, days still meet without gap or overlap", "[base]") {
    const auto beirut = zone("Asia/Beirut");  // forward at midnight: that day begins at 01:00
    const auto before = beirut.at(2022, 3, 26, 20);
    const auto change = beirut.end_of_day(before);
    CHECK(change - before == hours(4));
    CHECK(beirut.hour_minute(change) == "01:00");
    CHECK(beirut.start_of_day(change) == change);
    CHECK(beirut.start_of_day(change + hours(5)) == change);

    const auto havana = zone("America/Havana");  // back at 01:00: midnight comes twice
    const auto evening = havana.at(2025, 11, 1, 20);
    const auto midnight = havana.end_of_day(evening);
    CHECK(midnight - evening == hours(4));
    CHECK(havana.start_of_day(midnight + minutes(90)) == midnight);
    CHECK(havana.end_of_day(midnight + minutes(90)) - midnight == hours(25));
}

TEST_CASE("zones that differ by quarter hours have their own midnight", "[base]") {
    const auto kathmandu = zone("Asia/Kathmandu");
    const auto at = kathmandu.at(2026, 11, 21, 0, 10);
    CHECK(zone("UTC").hour_minute(at) == "18:25");
    CHECK(kathmandu.start_of_day(at) == at - minutes(10));
}

TEST_CASE("how long the machine has run goes on, and is of one boot", "[base]") {
    const auto before = system_uptime();
    const auto after = system_uptime();
    CHECK_FALSE(before.boot.empty());
    CHECK(before.boot == after.boot);
    CHECK(before.ran.count() > 0);
    CHECK(after.ran >= before.ran);
}
