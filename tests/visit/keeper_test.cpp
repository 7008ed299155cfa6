// Who keeps a site, and to whom its work passes on.
#include <catch2/catch.hpp>

#include "kiosk/visit/keeper.h"

using namespace vestibule;

namespace {

const Instant noon = from_micros(1'800'000'000'000'000);
constexpr std::chrono::hours day{24};

StationId id(std::uint8_t number) {
    StationId out;
    out.bytes.fill(number);
    return out;
}

// Two receptions, a lobby and a guard; ids in the order of their names.
const std::vector<KeeperCandidate> site = {{.station = id(1), .name = "guard"},
                                           {.station = id(2), .name = "lobby"},
                                           {.station = id(3), .name = "office", .reception = true},
                                           {.station = id(4), .name = "reception", .reception = true}};

SiteReport all_heard(std::chrono::hours ago = std::chrono::hours{0}) {
    SiteReport report{.at = noon};
    for (const auto& one : site) report.heard[one.station] = noon - ago;
    return report;
}

// Those who believe that they keep the site, each with the same report.
std::vector<StationId> keepers(std::span<const KeeperCandidate> stations, const SiteReport& report) {
    std::vector<StationId> out;
    for (const auto& one : stations)
        if (is_keeper(stations, one.station, report, day)) out.push_back(one.station);
    return out;
}

using Ids = std::vector<StationId>;

}  // namespace

TEST_CASE("one station keeps the site: a reception before the doors, then the first", "[visit]") {
    CHECK(keepers(site, all_heard()) == Ids{id(3)});
    CHECK(keepers(std::span{site}.first(2), all_heard()) == Ids{id(1)});
}

TEST_CASE("without news of anybody nobody is gone", "[visit]") {
    CHECK(keepers(site, {}) == Ids{id(3)});
    // Heard long ago, by a report that is as old: a station that is cut off itself doesn't take over.
    auto old_report = all_heard(std::chrono::hours{23});
    CHECK(keepers(site, old_report) == Ids{id(3)});
}

TEST_CASE("one that isn't heard of for a day is replaced, and takes over again when it's back", "[visit]") {
    auto report = all_heard();
    report.heard[id(3)] = noon - day - std::chrono::hours{1};
    // The one that is gone thinks so too, for it hears nothing else; its work may be done twice and never not at all.
    CHECK(keepers(site, report) == Ids{id(3), id(4)});
    report.heard[id(4)] = noon - 2 * day;
    CHECK(is_keeper(site, id(1), report, day));
    CHECK_FALSE(is_keeper(site, id(2), report, day));
    CHECK(is_keeper(
        site, id(2),
        [&] {
            auto r = report;
            r.heard[id(1)] = noon - 2 * day;
            return r;
        }(),
        day));
    report.heard[id(3)] = noon;
    CHECK(keepers(site, report) == Ids{id(3)});
}

TEST_CASE("a revoked station keeps nothing, and an earlier incarnation stands in nobody's way", "[visit]") {
    auto stations = site;
    stations[2].revoked = true;
    CHECK(keepers(stations, all_heard()) == Ids{id(4)});
    // The reception was restored: its earlier incarnation, lower in order, is never heard of again.
    stations = {{.station = id(1), .name = "reception", .reception = true},
                {.station = id(4), .name = "reception", .reception = true}};
    SiteReport report{.at = noon, .heard = {{id(4), noon}}};
    CHECK(is_keeper(stations, id(4), report, day));
    CHECK(is_keeper(stations, id(4), {}, day));
}

TEST_CASE("a station that isn't of the site keeps nothing", "[visit]") {
    CHECK_FALSE(is_keeper(site, id(9), all_heard(), day));
}
