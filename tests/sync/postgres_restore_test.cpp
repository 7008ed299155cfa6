// The store is put back to what it was yesterday, in each way that administrators do it: what came since comes again.
#include <fmt/format.h>

#include <stdexcept>

#include "tests/journeys/child_process.h"
#include "tests/sync/postgres_building.h"

using namespace vestibule;
using namespace vestibule::sync_test;
using test_support::PostgresServer;
using test_support::ServerCertificate;

namespace {

void must_run(const std::vector<std::string>& words) {
    const auto finished = journeys::run(words);
    if (finished.status != 0) throw std::runtime_error(words.front() + ": " + finished.out + finished.err);
}

void tool(const PostgresServer& server, const std::string& name, const std::vector<std::string>& more) {
    std::vector<std::string> words = {PostgresServer::program(name).string(),
                                      "-h",
                                      server.folder().string(),
                                      "-p",
                                      std::to_string(server.port()),
                                      "-U",
                                      "postgres"};
    words.insert(words.end(), more.begin(), more.end());
    must_run(words);
}

// A lobby, a reception and a guard that dies after the backup. Of each sort something from before it and from since.
struct Yesterday {
    PostgresSite there;
    Station lobby{there.site, "lobby", Role::lobby}, reception{there.site, "reception", Role::reception};
    std::optional<Station> guard{std::in_place, there.site, "guard", Role::guard};
    PersonId known = lobby.describe("Amélie Dupont", this_week), erased = lobby.describe("Li Na", this_week);
    std::optional<PersonId> visitor, of_guard, erased_before;
    std::string epoch;
    Cursor cursor;

    explicit Yesterday(PostgresServer& server) : there{server} {
        erased_before = reception.describe("Jonas Weber", this_week);
        erase(*erased_before);
        exchange_all();
        exchange_all();
    }
    void erase(const PersonId& person) {
        must(reception.vault.erase(person));
        reception.write(kind::person_erased, stream_of(person), {{"reason", "asked"}});
    }
    void exchange_all() {
        lobby.sync();
        if (guard) guard->sync();
        reception.sync();
    }
    // What the backup lacks.
    void go_on() {
        visitor = lobby.describe("Zhang Wei", this_week);
        of_guard = guard->describe("Grace Hall", this_week);
        erase(erased);
        for (int i = 0; i < 20; ++i) {
            must(guard->log.append({&rating, 1}, {}, nine));
            guard->sync();
        }
        exchange_all();
        exchange_all();
        guard.reset();
        epoch = must(reception.store->epoch());
        cursor = must(reception.store->cursor());
    }
    void check_is_filled_again() {
        lobby.store = there.seat->open(lobby.identity);
        reception.store = there.seat->open(reception.identity);
        CHECK(must(reception.store->epoch()) != epoch);
        const auto lost = total(cursor) - total(must(reception.store->cursor()));
        CHECK(lost > 20);
        CHECK(there.seat->number("SELECT count(*) FROM vestibule.tombstone") == 1);
        check_nothing_lost_or_doubled(there, {&lobby, &reception});
        CHECK(must(reception.store->cursor()) == cursor);
        // Who comes later reads everybody but the erased ones, whose keys are gone at the store as well.
        Station late{there.site, "office", Role::reception};
        CHECK(late.sync().refused.empty());
        CHECK(late.name_of_person(known) == "Amélie Dupont");
        CHECK(late.name_of_person(*visitor) == "Zhang Wei");
        CHECK(late.name_of_person(*of_guard) == "Grace Hall");
        CHECK(late.vault.is_erased(erased));
        CHECK(late.vault.is_erased(*erased_before));
        CHECK(there.seat->number("SELECT count(*) FROM vestibule.subject_key") == 3);
        fmt::print("a store that had lost {} events and 2 keys, and held one of an erased person, is whole again\n",
                   lost);
    }
    static std::uint64_t total(const Cursor& held) {
        std::uint64_t sum = 0;
        for (const auto& [station, seq] : held) sum += seq;
        return sum;
    }
};

}  // namespace

