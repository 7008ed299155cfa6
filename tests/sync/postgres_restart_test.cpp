// A server that is stopped, killed, or gone for a month while stations use it.
#include <fmt/format.h>

#include <ctime>

#include "tests/sync/postgres_building.h"

using namespace vestibule;
using namespace vestibule::sync_test;
using test_support::PostgresServer;
using test_support::ServerCertificate;

TEST_CASE("stations go on through restarts and crashes of the server, and nothing is lost or doubled",
          "[sync][postgres]") {
    PostgresServer server{ServerCertificate::good, {unsynced}};
    const PostgresSite there{server};
    Busy lobby{there, "lobby", Role::lobby}, reception{there, "reception", Role::reception};
    lobby.start();
    reception.start();
    const int rounds = 2;
    for (int round = 0; round < rounds; ++round)
        for (const auto ending : {&PostgresServer::stop, &PostgresServer::kill}) {
            lobby.await_done(3);
            reception.await_done(3);
            (server.*ending)();
            lobby.await_refused(2);
            reception.await_refused(2);
            server.start();
        }
    lobby.await_done(1);
    lobby.end();
    reception.end();
    for (const auto* busy : {&lobby, &reception}) {
        CAPTURE(busy->wrong);
        CHECK(busy->wrong.empty());
    }
    check_nothing_lost_or_doubled(there, {&lobby.station, &reception.station});
    fmt::print("{} events through {} restarts and {} crashes; {} exchanges put off\n", lobby.station.events(), rounds,
               rounds, lobby.refused() + reception.refused());
}

TEST_CASE("a connection that was cut off while nobody used it is made anew without a word", "[sync][postgres]") {
    const PostgresSite there;
    Station lobby{there.site, "lobby", Role::lobby};
    lobby.sync();
    for (int i = 0; i < 3; ++i) {
        const auto ended = there.seat->number(
            "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE usename LIKE "
            "'vestibule_s_%' AND datname = current_database()");
        CHECK(ended == 1);
        lobby.write("visit.rated", new_id<StreamId>());
        CHECK(lobby.sync().pushed == 1);
    }
}

TEST_CASE("a station that waits for news while the server goes away neither hangs nor spins", "[sync][postgres]") {
    PostgresServer server{ServerCertificate::good, {unsynced}};
    const PostgresSite there{server};
    Station lobby{there.site, "lobby", Role::lobby};
    lobby.sync();
    server.kill();
    using std::chrono::milliseconds;
    std::clock_t busy = 0;
    for (int i = 0; i < 3; ++i) {
        const auto before = std::clock();
        lobby.store->wait_for_news(milliseconds{200});
        busy += std::clock() - before;
        CHECK(lobby.try_sync().error().remedy == Remedy::retry_later);
    }
    CHECK(busy < CLOCKS_PER_SEC / 10);  // of 400 ms at least that it waited
    server.start();
    lobby.store->wait_for_news(milliseconds{1});
    CHECK(lobby.sync().refused.empty());
}

TEST_CASE("a station works for thirty days without the server, and then everything is exchanged",
          "[sync][postgres]") {
    PostgresServer server{ServerCertificate::good, {unsynced}};
    const PostgresSite there{server};
    Station lobby{there.site, "lobby", Role::lobby}, reception{there.site, "reception", Role::reception};
    lobby.sync();
    reception.sync();
    lobby.sync();
    server.stop();
    const int days = 30, visitors_a_day = 2;
    std::vector<PersonId> visitors;
    for (int today = 1; today <= days; ++today)
        for (auto* station : {&lobby, &reception}) {
            for (int i = 0; i < visitors_a_day; ++i) {
                visitors.push_back(station->describe("Zhang Wei", {.from = day(today), .until = day(today + 1)}));
                must(station->log.append({&rating, 1}, {}, day(today)));
            }
            const auto result = vestibule::exchange(station->parts(), day(today));
            REQUIRE_FALSE(result);
            REQUIRE(result.error().remedy == Remedy::retry_later);
            REQUIRE(station->name_of_person(visitors.back()) == "Zhang Wei");
        }
    server.start();
    CHECK(lobby.sync(day(days)).pushed == days * visitors_a_day * 2);
    CHECK(reception.sync(day(days)).pulled == days * visitors_a_day * 2);
    for (const auto& visitor : visitors) CHECK(reception.name_of_person(visitor) == "Zhang Wei");
    // The lobby gets what is of use at its door now, and no key of last month's.
    CHECK(lobby.sync(day(days)).keys_taken == visitors_a_day);
    check_nothing_lost_or_doubled(there, {&lobby, &reception});
}
