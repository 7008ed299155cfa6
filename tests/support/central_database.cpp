// Installs central stores for tests.
#include "tests/support/central_database.h"

#include "kiosk/sync/central_install.h"
#include "tests/support/temporary_folder.h"

namespace vestibule::test_support {

PostgresServer& postgres_server() {
    static PostgresServer server{ServerCertificate::good, {"fsync=off"}};
    return server;
}

std::string installed_database(PostgresServer& server) {
    auto database = server.new_database();
    must(must(CentralAdmin::open(server.admin_url(database))).install(VESTIBULE_SOURCE "/config/central"));
    return database;
}

CentralLogin login_of(PostgresServer& server, const std::string& database, const SiteTrust& site,
                      const Certificate& certificate, bool keeps_site) {
    auto admin = must(CentralAdmin::open(server.admin_url(database)));
    must(admin.add_site(site));
    return must(admin.add_station(certificate, keeps_site, server.station_url(database)));
}

}  // namespace vestibule::test_support
