// The central store of the tests on a real PostgreSQL: one server for a test program, a database for each site.
#include "tests/sync/postgres_seat.h"

namespace vestibule::sync_test {

CentralLogin login_of(test_support::PostgresServer& server, const std::string& database, const Identity& identity,
                      bool keeps_site) {
    return test_support::login_of(server, database, identity.trust, identity.certificate, keeps_site);
}

PostgresSeat::PostgresSeat(test_support::PostgresServer& at)
    : server{&at}, database{installed_database(at)}, url{at.station_url(database)} {
    server->sql(database, "CREATE TABLE vestibule.test_clock AS SELECT " + std::to_string(micros(clock)) +
                              "::bigint AS us; CREATE OR REPLACE FUNCTION vestibule.clock_us() RETURNS bigint "
                              "LANGUAGE sql STABLE AS $$ SELECT us FROM vestibule.test_clock $$; GRANT SELECT ON "
                              "vestibule.test_clock TO vestibule_owner");
}

CentralLogin PostgresSeat::login(const Identity& identity) {
    auto known = logins.find(identity.station());
    if (known == logins.end())
        known = logins.emplace(identity.station(), login_of(*server, database, identity, true)).first;
    auto login = known->second;
    login.url = url;
    return login;
}

std::unique_ptr<CentralStore> PostgresSeat::open(const Identity& identity) {
    return must(open_postgres_store(login(identity)));
}

void PostgresSeat::set_clock(Instant now) {
    if (now == clock) return;
    server->sql(database, "UPDATE vestibule.test_clock SET us = " + std::to_string(micros(now)));
    clock = now;
}

std::int64_t PostgresSeat::number(const std::string& query) const {
    return std::stoll(server->sql(database, query).at(0));
}

StoreKind kind_of(const std::shared_ptr<PostgresSeat>& seat) {
    return {"postgres", [seat](const std::filesystem::path& folder) -> StoreSeat {
                const auto open = [seat, folder](const Identity* asked) {
                    if (asked != nullptr) return seat->open(*asked);
                    return seat->open(must(
                        open_identity({.data = folder, .name = "tester", .role = Role::reception}, Config::Site{})));
                };
                return {.open = open, .set_clock = [seat](Instant now) { seat->set_clock(now); }};
            }};
}

StoreSeat postgres_seat(const std::filesystem::path& folder) {
    return kind_of(std::make_shared<PostgresSeat>(postgres_server())).make(folder);
}

}  // namespace vestibule::sync_test
