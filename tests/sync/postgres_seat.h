// What tests of PostgreSQL as a central store share: the program's server, databases in it, logins of stations.
#pragma once

#include <string>

#include "kiosk/sync/central_login.h"
#include "kiosk/vault/identity.h"
#include "tests/support/postgres_server.h"

namespace vestibule::sync_test {

[[nodiscard]] test_support::PostgresServer& postgres_server();
[[nodiscard]] std::string installed_database(test_support::PostgresServer& server);
[[nodiscard]] CentralLogin login_of(test_support::PostgresServer& server, const std::string& database,
                                    const Identity& identity, bool keeps_site);

}  // namespace vestibule::sync_test
