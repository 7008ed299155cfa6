// Times the exchange with a real PostgreSQL: push beside COPY of the same rows, pull by a fresh station as the log
// grows, and how long news take from one station to another.
#include <libpq-fe.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "kiosk/log/log.h"
#include "kiosk/log/log_reader.h"
#include "kiosk/sync/central_install.h"
#include "kiosk/sync/exchange.h"
#include "kiosk/vault/vault.h"
#include "kiosk/visit/kinds.h"
#include "tests/bench/bench_program.h"
#include "tests/support/postgres_server.h"

namespace vestibule::bench {
namespace {

namespace fs = std::filesystem;
using test_support::PostgresServer;

constexpr std::size_t sealed_bytes = 220;  // a name, a company and a phone number, sealed
constexpr int rows_a_commit = 1000;

// A database of its own that is a central store.
struct Central {
    PostgresServer server;
    std::string database = server.new_database();
    CentralAdmin admin = must(CentralAdmin::open(server.admin_url(database)));
    Central() { must(admin.install(VESTIBULE_SOURCE "/config/central")); }
};

// A station down to its keys, as the exchange's worker has it.
struct Peer {
    fs::path place;
    Role role;
    Identity identity;
    Vault vault;
    Log log;
    LogReader reader;
    std::unique_ptr<CentralStore> store;

    Peer(Central& central, const fs::path& data, const std::string& name, Role as)
        : place{data / name},
          role{as},
          identity{must(open_identity({.data = data, .name = name, .role = as}, Config::Site{}))},
          vault{must(Vault::open(place / "keys.db", identity.site_key.view(), identity.site_key_generation))},
          log{must(Log::open(place / "log.db", identity.station()))},
          reader{must(LogReader::open(place / "log.db"))},
          store{store_of(central)} {
        const auto& c = identity.certificate;
        const NewEvent enrolled{.kind = std::string{kind::station_enrolled},
                                .stream = stream_of(identity.trust.site),
                                .body = {{"station", to_string(c.station)},
                                         {"name", c.name},
                                         {"role", c.role},
                                         {"key", to_hex(c.key)},
                                         {"box_key", to_hex(c.box_key)},
                                         {"certificate", to_hex(c.signature)}}};
        must(log.append({&enrolled, 1}, {}, system_now()));
    }
    std::unique_ptr<CentralStore> store_of(Central& central) const {
        must(central.admin.add_site(identity.trust));
        return must(open_postgres_store(must(
            central.admin.add_station(identity.certificate, true, central.server.station_url(central.database)))));
    }
    void exchange() {
        const auto result = vestibule::exchange(
            {.identity = identity, .role = role, .log = log, .reader = reader, .vault = vault, .store = *store},
            system_now());
        must(result);
        if (!result->refused.empty()) must(give_up(result->refused.front()));
    }
};

NewEvent booking() {
    const auto person = new_id<PersonId>();
    return {.kind = std::string{kind::visit_booked},
            .stream = stream_of(new_id<VisitId>()),
            .subject = person,
            .body = {{"person", to_string(person)}, {"type", "visitor"}, {"code", "ABCDEFGH"}},
            .sealed = Bytes(sealed_bytes, 0x5A)};
}

void write_events(Log& log, int count) {
    for (int written = 0; written < count; written += rows_a_commit) {
        std::vector<NewEvent> events;
        for (int i = 0; i < std::min(rows_a_commit, count - written); ++i) events.push_back(booking());
        must(log.append(events, {}, system_now()));
    }
}

// The peer: COPY of the same rows into a table with the same columns and key, durable, without any check.
class PlainCopy {
  public:
    explicit PlainCopy(const Central& central)
        : connection_{PQconnectdb(central.server.admin_url(central.database).c_str()), &PQfinish} {
        run("CREATE SCHEMA IF NOT EXISTS vestibule_peer; CREATE TABLE vestibule_peer.event (station bytea, seq "
            "bigint, "
            "turn bigint, at bigint, kind text, stream bytea, subject bytea, body bytea, sealed bytea, prev bytea, "
            "hash "
            "bytea, PRIMARY KEY (station, seq))");
    }
    void copy(const std::vector<Event>& events) {
        std::string text;
        for (const auto& e : events) {
            const auto hex = [&](ByteView bytes) { text += "\\\\x" + to_hex(bytes) + "\t"; };
            hex(e.station.bytes);
            text += std::to_string(e.seq) + "\t" + std::to_string(e.turn) + "\t" + std::to_string(micros(e.at)) +
                    "\t" + e.kind + "\t";
            hex(e.stream.bytes);
            hex(e.subject->bytes);
            hex(view(e.body));
            hex(*e.sealed);
            hex(e.prev);
            hex(e.hash);
            text.back() = '\n';
        }
        run("COPY vestibule_peer.event FROM STDIN");
        PQputCopyData(connection_.get(), text.data(), static_cast<int>(text.size()));
        PQputCopyEnd(connection_.get(), nullptr);
        while (PGresult* result = PQgetResult(connection_.get())) {
            if (PQresultStatus(result) != PGRES_COMMAND_OK) must(give_up(PQresultErrorMessage(result)));
            PQclear(result);
        }
    }

