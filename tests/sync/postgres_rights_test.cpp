// What the PostgreSQL store refuses, whoever asks: each right that a station's role lacks, and what the server checks
// itself.
#include <libpq-fe.h>
#include <sodium.h>

#include "kiosk/sync/central_install.h"
#include "kiosk/sync/postgres_connection.h"
#include "kiosk/sync/postgres_sql.h"
#include "kiosk/vault/certificate_json.h"
#include "tests/sync/postgres_seat.h"
#include "tests/sync/sync_fixture.h"

using namespace vestibule;
using namespace vestibule::sync_test;

namespace {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

// A site in a database of its own whose clock is the server's; stations that log in as themselves.
struct Database {
    test_support::PostgresServer& server = postgres_server();
    std::string name = installed_database(server);
    TemporaryFolder folder;

    Identity identity(const std::string& station, Role role) const {
        return must(open_identity({.data = folder.path(), .name = station, .role = role}, Config::Site{}));
    }
    CentralLogin login(const Identity& station, bool keeps_site = false) const {
        return login_of(server, name, station, keeps_site);
    }
    [[nodiscard]] std::string number(const std::string& query) const { return server.sql(name, query).at(0); }
};

// A program that isn't ours but has a station's password.
struct Intruder {
    Connection connection;
    explicit Intruder(const CentralLogin& login)
        : connection{PQconnectdb(must(connection_text(login)).c_str()), &PQfinish} {
        if (PQstatus(connection.get()) != CONNECTION_OK) FAIL(PQerrorMessage(connection.get()));
    }
    // "ok", or the SQLSTATE.
    std::string tries(const std::string& sql) {
        const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection.get(), sql.c_str()), &PQclear};
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return "ok";
        const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
        return state != nullptr ? state : PQerrorMessage(connection.get());
    }
};

Bytes must_hex(std::string_view text) {
    return from_hex(text).value();
}

constexpr const char* denied = "42501";  // insufficient_privilege

std::string hex(ByteView bytes) {
    return "'\\x" + to_hex(bytes) + "'";
}

WrappedKey key_of(PersonId person, std::uint8_t number, DoorWindow window) {
    SubjectKeyId id{};
    id.fill(number);
    return {.person = person, .id = id, .generation = 1, .wrapped = Bytes(72, number), .window = window};
}

DoorWindow around_now(std::chrono::hours from, std::chrono::hours until) {
    return {.from = system_now() + from, .until = system_now() + until};
}

// A station with a real log at that database.
struct Writer {
    Identity identity;
    Log log;
    LogReader reader;
    std::unique_ptr<CentralStore> store;

    Writer(const Database& database, const std::string& name, Role role, bool keeps_site = false)
        : identity{database.identity(name, role)},
          log{must(Log::open(database.folder.path() / (name + ".log"), identity.station()))},
          reader{must(LogReader::open(database.folder.path() / (name + ".log")))},
          store{must(open_postgres_store(database.login(identity, keeps_site)))} {
        const NewEvent event{.kind = "visit.rated", .stream = new_id<StreamId>(), .body = {{"score", 1}}};
        for (int i = 0; i < 4; ++i) must(log.append({&event, 1}, {}, nine));
    }
    [[nodiscard]] Batch batch(std::uint64_t after, int count) const {
        Batch out{.certificate = identity.certificate,
                  .events = must(reader.events_after(identity.station(), after, count))};
        const auto& last = out.events.back();
        out.head = {.station = identity.station(), .seq = last.seq, .hash = last.hash};
        out.head.signature = sign(identity, signed_part(out.head));
        return out;
    }
};

}  // namespace

