// A central store in the PostgreSQL of a test program: its server, databases in it, logins of stations.
#pragma once

#include <string>
#include <vector>

#include "kiosk/sync/central_login.h"
#include "kiosk/vault/identity.h"
#include "tests/support/postgres_server.h"

namespace vestibule::test_support {

// The run's, or started with the first question for the whole program.
[[nodiscard]] PostgresServer& postgres_server();
// What every PostgreSQL for tests may do: it lives as long as a run, and needs no disk that is sure.
[[nodiscard]] std::vector<std::string> shared_server_settings();
// A database that installed_database() copies, for that takes a fraction of the time.
void install_original(PostgresServer& server);
// Its name; `vestibule central install` has been there.
[[nodiscard]] std::string installed_database(PostgresServer& server);
// The station is made known to it; an earlier password of the same station doesn't count any more.
[[nodiscard]] CentralLogin login_of(PostgresServer& server, const std::string& database, const SiteTrust& site,
                                    const Certificate& certificate, bool keeps_site);

}  // namespace vestibule::test_support
