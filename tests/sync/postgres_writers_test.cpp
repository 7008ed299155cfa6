// Many writers at once, and news that nobody is told of: a reader that knows how far it has read loses nothing.
#include <fmt/format.h>
#include <libpq-fe.h>

#include <atomic>
#include <list>
#include <set>
#include <thread>

#include "tests/sync/postgres_seat.h"
#include "tests/sync/sync_fixture.h"

using namespace vestibule;
using namespace vestibule::sync_test;

namespace {

constexpr int writers = 8;
constexpr int pushes = 30, keys = 6;  // of each writer

const NewEvent rating{.kind = "visit.rated", .stream = new_id<StreamId>(), .body = {{"score", 1}}};

// The usual design, for comparison: a table with a serial number, read from the highest number seen on.
class Peer {
  public:
    explicit Peer(const test_support::PostgresServer& server)
        : connection_{PQconnectdb(server.admin_url("peer").c_str()), &PQfinish} {}
    static void install(const test_support::PostgresServer& server) {
        server.sql("postgres", "DROP DATABASE IF EXISTS peer");  // of the same case, run before
        server.sql("postgres", "CREATE DATABASE peer");
        server.sql("peer", "CREATE TABLE event (id bigserial PRIMARY KEY, body text)");
    }
    void write() {
        (void)ask("BEGIN; INSERT INTO event (body) VALUES ('x'); SELECT pg_sleep(random() * 0.008); COMMIT");
    }
    // How many are new.
    int read() {
        const auto result = ask("SELECT id FROM event WHERE id > " + cursor_ + " ORDER BY id");
        const int rows = PQntuples(result.get());
        if (rows > 0) cursor_ = PQgetvalue(result.get(), rows - 1, 0);
        return rows;
    }

  private:
    using Rows = std::unique_ptr<PGresult, decltype(&PQclear)>;
    Rows ask(const std::string& query) { return {PQexec(connection_.get(), query.c_str()), &PQclear}; }

    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
    std::string cursor_ = "0";
};

// A station that only writes and pushes, in a thread of its own.
struct Writer {
    Station station;
    Peer peer;
    std::string trouble;

    Writer(const PostgresSite& there, int number)
        : station{there.site, fmt::format("lobby-{}", number), Role::lobby}, peer{*there.seat->server} {}
    void run() {
        for (int i = 0; i < pushes && trouble.empty(); ++i) {
            const auto appended = station.log.append({&rating, 1}, {}, nine);
            const auto pushed = station.store->push(station.batch(static_cast<std::uint64_t>(i), 1));
            if (!appended || pushed != PushOutcome::taken) trouble = pushed ? "not taken" : pushed.error().what;
            if (const auto offered = i < keys ? offer_key() : Result<>{}; !offered) trouble = offered.error().what;
            peer.write();
        }
    }
    Result<> offer_key() {
        const auto person = new_id<PersonId>();
        VESTIBULE_CHECK(station.vault.seal(person, kind::person_described, stream_of(person), "Zhang Wei"));
        VESTIBULE_TRY(fresh, station.vault.keys_to_offer(keys_page_max));
        VESTIBULE_CHECK(station.store->offer_keys(fresh));
        return station.vault.mark_offered(fresh);
    }
};

// Pulls with a vector cursor; counts what came, and what didn't continue what had come before.
struct Reader {
    Station station;
    Cursor cursor{};
    KeyCursor key_cursor{};
    int events = 0, gaps = 0;
    std::set<SubjectKeyId> keys{};

