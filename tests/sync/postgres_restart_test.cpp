// A server that is stopped, killed, or gone for a month while stations use it.
#include <fmt/format.h>

#include <atomic>
#include <set>
#include <thread>

#include "tests/sync/postgres_seat.h"
#include "tests/sync/sync_fixture.h"

using namespace vestibule;
using namespace vestibule::sync_test;
using test_support::PostgresServer;
using test_support::ServerCertificate;

namespace {

// Its processes are killed, not the machine: what it has written stays in the system's cache.
const std::vector<std::string> unsynced = {"fsync=off"};
const NewEvent rating{.kind = "visit.rated", .stream = new_id<StreamId>(), .body = {{"score", 1}}};

// A station that writes and exchanges in a thread of its own until it is told to end.
class Busy {
  public:
    Busy(const PostgresSite& there, const std::string& name, Role role) : station{there.site, name, role} {}
    void start() {
        ends_ = false;
        thread_ = std::jthread{[this] { run(); }};
    }
    void end() {
        ends_ = true;
        thread_ = {};
    }
    // Lets it go on until it has done so many exchanges more, or been refused so many times more.
    void await_done(int more) const { await(done_, more); }
    void await_refused(int more) const { await(refused_, more); }

    Station station;
    std::set<std::string> wrong;  // what isn't retry_later, or says nothing
    int refused() const { return refused_; }

  private:
    static void await(const std::atomic<int>& count, int more) {
        const int enough = count + more;
        for (int now = count; now < enough; now = count) count.wait(now);
    }
    void run() {
        while (!ends_) {
            must(station.log.append({&rating, 1}, {}, nine));
            const auto result = station.try_sync();
            auto& count = result ? done_ : refused_;
            ++count;
            count.notify_all();
            if (!result && (result.error().remedy != Remedy::retry_later || !is_told(result.error().what)))
                wrong.insert(result.error().what);
        }
    }
    static bool is_told(const std::string& what) {
        return what.starts_with("the central store at localhost") && what.find('\n') == std::string::npos;
    }

    std::atomic<int> done_ = 0, refused_ = 0;
    std::atomic<bool> ends_ = false;
    std::jthread thread_;
};

void check_nothing_lost_or_doubled(const PostgresSite& there, std::initializer_list<Station*> stations) {
    for (int i = 0; i < 2; ++i)
        for (auto* station : stations) CHECK(station->sync().refused.empty());
    const Cursor expected = must((*stations.begin())->reader.cursor());
    std::uint64_t events = 0;
    for (const auto& [station, seq] : expected) events += seq;
    for (const auto* station : stations) {
        CHECK(must(station->reader.acknowledged_seq()) == must(station->reader.own_seq()));
        CHECK(must(station->reader.cursor()) == expected);
        CHECK(station->events() == events);
        CHECK_FALSE(must(verify_log(station->place / "log.db")));
    }
    CHECK(there.seat->number("SELECT count(*) FROM vestibule.event") == static_cast<std::int64_t>(events));
}

}  // namespace

TEST_CASE("stations go on through restarts and crashes of the server, and nothing is lost or doubled",
          "[sync][postgres]") {
    PostgresServer server{ServerCertificate::good, unsynced};
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

TEST_CASE("a station works for thirty days without the server, and then everything is exchanged",
          "[sync][postgres]") {
    PostgresServer server{ServerCertificate::good, unsynced};
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
