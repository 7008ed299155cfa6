// Runs config/central/*.sql and makes sites and stations known.
#include "kiosk/sync/central_install.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "kiosk/sync/postgres_connection.h"
#include "kiosk/sync/postgres_rows.h"
#include "kiosk/vault/certificate_json.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

constexpr int formats_max = 1000;

// Two installations at once take turns.
constexpr const char* lock = "SELECT pg_advisory_xact_lock(hashtext('vestibule install'))";
constexpr const char* encoding = "SELECT current_setting('server_encoding')";
constexpr const char* others_tables =
    "SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', "
    "'p') "
    "AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'vestibule') AND n.nspname NOT LIKE 'pg\\_%'";
constexpr const char* as_owner = "SET LOCAL ROLE vestibule_owner; SET LOCAL search_path = vestibule, pg_catalog";
constexpr const char* make_format =
    "CREATE TABLE IF NOT EXISTS vestibule.format (one integer PRIMARY KEY CHECK (one = 1), version integer NOT NULL);"
    "INSERT INTO vestibule.format VALUES (1, 0) ON CONFLICT DO NOTHING";
constexpr const char* has_format = "SELECT to_regclass('vestibule.format')";
constexpr const char* format_number = "SELECT version FROM vestibule.format";
constexpr const char* set_format = "UPDATE vestibule.format SET version = $1";
constexpr const char* register_site = "SELECT vestibule.register_site($1, $2, $3)";
constexpr const char* add_station_sql = "SELECT vestibule.add_station($1, $2, $3, $4)";
constexpr const char* function_files[] = {"signatures.sql", "exchange.sql", "keys.sql", "stations.sql", "rights.sql"};

Result<std::string> content_of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (in.bad() || text.empty()) return ask_staff(fmt::format("can't read {}", file.string()));
    return text;
}

struct Scripts {
    std::string roles, functions;
    std::vector<std::string> tables;  // tables-1.sql first
};

Result<Scripts> read_scripts(const fs::path& folder) {
    Scripts scripts;
    VESTIBULE_TRY(roles, content_of(folder / "roles.sql"));
    scripts.roles = roles;
    for (const auto* name : function_files) {
        VESTIBULE_TRY(text, content_of(folder / name));
        scripts.functions += text;
    }
    for (int number = 1; number < formats_max; ++number) {
        const auto file = folder / fmt::format("tables-{}.sql", number);
        std::error_code failed;
        if (!fs::exists(file, failed)) break;
        VESTIBULE_TRY(text, content_of(file));
        scripts.tables.push_back(text);
    }
    return scripts;
}

// 0 where nothing is installed yet.
int held_format(pqxx::transaction_base& work) {
    if (work.exec(has_format).at(0)[0].is_null()) return 0;
    return static_cast<int>(postgres_rows::number(work.exec(format_number).at(0)[0]));
}

// Why this database can't become a central store; empty: it can.
std::string unfit(pqxx::transaction_base& work, int held, int newest) {
    if (postgres_rows::text(work.exec(encoding).at(0)[0]) != "UTF8")
        return "the database isn't in UTF-8: make one with `createdb --encoding=UTF8 --template=template0 NAME`";
    if (postgres_rows::number(work.exec(others_tables).at(0)[0]) > 0)
        return "the database holds tables of other programs, whose users would be locked out: make one of its own, "
               "such as with `createdb vestibule`";
    if (held > newest)
        return fmt::format("its format {} is newer than this program's {}: install with the newer version", held,
                           newest);
    return {};
}

}  // namespace

CentralAdmin::CentralAdmin(std::unique_ptr<PostgresConnection> connection) : connection_{std::move(connection)} {}
CentralAdmin::CentralAdmin(CentralAdmin&&) noexcept = default;
CentralAdmin::~CentralAdmin() = default;

Result<CentralAdmin> CentralAdmin::open(const std::string& admin_url) {
    VESTIBULE_TRY(text, admin_connection_text(admin_url));
    return CentralAdmin{std::make_unique<PostgresConnection>(text, hosts_of(admin_url), "")};
}

Result<int> CentralAdmin::install(const fs::path& sql_folder) {
    VESTIBULE_TRY(scripts, read_scripts(sql_folder));
    const auto newest = static_cast<int>(scripts.tables.size());
    std::string refused;
    VESTIBULE_CHECK(connection_->run_together([&](pqxx::transaction_base& work) {
        work.exec(lock);
        const auto held = held_format(work);
        refused = unfit(work, held, newest);
        if (!refused.empty()) return;
        work.exec(scripts.roles);
        work.exec(as_owner);
        work.exec(make_format);
        for (int number = held; number < newest; ++number)
            work.exec(scripts.tables[static_cast<std::size_t>(number)]);
        work.exec_params(set_format, newest);
        work.exec(scripts.functions);
    }));
    if (!refused.empty()) return give_up(refused);
    return newest;
}

Result<> CentralAdmin::add_site(const SiteTrust& site) {
    return connection_->run_together([&](pqxx::transaction_base& work) {
        work.exec(as_owner);
        work.exec_params(register_site, postgres_rows::binary(site.site.bytes), site.name,
                         postgres_rows::binary(site.root));
    });
}

Result<CentralLogin> CentralAdmin::add_station(const Certificate& certificate, bool keeps_site,
                                               const std::string& station_url) {
    CentralLogin login{.url = station_url, .role = {}, .password = new_password(), .site = certificate.site};
    VESTIBULE_TRY(verifier, scram_verifier(login.password));
    const auto text = dump(certificate_json(certificate));
    VESTIBULE_CHECK(connection_->run_together([&](pqxx::transaction_base& work) {
        work.exec(as_owner);
        const auto rows = work.exec_params(add_station_sql, postgres_rows::binary(certificate.site.bytes),
                                           postgres_rows::binary(view(text)), verifier, keeps_site);
        login.role = postgres_rows::text(rows.at(0)[0]);
    }));
    if (login.role.empty()) return ask_staff("the site's root key hasn't certified this station");
    return login;
}

}  // namespace vestibule
