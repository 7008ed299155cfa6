// Installs central stores for tests.
#include "tests/support/central_database.h"

#include <memory>
#include <stdexcept>

#include "kiosk/sync/central_install.h"

namespace vestibule::test_support {

namespace {

constexpr const char* original = "original_store";

// Not must() of the cases: the program that starts the servers has none.
template <class T>
T sure(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().what);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void install(const PostgresServer& server, const std::string& database) {
    sure(sure(CentralAdmin::open(server.admin_url(database))).install(VESTIBULE_SOURCE "/config/central"));
}

bool has_original(const PostgresServer& server) {
    return !server.sql("postgres", std::string{"SELECT 1 FROM pg_database WHERE datname = '"} + original + "'")
                .empty();
}

// Who may enter a database isn't copied with it: this much config/central/roles.sql has to say again.
void let_stations_in(const PostgresServer& server, const std::string& database) {
    server.sql("postgres", "REVOKE ALL ON DATABASE " + database + " FROM PUBLIC; GRANT CONNECT ON DATABASE " +
                               database + " TO vestibule_station, vestibule_guest; GRANT CREATE ON DATABASE " +
                               database + " TO vestibule_owner");
}

}  // namespace

PostgresServer& postgres_server() {
    static const auto server = [] {
        if (const auto shared = shared_server("postgres")) return std::make_unique<PostgresServer>(*shared);
        auto own = std::make_unique<PostgresServer>(ServerCertificate::good, shared_server_settings());
        install_original(*own);
        return own;
    }();
    return *server;
}

std::vector<std::string> shared_server_settings() {
    return {"fsync=off", "max_connections=300"};
}

void install_original(PostgresServer& server) {
    server.sql("postgres", std::string{"CREATE DATABASE "} + original);
    install(server, original);
}

std::string installed_database(PostgresServer& server) {
    if (!has_original(server)) {
        auto database = server.new_database();
        install(server, database);
        return database;
    }
    auto database = server.new_database(original);
    let_stations_in(server, database);
    return database;
}

CentralLogin login_of(PostgresServer& server, const std::string& database, const SiteTrust& site,
                      const Certificate& certificate, bool keeps_site) {
    auto admin = sure(CentralAdmin::open(server.admin_url(database)));
    sure(admin.add_site(site));
    return sure(admin.add_station(certificate, keeps_site, server.station_url(database)));
}

}  // namespace vestibule::test_support
