// Rows that a stolen key can sign and no program of ours writes: they are kept, and stop nobody.
#include "tests/desk/front_desk.h"

using namespace vestibule;
using namespace vestibule::desk_test;

TEST_CASE("a row with a body nested without end is kept, says nothing, and stops no station", "[desk]") {
    const std::vector<std::string_view> kinds{kind::site_policy_set,
                                              kind::station_enrolled,
                                              kind::station_revoked,
                                              kind::visit_booked,
                                              kind::visit_requested,
                                              kind::badge_issued,
                                              kind::person_described,
                                              kind::person_joined,
                                              kind::person_erased,
                                              kind::staff_listed,
                                              "unheard.of"};
    const std::string open = GENERATE("[", "{\"a\":"), close = open == "[" ? "]" : "}";
    const bool closed = GENERATE(true, false);
    constexpr int levels = 200'000;
    std::string deep = "{\"station\":", end = "}";
    for (int i = 0; i < levels; ++i) deep += open, end += close;
    FrontDesk lobby, guard{lobby, "guard"};
    guard.list_host("Anna Berg");
    std::vector<FrontDesk::Forged> rows;
    for (const auto kind : kinds) {
        const bool of_site = kind.starts_with("site.") || kind.starts_with("station.");
        rows.push_back({.kind = kind,
                        .stream = of_site ? lobby.site_stream() : new_id<StreamId>(),
                        .body = closed ? deep + "0" + end : deep});
    }
    lobby.hear_forged(guard, rows);

    const auto reader = must(LogReader::open(lobby.log_file()));
    const auto held = must(reader.events_after(guard.station(), 0, 1000));
    REQUIRE(held.size() > kinds.size());
    CHECK(held.back().body.size() > std::size_t{levels});
    lobby.reopen();
    lobby.list_host("Anna Berg");
    must(lobby->register_walk_in({.name = "Maja Horvat", .language = "en"}));
    CHECK(must(lobby->day(lobby.at(9))).rows.size() == 1);
}
