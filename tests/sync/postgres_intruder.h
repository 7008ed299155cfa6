// What tests of an untrusted login share: a site's database by the server's clock, and a program that isn't ours.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "kiosk/sync/central_install.h"
#include "kiosk/sync/postgres_connection.h"
#include "tests/sync/postgres_seat.h"
#include "tests/sync/sync_fixture.h"

namespace vestibule::sync_test {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

// A site in a database of its own whose clock is the server's; stations that log in as themselves.
struct ServerSite {
    test_support::PostgresServer& server = postgres_server();
    std::string name = installed_database(server);
    TemporaryFolder folder;

    // As enrolled on a machine of its own: with its role's rights, not with those of whoever has the root key.
    [[nodiscard]] Identity identity(const std::string& station, Role role) const {
        auto out = must(open_identity({.data = folder.path(), .name = station, .role = role}, Config::Site{}));
        out.certificate = must(certified_with(folder.path(), out.certificate, rights_of_role(name_of(role))));
        return out;
    }
    CentralLogin login(const Identity& station, bool keeps_site = false) const {
        return login_of(server, name, station, keeps_site);
    }
    [[nodiscard]] std::string number(const std::string& query) const { return server.sql(name, query).at(0); }
};

// A program that isn't ours but has a station's password.
struct Intruder {
    Connection connection;
    explicit Intruder(const CentralLogin& login)
        : connection{PQconnectdb(must(connection_text(login)).c_str()), &PQfinish} {
        if (PQstatus(connection.get()) != CONNECTION_OK) FAIL(PQerrorMessage(connection.get()));
    }
    // "ok", or the SQLSTATE.
    std::string tries(const std::string& sql) {
        const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection.get(), sql.c_str()), &PQclear};
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return "ok";
        const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
        return state != nullptr ? state : PQerrorMessage(connection.get());
    }
};

inline Bytes must_hex(std::string_view text) {
    return from_hex(text).value();
}

inline constexpr const char* denied = "42501";  // insufficient_privilege

inline std::string hex(ByteView bytes) {
    return "'\\x" + to_hex(bytes) + "'";
}

inline WrappedKey key_of(PersonId person, std::uint8_t number, DoorWindow window) {
    SubjectKeyId id{};
    id.fill(number);
    return {.person = person, .id = id, .generation = 1, .wrapped = Bytes(72, number), .window = window};
}

inline DoorWindow around_now(std::chrono::hours from, std::chrono::hours until) {
    return {.from = system_now() + from, .until = system_now() + until};
}

// A station with a real log at that database.
struct Writer {
    Identity identity;
    Log log;
    LogReader reader;
    CentralLogin login;
    std::unique_ptr<CentralStore> store;

    Writer(const ServerSite& database, const std::string& name, Role role, bool keeps_site = false)
        : identity{database.identity(name, role)},
          log{must(Log::open(database.folder.path() / (name + ".log"), identity.station()))},
          reader{must(LogReader::open(database.folder.path() / (name + ".log")))},
          login{database.login(identity, keeps_site)},
          store{must(open_postgres_store(login))} {
        const NewEvent event{.kind = "visit.rated", .stream = new_id<StreamId>(), .body = {{"score", 1}}};
        for (int i = 0; i < 4; ++i) must(log.append({&event, 1}, {}, nine));
    }
    std::uint64_t write(std::string_view kind, StreamId stream, Json body = Json::object()) {
        const NewEvent event{.kind = std::string{kind}, .stream = stream, .body = std::move(body)};
        return must(log.append({&event, 1}, {}, nine)).front().seq;
    }
    [[nodiscard]] Batch batch(std::uint64_t after, int count) const {
        Batch out{.certificate = identity.certificate,
                  .events = must(reader.events_after(identity.station(), after, count))};
        const auto& last = out.events.back();
        out.head = {.station = identity.station(), .seq = last.seq, .hash = last.hash};
        out.head.signature = sign(identity, signed_part(out.head));
        return out;
    }
};

}  // namespace vestibule::sync_test