    explicit Reader(const PostgresSite& there) : station{there.site, "reception", Role::reception} {}
    void read() {
        for (const auto& batch : must(station.store->pull(cursor, station.identity.station(), pull_events_max)))
            for (const auto& event : batch.events) {
                if (event.seq != ++cursor[event.station]) ++gaps;
                ++events;
            }
        for (bool more = true; more;) {
            const auto news = must(station.store->fetch_keys(Role::reception, nine, key_cursor));
            for (const auto& key : news.keys) keys.insert(key.id);
            key_cursor = news.next;
            more = news.more;
        }
    }
};

void commit_late(const PostgresSeat& seat) {
    seat.server->sql(seat.database,
                     "CREATE FUNCTION public.dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM "
                     "pg_sleep(random() * 0.008); RETURN NULL; END $$; GRANT EXECUTE ON FUNCTION public.dawdle() TO "
                     "PUBLIC; CREATE TRIGGER dawdle AFTER UPDATE ON vestibule.station FOR EACH ROW EXECUTE FUNCTION "
                     "public.dawdle(); CREATE TRIGGER dawdle AFTER UPDATE ON vestibule.offer_counter FOR EACH ROW "
                     "EXECUTE FUNCTION public.dawdle()");
}

}  // namespace

TEST_CASE("a reader loses nothing of eight writers that commit late and out of order", "[sync][postgres]") {
    const PostgresSite there;
    commit_late(*there.seat);
    Peer::install(*there.seat->server);
    std::list<Writer> all;
    for (int i = 0; i < writers; ++i) all.emplace_back(there, i);
    Reader reader{there};
    Peer peer_reader{*there.seat->server};
    int read_of_peer = 0;
    {
        std::atomic<int> writing = writers;
        std::vector<std::jthread> threads;
        for (auto& writer : all)
            threads.emplace_back([&writer, &writing] {
                writer.run();
                --writing;
            });
        threads.emplace_back([&] {
            while (writing > 0) read_of_peer += peer_reader.read();
        });
        while (writing > 0) reader.read();
    }
    reader.read();
    read_of_peer += peer_reader.read();
    for (const auto& writer : all) CHECK(writer.trouble.empty());
    const int written = writers * pushes;
    CHECK(reader.gaps == 0);
    CHECK(reader.events == written);
    CHECK(reader.keys.size() == static_cast<std::size_t>(writers * keys));
    // Else the writers' commits were never out of order, and the check above was too easy.
    CHECK(written - read_of_peer > 0);
    fmt::print("{} events and {} keys of {} writers: {} lost; with a serial number and `id > cursor`: {} lost\n",
               written, reader.keys.size(), writers, written - reader.events, written - read_of_peer);
    // A whole exchange takes the same, and they verify.
    CHECK(reader.station.sync().pulled == written);
    CHECK_FALSE(must(verify_log(reader.station.place / "log.db")));
}

TEST_CASE("stations whose notifications are all dropped have everything after one poll", "[sync][postgres]") {
    const PostgresSite there;
    there.seat->server->sql(there.seat->database,
                            "CREATE OR REPLACE FUNCTION vestibule.tell_site(of_site bytea) RETURNS void LANGUAGE sql "
                            "AS $$ SELECT NULL::void $$");
    Station lobby{there.site, "lobby", Role::lobby};
    Station reception{there.site, "reception", Role::reception};
    lobby.sync();
    reception.sync();
    using std::chrono::milliseconds;
    const auto poll = [](Station& station) {
        const auto asleep = std::chrono::steady_clock::now();
        station.store->wait_for_news(milliseconds{150});
        CHECK(std::chrono::steady_clock::now() - asleep > milliseconds{100});  // nothing has woken it
        return station.sync();
    };
    for (int round = 0; round < 3; ++round) {
        must(lobby.log.append({&rating, 1}, {}, nine));
        const auto visitor = lobby.describe("Zhang Wei", this_week);
        lobby.sync();
        CHECK(poll(reception).pulled == 2);
        CHECK(reception.name_of_person(visitor) == "Zhang Wei");
        must(reception.log.append({&rating, 1}, {}, nine));
        reception.sync();
        CHECK(poll(lobby).pulled == 1);
        CHECK(must(lobby.reader.cursor()) == must(reception.reader.cursor()));
    }
}
