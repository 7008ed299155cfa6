// Making a PostgreSQL database a central store, as its administrator: `vestibule central install`.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "kiosk/base/result.h"
#include "kiosk/sync/central_login.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

class PostgresConnection;

// Thread: one. Blocks. Errors of all: those of PostgresConnection; give_up where the database isn't fit for it.
class CentralAdmin {
  public:
    [[nodiscard]] static Result<CentralAdmin> open(const std::string& admin_url);
    CentralAdmin(CentralAdmin&&) noexcept;
    CentralAdmin& operator=(CentralAdmin&&) = delete;
    ~CentralAdmin();

    // Roles, tables and functions, all or nothing; again, it brings an older format up to date and replaces the
    // functions. Answers the format now there.
    // Errors: give_up where the database holds other programs' tables, isn't in UTF-8, or is newer than `sql_folder`.
    [[nodiscard]] Result<int> install(const std::filesystem::path& sql_folder);
    [[nodiscard]] Result<> add_site(const SiteTrust& site);
    // A station that the site's root has certified; answers its login, with a new password. `keeps_site`: its machine
    // has the root key.
    [[nodiscard]] Result<CentralLogin> add_station(const Certificate& certificate, bool keeps_site,
                                                   const std::string& station_url);

  private:
    explicit CentralAdmin(std::unique_ptr<PostgresConnection> connection);
    std::unique_ptr<PostgresConnection> connection_;
};

}  // namespace vestibule
