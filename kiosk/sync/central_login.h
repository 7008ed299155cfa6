// How a station reaches a central store on another machine: DATA/<station>/central.json, mode 0600, with its own role
// and password there. Without that file the station meets the others in DATA/central.db.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "kiosk/base/ids.h"
#include "kiosk/base/result.h"

namespace vestibule {

// A line on which nothing moves for so long while an answer is due is given up. Longer than statement_timeout, after
// which the server gives up.
inline constexpr std::chrono::milliseconds silence_max{40'000};

struct CentralLogin {
    std::string url;   // postgresql://host[,host…][:port]/database[?sslrootcert=…], without a user or a password
    std::string role;  // "vestibule_s_…" of a station, "vestibule_g_…" of a guest
    std::string password;
    SiteId site;  // whose news it listens for
};

// The role of a station (config/central/stations.sql, login_of).
[[nodiscard]] std::string station_role(const StationId& station);
// A new random password, and what a server may know of it (a SCRAM-SHA-256 verifier).
// Errors: ask_staff where libpq can't make one.
[[nodiscard]] std::string new_password();
[[nodiscard]] Result<std::string> scram_verifier(const std::string& password);

// What libpq gets: the URL's hosts and database with a TLS that verifies (ACCEPTANCE D4), the writable one of several
// servers, and time-outs. Only a socket folder of this machine (host=/…) goes without TLS.
// Errors: give_up where the URL can't be read, names a password, or asks for a weaker TLS.
[[nodiscard]] Result<std::string> connection_text(const CentralLogin& login);
// For the administrator who installs: as above, but user and password may stand in the URL, or in ~/.pgpass.
[[nodiscard]] Result<std::string> admin_connection_text(const std::string& url);
// The address that stations are given: `url` itself where it's not empty, else the administrator's without a user.
// Errors: give_up where that is a socket of this machine, which others can't reach, or `url` isn't fit for stations.
[[nodiscard]] Result<std::string> station_url(const std::string& admin_url, const std::string& url);
[[nodiscard]] std::string libpq_version();  // of the library that is loaded
// "db1.example, db2.example": for messages.
[[nodiscard]] std::string hosts_of(const std::string& url);

// Nothing where the station has no such file. Errors: ask_staff where it's damaged or readable by others.
[[nodiscard]] Result<std::optional<CentralLogin>> read_central_login(const std::filesystem::path& station_folder);
[[nodiscard]] Result<> write_central_login(const std::filesystem::path& station_folder, const CentralLogin& login);

}  // namespace vestibule
