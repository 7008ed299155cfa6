// Servers that aren't to be trusted, addresses that ask for less than a verified TLS, and logins that are refused:
// no connection is made, and staff reads what to do.
#include <sodium.h>

#include <fstream>

#include "kiosk/sync/central_install.h"
#include "tests/journeys/child_process.h"
#include "tests/sync/postgres_seat.h"
#include "tests/sync/sync_fixture.h"

using namespace vestibule;
using namespace vestibule::sync_test;
using test_support::PostgresServer;
using test_support::ServerCertificate;

namespace {

// A server that notes who has logged in.
struct Noting {
    PostgresServer server;
    PostgresSite there{server};
    Station lobby{there.site, "lobby", Role::lobby};

    explicit Noting(ServerCertificate certificate, std::vector<std::string> settings = {})
        : server{certificate, with_log(std::move(settings))} {}
    static std::vector<std::string> with_log(std::vector<std::string> settings) {
        settings.insert(settings.end(), {"fsync=off", "log_connections=on"});
        return settings;
    }
    // How often that role has logged in, by the server's own log.
    [[nodiscard]] int logins_of(const std::string& role) const {
        // What came before is written once this is answered.
        server.sql("postgres", "SELECT 1");
        const auto log = journeys::content_of(server.folder() / "server.log");
        const auto words = "connection authorized: user=" + role;
        int count = 0;
        for (auto at = log.find(words); at != std::string::npos; at = log.find(words, at + 1)) ++count;
        return count;
    }
    [[nodiscard]] std::string role() const { return there.seat->login(lobby.identity).role; }
    [[nodiscard]] int logins() const { return logins_of(role()); }
};

// What openssl says of the server's certificate; of its dates only where asked.
std::string openssl_says(const PostgresServer& server, const std::string& option) {
    const auto finished = journeys::run({"openssl", "verify", option, "-CAfile", server.authority().string(),
                                         (server.folder() / "server.pem").string()});
    return finished.out + finished.err;
}

struct Untrusted {
    std::string name;
    ServerCertificate certificate;
    std::vector<std::string> settings;
    std::string said;
};

Problem problem_of(Station& station) {
    const auto result = station.try_sync();
    REQUIRE_FALSE(result);
    return result.error();
}

void check_refused(const Problem& problem, const std::string& said) {
    CHECK(problem.remedy == Remedy::ask_staff);
    CHECK_THAT(problem.what, Catch::Contains("refuses this station's login") && Catch::Contains(said) &&
                                 Catch::Contains("Enrol the station anew"));
}

}  // namespace

TEST_CASE("no station logs in at a server whose certificate isn't as it should be", "[sync][postgres]") {
    const auto given = GENERATE(values<Untrusted>(
        {{"of an unknown authority", ServerCertificate::of_another_authority, {}, "certificate verify failed"},
         {"expired", ServerCertificate::expired, {}, "certificate verify failed"},
         {"of another host", ServerCertificate::of_another_host, {}, "does not match host name"},
         {"none: no TLS", ServerCertificate::good, {"ssl=off"}, "does not support SSL"}}));
    CAPTURE(given.name);
    Noting at{given.certificate, given.settings};
    const auto good = at.there.seat->url;
    auto after_a_dead_one = good;  // port 1: nobody listens
    after_a_dead_one.insert(std::string{"postgresql://"}.size(), "localhost:1,");
    for (const auto& url : {good, after_a_dead_one}) {
        at.there.seat->url = url;
        at.lobby.store = at.there.seat->open(at.lobby.identity);
        const auto problem = problem_of(at.lobby);
        CHECK(problem.remedy == Remedy::ask_staff);
        CHECK_THAT(problem.what, Catch::Contains("isn't trusted") && Catch::Contains(given.said) &&
                                     Catch::Contains("Check its certificate and sslrootcert"));
    }
    CHECK(at.logins() == 0);
    // libpq doesn't say it, but what is wrong with this one is its date alone.
    if (given.certificate == ServerCertificate::expired) {
        CHECK_THAT(openssl_says(at.server, "-check_ss_sig"), Catch::Contains("certificate has expired"));
        CHECK_THAT(openssl_says(at.server, "-no_check_time"), Catch::Contains("server.pem: OK"));
    }
    CHECK(at.logins_of("postgres") > 0);  // the administrator's, over the socket: the log does say such things
}

TEST_CASE("an address that asks for less than a verified TLS isn't used at all", "[sync][postgres]") {
    Noting at{ServerCertificate::good};
    const auto good = at.there.seat->url;
    CHECK(at.lobby.sync().pushed == 1);
    CHECK(at.logins() == 1);
    struct Address {
        std::string url, said;
    };
    const auto weaker = [&](const std::string& mode) {
        return Address{good + "&sslmode=" + mode, "only verify-full is safe"};
    };
    auto with_user = good, with_password = good;
    with_user.insert(std::string{"postgresql://"}.size(), "someone@");
    with_password.insert(std::string{"postgresql://"}.size(), "someone:secret@");
    const auto no_names = "must not name a user or a password";
    for (const auto& [url, said] :
         {weaker("disable"), weaker("allow"), weaker("prefer"), weaker("require"), weaker("verify-ca"),
          Address{with_user, no_names}, Address{with_password, no_names}, Address{good + "&password=x", no_names},
          Address{"postgresql:///" + at.there.seat->database, "names no host"},
          Address{"postgresql://[", "can't be read"}}) {
        CAPTURE(url);
        auto login = at.there.seat->login(at.lobby.identity);
        login.url = url;
        const auto store = open_postgres_store(login);
        REQUIRE_FALSE(store);
        CHECK(store.error().remedy == Remedy::give_up);
        CHECK_THAT(store.error().what, Catch::Contains(said) && !Catch::Contains("secret"));
    }
    CHECK(at.logins() == 1);
}

