// A real PostgreSQL for tests: a cluster of its own in a temporary folder, on a free loopback port, with TLS by an
// authority of its own. Ended with the object, unless the run shares it. As root it runs as the user postgres. Throws
// std::runtime_error where something can't be started. Thread: one at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/journeys/child_process.h"
#include "tests/support/shared_servers.h"

namespace vestibule::test_support {

// What is wrong with the server's certificate.
enum class ServerCertificate { good, expired, of_another_host, of_another_authority };

class PostgresServer {
  public:
    explicit PostgresServer(ServerCertificate certificate = ServerCertificate::good,
                            std::vector<std::string> settings = {});
    // A hot standby that follows `primary` by streaming replication.
    struct Standby {};
    PostgresServer(Standby, const PostgresServer& primary, const std::vector<std::string>& settings = {});
    // One that the whole run shares: only the databases that were made here end with the object. It can't be stopped.
    explicit PostgresServer(const SharedServer& shared) : folder_{shared.folder}, port_{shared.port} {}
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    ~PostgresServer();

    // For the administrator: over the socket in the server's own folder.
    [[nodiscard]] std::string admin_url(const std::string& database) const;
    // For stations: over TCP with TLS; `port` where a proxy stands before the server.
    [[nodiscard]] std::string station_url(const std::string& database, int port = 0) const;
    // A new one, empty or a copy of `original`, to which nobody may be connected; answers its name.
    std::string new_database(const std::string& original = {});
    // As the administrator; the first column of the rows, NULL as "".
    std::vector<std::string> sql(const std::string& database, const std::string& statement) const;

    void start();
    void stop();     // as an operator does: sessions are cut off
    void kill();     // as a power cut does: recovers at the next start
    void promote();  // of a standby: it becomes the primary
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::filesystem::path authority() const { return folder_ / "authority.pem"; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    // A client program of the same version: "pg_dump", "pg_restore".
    [[nodiscard]] static std::filesystem::path program(const std::string& name);

  private:
    void make_folder();
    void make_certificate(ServerCertificate kind) const;
    void configure(const std::vector<std::string>& settings) const;
    void run_as_server(std::vector<std::string> words) const;
    void end(int signal);
    void drop_databases() const;

    std::filesystem::path folder_;
    int port_ = 0;
    std::vector<std::string> databases_;  // made here
    std::unique_ptr<journeys::Child> server_;
};

}  // namespace vestibule::test_support
