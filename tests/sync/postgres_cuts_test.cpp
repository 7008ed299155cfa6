// Exchanges whose line is cut or stalls after any number of bytes, by a proxy before a real server; TLS stays on.
#include <fmt/format.h>

#include <set>

#include "tests/support/cutting_proxy.h"
#include "tests/sync/postgres_seat.h"
#include "tests/sync/sync_fixture.h"

using namespace vestibule;
using namespace vestibule::sync_test;
using test_support::CuttingProxy;
using Way = CuttingProxy::Way;
using Fault = CuttingProxy::Fault;

namespace {

struct Counts {
    int exchanges = 0, cut = 0, in_doubt = 0;
    std::set<std::string> other_remedies;
};

// A lobby that meets the reception through a line that is cut. The reception's own line is good until it's
// reconnected.
struct Line {
    PostgresSite there;
    CuttingProxy proxy{there.seat->server->port()};
    Station reception{there.site, "reception", Role::reception};
    Station lobby{there.site, "lobby", Role::lobby};
    int persons = 0;

    Line() {
        reception.sync();
        there.seat->url = there.seat->server->station_url(there.seat->database, proxy.port());
        reconnect(lobby);
        lobby.sync();
        reception.sync();
    }
    void reconnect(Station& station) const { station.store = there.seat->open(station.identity); }
    void write(Station& station, int count) const {
        const std::vector<NewEvent> events(
            static_cast<std::size_t>(count),
            {.kind = "visit.rated", .stream = new_id<StreamId>(), .body = {{"score", 1}}});
        must(station.log.append(events, {}, nine));
    }
    // What an exchange has to do: own events up, a key, the reception's events down.
    void prepare() {
        write(lobby, 2);
        lobby.describe("Zhang Wei", this_week);
        ++persons;
        write(reception, 3);
        reception.sync();
    }
    [[nodiscard]] std::int64_t held_of(const Station& station) const {
        return there.seat->number("SELECT coalesce(max(seq), 0) FROM vestibule.event WHERE station = '\\x" +
                                  to_hex(station.identity.station().bytes) + "'");
    }
    // An exchange over a line that is cut after so many bytes, and one over a good line.
    void exchange_cut(Station& station, Way way, std::size_t bytes, Counts& counts) {
        reconnect(station);
        proxy.fail_after(way, bytes, counts.exchanges % 2 == 0 ? Fault::cut : Fault::reset);
        const auto result = station.try_sync();
        proxy.heal();
        ++counts.exchanges;
        if (result) return;
        ++counts.cut;
        if (result.error().remedy != Remedy::retry_later)
            counts.other_remedies.insert(fmt::format("after {} bytes: {}", bytes, result.error().what));
        if (held_of(station) > static_cast<std::int64_t>(must(station.reader.acknowledged_seq()))) ++counts.in_doubt;
        station.sync();
    }
    void check_nothing_lost_or_doubled() {
        lobby.sync();
        reception.sync();
        lobby.sync();
        CHECK(lobby.events() == reception.events());
        CHECK(must(lobby.reader.cursor()) == must(reception.reader.cursor()));
        CHECK(must(lobby.store->cursor()) == must(reception.reader.cursor()));
        CHECK(there.seat->number("SELECT count(*) FROM vestibule.event") ==
              static_cast<std::int64_t>(lobby.events()));
        CHECK(must(lobby.reader.acknowledged_seq()) == must(lobby.reader.own_seq()));
        CHECK(there.seat->number("SELECT count(DISTINCT person) FROM vestibule.subject_key") == persons);
        CHECK_FALSE(must(verify_log(lobby.place / "log.db")));
        CHECK_FALSE(must(verify_log(reception.place / "log.db")));
    }
};

}  // namespace