TEST_CASE("the environment makes a connection no weaker", "[sync][postgres]") {
    Noting at{ServerCertificate::of_another_host};
    for (const auto* word : {"PGSSLMODE=disable", "PGHOST=127.0.0.1", "PGHOSTADDR=127.0.0.1", "PGUSER=postgres",
                             "PGGSSENCMODE=require", "PGREQUIRESSL=0"}) {
        CAPTURE(word);
        std::string setting{word};
        const auto name = setting.substr(0, setting.find('='));
        setenv(name.c_str(), setting.substr(name.size() + 1).c_str(), 1);
        at.lobby.store = at.there.seat->open(at.lobby.identity);
        const auto problem = problem_of(at.lobby);
        unsetenv(name.c_str());
        CHECK(problem.remedy == Remedy::ask_staff);
    }
    CHECK(at.logins() == 0);
}

TEST_CASE("a login that the server refuses is told to staff", "[sync][postgres]") {
    const PostgresSite there;
    Station lobby{there.site, "lobby", Role::lobby};
    auto login = there.seat->login(lobby.identity);
    lobby.sync();
    const auto alter = [&](const std::string& statement) {
        there.seat->server->sql(there.seat->database, statement + " \"" + login.role + "\"");
    };
    std::string said = "password authentication failed";
    SECTION("a wrong password") {
        login.password = new_password();
    }
    SECTION("a role that was dropped") {
        alter("DROP ROLE");
    }
    SECTION("a role without a right to the database") {
        alter("REVOKE vestibule_station FROM");
        said = "permission denied for database";
    }
    lobby.store = must(open_postgres_store(login));
    check_refused(problem_of(lobby), said);
}

TEST_CASE("a network from which nobody may log in is told to staff", "[sync][postgres]") {
    Noting at{ServerCertificate::good};
    at.lobby.sync();
    std::ofstream{at.server.folder() / "data" / "pg_hba.conf"} << "local all postgres trust\n";
    at.server.stop();
    at.server.start();
    check_refused(problem_of(at.lobby), "no pg_hba.conf entry");
    CHECK(at.logins() == 1);
}

TEST_CASE("nobody is given the login of another site's station, not even by who keeps a site", "[sync][postgres]") {
    const PostgresSite there;
    Station lobby{there.site, "lobby", Role::lobby};
    lobby.sync();
    // Another site in the same database, whose root certifies whatever it likes, such as a station of the same
    // number.
    SiteTrust other{.site = new_id<SiteId>(), .name = "Elsewhere", .issuer = "e", .root = {}};
    Bytes secret(crypto_sign_SECRETKEYBYTES);
    crypto_sign_keypair(other.root.data(), secret.data());
    auto forged = lobby.identity.certificate;
    forged.site = other.site;
    SECTION("with another key") {
        forged.key = other.root;
    }
    SECTION("with the same key") {}
    auto message = Bytes{'V', 'C', '1'};
    for (const ByteView part : {ByteView{forged.site.bytes}, ByteView{forged.station.bytes}, ByteView{forged.key},
                                ByteView{forged.box_key}, view(forged.role)})
        message.insert(message.end(), part.begin(), part.end());
    crypto_sign_detached(forged.signature.data(), nullptr, message.data(), message.size(), secret.data());
    REQUIRE(holds(forged, other.root));
    auto& server = *there.seat->server;
    auto admin = must(CentralAdmin::open(server.admin_url(there.seat->database)));
    must(admin.add_site(other));
    CHECK_FALSE(admin.add_station(forged, false, server.station_url(there.seat->database)));
    lobby.store = there.seat->open(lobby.identity);
    CHECK(lobby.sync().acknowledged == 1);
}

TEST_CASE("a station that is revoked or whose role is dropped while it's connected is told so", "[sync][postgres]") {
    const PostgresSite there;
    Station lobby{there.site, "lobby", Role::lobby}, reception{there.site, "reception", Role::reception};
    lobby.sync();
    reception.sync();
    lobby.sync();
    lobby.write("visit.rated", new_id<StreamId>());
    std::string said;
    SECTION("revoked") {
        must(reception.store->revoke({lobby.identity.station()}));
        said = "has been revoked";
        CHECK_FALSE(lobby.store->push(lobby.batch(1, 1)));  // its session has ended
    }
    SECTION("dropped") {
        there.seat->server->sql(there.seat->database, "DROP ROLE \"" + there.seat->login(lobby.identity).role + "\"");
        said = "refuses";
        CHECK_FALSE(lobby.store->push(lobby.batch(1, 1)));
    }
    const auto pulled = lobby.store->pull({}, lobby.identity.station(), 10);
    REQUIRE_FALSE(pulled);
    CHECK(pulled.error().remedy == Remedy::ask_staff);
    CHECK_THAT(pulled.error().what, Catch::Contains(said));
    const auto problem = problem_of(lobby);
    CHECK(problem.remedy == Remedy::ask_staff);
    CHECK_THAT(problem.what, Catch::Contains(said));
    CHECK(there.seat->number("SELECT count(*) FROM vestibule.event") == 2);  // the two enrolments
    // It goes on alone, and nobody else is held up.
    CHECK(lobby.write("visit.rated", new_id<StreamId>()).seq == 3);
    CHECK(reception.sync().pulled == 0);
}