TEST_CASE("a station's role may call the schema's functions and do nothing else", "[sync][postgres]") {
    const Database database;
    Writer lobby{database, "lobby", Role::lobby};
    CHECK(must(lobby.store->push(lobby.batch(0, 4))) == PushOutcome::taken);
    Intruder intruder{database.login(lobby.identity)};
    for (const auto* table : {"site", "station", "event", "head", "subject_key", "door_window", "tombstone", "blob",
                              "site_share", "enrolment", "key_counter", "format"}) {
        const auto name = std::string{"vestibule."} + table;
        CAPTURE(name);
        CHECK(intruder.tries("SELECT * FROM " + name) == denied);
        CHECK(intruder.tries("DELETE FROM " + name) == denied);
        CHECK(intruder.tries("TRUNCATE " + name) == denied);
        CHECK(intruder.tries("INSERT INTO " + name + " DEFAULT VALUES") == denied);
        CHECK(intruder.tries("DROP TABLE " + name) == denied);
        CHECK(intruder.tries("COPY " + name + " TO STDOUT") == denied);
    }
    CHECK(intruder.tries("UPDATE vestibule.event SET body = ''") == denied);
    CHECK(intruder.tries("UPDATE vestibule.station SET role = 'reception'") == denied);
    for (const auto* call : {"vestibule.add_station('', '', '', true)", "vestibule.register_site('', '', '')",
                             "vestibule.make_login('x', '', 'x')", "vestibule.count_changes('', 1)",
                             "vestibule.caller()", "vestibule.guest()", "vestibule.request_enrolment('')"})
        CHECK(intruder.tries(std::string{"SELECT "} + call) == denied);
    for (const auto* statement :
         {"CREATE TABLE vestibule.mine (x int)", "CREATE TEMP TABLE mine (x int)", "CREATE TABLE public.mine (x int)",
          "CREATE SCHEMA mine", "SET ROLE vestibule_owner", "SET SESSION AUTHORIZATION postgres",
          "CREATE ROLE friend", "CREATE DATABASE mine"})
        CHECK(intruder.tries(statement) == denied);
    // What it may call answers; so the refusals above are about rights, not about the connection.
    CHECK(intruder.tries("SELECT * FROM vestibule.held()") == "ok");
    CHECK(database.number("SELECT count(*) FROM vestibule.event") == "4");
}

TEST_CASE("not even the administrator changes what was written", "[sync][postgres]") {
    const Database database;
    Writer lobby{database, "lobby", Role::lobby};
    CHECK(must(lobby.store->push(lobby.batch(0, 4))) == PushOutcome::taken);
    for (const auto* statement :
         {"UPDATE vestibule.event SET body = ''", "DELETE FROM vestibule.event", "TRUNCATE vestibule.event",
          "DELETE FROM vestibule.head", "TRUNCATE vestibule.head", "UPDATE vestibule.head SET seq = 9",
          // The hash must fit the row, whoever inserts it.
          "INSERT INTO vestibule.event SELECT station, 5, turn, at, kind, stream, subject, "
          "body, sealed, hash, hash FROM vestibule.event WHERE seq = 4"})
        CHECK_THROWS(database.server.sql(database.name, statement));
    CHECK(database.number("SELECT count(*) FROM vestibule.event") == "4");
}

TEST_CASE("another station's log is taken under its own signature only", "[sync][postgres]") {
    const Database database;
    const Writer dead{database, "dead", Role::guard};
    const Writer relay{database, "lobby", Role::lobby};
    auto batch = dead.batch(0, 2);
    SECTION("its signed rows, as to a store that was restored") {
        CHECK(must(relay.store->push(batch)) == PushOutcome::taken);
        CHECK(must(relay.store->push(dead.batch(2, 2))) == PushOutcome::taken);
    }
    SECTION("rows that somebody else signed") {
        batch.head.signature = sign(relay.identity, signed_part(batch.head));
        CHECK(must(relay.store->push(batch)) == PushOutcome::broken_chain);
    }
    SECTION("a certificate that somebody else wrote") {
        batch.certificate.key = relay.identity.certificate.key;
        batch.head.signature = sign(relay.identity, signed_part(batch.head));
        CHECK(must(relay.store->push(batch)) == PushOutcome::broken_chain);
    }
    SECTION("another site's station") {
        const Database elsewhere;
        const Writer stranger{elsewhere, "lobby", Role::lobby};
        CHECK(must(relay.store->push(stranger.batch(0, 2))) == PushOutcome::broken_chain);
    }
}

TEST_CASE("the server agrees with libsodium on signatures, good and bad", "[sync][postgres]") {
    const Database database;
    const auto server_says = [&](ByteView key, ByteView message, ByteView signature) {
        return database.number("SELECT vestibule.ed25519_holds(" + hex(key) + ", " + hex(message) + ", " +
                               hex(signature) + ")") == "t";
    };
    for (int round = 0; round < 40; ++round) {
        PublicKey key{};
        Bytes secret(crypto_sign_SECRETKEYBYTES), message(static_cast<std::size_t>(round * 7));
        crypto_sign_keypair(key.data(), secret.data());
        if (!message.empty()) randombytes_buf(message.data(), message.size());
        Signature signature{};
        crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret.data());
        CHECK(server_says(key, message, signature));
        const auto bit = randombytes_uniform(512);
        signature[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        CAPTURE(round, bit);
        CHECK_FALSE(server_says(key, message, signature));
        CHECK_FALSE(verify(key, message, signature));
    }
    // S at or above the group's order, keys of small order and keys that aren't canonical.
    const auto order = must_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    PublicKey key{};
    Bytes secret(crypto_sign_SECRETKEYBYTES);
    crypto_sign_keypair(key.data(), secret.data());
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, nullptr, 0, secret.data());
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        const unsigned sum = signature[32 + i] + order[i] + carry;
        signature[32 + i] = static_cast<std::uint8_t>(sum);
        carry = sum >> 8U;
    }
    CHECK_FALSE(server_says(key, {}, signature));
    for (const auto* weak : {"0000000000000000000000000000000000000000000000000000000000000000",
                             "0100000000000000000000000000000000000000000000000000000000000000",
                             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                             "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                             "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
        const auto bytes = must_hex(weak);
        const Bytes nothing(64, 0);
        CHECK_FALSE(server_says(bytes, {}, nothing));
    }
}

