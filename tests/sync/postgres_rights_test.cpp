// What the PostgreSQL store refuses, whoever asks: each right that a station's role lacks, and what the server checks
// itself.
#include <sodium.h>

#include "kiosk/sync/central_install.h"
#include "kiosk/sync/postgres_connection.h"
#include "kiosk/sync/postgres_sql.h"
#include "kiosk/vault/certificate_json.h"
#include "tests/sync/postgres_intruder.h"

using namespace vestibule;
using namespace vestibule::sync_test;

TEST_CASE("a station's role may call the schema's functions and do nothing else", "[sync][postgres]") {
    const ServerSite database;
    Writer lobby{database, "lobby", Role::lobby};
    CHECK(must(lobby.store->push(lobby.batch(0, 4))) == PushOutcome::taken);
    Intruder intruder{database.login(lobby.identity)};
    for (const auto* table : {"site", "station", "event", "head", "subject_key", "door_window", "tombstone", "blob",
                              "site_share", "enrolment", "offer_counter", "key_change", "format"}) {
        const auto name = std::string{"vestibule."} + table;
        CAPTURE(name);
        CHECK(intruder.tries("SELECT * FROM " + name) == denied);
        CHECK(intruder.tries("DELETE FROM " + name) == denied);
        CHECK(intruder.tries("TRUNCATE " + name) == denied);
        CHECK(intruder.tries("INSERT INTO " + name + " DEFAULT VALUES") == denied);
        CHECK(intruder.tries("DROP TABLE " + name) == denied);
        CHECK(intruder.tries("COPY " + name + " TO STDOUT") == denied);
    }
    for (const auto* shown : {"offered_key", "offered_blob"})
        CHECK(intruder.tries(std::string{"SELECT * FROM vestibule."} + shown) == denied);
    CHECK(intruder.tries("UPDATE vestibule.event SET body = ''") == denied);
    CHECK(intruder.tries("UPDATE vestibule.station SET role = 'reception'") == denied);
    for (const auto* call :
         {"vestibule.add_station('', '', '', true)", "vestibule.register_site('', '', '')",
          "vestibule.make_login('x', '', 'x')", "vestibule.count_change('')", "vestibule.sweep_buried('', '{}')",
          "vestibule.end_sessions()", "vestibule.caller()", "vestibule.guest()", "vestibule.request_enrolment('')"})
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
    const ServerSite database;
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
    const ServerSite database;
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
        const ServerSite elsewhere;
        const Writer stranger{elsewhere, "lobby", Role::lobby};
        CHECK(must(relay.store->push(stranger.batch(0, 2))) == PushOutcome::broken_chain);
    }
}

TEST_CASE("the server agrees with libsodium on signatures, good and bad", "[sync][postgres]") {
    const ServerSite database;
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
    const ServerSite database;
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
        CHECK(must(reception->fetch_blobs(Role::reception, system_now(), face.id)) == std::vector{face});
        for (const auto claimed : {Role::lobby, Role::guard, Role::reception})
            CHECK(must(lobby->fetch_blobs(claimed, system_now() + hours{30}, face.id)).empty());
        CHECK(must(lobby->fetch_keys(Role::reception, system_now() + hours{30}, {})).blobs.empty());
        CHECK(lobby->drop_blobs(system_now()).error().remedy == Remedy::ask_staff);
    }
    SECTION("nor does it widen a window to get at a key") {
        must(lobby->offer_keys({key_of(later, 9, around_now(hours{-1}, hours{48})),
                                key_of(unsaid, 9, around_now(hours{-1}, hours{48}))}));
        // It gets back what it has said itself, and nothing more.
        for (const auto& key : must(lobby->fetch_keys(Role::lobby, system_now(), {})).keys)
            CHECK((key.person == present || key.wrapped == Bytes(72, 9)));
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
    const ServerSite database;
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
    const ServerSite database;
    Writer here{database, "reception", Role::reception, true};
    ServerSite other{.server = database.server, .name = database.name, .folder = {}};
    Writer there{other, "reception", Role::reception, true};
    const auto person = new_id<PersonId>();
    CHECK(must(there.store->push(there.batch(0, 4))) == PushOutcome::taken);
    must(there.store->offer_keys({key_of(person, 1, around_now(std::chrono::hours{-1}, std::chrono::hours{1}))}));
    CHECK(must(here.store->cursor()).empty());
    CHECK(must(here.store->pull({}, here.identity.station(), 100)).empty());
    CHECK(must(here.store->fetch_keys(Role::reception, system_now(), {})).keys.empty());
    CHECK(must(here.store->keys_of_generation(1, 10)).empty());
    here.write(kind::person_erased, stream_of(person), {{"reason", "asked"}});
    CHECK(must(here.store->push(here.batch(0, 5))) == PushOutcome::taken);
    must(here.store->revoke({there.identity.station()}));
    CHECK(must(there.store->fetch_keys(Role::reception, system_now(), {})).keys.size() == 1);
    CHECK(must(there.store->push(there.batch(0, 4))) == PushOutcome::already_held);
    CHECK(must(there.store->cursor()).size() == 1);
}

TEST_CASE("a revoked station is told so, and nothing of it is taken or given", "[sync][postgres]") {
    const ServerSite database;
    Writer reception{database, "reception", Role::reception, true};
    Writer guard{database, "guard", Role::guard};
    CHECK(must(guard.store->push(guard.batch(0, 2))) == PushOutcome::taken);
    must(reception.store->revoke({guard.identity.station()}));
    CHECK(must(reception.store->push(guard.batch(2, 2))) == PushOutcome::revoked);
    // Its session was ended, and it isn't let in again: the first call may find that out, the next one says why.
    for (const bool first : {true, false}) {
        const auto refused = guard.store->pull({}, guard.identity.station(), 10);
        REQUIRE_FALSE(refused);
        if (first && refused.error().remedy == Remedy::retry_later) continue;
        CHECK(refused.error().remedy == Remedy::ask_staff);
        CHECK_THAT(refused.error().what, Catch::Contains("has been revoked"));
    }
    CHECK_FALSE(guard.store->fetch_keys(Role::guard, system_now(), {}));
    CHECK(must(reception.store->pull({}, reception.identity.station(), 10)).front().events.size() == 2);
}

TEST_CASE("installing again changes nothing, and a database of others is left alone", "[sync][postgres]") {
    const ServerSite database;
    Writer lobby{database, "lobby", Role::lobby};
    CHECK(must(lobby.store->push(lobby.batch(0, 4))) == PushOutcome::taken);
    const auto install = [&](const std::string& name) {
        return must(CentralAdmin::open(database.server.admin_url(name))).install(VESTIBULE_SOURCE "/config/central");
    };
    CHECK(must(install(database.name)) == 2);
    CHECK(must(lobby.store->cursor()).at(lobby.identity.station()) == 4);
    database.server.sql(database.name, "UPDATE vestibule.format SET version = 99");
    CHECK_THAT(install(database.name).error().what, Catch::Contains("newer"));
    const auto shop = database.server.new_database();
    database.server.sql(shop, "CREATE TABLE customer (name text)");
    CHECK_THAT(install(shop).error().what, Catch::Contains("createdb vestibule"));
}

TEST_CASE("every call of the station's SQL exists in the schema", "[sync][postgres]") {
    const ServerSite database;
    Intruder station{database.login(database.identity("reception", Role::reception), true)};
    int number = 0;
    for (const auto* sql : postgres_sql::all) {
        CAPTURE(sql);
        CHECK(station.tries("PREPARE s" + std::to_string(++number) + " AS " + sql) == "ok");
    }
}
