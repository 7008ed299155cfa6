// The primary dies and its standby is promoted: stations that know both hosts go on there.
#include <fmt/format.h>

#include "tests/journeys/child_process.h"
#include "tests/sync/postgres_building.h"

using namespace vestibule;
using namespace vestibule::sync_test;
using test_support::PostgresServer;
using test_support::ServerCertificate;

namespace {

// A primary with a streaming standby, which answers to the same authority and is known to stations as the second
// host.
struct Pair {
    PostgresServer primary{ServerCertificate::good, {unsynced}};
    PostgresServer standby{PostgresServer::Standby{}, primary, {unsynced}};
    PostgresSite there{primary};

    Pair() {
        auto& seat = *there.seat;
        seat.url = fmt::format("postgresql://localhost:{},localhost:{}/{}?sslrootcert={}", primary.port(),
                               standby.port(), seat.database, primary.authority().string());
    }
    // What is acknowledged is at the standby as well.
    void commit_at_both() {
        primary.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
        primary.sql("postgres", "SELECT pg_reload_conf()");
        await("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'");
    }
    // The standby has all that the primary has now.
    void catch_up() {
        const auto at = primary.sql("postgres", "SELECT pg_current_wal_lsn()").at(0);
        await("SELECT count(*) FROM pg_stat_replication WHERE replay_lsn >= '" + at + "'");
    }
    void await(const std::string& count_at_primary) const {
        const auto end = std::chrono::steady_clock::now() + journeys::patience();
        while (primary.sql("postgres", count_at_primary).at(0) != "1")
            if (std::chrono::steady_clock::now() > end) FAIL("never: " << count_at_primary);
    }
    void fail_over() {
        standby.promote();
        there.seat->server = &standby;
    }
    // Of a station's log, at the server that is the store now.
    [[nodiscard]] std::int64_t held_of(const Station& station) const {
        return there.seat->number("SELECT coalesce(max(seq), 0) FROM vestibule.event WHERE station = '\\x" +
                                  to_hex(station.identity.station().bytes) + "'");
    }
};

std::int64_t acknowledged(const Station& station) {
    return static_cast<std::int64_t>(must(station.reader.acknowledged_seq()));
}

}  // namespace

TEST_CASE("a standby that is kept in step takes over, and no acknowledged event is missing there",
          "[sync][postgres]") {
    Pair pair;
    Busy lobby{pair.there, "lobby", Role::lobby}, reception{pair.there, "reception", Role::reception};
    pair.commit_at_both();
    for (auto* busy : {&lobby, &reception}) {
        busy->ends_when_refused = true;
        busy->start();
    }
    lobby.await_done(20);
    reception.await_done(5);
    pair.primary.kill();
    lobby.end();
    reception.end();
    pair.fail_over();
    for (const auto* busy : {&lobby, &reception}) {
        CHECK(busy->wrong.empty());
        CHECK(pair.held_of(busy->station) >= acknowledged(busy->station));
    }
    fmt::print("failed over: {} events acknowledged before, {} held by the standby\n",
               acknowledged(lobby.station) + acknowledged(reception.station),
               pair.held_of(lobby.station) + pair.held_of(reception.station));
    // They find it themselves, and go on.
    for (auto* busy : {&lobby, &reception}) {
        busy->ends_when_refused = false;
        busy->start();
    }
    lobby.await_done(3);
    reception.await_done(3);
    lobby.end();
    reception.end();
    check_nothing_lost_or_doubled(pair.there, {&lobby.station, &reception.station});
}

TEST_CASE("stations wait for a standby that nobody has promoted yet", "[sync][postgres]") {
    Pair pair;
    Busy lobby{pair.there, "lobby", Role::lobby};
    pair.catch_up();  // its login as well
    lobby.start();
    lobby.await_done(3);
    pair.primary.kill();
    lobby.await_refused(3);
    pair.fail_over();
    lobby.await_done(3);
    lobby.end();
    CAPTURE(lobby.wrong);
    CHECK(lobby.wrong.empty());
    check_nothing_lost_or_doubled(pair.there, {&lobby.station});
}

TEST_CASE("what a standby that lagged never got comes back from whoever holds it", "[sync][postgres]") {
    Pair pair;
    Station lobby{pair.there.site, "lobby", Role::lobby}, reception{pair.there.site, "reception", Role::reception};
    lobby.sync();
    reception.sync();
    const auto erased = lobby.describe("Li Na", this_week);
    lobby.sync();
    reception.sync();
    pair.catch_up();
    pair.standby.stop();
    // Acknowledged by the primary alone: events, a key, an erasure, and the log of a station that dies with it.
    const auto visitor = lobby.describe("Zhang Wei", this_week);
    const int behind = 50;
    for (int i = 0; i < behind; ++i) must(lobby.log.append({&rating, 1}, {}, nine));
    lobby.sync();
    std::uint64_t of_the_dead = 0;
    {
        Station dead{pair.there.site, "guard", Role::guard};
        for (int i = 0; i < behind; ++i) must(dead.log.append({&rating, 1}, {}, nine));
        of_the_dead = dead.sync().acknowledged;
    }
    reception.sync();
    must(reception.vault.erase(erased));
    reception.write(kind::person_erased, stream_of(erased), {{"reason", "asked"}});
    reception.sync();
    const auto before = must(reception.store->cursor());
    pair.primary.kill();
    pair.standby.start();
    pair.fail_over();
    const auto missing = acknowledged(lobby) - pair.held_of(lobby);
    CHECK(missing == behind + 1);
    CHECK(pair.there.seat->number("SELECT count(*) FROM vestibule.tombstone") == 0);

    check_nothing_lost_or_doubled(pair.there, {&reception, &lobby});
    CHECK(must(reception.store->cursor()) == before);
    Station late{pair.there.site, "office", Role::reception};
    CHECK(late.sync().refused.empty());
    CHECK(late.name_of_person(visitor) == "Zhang Wei");
    CHECK(late.vault.is_erased(erased));
    fmt::print(
        "failed over to a standby that lagged: {} of the lobby's events pushed again, {} of a dead station's "
        "relayed\n",
        missing, of_the_dead);
}
