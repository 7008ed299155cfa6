// The central store of the tests on a real PostgreSQL: one server for a test program, a database for each site.
#include <map>
#include <memory>

#include "tests/sync/postgres_seat.h"
#include "tests/sync/sync_fixture.h"

namespace vestibule::sync_test {

CentralLogin login_of(test_support::PostgresServer& server, const std::string& database, const Identity& identity,
                      bool keeps_site) {
    return test_support::login_of(server, database, identity.trust, identity.certificate, keeps_site);
}

StoreSeat postgres_seat(const std::filesystem::path& folder) {
    auto& server = postgres_server();
    const auto database = installed_database(server);
    // The store's clock stands where the test's does: its windows lie around that.
    server.sql(database,
               "CREATE TABLE vestibule.test_clock AS SELECT " + std::to_string(micros(nine)) +
                   "::bigint AS us; CREATE OR REPLACE FUNCTION vestibule.clock_us() RETURNS bigint LANGUAGE "
                   "sql STABLE AS $$ SELECT us FROM vestibule.test_clock $$; GRANT SELECT ON vestibule.test_clock TO "
                   "vestibule_owner");
    // Each station has one login, however often it connects.
    const auto logins = std::make_shared<std::map<StationId, CentralLogin>>();
    const auto login = [&server, database, logins](const Identity& identity) {
        const auto known = logins->find(identity.station());
        if (known != logins->end()) return known->second;
        return logins->emplace(identity.station(), login_of(server, database, identity, true)).first->second;
    };
    const auto open = [folder, login](const Identity* asked) {
        if (asked != nullptr) return must(open_postgres_store(login(*asked)));
        const auto tester =
            must(open_identity({.data = folder, .name = "tester", .role = Role::reception}, Config::Site{}));
        return must(open_postgres_store(login(tester)));
    };
    return {.open = open, .set_clock = [&server, database](Instant now) {
                server.sql(database, "UPDATE vestibule.test_clock SET us = " + std::to_string(micros(now)));
            }};
}

}  // namespace vestibule::sync_test
