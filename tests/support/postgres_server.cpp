// initdb, certificates by openssl, and the server as a child process.
#include "tests/support/postgres_server.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "tests/support/free_port.h"

namespace vestibule::test_support {
namespace {

namespace fs = std::filesystem;

// PostgreSQL refuses to run as root.
std::vector<std::string> as_server_user(std::vector<std::string> words) {
    if (::getuid() != 0) return words;
    std::vector<std::string> out = {"setpriv",        "--reuid=postgres",   "--regid=postgres",
                                    "--clear-groups", "--pdeathsig=SIGINT", "--"};
    out.insert(out.end(), words.begin(), words.end());
    return out;
}

void must_run(const std::vector<std::string>& words) {
    const auto finished = journeys::run(words);
    if (finished.status != 0) throw std::runtime_error(words.front() + " failed: " + finished.out + finished.err);
}

void write(const fs::path& file, const std::string& text) {
    std::ofstream{file} << text;
}

// The server's user must own what it reads.
void give_to_server(const fs::path& folder) {
    if (::getuid() == 0) must_run({"chown", "-R", "postgres:postgres", folder.string()});
}

void openssl(std::vector<std::string> words) {
    words.insert(words.begin(), "openssl");
    must_run(words);
}

// An authority NAME.pem with its key NAME.key.
void make_authority(const fs::path& folder, const std::string& name) {
    openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj",
             "/CN=Test Authority", "-keyout", (folder / (name + ".key")).string(), "-out",
             (folder / (name + ".pem")).string()});
}

}  // namespace

fs::path PostgresServer::program(const std::string& name) {
    for (int version = 20; version >= 13; --version) {
        const auto file = fs::path{"/usr/lib/postgresql"} / std::to_string(version) / "bin" / name;
        if (fs::exists(file)) return file;
    }
    throw std::runtime_error("PostgreSQL isn't installed (" + name + ")");
}

void PostgresServer::make_folder() {
    need_servers();
    std::string pattern = (fs::temp_directory_path() / "vestibule-postgres-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    // Tests read its authority and use its socket.
    fs::permissions(folder_, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec |
                                 fs::perms::group_read | fs::perms::others_read);
    port_ = free_port();
}

PostgresServer::PostgresServer(ServerCertificate certificate, std::vector<std::string> settings) {
    make_folder();
    make_certificate(certificate);
    give_to_server(folder_);
    must_run(as_server_user({program("initdb").string(), "-D", (folder_ / "data").string(), "-A", "trust", "-U",
                             "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N", "--no-instructions"}));
    configure(settings);
    start();
}

PostgresServer::PostgresServer(Standby, const PostgresServer& primary, const std::vector<std::string>& settings) {
    make_folder();
    for (const auto* name : {"authority.pem", "server.pem", "server.key"})
        fs::copy_file(primary.folder() / name, folder_ / name);
    give_to_server(folder_);
    must_run(as_server_user({program("pg_basebackup").string(), "-D", (folder_ / "data").string(), "-R", "-X",
                             "stream", "-c", "fast", "-h", primary.folder().string(), "-p",
                             std::to_string(primary.port()), "-U", "postgres"}));
    configure(settings);
    start();
}

PostgresServer::~PostgresServer() {
    if (!server_) {
        drop_databases();
        return;
    }
    end(SIGQUIT);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void PostgresServer::make_certificate(ServerCertificate kind) const {
    make_authority(folder_, "authority");
    auto signer = std::string{"authority"};
    if (kind == ServerCertificate::of_another_authority) make_authority(folder_, signer = "stranger");
    const auto host = kind == ServerCertificate::of_another_host ? "DNS:elsewhere.example" : "DNS:localhost";
    write(folder_ / "extensions", std::string{"subjectAltName="} + host + "\n");
    openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=server",
             "-keyout", (folder_ / "server.key").string(), "-out", (folder_ / "server.csr").string()});
    openssl({"x509", "-req", "-in", (folder_ / "server.csr").string(), "-CA", (folder_ / (signer + ".pem")).string(),
             "-CAkey", (folder_ / (signer + ".key")).string(), "-CAcreateserial", "-days",
             kind == ServerCertificate::expired ? "-1" : "30", "-extfile", (folder_ / "extensions").string(), "-out",
             (folder_ / "server.pem").string()});
    fs::permissions(folder_ / "server.key", fs::perms::owner_read | fs::perms::owner_write);
}