TEST_CASE("an exchange cut after any number of bytes is made up for by the next one", "[sync][postgres]") {
    const auto way = GENERATE(Way::to_server, Way::to_client);
    Line line;
    line.prepare();
    line.reconnect(line.lobby);
    const auto before = line.proxy.forwarded(way);
    must(line.lobby.store->epoch());
    const auto connecting = line.proxy.forwarded(way) - before;
    line.lobby.sync();
    const auto whole = line.proxy.forwarded(way) - before;
    Counts counts;
    // To the station in fine steps once it's connected: shorter than an answer to a push, so that one is lost.
    const std::size_t fine = way == Way::to_client ? 80 : 200;
    for (std::size_t bytes = 0; bytes < whole; bytes += bytes < connecting ? 300 : fine) {
        line.prepare();
        line.exchange_cut(line.lobby, way, bytes, counts);
    }
    CAPTURE(counts.other_remedies);
    CHECK(counts.other_remedies.empty());
    CHECK(counts.cut >= counts.exchanges - 3);  // the last ones need fewer bytes than were measured
    if (way == Way::to_client) CHECK(counts.in_doubt > 0);
    line.check_nothing_lost_or_doubled();
    fmt::print("{} exchanges of {} bytes {}, {} cut, {} commits in doubt\n", counts.exchanges, whole,
               way == Way::to_server ? "to the server" : "to the station", counts.cut, counts.in_doubt);
}

TEST_CASE("long logs arrive whole, however often the line is cut on their way", "[sync][postgres]") {
    Line line;
    const int events = 2 * batch_events_max + 100, cuts = 6;
    line.reconnect(line.reception);
    Counts up, down;
    std::size_t up_bytes = 0, down_bytes = 0;  // of the first round, which isn't cut
    for (std::size_t round = 0; round <= cuts; ++round) {
        line.write(line.lobby, events);
        const auto up_before = line.proxy.forwarded(Way::to_server);
        const auto down_before = line.proxy.forwarded(Way::to_client);
        if (round > 0) line.exchange_cut(line.lobby, Way::to_server, up_bytes * round / (cuts + 1), up);
        line.lobby.sync();
        if (round == 0) up_bytes = line.proxy.forwarded(Way::to_server) - up_before;
        if (round > 0) line.exchange_cut(line.reception, Way::to_client, down_bytes * round / (cuts + 1), down);
        line.reception.sync();
        if (round == 0) down_bytes = line.proxy.forwarded(Way::to_client) - down_before;
    }
    CHECK(up.cut == cuts);
    CHECK(down.cut == cuts);
    CHECK(up.other_remedies.empty());
    CHECK(down.other_remedies.empty());
    CHECK(line.reception.events() > static_cast<std::uint64_t>(cuts * events));
    line.check_nothing_lost_or_doubled();
    fmt::print("{} events; {} pushes cut ({} in doubt), {} pulls cut\n", line.reception.events(), up.cut, up.in_doubt,
               down.cut);
}

TEST_CASE("a line that is silent from the first byte on is given up", "[sync][postgres]") {
    Line line;
    line.there.seat->url += "&connect_timeout=2";
    line.reconnect(line.lobby);
    line.proxy.fail_after(Way::to_client, 0, Fault::stall);
    const auto silent = line.lobby.try_sync();
    REQUIRE_FALSE(silent);
    CHECK(silent.error().remedy == Remedy::retry_later);
    CHECK_THAT(silent.error().what, Catch::Contains("can't be reached") && Catch::Contains("timeout expired"));
    line.proxy.heal();
    line.check_nothing_lost_or_doubled();
}

TEST_CASE("a line that has gone silent is given up, and the next exchange makes up for it", "[sync][postgres]") {
    const auto way = GENERATE(Way::to_server, Way::to_client);
    Line line;
    const auto login = line.there.seat->login(line.lobby.identity);
    for (const std::size_t bytes : {0, 100, 700, 1500}) {
        line.prepare();
        line.lobby.store = must(open_postgres_store(login, std::chrono::milliseconds{200}));
        while (!line.lobby.store->cursor()) continue;  // connected, if not at once on a busy machine
        line.proxy.fail_after(way, bytes, Fault::stall);
        const auto silent = line.lobby.try_sync();
        line.proxy.heal();
        REQUIRE_FALSE(silent);
        CHECK(silent.error().remedy == Remedy::retry_later);
        line.reconnect(line.lobby);
        line.lobby.sync();
    }
    line.check_nothing_lost_or_doubled();
}