TEST_CASE("a door gets keys inside their windows by the server's clock, whatever it says of itself or of the time",
          "[sync][postgres]") {
    const Database database;
    const auto reception = must(open_postgres_store(database.login(database.identity("reception", Role::reception))));
    const auto lobby = must(open_postgres_store(database.login(database.identity("lobby", Role::lobby))));
    using std::chrono::hours;
    const auto present = new_id<PersonId>(), later = new_id<PersonId>(), unsaid = new_id<PersonId>();
    must(reception->offer_keys({key_of(present, 1, around_now(hours{-1}, hours{1})),
                                key_of(later, 2, around_now(hours{24}, hours{48})), key_of(unsaid, 3, {})}));
    const auto persons = [](const KeyNews& news) {
        std::vector<PersonId> out;
        for (const auto& key : news.keys) out.push_back(key.person);
        return out;
    };
    CHECK(persons(must(reception->fetch_keys(Role::reception, system_now(), {}))).size() == 3);
    for (const auto claimed : {Role::lobby, Role::guard, Role::reception})
        for (const auto when : {hours{0}, hours{30}, hours{24 * 365}, hours{-24 * 365}})
            CHECK(persons(must(lobby->fetch_keys(claimed, system_now() + when, {}))) == std::vector{present});
    SECTION("nor a photo outside of its window") {
        const SealedBlob face{
            .id = new_id<BlobId>(), .person = later, .expires = system_now() + hours{100}, .sealed = Bytes(100, 1)};
        must(reception->offer_blob(face));
        CHECK(must(reception->fetch_blob(Role::reception, system_now(), face.id)) == face);
        for (const auto claimed : {Role::lobby, Role::guard, Role::reception})
            CHECK_FALSE(must(lobby->fetch_blob(claimed, system_now() + hours{30}, face.id)));
        CHECK(must(lobby->fetch_keys(Role::reception, system_now() + hours{30}, {})).blobs.empty());
        CHECK(lobby->drop_blobs(system_now()).error().remedy == Remedy::ask_staff);
    }
    SECTION("nor does it widen a window to get at a key") {
        must(lobby->offer_keys({key_of(later, 9, around_now(hours{-1}, hours{48})),
                                key_of(unsaid, 9, around_now(hours{-1}, hours{48}))}));
        CHECK(persons(must(lobby->fetch_keys(Role::lobby, system_now(), {}))) == std::vector{present});
    }
    SECTION("but of the persons it registers itself") {
        const auto walk_in = new_id<PersonId>();
        must(lobby->offer_keys({key_of(walk_in, 7, around_now(hours{-1}, hours{8}))}));
        CHECK(persons(must(lobby->fetch_keys(Role::lobby, system_now(), {}))).size() == 2);
    }
    SECTION("and of those it may read anyhow, whose visit becomes longer") {
        must(lobby->offer_keys({key_of(present, 1, around_now(hours{-1}, hours{9}))}));
        CHECK(must(lobby->fetch_keys(Role::lobby, system_now(), {})).keys.at(0).window.until >
              system_now() + hours{8});
    }
}