void PostgresServer::configure(const std::vector<std::string>& settings) const {
    const auto file = folder_ / "data" / "postgresql.auto.conf";
    // Later lines win: what pg_basebackup wrote for a standby stays, but for the primary's own port and folder.
    std::string text = journeys::content_of(file) + "port=" + std::to_string(port_) + "\nunix_socket_directories='" +
                       folder_.string() + "'\nlisten_addresses='127.0.0.1'\nssl=on\nssl_cert_file='" +
                       (folder_ / "server.pem").string() + "'\nssl_key_file='" + (folder_ / "server.key").string() +
                       "'\nshared_buffers=32MB\nlog_min_messages=warning\n";
    for (const auto& setting : settings) text += setting + "\n";
    write(file, text);
    write(folder_ / "data" / "pg_hba.conf",
          "local all postgres trust\nlocal replication postgres trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n");
    give_to_server(folder_ / "data");
}

void PostgresServer::start() {
    server_ = std::make_unique<journeys::Child>(journeys::ChildSpec{
        .arguments = as_server_user({program("postgres").string(), "-D", (folder_ / "data").string()}),
        .err = folder_ / "server.log"});
    const auto socket =
        "host=" + folder_.string() + " port=" + std::to_string(port_) + " user=postgres dbname=postgres";
    const auto end = std::chrono::steady_clock::now() + journeys::patience();
    while (PQping(socket.c_str()) != PQPING_OK) {
        if (!server_->running() || std::chrono::steady_clock::now() > end)
            throw std::runtime_error("PostgreSQL doesn't start: " + journeys::content_of(folder_ / "server.log"));
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
}

void PostgresServer::end(int signal) {
    if (!server_) return;
    server_->send(signal);
    (void)server_->wait(journeys::patience());
    server_.reset();
}

void PostgresServer::stop() {
    end(SIGINT);
}

void PostgresServer::kill() {
    end(SIGQUIT);
}

void PostgresServer::promote() {
    sql("postgres", "SELECT pg_promote()");
}

std::string PostgresServer::admin_url(const std::string& database) const {
    return "postgresql:///" + database + "?host=" + folder_.string() + "&port=" + std::to_string(port_) +
           "&user=postgres";
}

std::string PostgresServer::station_url(const std::string& database, int port) const {
    return "postgresql://localhost:" + std::to_string(port == 0 ? port_ : port) + "/" + database +
           "?sslrootcert=" + authority().string();
}

std::string PostgresServer::new_database(const std::string& original) {
    // Cases of other processes make theirs at the same server.
    auto name = "store_" + std::to_string(::getpid()) + "_" + std::to_string(databases_.size() + 1);
    sql("postgres", "CREATE DATABASE " + name + (original.empty() ? "" : " TEMPLATE " + original));
    databases_.push_back(name);
    return name;
}

// Nothing depends on it: a database that stays only takes room until the run is over.
void PostgresServer::drop_databases() const {
    try {
        for (const auto& name : databases_) sql("postgres", "DROP DATABASE " + name + " WITH (FORCE)");
    } catch (const std::runtime_error&) {
    }
}

std::vector<std::string> PostgresServer::sql(const std::string& database, const std::string& statement) const {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection{PQconnectdb(admin_url(database).c_str()),
                                                                  &PQfinish};
    const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection.get(), statement.c_str()), &PQclear};
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(statement + ": " + PQerrorMessage(connection.get()));
    std::vector<std::string> out;
    for (int row = 0; row < PQntuples(result.get()); ++row) out.emplace_back(PQgetvalue(result.get(), row, 0));
    return out;
}

}  // namespace vestibule::test_support
