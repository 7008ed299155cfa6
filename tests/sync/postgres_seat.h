// What the exchange's tests on PostgreSQL share.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "kiosk/sync/central_login.h"
#include "kiosk/vault/identity.h"
#include "tests/support/central_database.h"
#include "tests/sync/sync_fixture.h"

namespace vestibule::sync_test {

using test_support::installed_database;
using test_support::postgres_server;

[[nodiscard]] CentralLogin login_of(test_support::PostgresServer& server, const std::string& database,
                                    const Identity& identity, bool keeps_site);

// A site's database, whose clock is the test's, and its stations' logins. A test may move it to another server or
// database, or put something before it, while stations know it by `url`. Thread: open() one at a time.
struct PostgresSeat {
    test_support::PostgresServer* server;
    std::string database;
    std::string url;  // what a station is told when it's opened
    std::map<StationId, CentralLogin> logins;
    Instant clock = nine;

    explicit PostgresSeat(test_support::PostgresServer& at);
    // Each station has one, however often it asks.
    [[nodiscard]] CentralLogin login(const Identity& identity);
    [[nodiscard]] std::unique_ptr<CentralStore> open(const Identity& identity);
    void set_clock(Instant now);
    [[nodiscard]] std::int64_t number(const std::string& query) const;
};

// A kind of store of one place only: `seat`.
[[nodiscard]] StoreKind kind_of(const std::shared_ptr<PostgresSeat>& seat);

// A site in a database of its own, at the program's server or at another one.
struct PostgresSite {
    std::shared_ptr<PostgresSeat> seat;
    Site site;
    explicit PostgresSite(test_support::PostgresServer& server = postgres_server())
        : seat{std::make_shared<PostgresSeat>(server)}, site{kind_of(seat)} {}
};

}  // namespace vestibule::sync_test
