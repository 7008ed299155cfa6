// A stolen door's login at PostgreSQL, in an attacker's own program: what it can't do to others (ACCEPTANCE I).
#include <algorithm>
#include <fstream>

#include "kiosk/sync/postgres_sql.h"
#include "kiosk/vault/certificate_json.h"
#include "tests/sync/postgres_intruder.h"

using namespace vestibule;
using namespace vestibule::sync_test;
using std::chrono::hours;

namespace {

std::string array_of(ByteView bytes) {
    return "ARRAY[" + hex(bytes) + "::bytea]";
}

std::string offer(const WrappedKey& key) {
    return "SELECT vestibule.offer_keys(" + array_of(key.person.bytes) + ", " + array_of(key.id) + ", " +
           array_of(key.wrapped) + ", ARRAY[" + std::to_string(key.generation) + "], ARRAY[" +
           std::to_string(micros(key.window.from)) + "::bigint], ARRAY[" + std::to_string(micros(key.window.until)) +
           "::bigint])";
}

std::string content_of(const std::string& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<Bytes> wrapped(const std::vector<WrappedKey>& keys) {
    std::vector<Bytes> out;
    for (const auto& key : keys) out.push_back(key.wrapped);
    std::ranges::sort(out);
    return out;
}

// Reception at its own machine, and a lobby whose disk an attacker has.
struct Attack {
    ServerSite site;
    Writer reception{site, "reception", Role::reception, true};
    Writer lobby{site, "lobby", Role::lobby};
    Intruder intruder{lobby.login};

    Attack() {
        CHECK(must(reception.store->push(reception.batch(0, 4))) == PushOutcome::taken);
        CHECK(must(lobby.store->push(lobby.batch(0, 4))) == PushOutcome::taken);
    }
    [[nodiscard]] std::vector<WrappedKey> keys_of(CentralStore& store, KeyReader reader) const {
        return must(store.fetch_keys(reader, system_now(), {})).keys;
    }
};

}  // namespace

TEST_CASE("a door's login buries nobody, and its signed word doesn't either", "[sync][postgres]") {
    Attack attack;
    const auto person = new_id<PersonId>();
    const auto key = key_of(person, 1, around_now(hours{-1}, hours{1}));
    must(attack.reception.store->offer_keys({key}));
    const auto is_there = [&] {
        return attack.keys_of(*attack.reception.store, Role::reception) == std::vector{key};
    };

    CHECK(attack.intruder.tries("SELECT vestibule.bury(" + array_of(person.bytes) + ")") == "ok");  // of before
    CHECK(is_there());
    attack.lobby.write(kind::person_erased, stream_of(person), {{"reason", "asked"}});
    SECTION("under its own signature") {
        CHECK(must(attack.lobby.store->push(attack.lobby.batch(4, 1))) == PushOutcome::taken);
        CHECK(is_there());
    }
    SECTION("with rights in its certificate that the root hasn't signed") {
        auto batch = attack.lobby.batch(4, 1);
        batch.certificate.rights = every_right;
        CHECK(must(attack.lobby.store->push(batch)) == PushOutcome::taken);
        CHECK(is_there());
    }
    SECTION("as reception, under no signature of reception's") {
        attack.reception.write(kind::person_erased, stream_of(person), {{"reason", "asked"}});
        auto batch = attack.reception.batch(4, 1);
        batch.head.signature = sign(attack.lobby.identity, signed_part(batch.head));
        CHECK(must(attack.lobby.store->push(batch)) == PushOutcome::broken_chain);
        CHECK(must(attack.reception.store->push(batch)) == PushOutcome::broken_chain);  // nor with reception's login
        CHECK(is_there());
        CHECK(must(attack.reception.store->push(attack.reception.batch(4, 1))) == PushOutcome::taken);
        CHECK(attack.keys_of(*attack.reception.store, Role::reception).empty());
    }
}

TEST_CASE("who is granted the right to erase later buries whom its log has erased before", "[sync][postgres]") {
    Attack attack;
    const auto person = new_id<PersonId>();
    must(attack.reception.store->offer_keys({key_of(person, 1, around_now(hours{-1}, hours{1}))}));
    attack.lobby.write(kind::person_erased, stream_of(person), {{"reason", "asked"}});
    CHECK(must(attack.lobby.store->push(attack.lobby.batch(4, 1))) == PushOutcome::taken);
    CHECK(attack.keys_of(*attack.reception.store, Role::reception).size() == 1);
    attack.lobby.identity.certificate = must(
        certified_with(attack.site.folder.path(), attack.lobby.identity.certificate, {Right::keeper, Right::door}));
    attack.lobby.write("visit.rated", new_id<StreamId>(), {{"score", 1}});
    CHECK(must(attack.lobby.store->push(attack.lobby.batch(5, 1))) == PushOutcome::taken);
    CHECK(attack.keys_of(*attack.reception.store, Role::reception).empty());
}

TEST_CASE("a door replaces no key, shortens no window, and keeps no photo out", "[sync][postgres]") {
    Attack attack;
    const auto person = new_id<PersonId>(), later = new_id<PersonId>();
    const auto key = key_of(person, 1, around_now(hours{-1}, hours{1}));
    const auto key_later = key_of(later, 2, around_now(hours{24}, hours{48}));
    must(attack.reception.store->offer_keys({key, key_later}));
    for (const int generation : {1, 2, 2'000'000'000}) {
        auto rubbish = key;
        rubbish.generation = generation;
        rubbish.wrapped = Bytes(72, 0xee);
        CHECK(attack.intruder.tries(offer(rubbish)) == "ok");
    }
    const auto held = attack.keys_of(*attack.reception.store, Role::reception);
    CHECK(std::ranges::find(held, key) != held.end());
    CHECK(wrapped(held) == std::vector{Bytes(72, 1), Bytes(72, 2), Bytes(72, 0xee)});

    SECTION("nor does its own key under a person's name show it the others") {
        auto own = key_of(later, 9, around_now(hours{-1}, hours{900}));
        CHECK(attack.intruder.tries(offer(own)) == "ok");
        for (const auto& seen : attack.keys_of(*attack.lobby.store, Role::lobby))
            CHECK(seen.wrapped != key_later.wrapped);
        // What reception is told of the window, and gives on, is what those said who may.
        for (const auto& seen : attack.keys_of(*attack.reception.store, Role::reception))
            CHECK(seen.window.until < system_now() + hours{49});
        for (const auto& offered : must(attack.reception.store->keys_of_generation(1, 100)))
            CHECK(offered.key.window.until < system_now() + hours{49});
    }
    SECTION("a photo under an id that somebody was first with") {
        const SealedBlob photo{
            .id = new_id<BlobId>(), .person = person, .expires = system_now() + hours{9}, .sealed = Bytes(50, 1)};
        auto rubbish = photo;
        rubbish.sealed = Bytes(50, 0xee);
        must(attack.lobby.store->offer_blob(rubbish));
        must(attack.reception.store->offer_blob(photo));
        const auto offered = must(attack.reception.store->fetch_blobs(Role::reception, system_now(), photo.id));
        CHECK(std::ranges::find(offered, photo) != offered.end());
        must(attack.lobby.store->offer_blob(photo));  // the same bytes once more are nothing new
        CHECK(must(attack.reception.store->fetch_blobs(Role::reception, system_now(), photo.id)).size() == 2);
    }
}

TEST_CASE("PIN keys are given to staffed stations, whatever a login says of itself", "[sync][postgres]") {
    Attack attack;
    Writer guard{attack.site, "guard", Role::guard};
    const auto staff = new_id<PersonId>(), visitor = new_id<PersonId>();
    const auto pin = key_of(staff, 1, around_now(hours{-1}, hours{9}));  // as stations of before said the window
    must(attack.reception.store->offer_keys({pin, key_of(visitor, 2, around_now(hours{-1}, hours{9}))}));
    attack.reception.write(kind::staff_listed, stream_of(staff), {{"roles", {"guard"}}});
    CHECK(must(attack.reception.store->push(attack.reception.batch(4, 1))) == PushOutcome::taken);
    for (const auto role : {Role::lobby, Role::guard, Role::reception})
        for (const bool staffed : {false, true})
            CHECK(wrapped(attack.keys_of(*attack.lobby.store, {role, staffed})) == std::vector<Bytes>{Bytes(72, 2)});
    CHECK(wrapped(attack.keys_of(*guard.store, Role::guard)) == std::vector{Bytes(72, 1), Bytes(72, 2)});
    // A door lists nobody as staff, so it hides no visitor's key either.
    attack.lobby.write(kind::staff_listed, stream_of(visitor), {{"roles", {"guard"}}});
    CHECK(must(attack.lobby.store->push(attack.lobby.batch(4, 1))) == PushOutcome::taken);
    CHECK(wrapped(attack.keys_of(*attack.lobby.store, Role::lobby)) == std::vector<Bytes>{Bytes(72, 2)});
}

TEST_CASE("a transaction that stays open holds up nobody else's keys", "[sync][postgres]") {
    Attack attack;
    const auto person = new_id<PersonId>();
    const auto key = key_of(person, 1, around_now(hours{-1}, hours{1}));
    must(attack.reception.store->offer_keys({key}));
    REQUIRE(attack.intruder.tries("BEGIN") == "ok");
    auto rubbish = key;
    rubbish.wrapped = Bytes(72, 0xee);
    CHECK(attack.intruder.tries(offer(rubbish)) == "ok");
    CHECK(attack.intruder.tries(offer(key_of(new_id<PersonId>(), 5, around_now(hours{-1}, hours{1})))) == "ok");
    // The others' calls would wait for it for ever, and this test with them.
    const auto other = key_of(new_id<PersonId>(), 3, around_now(hours{-1}, hours{1}));
    must(attack.reception.store->offer_keys({other}));
    auto fresh = key;
    fresh.generation = 2;
    fresh.wrapped = Bytes(72, 4);
    for (const auto& [old, by] : must(attack.reception.store->keys_of_generation(1, 100)))
        if (old.person == person)
            must(attack.reception.store->replace_keys(
                {{.person = person, .old_id = old.id, .offered_by = by, .fresh = fresh}}));
    CHECK(wrapped(attack.keys_of(*attack.reception.store, Role::reception)) ==
          std::vector{Bytes(72, 3), Bytes(72, 4)});
    // It is erased while the transaction holds a row of it, and that row is given to nobody afterwards.
    attack.reception.write(kind::person_erased, stream_of(person), {{"reason", "asked"}});
    CHECK(must(attack.reception.store->push(attack.reception.batch(4, 1))) == PushOutcome::taken);
    CHECK(attack.intruder.tries("COMMIT") == "ok");
    CHECK(wrapped(attack.keys_of(*attack.reception.store, Role::reception)) ==
          std::vector{Bytes(72, 3), Bytes(72, 5)});
    must(attack.reception.store->drop_blobs(system_now()));
    CHECK(attack.site.number("SELECT count(*) FROM vestibule.subject_key WHERE person = " + hex(person.bytes)) ==
          "0");
}

TEST_CASE("a session that keeps another station's row locked is ended", "[sync][postgres]") {
    Attack attack;
    REQUIRE(attack.intruder.tries("BEGIN") == "ok");
    // Genuine rows of reception's, pushed once more: already held, and the row is locked until the transaction ends.
    const auto batch = attack.reception.batch(0, 4);
    const auto certificate = dump(certificate_json(batch.certificate));
    const auto& head = batch.head;
    const auto relay = "SELECT vestibule.push(" + hex(head.station.bytes) + ", " + hex(view(certificate)) + ", " +
                       std::to_string(head.seq) + ", " + hex(head.hash) + ", " + hex(head.signature) +
                       ", '{}', '{}', '{}', '{}', '', '', '{}', '{}', '', '{}', '{}', '', '{}', '{}', '', '')";
    REQUIRE(attack.intruder.tries(relay) == "ok");
    attack.reception.write("visit.rated", new_id<StreamId>(), {{"score", 2}});
    CHECK(must(attack.reception.store->push(attack.reception.batch(4, 1))) == PushOutcome::taken);
    CHECK(attack.intruder.tries("COMMIT") != "ok");
}

TEST_CASE("a revoked station's sessions end and it isn't let in again, though it asks nothing", "[sync][postgres]") {
    Attack attack;
    must(attack.reception.store->revoke({attack.lobby.identity.station()}));
    CHECK(attack.intruder.tries("SELECT 1") != "ok");
    const auto can_log_in = [&](const StationId& station) {
        return attack.site.number("SELECT rolcanlogin FROM pg_roles WHERE rolname = vestibule.login_of(" +
                                  hex(station.bytes) + ")");
    };
    CHECK(can_log_in(attack.lobby.identity.station()) == "f");
    CHECK(can_log_in(attack.reception.identity.station()) == "t");
}

TEST_CASE("what PostgreSQL gives to everybody a station doesn't have", "[sync][postgres]") {
    Attack attack;
    for (const auto* call : {"pg_notify('vestibule', 'x')", "lo_create(7)", "lo_creat(-1)", "lo_from_bytea(0, '')",
                             "pg_advisory_lock(1)", "pg_try_advisory_lock(1)", "pg_advisory_xact_lock(1)",
                             "pg_try_advisory_xact_lock_shared(1, 2)"})
        CHECK(attack.intruder.tries(std::string{"SELECT "} + call) == denied);
    CHECK(attack.intruder.tries("SET temp_file_limit = -1") == denied);
    CHECK(attack.intruder.tries("SELECT 1 / (current_setting('temp_file_limit') = '64MB')::int") == "ok");
    std::vector<std::unique_ptr<PGconn, decltype(&PQfinish)>> many;
    const auto text = must(connection_text(attack.lobby.login));
    for (int i = 0; i < 20; ++i) many.emplace_back(PQconnectdb(text.c_str()), &PQfinish);
    CHECK(std::ranges::count_if(many, [](const auto& one) { return PQstatus(one.get()) == CONNECTION_OK; }) <= 16);
    // The hint is given nonetheless, by the functions.
    attack.reception.write("visit.rated", new_id<StreamId>(), {{"score", 2}});
    CHECK(must(attack.reception.store->push(attack.reception.batch(4, 1))) == PushOutcome::taken);
}

TEST_CASE("a certificate of brackets without end is no certificate", "[sync][postgres]") {
    Attack attack;
    for (const int depth : {8'000, 200'000}) {
        const auto relay = "SELECT 1 / (vestibule.push(" + hex(new_id<StationId>().bytes) +
                           ", convert_to(repeat('[', " + std::to_string(depth) +
                           "), 'UTF8'), 1, '', '', '{}', '{}', '{}', '{}', '', '', '{}', '{}', '', '{}', '{}', '', "
                           "'{}', '{}', '', '') = 'broken_chain')::int";
        CHECK(attack.intruder.tries(relay) == "ok");
    }
}

TEST_CASE("a central store of format 1 keeps its keys, windows, photos and erased persons", "[sync][postgres]") {
    auto& server = postgres_server();
    const TemporaryFolder folder;
    const auto name = server.new_database();
    const auto identity =
        must(open_identity({.data = folder.path(), .name = "reception", .role = Role::reception}, Config::Site{}));
    const auto sql = std::string{VESTIBULE_SOURCE "/config/central/"};
    server.sql(name, content_of(sql + "roles.sql"));
    const auto person = new_id<PersonId>(), later = new_id<PersonId>(), erased = new_id<PersonId>();
    const auto photo = new_id<BlobId>();
    const auto site = hex(identity.trust.site.bytes), station = hex(identity.station().bytes);
    const auto certificate = dump(certificate_json(identity.certificate));
    const auto key_row = [&](const PersonId& of, int number) {
        return "(" + site + ", " + hex(of.bytes) + ", " + hex(Bytes(16, static_cast<std::uint8_t>(number))) + ", " +
               hex(Bytes(72, static_cast<std::uint8_t>(number))) + ", 1, " + std::to_string(number) + ", " + station +
               ")";
    };
    const auto window_row = [&](const PersonId& of, hours from, hours until) {
        return "(" + site + ", " + hex(of.bytes) + ", " + std::to_string(micros(system_now() + from)) + ", " +
               std::to_string(micros(system_now() + until)) + ")";
    };
    server.sql(name, "SET ROLE vestibule_owner; SET search_path = vestibule, pg_catalog;" +
                         content_of(sql + "tables-1.sql") +
                         "CREATE TABLE format (one integer PRIMARY KEY CHECK (one = 1), version integer NOT NULL);"
                         "INSERT INTO format VALUES (1, 1);"
                         "INSERT INTO site VALUES (" +
                         site + ", 'site', " + hex(identity.trust.root) +
                         ");"
                         "INSERT INTO station (id, site, role, certificate, key) VALUES (" +
                         station + ", " + site + ", 'reception', " + hex(view(certificate)) + ", " +
                         hex(identity.certificate.key) + ");INSERT INTO key_counter VALUES (" + site +
                         ", 9); INSERT INTO subject_key VALUES " + key_row(person, 1) + ", " + key_row(later, 2) +
                         ";INSERT INTO door_window VALUES " + window_row(person, hours{-1}, hours{1}) + ", " +
                         window_row(later, hours{24}, hours{48}) + ";INSERT INTO tombstone VALUES (" + site + ", " +
                         hex(erased.bytes) + ", 5);INSERT INTO blob VALUES (" + site + ", " + hex(photo.bytes) +
                         ", " + hex(person.bytes) + ", " + std::to_string(micros(system_now() + hours{9})) + ", " +
                         hex(Bytes(50, 7)) + ", 7)");
    CHECK(must(must(CentralAdmin::open(server.admin_url(name))).install(sql)) == 2);

    const auto reception = must(open_postgres_store(login_of(server, name, identity, true)));
    const auto all = must(reception->fetch_keys(Role::reception, system_now(), {}));
    CHECK(wrapped(all.keys) == std::vector{Bytes(72, 1), Bytes(72, 2)});
    CHECK(all.blobs == std::vector{photo});
    CHECK(must(reception->fetch_blobs(Role::reception, system_now(), photo)).front().sealed == Bytes(50, 7));
    CHECK(wrapped(must(reception->fetch_keys(Role::lobby, system_now(), {})).keys) ==
          std::vector<Bytes>{Bytes(72, 1)});
    CHECK(must(reception->fetch_keys(Role::reception, system_now(), all.next)).keys.empty());
    must(reception->offer_keys({key_of(erased, 3, around_now(hours{-1}, hours{1}))}));
    CHECK(must(reception->fetch_keys(Role::reception, system_now(), all.next)).keys.empty());
}