TEST_CASE("what is reception's and the keeper's is refused to doors", "[sync][postgres]") {
    const Database database;
    const auto reception_identity = database.identity("reception", Role::reception);
    const auto reception_login = database.login(reception_identity);
    const auto reception = must(open_postgres_store(reception_login));
    const auto lobby_identity = database.identity("lobby", Role::lobby);
    const auto lobby = must(open_postgres_store(database.login(lobby_identity)));
    CHECK(lobby->revoke({reception_identity.station()}).error().remedy == Remedy::ask_staff);
    CHECK(lobby->keys_of_generation(1, 10).error().remedy == Remedy::ask_staff);
    CHECK(lobby->replace_keys({}).error().remedy == Remedy::ask_staff);
    const auto share = make_share(lobby_identity.certificate, Bytes(32, 1), 2, Bytes(64, 1));
    CHECK(lobby->offer_shares({share}).error().remedy == Remedy::ask_staff);
    // Enrolling others takes the machine with the root key, and the root key's signature as well.
    Intruder intruder{reception_login};
    CHECK(intruder.tries("SELECT vestibule.register_station('', '')") == sqlstate_not_allowed);
    Intruder keeper{database.login(database.identity("office", Role::reception), true)};
    auto forged = lobby_identity.certificate;
    forged.role = "reception";
    const auto text = dump(certificate_json(forged));
    const auto register_forged = "SELECT 1 / (vestibule.register_station(" + hex(view(text)) +
                                 ", 'SCRAM-SHA-256$4096:x$y:z') IS NOT NULL)::int";
    CHECK(keeper.tries(register_forged) == "22012");  // nothing registered: 1 / 0
    must(reception->offer_shares({share}));
    CHECK(must(lobby->share())->generation == 2);
    CHECK_FALSE(must(reception->share()));
}

TEST_CASE("stations of one site see nothing of another one's in the same database", "[sync][postgres]") {
    const Database database;
    Writer here{database, "reception", Role::reception, true};
    Database other{.server = database.server, .name = database.name, .folder = {}};
    Writer there{other, "reception", Role::reception, true};
    const auto person = new_id<PersonId>();
    CHECK(must(there.store->push(there.batch(0, 4))) == PushOutcome::taken);
    must(there.store->offer_keys({key_of(person, 1, around_now(std::chrono::hours{-1}, std::chrono::hours{1}))}));
    CHECK(must(here.store->cursor()).empty());
    CHECK(must(here.store->pull({}, here.identity.station(), 100)).empty());
    CHECK(must(here.store->fetch_keys(Role::reception, system_now(), {})).keys.empty());
    CHECK(must(here.store->keys_of_generation(1, 10)).empty());
    must(here.store->offer_tombstones({person}));
    must(here.store->revoke({there.identity.station()}));
    CHECK(must(there.store->fetch_keys(Role::reception, system_now(), {})).keys.size() == 1);
    CHECK(must(there.store->push(there.batch(0, 4))) == PushOutcome::already_held);
    CHECK(must(there.store->cursor()).size() == 1);
}

TEST_CASE("a revoked station is told so, and nothing of it is taken or given", "[sync][postgres]") {
    const Database database;
    Writer reception{database, "reception", Role::reception, true};
    Writer guard{database, "guard", Role::guard};
    CHECK(must(guard.store->push(guard.batch(0, 2))) == PushOutcome::taken);
    must(reception.store->revoke({guard.identity.station()}));
    CHECK(must(guard.store->push(guard.batch(2, 2))) == PushOutcome::revoked);
    CHECK(must(reception.store->push(guard.batch(2, 2))) == PushOutcome::revoked);
    const auto refused = guard.store->pull({}, guard.identity.station(), 10);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().remedy == Remedy::ask_staff);
    CHECK_THAT(refused.error().what, Catch::Contains("has been revoked"));
    CHECK_FALSE(guard.store->fetch_keys(Role::guard, system_now(), {}));
    CHECK(must(reception.store->pull({}, reception.identity.station(), 10)).front().events.size() == 2);
}

TEST_CASE("installing again changes nothing, and a database of others is left alone", "[sync][postgres]") {
    const Database database;
    Writer lobby{database, "lobby", Role::lobby};
    CHECK(must(lobby.store->push(lobby.batch(0, 4))) == PushOutcome::taken);
    const auto install = [&](const std::string& name) {
        return must(CentralAdmin::open(database.server.admin_url(name))).install(VESTIBULE_SOURCE "/config/central");
    };
    CHECK(must(install(database.name)) == 1);
    CHECK(must(lobby.store->cursor()).at(lobby.identity.station()) == 4);
    database.server.sql(database.name, "UPDATE vestibule.format SET version = 99");
    CHECK_THAT(install(database.name).error().what, Catch::Contains("newer"));
    const auto shop = database.server.new_database();
    database.server.sql(shop, "CREATE TABLE customer (name text)");
    CHECK_THAT(install(shop).error().what, Catch::Contains("createdb vestibule"));
}

TEST_CASE("every call of the station's SQL exists in the schema", "[sync][postgres]") {
    const Database database;
    Intruder station{database.login(database.identity("reception", Role::reception), true)};
    int number = 0;
    for (const auto* sql : postgres_sql::all) {
        CAPTURE(sql);
        CHECK(station.tries("PREPARE s" + std::to_string(++number) + " AS " + sql) == "ok");
    }
}
