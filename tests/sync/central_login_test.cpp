// A station's login at the central store: kept from others, and never used where TLS isn't verified.
#include "kiosk/sync/central_login.h"

#include <fstream>

#include "tests/support/temporary_folder.h"

using namespace vestibule;
using test_support::must;
using test_support::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

CentralLogin some_login() {
    return {.url = "postgresql://db1.example,db2.example:5433/vestibule",
            .role = "vestibule_s_1",
            .password = "it's a \\ secret",
            .site = new_id<SiteId>()};
}

}  // namespace

TEST_CASE("a login comes back as it was written, in a file for its owner alone", "[sync]") {
    const TemporaryFolder folder;
    const auto login = some_login();
    CHECK_FALSE(must(read_central_login(folder.path())));
    must(write_central_login(folder.path(), login));
    CHECK(fs::status(folder / "central.json").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    const auto read = must(read_central_login(folder.path()));
    REQUIRE(read);
    CHECK(read->url == login.url);
    CHECK(read->role == login.role);
    CHECK(read->password == login.password);
    CHECK(read->site == login.site);
}

TEST_CASE("a login that others can read, or that is damaged, isn't used", "[sync]") {
    const TemporaryFolder folder;
    must(write_central_login(folder.path(), some_login()));
    const auto file = folder / "central.json";
    std::string said;
    SECTION("readable by a group") {
        fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
        said = "chmod 600";
    }
    SECTION("readable by all") {
        fs::permissions(file, fs::perms::others_read, fs::perm_options::add);
        said = "chmod 600";
    }
    SECTION("cut short") {
        fs::resize_file(file, 40);
        said = "enrol this station anew";
    }
    SECTION("of another version") {
        std::ofstream{file} << R"({"version": 2})";
        said = "enrol this station anew";
    }
    const auto read = read_central_login(folder.path());
    REQUIRE_FALSE(read);
    CHECK(read.error().remedy == Remedy::ask_staff);
    CHECK_THAT(read.error().what,
               Catch::Contains(file.string()) && Catch::Contains(said) && !Catch::Contains("secret"));
}

TEST_CASE("what libpq is told demands a verified TLS of every host but this machine's socket", "[sync]") {
    auto login = some_login();
    const auto text = must(connection_text(login));
    CHECK_THAT(text, Catch::Contains("host='db1.example,db2.example'") && Catch::Contains("sslmode='verify-full'") &&
                         Catch::Contains("sslrootcert='/etc/ssl/certs/ca-certificates.crt'") &&
                         Catch::Contains("gssencmode='disable'") && Catch::Contains("user='vestibule_s_1'") &&
                         Catch::Contains("target_session_attrs='read-write'") &&
                         Catch::Contains(R"(password='it\'s a \\ secret')"));
    CHECK(hosts_of(login.url) == "db1.example, db2.example");
    for (const auto* remote :
         {"postgresql:///v?host=/run/postgresql,db2.example", "postgresql://127.0.0.1/v",
          "postgresql:///v?host=/run/postgresql&hostaddr=10.0.0.1", "postgresql://localhost/v"}) {
        login.url = remote;
        CHECK_THAT(must(connection_text(login)), Catch::Contains("sslmode='verify-full'"));
    }
    login.url = "postgresql:///v?host=/run/postgresql";
    CHECK_THAT(must(connection_text(login)), !Catch::Contains("sslmode='verify-full'"));
}

TEST_CASE("stations are given the administrator's address without a user, or the one that is named", "[sync]") {
    CHECK(must(station_url("postgresql://admin:secret@db.example:6432/vestibule?sslrootcert=/etc/our ca.pem", "")) ==
          "postgresql://db.example:6432/vestibule?sslrootcert=%2Fetc%2Four%20ca.pem");
    CHECK(must(station_url("host=db1,db2 port=1,2 dbname=v user=admin", "")) == "postgresql://db1:1,db2:2/v");
    CHECK(must(station_url("postgresql://db1,[fd00::1]:7/v", "")) == "postgresql://db1,[fd00::1]:7/v");
    CHECK(must(station_url("postgresql:///v?host=/run/postgresql", "postgresql://db/v")) == "postgresql://db/v");
    CHECK_THAT(station_url("postgresql:///v?host=/run/postgresql", "").error().what, Catch::Contains("--url"));
    CHECK_THAT(station_url("postgresql://db/v", "postgresql://db/v?sslmode=require").error().what,
               Catch::Contains("verify-full"));
    // What comes out is what libpq reads.
    for (const auto* url : {"postgresql://db.example:6432/v", "postgresql://db1,[fd00::1]:7/v"})
        CHECK(must(station_url(must(station_url(url, "")), "")) == must(station_url(url, "")));
}
