// The contract of every kind of central store.
#include <set>
#include <thread>

#include "kiosk/sync/embedded_sql.h"
#include "tests/sync/sync_fixture.h"

using namespace vestibule;
using namespace vestibule::sync_test;

namespace {

// A station with five events, and a store of the kind that Catch chooses.
struct Fixture {
    Site site{GENERATE(from_range(store_kinds()))};
    Station lobby{site, "lobby", Role::lobby};
    std::unique_ptr<CentralStore> store = site.open_store();
    StationId other = new_id<StationId>();

    Fixture() {
        for (int i = 0; i < 4; ++i) lobby.write("visit.rated", new_id<StreamId>(), {{"score", i}});
    }
    // By the word of a station that may erase.
    void erase(PersonId person) {
        const auto written = lobby.write(kind::person_erased, stream_of(person), {{"reason", "asked"}});
        CHECK(push(lobby.batch(held(), 10)) == PushOutcome::taken);
        CHECK(held() == written.seq);
    }
    // As the station itself: what others may relay is narrower where a store checks signatures.
    PushOutcome push(const Batch& batch) { return must(lobby.store->push(batch)); }
    [[nodiscard]] std::uint64_t held() const {
        const auto cursor = must(store->cursor());
        const auto found = cursor.find(lobby.identity.station());
        return found == cursor.end() ? 0 : found->second;
    }
    std::vector<Batch> pull(std::uint64_t after = 0, int events_max = 5000) {
        return must(store->pull({{lobby.identity.station(), after}}, other, events_max));
    }
};

using KeyBytes = std::vector<Bytes>;

WrappedKey key_of(PersonId person, std::uint8_t number, DoorWindow window) {
    SubjectKeyId id{};
    id.fill(number);
    return {.person = person, .id = id, .generation = 1, .wrapped = Bytes(72, number), .window = window};
}

KeyBytes wrapped(const KeyNews& news) {
    KeyBytes out;
    for (const auto& key : news.keys) out.push_back(key.wrapped);
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

TEST_CASE("what is pushed can be pulled, byte for byte, by others than its station", "[sync][contract][postgres]") {
    Fixture f;
    const auto batch = f.lobby.batch(0, 10);
    CHECK(f.push(batch) == PushOutcome::taken);
    CHECK(f.held() == 5);
    const auto pulled = f.pull();
    REQUIRE(pulled.size() == 1);
    CHECK(pulled[0].events == batch.events);
    CHECK(pulled[0].head == batch.head);
    CHECK(pulled[0].certificate == batch.certificate);
    CHECK(must(f.store->pull({}, f.lobby.identity.station(), 5000)).empty());
    CHECK(f.pull(5).empty());
}

TEST_CASE("pushing again is idempotent: an overlapping push takes what is new", "[sync][contract][postgres]") {
    Fixture f;
    CHECK(f.push(f.lobby.batch(0, 3)) == PushOutcome::taken);
    CHECK(f.push(f.lobby.batch(0, 3)) == PushOutcome::already_held);
    CHECK(f.push(f.lobby.batch(0, 2)) == PushOutcome::already_held);
    CHECK(f.push(f.lobby.batch(1, 4)) == PushOutcome::taken);
    CHECK(f.held() == 5);
}

TEST_CASE("pulled batches begin where the cursor stands and end in a head", "[sync][contract][postgres]") {
    Fixture f;
    for (std::uint64_t after : {0U, 2U, 3U})
        CHECK(f.push(f.lobby.batch(after, after == 0 ? 2 : 1)) == PushOutcome::taken);
    for (std::uint64_t after : {0U, 1U, 2U, 3U}) {
        const auto pulled = f.pull(after);
        REQUIRE(pulled.size() == 1);
        CHECK(pulled[0].events.front().seq == after + 1);
        CHECK(pulled[0].events.back().seq == 4);
        CHECK(pulled[0].head.seq == 4);
    }
}

TEST_CASE("a pull gives at least one whole batch, however little was asked for", "[sync][contract][postgres]") {
    Fixture f;
    CHECK(f.push(f.lobby.batch(0, 5)) == PushOutcome::taken);
    CHECK(f.pull(0, 1).front().events.size() == 5);
}

TEST_CASE("long logs are pulled in batches that all verify", "[sync][contract][postgres]") {
    Fixture f;
    const std::vector<NewEvent> many(700,
                                     {.kind = "visit.rated", .stream = new_id<StreamId>(), .body = Json::object()});
    std::uint64_t pushed = 0;
    for (int i = 0; i < 5; ++i) {
        must(f.lobby.log.append(many, {}, nine));
        while (f.held() < must(f.lobby.reader.own_seq())) {
            CHECK(f.push(f.lobby.batch(f.held(), batch_events_max)) == PushOutcome::taken);
            ++pushed;
        }
    }
    CHECK(pushed >= 5);
    std::uint64_t seq = 0;
    for (;;) {
        const auto batches = f.pull(seq, 1500);
        if (batches.empty()) break;
        for (const auto& batch : batches) {
            CHECK(batch.events.size() <= static_cast<std::size_t>(batch_events_max));
            CHECK(batch.events.front().seq == seq + 1);
            CHECK(verify(batch.certificate.key, signed_part(batch.head), batch.head.signature));
            seq = batch.head.seq;
        }
    }
    CHECK(seq == 3505);
}

TEST_CASE("gaps, forks, changed bytes and borrowed certificates are refused, and nothing of them stays",
          "[sync][contract][postgres]") {
    Fixture f;
    CHECK(f.push(f.lobby.batch(1, 2)) == PushOutcome::gap);
    CHECK(f.push(f.lobby.batch(0, 2)) == PushOutcome::taken);
    auto batch = f.lobby.batch(2, 2);
    SECTION("a gap") {
        CHECK(f.push(f.lobby.batch(3, 1)) == PushOutcome::gap);
    }
    SECTION("a changed byte") {
        batch.events[1].body += ' ';
        CHECK(f.push(batch) == PushOutcome::broken_chain);
    }
    SECTION("a changed byte, hashed anew, without the head") {
        batch.events[1].body += ' ';
        batch.events[1].hash = hash_of(batch.events[1]);
        CHECK(f.push(batch) == PushOutcome::broken_chain);
    }
    SECTION("an order that isn't one") {
        std::swap(batch.events[0], batch.events[1]);
        CHECK(f.push(batch) == PushOutcome::gap);
    }
    SECTION("a fork under a number that is held") {
        auto fork = f.lobby.batch(1, 1);
        fork.events[0].body = "{}";
        fork.head.hash = fork.events[0].hash = hash_of(fork.events[0]);
        CHECK(f.push(fork) == PushOutcome::fork);
    }
    SECTION("a fork that goes on from another row") {
        batch.events[0].prev[0] ^= 1;
        batch.events[0].hash = hash_of(batch.events[0]);
        CHECK(f.push(batch) == PushOutcome::fork);
    }
    SECTION("a head that is another row's") {
        batch.head.seq = 3;
        CHECK(f.push(batch) == PushOutcome::broken_chain);
    }
    SECTION("another station's certificate") {
        batch.certificate.station = f.other;
        CHECK(f.push(batch) == PushOutcome::broken_chain);
    }
    SECTION("another station's row") {
        batch.events[1].station = f.other;
        CHECK(f.push(batch) == PushOutcome::broken_chain);
    }
    CHECK(f.held() == 2);
    CHECK(f.push(f.lobby.batch(2, 3)) == PushOutcome::taken);
}

TEST_CASE("a revoked station's log ends: what it had pushed stays", "[sync][contract][postgres]") {
    Fixture f;
    CHECK(f.push(f.lobby.batch(0, 2)) == PushOutcome::taken);
    for (int i = 0; i < 2; ++i) must(f.store->revoke({f.lobby.identity.station(), f.other}));
    // By whoever brings it; itself it isn't even let in, where the store knows its callers.
    CHECK(must(f.store->push(f.lobby.batch(2, 1))) == PushOutcome::revoked);
    CHECK(must(f.store->push(f.lobby.batch(0, 2))) == PushOutcome::already_held);
    CHECK(f.pull().front().events.size() == 2);
}

TEST_CASE("reception gets all keys: doors those whose window contains the moment", "[sync][contract][postgres]") {
    Fixture f;
    const auto now_here = new_id<PersonId>(), later = new_id<PersonId>(), over = new_id<PersonId>(),
               unsaid = new_id<PersonId>();
    must(f.store->offer_keys({key_of(now_here, 1, {day(0), day(1)}), key_of(later, 2, {day(5), day(6)}),
                              key_of(over, 3, {day(-5), day(-4)}), key_of(unsaid, 4, {})}));
    CHECK(must(f.store->fetch_keys(Role::reception, nine, {})).keys.size() == 4);
    const auto first = must(f.store->fetch_keys(Role::lobby, nine, {}));
    CHECK(wrapped(first) == KeyBytes{Bytes(72, 1)});
    CHECK(first.keys.front() == key_of(now_here, 1, {day(0), day(1)}));

    SECTION("what was given doesn't come again") {
        CHECK(must(f.store->fetch_keys(Role::lobby, nine, first.next)).keys.empty());
    }
    SECTION("a key comes when its window begins") {
        CHECK(wrapped(must(f.store->fetch_keys(Role::guard, day(5), first.next))) == KeyBytes{Bytes(72, 2)});
    }
    SECTION("a window's end isn't in it") {
        CHECK(must(f.store->fetch_keys(Role::guard, day(1), {})).keys.empty());
    }
    SECTION("a wider window reaches those who were not allowed before") {
        must(f.store->offer_keys({key_of(unsaid, 4, {day(-1), day(1)}), key_of(now_here, 1, {day(0), day(1)})}));
        const auto news = must(f.store->fetch_keys(Role::lobby, nine, first.next));
        CHECK(wrapped(news) == KeyBytes{Bytes(72, 4)});
        CHECK(must(f.store->fetch_keys(Role::lobby, nine, news.next)).keys.empty());
    }
    SECTION("windows are united, whatever order they came in") {
        must(f.store->offer_keys({key_of(over, 3, {day(3), day(4)})}));
        CHECK(must(f.store->fetch_keys(Role::lobby, nine, first.next)).keys.front().window ==
              DoorWindow{day(-5), day(4)});
    }
    SECTION("a clock that was set back gets all that is open once more") {
        const auto ahead = must(f.store->fetch_keys(Role::lobby, day(100), first.next));
        CHECK(wrapped(must(f.store->fetch_keys(Role::lobby, nine, ahead.next))) == KeyBytes{Bytes(72, 1)});
    }
}

TEST_CASE("a person may have several keys: widening the window brings all of them", "[sync][contract][postgres]") {
    Fixture f;
    const auto person = new_id<PersonId>();
    must(f.store->offer_keys({key_of(person, 1, {})}));
    const auto before = must(f.store->fetch_keys(Role::lobby, nine, {}));
    CHECK(before.keys.empty());
    must(f.store->offer_keys({key_of(person, 2, this_week)}));
    CHECK(wrapped(must(f.store->fetch_keys(Role::lobby, nine, before.next))) == KeyBytes{Bytes(72, 1), Bytes(72, 2)});
}

TEST_CASE("many keys come in pages, none missing", "[sync][contract][postgres]") {
    Fixture f;
    const int count = keys_page_max * 2 + 17;
    std::vector<WrappedKey> keys;
    for (int i = 0; i < count; ++i)
        keys.push_back(key_of(new_id<PersonId>(), static_cast<std::uint8_t>(i), this_week));
    must(f.store->offer_keys(keys));
    std::set<PersonId> persons;
    KeyCursor cursor;
    for (int page = 0; page < 20; ++page) {
        const auto news = must(f.store->fetch_keys(page % 2 == 0 ? Role::lobby : Role::reception, nine, cursor));
        for (const auto& key : news.keys) persons.insert(key.person);
        cursor = news.next;
        if (!news.more) break;
    }
    CHECK(persons.size() == static_cast<std::size_t>(count));
}

TEST_CASE("an erased person's keys are destroyed and none is ever taken again", "[sync][contract][postgres]") {
    Fixture f;
    const auto person = new_id<PersonId>();
    must(f.store->offer_keys({key_of(person, 1, this_week)}));
    const auto before = must(f.store->fetch_keys(Role::reception, nine, {}));
    CHECK(before.keys.size() == 1);
    f.erase(person);
    must(f.store->offer_keys({key_of(person, 2, this_week)}));
    CHECK(must(f.store->fetch_keys(Role::reception, nine, before.next)).keys.empty());
    CHECK(must(f.store->fetch_keys(Role::reception, nine, {})).keys.empty());
}

TEST_CASE("a door that leaves its rights out of its certificate buries nobody", "[sync]") {
    Fixture f;
    if (f.site.kind == "postgres") return;  // which knows them from its enrolment
    const auto person = new_id<PersonId>();
    must(f.store->offer_keys({key_of(person, 1, this_week)}));
    f.lobby.write(kind::person_erased, stream_of(person), {{"reason", "asked"}});
    auto batch = f.lobby.batch(0, 10);
    batch.certificate.rights.reset();
    batch.certificate.rights_signature = {};
    REQUIRE(batch.certificate.role == "lobby");
    CHECK(f.push(batch) == PushOutcome::taken);
    CHECK(must(f.store->fetch_keys(Role::reception, nine, {})).keys.size() == 1);
}

TEST_CASE("rows under a head that their station hasn't signed are taken from nobody", "[sync][contract][postgres]") {
    Fixture f;
    auto batch = f.lobby.batch(0, 3);
    batch.head.signature[7] ^= 1;
    CHECK(f.push(batch) == PushOutcome::broken_chain);
    CHECK(f.held() == 0);
    CHECK(f.push(f.lobby.batch(0, 3)) == PushOutcome::taken);
}

TEST_CASE("keys of staff are given where PINs are checked and nowhere else, whatever their window",
          "[sync][contract][postgres]") {
    Fixture f;
    const auto said = new_id<PersonId>(), unsaid = new_id<PersonId>();
    must(f.store->offer_keys({key_of(said, 1, this_week), key_of(unsaid, 2, {})}));
    const KeyReader staffed{Role::guard, true}, door{Role::guard, false};
    const auto before = must(f.store->fetch_keys(staffed, nine, {}));
    CHECK(wrapped(before) == KeyBytes{Bytes(72, 1)});
    for (const auto& person : {said, unsaid})
        f.lobby.write(kind::staff_listed, stream_of(person), {{"roles", {"guard"}}});
    CHECK(f.push(f.lobby.batch(0, 10)) == PushOutcome::taken);
    CHECK(wrapped(must(f.store->fetch_keys(staffed, nine, before.next))) == KeyBytes{Bytes(72, 1), Bytes(72, 2)});
    CHECK(must(f.store->fetch_keys(door, nine, {})).keys.empty());
    CHECK(wrapped(must(f.store->fetch_keys(Role::reception, nine, {}))) == KeyBytes{Bytes(72, 1), Bytes(72, 2)});
}

TEST_CASE("blobs lie under their person's window until they expire, and are never replaced",
          "[sync][contract][postgres]") {
    Fixture f;
    const auto present = new_id<PersonId>(), later = new_id<PersonId>();
    must(f.store->offer_keys({key_of(present, 1, {day(0), day(1)}), key_of(later, 2, {day(5), day(6)})}));
    const SealedBlob photo{.id = new_id<BlobId>(), .person = present, .expires = day(9), .sealed = Bytes(5000, 7)};
    const SealedBlob scan{.id = new_id<BlobId>(), .person = later, .expires = day(9), .sealed = Bytes(10, 8)};
    for (const auto& blob : {photo, scan, photo}) must(f.store->offer_blob(blob));
    auto forged = photo;
    forged.sealed = Bytes(5000, 9);
    must(f.store->offer_blob(forged));
    const auto fetch = [&](Role role, Instant now, BlobId id) { return must(f.store->fetch_blobs(role, now, id)); };
    CHECK(fetch(Role::reception, nine, photo.id) == std::vector{photo});
    CHECK(fetch(Role::guard, nine, photo.id) == std::vector{photo});
    CHECK(fetch(Role::guard, nine, scan.id).empty());
    CHECK(fetch(Role::guard, day(2), photo.id).empty());
    CHECK(fetch(Role::reception, nine, scan.id) == std::vector{scan});
    CHECK(fetch(Role::reception, day(9), photo.id).empty());
    const auto first = must(f.store->fetch_keys(Role::guard, nine, {}));
    CHECK(first.blobs == std::vector{photo.id});
    CHECK(must(f.store->fetch_keys(Role::guard, nine, first.next)).blobs.empty());
    CHECK(must(f.store->fetch_keys(Role::guard, day(5), first.next)).blobs == std::vector{scan.id});
    CHECK(must(f.store->fetch_keys(Role::reception, nine, {})).blobs.size() == 2);

    f.erase(present);
    CHECK(fetch(Role::reception, nine, photo.id).empty());
    must(f.store->offer_blob(photo));
    CHECK(fetch(Role::reception, nine, photo.id).empty());
    f.site.seat.set_clock(day(10));
    must(f.store->drop_blobs(day(10)));
    CHECK(fetch(Role::reception, nine, scan.id).empty());
}

TEST_CASE("a cursor from a newer store than this restored one begins anew", "[sync][contract][postgres]") {
    Fixture f;
    must(f.store->offer_keys({key_of(new_id<PersonId>(), 1, this_week)}));
    auto newer = must(f.store->fetch_keys(Role::reception, nine, {})).next;
    for (auto& [unused, change] : newer.changes) change += 1'000'000;
    CHECK(must(f.store->fetch_keys(Role::reception, nine, newer)).keys.size() == 1);
}

TEST_CASE("a wait ends with another's push, with a wake, or with its time: own pushes don't end it",
          "[sync][contract][postgres]") {
    Fixture f;
    const auto waiting = f.site.open_store();
    const auto waited = [&](std::chrono::milliseconds timeout) {
        const auto begin = std::chrono::steady_clock::now();
        waiting->wait_for_news(timeout);
        return std::chrono::steady_clock::now() - begin;
    };
    const std::chrono::seconds long_time{20};
    must(waiting->pull({}, f.other, 10));
    SECTION("another's push, before the wait or in it") {
        CHECK(f.push(f.lobby.batch(0, 1)) == PushOutcome::taken);
        CHECK(waited(long_time) < long_time);
        CHECK(must(waiting->pull({}, f.other, 10)).size() == 1);
        std::thread pusher{[&] { (void)f.store->push(f.lobby.batch(1, 1)); }};
        CHECK(waited(long_time) < long_time);
        pusher.join();
        CHECK(must(waiting->pull({{f.lobby.identity.station(), 1}}, f.other, 10)).size() == 1);
    }
    SECTION("a wake, before the wait or in it") {
        waiting->wake();
        CHECK(waited(long_time) < long_time);
        std::thread waker{[&] { waiting->wake(); }};
        CHECK(waited(long_time) < long_time);
        waker.join();
    }
    SECTION("an own push isn't news") {
        CHECK(must(waiting->push(f.lobby.batch(0, 1))) == PushOutcome::taken);
        CHECK(waited(std::chrono::milliseconds{60}) >= std::chrono::milliseconds{50});
    }
}

TEST_CASE("several connections may push at once: nothing is lost", "[sync][contract][postgres]") {
    Site site{GENERATE(from_range(store_kinds()))};
    std::vector<std::unique_ptr<Station>> stations;
    for (const char* name : {"a", "b", "c", "d"})
        stations.push_back(std::make_unique<Station>(site, name, Role::lobby));
    for (auto& station : stations)
        for (int i = 0; i < 24; ++i) station->write("visit.rated", new_id<StreamId>());
    std::vector<std::thread> threads;
    for (auto& station : stations)
        threads.emplace_back([&station] {
            for (std::uint64_t after = 0; after < 25; after += 5)
                (void)station->store->push(station->batch(after, 5));
        });
    for (auto& thread : threads) thread.join();
    const auto cursor = must(site.open_store()->cursor());
    CHECK(cursor.size() == 4);
    for (const auto& [station, seq] : cursor) CHECK(seq == 25);
}

TEST_CASE("every statement of the embedded store can be prepared, and its log is append-only", "[sync]") {
    const TemporaryFolder folder;
    const auto store = must(open_embedded_store(folder.path() / "central.db"));
    auto database = must(Database::open(folder.path() / "central.db", FileAccess::read_write));
    must(
        database.run("INSERT INTO event VALUES (zeroblob(16), 1, 1, 0, '', zeroblob(16), NULL, x'', NULL, "
                     "zeroblob(32), zeroblob(32))"));
    for (const auto sql : embedded_sql::all) {
        const auto prepared = database.query(sql);
        CHECK((prepared ? "" : std::string{sql} + ": " + prepared.error().what) == "");
    }
    CHECK_FALSE(database.run("UPDATE event SET body = x'00'"));
    CHECK_FALSE(database.run("DELETE FROM event"));
    CHECK_FALSE(database.run((std::string{"REP"} + "LACE INTO event SELECT * FROM event").c_str()));
    CHECK(must(database.number("SELECT count(*) FROM event")) == 1);
}

TEST_CASE("another program's file isn't taken for a central store", "[sync]") {
    TemporaryFolder folder;
    must(
        must(Database::open(folder.path() / "central.db", FileAccess::read_write)).run("CREATE TABLE recipe (name)"));
    CHECK(open_embedded_store(folder.path() / "central.db").error().remedy == Remedy::ask_staff);
}

TEST_CASE("a key that was wrapped anew replaces the old one, and never the other way round",
          "[sync][contract][postgres]") {
    Fixture f;
    auto& store = f.store;
    const auto person = new_id<PersonId>();
    const auto old_key = key_of(person, 1, this_week);
    auto fresh = old_key;
    fresh.generation = 2;
    fresh.wrapped = Bytes(72, 9);
    must(store->offer_keys({old_key}));
    const auto before = must(store->fetch_keys(Role::reception, nine, {}));
    must(store->offer_keys({fresh}));
    must(store->offer_keys({old_key}));
    CHECK(wrapped(must(store->fetch_keys(Role::reception, nine, {}))) == KeyBytes{Bytes(72, 9)});
    CHECK(wrapped(must(store->fetch_keys(Role::lobby, nine, before.next))) == KeyBytes{Bytes(72, 9)});
    CHECK(must(store->keys_of_generation(1, 10)).empty());
    const auto offered = must(store->keys_of_generation(2, 10));
    REQUIRE(offered.size() == 1);
    CHECK(offered.front().key == fresh);

    auto newest = fresh;
    newest.generation = 3;
    const auto by = offered.front().offered_by;
    must(store->replace_keys({{.person = person, .old_id = fresh.id, .offered_by = by, .fresh = newest}}));
    CHECK(must(store->fetch_keys(Role::reception, nine, {})).keys == std::vector{newest});
    must(store->replace_keys({{.person = person, .old_id = fresh.id, .offered_by = by, .fresh = std::nullopt}}));
    CHECK(must(store->fetch_keys(Role::reception, nine, {})).keys.empty());
}