TEST_CASE("a store restored from yesterday's dump is filled again, dead stations' logs too", "[sync][postgres]") {
    auto& server = postgres_server();
    Yesterday day{server};
    auto& seat = *day.there.seat;
    const TemporaryFolder folder;
    const auto dump = (folder / "dump").string();
    tool(server, "pg_dump", {"-Fc", "-f", dump, seat.database});
    day.go_on();
    SECTION("over what is there") {
        tool(server, "pg_restore", {"--clean", "--if-exists", "-1", "-d", seat.database, dump});
    }
    SECTION("into a new database of the same name") {
        server.sql("postgres", "DROP DATABASE " + seat.database + " WITH (FORCE)");
        server.sql("postgres", "CREATE DATABASE " + seat.database);
        tool(server, "pg_restore", {"-d", seat.database, dump});
    }
    SECTION("into another one, whose address stations are told") {
        seat.database = server.new_database();
        tool(server, "pg_restore", {"-d", seat.database, dump});
        seat.url = server.station_url(seat.database);
    }
    day.check_is_filled_again();
}

TEST_CASE("stations enrolled or revoked since the backup are known to be so again", "[sync][postgres]") {
    auto& server = postgres_server();
    const PostgresSite there{server};
    auto& seat = *there.seat;
    Station reception{there.site, "reception", Role::reception}, stolen{there.site, "guard", Role::guard};
    stolen.sync();
    reception.sync();
    const TemporaryFolder folder;
    const auto dump = (folder / "dump").string();
    tool(server, "pg_dump", {"-Fc", "-f", dump, seat.database});
    Station fresh{there.site, "lobby", Role::lobby};
    fresh.sync();
    reception.write(kind::station_revoked, stream_of(reception.identity.trust.site),
                    {{"station", to_string(stolen.identity.station())}, {"reason", "stolen"}});
    reception.sync();
    tool(server, "pg_restore", {"--clean", "--if-exists", "-1", "-d", seat.database, dump});

    const auto unknown = fresh.try_sync();
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().remedy == Remedy::ask_staff);
    CHECK_THAT(unknown.error().what,
               Catch::Contains("is no station of this central store") && Catch::Contains("Enrol the station anew"));
    CHECK(reception.sync().refused.empty());  // relays its log, and says whose logs end
    fresh.write("visit.rated", new_id<StreamId>());
    CHECK(fresh.sync().acknowledged == 2);
    const auto revoked = stolen.try_sync();
    REQUIRE_FALSE(revoked);
    CHECK_THAT(revoked.error().what, Catch::Contains("revoked"));
    check_nothing_lost_or_doubled(there, {&reception, &fresh});
}

TEST_CASE("a store put back as a copy of its files is filled again", "[sync][postgres]") {
    PostgresServer server{ServerCertificate::good, {unsynced}};
    Yesterday day{server};
    const auto data = (server.folder() / "data").string(), copy = (server.folder() / "copy").string();
    server.stop();
    must_run({"cp", "-a", data, copy});
    server.start();
    day.lobby.store = day.there.seat->open(day.lobby.identity);
    day.reception.store = day.there.seat->open(day.reception.identity);
    day.guard->store = day.there.seat->open(day.guard->identity);
    day.go_on();
    server.stop();
    std::filesystem::remove_all(data);
    std::filesystem::rename(copy, data);
    server.start();
    day.check_is_filled_again();
}

TEST_CASE("a store that is restored while stations use it takes no half and no double", "[sync][postgres]") {
    auto& server = postgres_server();
    const PostgresSite there{server};
    Busy lobby{there, "lobby", Role::lobby}, reception{there, "reception", Role::reception};
    const TemporaryFolder folder;
    const auto dump = (folder / "dump").string();
    lobby.start();
    reception.start();
    lobby.await_done(5);
    tool(server, "pg_dump", {"-Fc", "-f", dump, there.seat->database});
    lobby.await_done(5);
    reception.await_done(5);
    server.sql("postgres", "DROP DATABASE " + there.seat->database + " WITH (FORCE)");
    server.sql("postgres", "CREATE DATABASE " + there.seat->database);
    tool(server, "pg_restore", {"-d", there.seat->database, dump});
    lobby.await_done(3);
    reception.await_done(3);
    lobby.end();
    reception.end();
    check_nothing_lost_or_doubled(there, {&lobby.station, &reception.station});
    fmt::print("restored in the midst of {} events; {} exchanges put off\n", lobby.station.events(),
               lobby.refused() + reception.refused());
}
