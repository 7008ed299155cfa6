// A building whose gate is on another machine: PostgreSQL between them, a one-time code, and news without anyone
// doing anything.
#include <catch2/catch.hpp>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

#include "tests/journeys/building.h"
#include "tests/support/postgres_server.h"

using namespace journeys;
using vestibule::test_support::PostgresServer;

TEST_CASE("from one machine to two: a badge admitted in the lobby is known at the gate by itself", "[postgres]") {
    PostgresServer server;
    const auto database = server.new_database();
    Building house;
    auto& lobby = house.lobby();
    lobby.kill();
    // Other machines can't reach a socket of this one: said before anything is changed.
    const auto unreachable = house.command({"central", "install", "--admin-url", server.admin_url(database)});
    CHECK(unreachable.status == 2);
    CHECK(unreachable.err.find("--url postgresql://") != std::string::npos);
    const auto url = server.station_url(database);
    for (int i = 0; i < 2; ++i) {
        const auto installed =
            house.command({"central", "install", "--admin-url", server.admin_url(database), "--url", url});
        REQUIRE(installed.status == 0);
        CHECK(installed.out.find("station lobby: ") != std::string::npos);
    }
    lobby.start();
    lobby.on("lobby.welcome");
    CHECK(house.json({"sync", "once"}).at("store") == "PostgreSQL at localhost");

    const auto given = house.json({"station", "enroll", "--role", "guard", "--name", "east-gate"});
    Building gate;
    const auto wrong = gate.command({"station", "enroll", "--code", "0000-0000-0000-0000", "--central", url});
    CHECK(wrong.status == 1);
    CHECK(wrong.err.find("code") != std::string::npos);
    const auto joined =
        gate.command({"station", "enroll", "--station", "guard", "--code", given.at("code").get<std::string>(),
                      "--central", given.at("central").get<std::string>()});
    CAPTURE(joined.out, joined.err);
    REQUIRE(joined.status == 0);
    auto& guard = gate.guard();
    guard.on("guard.idle");

    const auto token = house.json({"admit", "--name", "Zhang Wei", "--host", "Anna"}).at("token").get<std::string>();
    const auto admitted = std::chrono::steady_clock::now();
    guard.until_admitted(1);
    const auto seen = std::chrono::steady_clock::now() - admitted;
    std::cout << "admitted in the lobby, on the gate's screen after "
              << std::chrono::duration_cast<std::chrono::milliseconds>(seen).count() << " ms\n";
    const auto verdict = guard.check(token);
    CHECK(verdict.text("guard.verdict") == "Welcome");
    CHECK(verdict.says("Zhang Wei"));
    CHECK(gate.command({"station", "list", "--station", "guard"}).out.find("east-gate") != std::string::npos);
    guard.clear();

    SECTION("without the central store the gate goes on, and says how old its data is") {
        server.stop();
        const auto late = house.json({"admit", "--name", "Li Na", "--host", "Anna"}).at("token").get<std::string>();
        CHECK(guard.check(late).text("guard.verdict") != "Welcome");
        guard.clear();
        CHECK(guard.check(token).text("guard.verdict") != "");
        guard.clear();
        const auto alone = gate.command({"sync", "once", "--station", "guard"});
        CHECK(alone.status == 1);
        CHECK(alone.err.find("can't be reached") != std::string::npos);
        server.start();
        // Each asks again after a minute at the latest: first the lobby, which has the news, then the gate.
        guard.until_admitted(2, 3);
    }
    SECTION("a gate that was stolen is revoked, and says so") {
        house.reception();
        REQUIRE(house.command({"station", "revoke", "east-gate", "--station", "reception"}).status == 0);
        const auto refused = gate.command({"sync", "once", "--station", "guard"});
        CHECK(refused.status == 1);
        CHECK(refused.err.find("revoked") != std::string::npos);
    }
}