  private:
    void run(const char* sql) {
        const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection_.get(), sql), &PQclear};
        const auto status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_COPY_IN) must(give_up(PQerrorMessage(connection_.get())));
    }
    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

// Ours and the peer take turns on the same rows: reading them from the log, sending, committed at the end.
int push(const fs::path& folder, int rounds, int events) {
    Central central;
    Peer lobby{central, folder, "lobby", Role::lobby};
    lobby.exchange();
    PlainCopy plain{central};
    Samples ours, peer;
    for (int round = 0; round < rounds; ++round) {
        const auto before = must(lobby.reader.own_seq());
        write_events(lobby.log, events);
        ours.push_back(events / seconds_of([&] { lobby.exchange(); }));
        peer.push_back(events / seconds_of([&] {
                           plain.copy(must(lobby.reader.events_after(lobby.identity.station(), before, events)));
                       }));
    }
    return print({{"ours", ours}, {"peer", peer}});
}

// What this process has in memory, MiB.
double resident_mib() {
    std::ifstream in{"/proc/self/statm"};
    long total = 0, resident = 0;
    in >> total >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

// A fresh station takes a site's whole log; in a process of its own, so that memory is only what that takes.
int pull(const fs::path& folder, int events) {
    Central central;
    {
        Peer lobby{central, folder, "lobby", Role::lobby};
        for (int written = 0; written < events; written += 50 * rows_a_commit) {
            write_events(lobby.log, std::min(50 * rows_a_commit, events - written));
            lobby.exchange();
        }
    }
    Peer fresh{central, folder, "guard", Role::guard};
    std::atomic<bool> over{false};
    double first = 0, most = 0;
    std::thread watcher{[&] {
        while (!over) {
            const auto held = resident_mib();
            most = std::max(most, held);
            if (first == 0 && must(log_stats(fresh.log.file())).events > 5000) first = held;
            std::this_thread::sleep_for(std::chrono::milliseconds{200});
        }
    }};
    const auto seconds = seconds_of([&] { fresh.exchange(); });
    over = true;
    watcher.join();
    const auto held = must(log_stats(fresh.log.file())).events;
    if (held < static_cast<std::uint64_t>(events)) must(give_up("events are missing"));
    return print({{"rate", {static_cast<double>(events) / seconds}}, {"memory_mib", {most}}, {"seconds", {seconds}}});
}

// From the append in the lobby to the event in the guard's log, both with workers as in a station: the lobby's is
// woken by the log, the guard's by the store's news.
int latency(const fs::path& folder, int count) {
    Central central;
    Peer lobby{central, folder, "lobby", Role::lobby}, guard{central, folder, "guard", Role::guard};
    lobby.exchange();
    guard.exchange();
    std::atomic<bool> over{false};
    std::thread listener{[&] {
        while (!over) {
            guard.exchange();
            guard.store->wait_for_news(std::chrono::seconds{30});
        }
    }};
    const auto watch = must(LogReader::open(guard.log.file()));
    Samples milliseconds;
    for (int i = 0; i < count; ++i) {
        const auto event = booking();
        milliseconds.push_back(1000 * seconds_of([&] {
                                   const auto written = must(lobby.log.append({&event, 1}, {}, system_now())).front();
                                   lobby.exchange();
                                   while (!must(watch.event({written.station, written.seq}))) usleep(200);
                               }));
    }
    over = true;
    guard.store->wake();
    listener.join();
    return print({{"ours", milliseconds}});
}

int run(int count, char** arguments) {
    const std::string what = count > 3 ? arguments[1] : "";
    if (what == "push" && count == 5) return push(arguments[2], std::atoi(arguments[3]), std::atoi(arguments[4]));
    if (what == "pull" && count == 4) return pull(arguments[2], std::atoi(arguments[3]));
    if (what == "latency" && count == 4) return latency(arguments[2], std::atoi(arguments[3]));
    std::fprintf(stderr,
                 "usage: bench_exchange push FOLDER ROUNDS EVENTS | pull FOLDER EVENTS | latency FOLDER COUNT\n");
    return 2;
}

}  // namespace
}  // namespace vestibule::bench

int main(int count, char** arguments) {
    return vestibule::bench::run(count, arguments);
}
