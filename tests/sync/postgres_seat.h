// What the exchange's tests on PostgreSQL share.
#pragma once

#include <string>

#include "tests/support/central_database.h"

namespace vestibule::sync_test {

using test_support::installed_database;
using test_support::postgres_server;

[[nodiscard]] CentralLogin login_of(test_support::PostgresServer& server, const std::string& database,
                                    const Identity& identity, bool keeps_site);

}  // namespace vestibule::sync_test
