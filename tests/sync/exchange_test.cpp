// Whole stations that meet at a central store: real identities, vaults and logs.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <memory>

#include "tests/sync/sync_fixture.h"

using namespace vestibule;
using namespace vestibule::sync_test;

namespace {

struct Building {
    Site site{GENERATE(from_range(store_kinds()))};
    Station lobby{site, "lobby", Role::lobby};
    Station reception{site, "reception", Role::reception};

    // Until nobody has news for anybody.
    void sync_all() {
        for (int i = 0; i < 2; ++i)
            for (auto* station : {&lobby, &reception}) station->sync();
    }
};

// A store that passes everything on but what a test changes on the way.
class Meddling final : public CentralStore {
  public:
    std::unique_ptr<CentralStore> real;
    std::function<void(Batch&)> on_pull = [](Batch&) {};
    int pushes_until_lost = -1;  // the push after so many is done, but its answer is lost

    explicit Meddling(std::unique_ptr<CentralStore> store) : real{std::move(store)} {}
    Result<PushOutcome> push(const Batch& batch) override {
        auto outcome = real->push(batch);
        if (pushes_until_lost-- == 0) return retry_later("the line went dead");
        return outcome;
    }
    Result<std::vector<Batch>> pull(const Cursor& cursor, StationId asking, int events_max) override {
        auto batches = real->pull(cursor, asking, events_max);
        if (batches)
            for (auto& batch : *batches) on_pull(batch);
        return batches;
    }
    Result<Cursor> cursor() override { return real->cursor(); }
    Result<> revoke(const std::vector<StationId>& stations) override { return real->revoke(stations); }
    Result<> offer_keys(const std::vector<WrappedKey>& keys) override { return real->offer_keys(keys); }
    Result<std::vector<OfferedKey>> keys_of_generation(int generation, int count_max) override {
        return real->keys_of_generation(generation, count_max);
    }
    Result<> replace_keys(const std::vector<KeyReplacement>& keys) override { return real->replace_keys(keys); }
    Result<KeyNews> fetch_keys(KeyReader reader, Instant now, const KeyCursor& since) override {
        return real->fetch_keys(reader, now, since);
    }
    [[nodiscard]] std::string name() const override { return real->name(); }
    Result<> offer_blob(const SealedBlob& blob) override { return real->offer_blob(blob); }
    Result<std::vector<SealedBlob>> fetch_blobs(KeyReader reader, Instant now, BlobId id) override {
        return real->fetch_blobs(reader, now, id);
    }
    Result<> drop_blobs(Instant now) override { return real->drop_blobs(now); }
    Result<SiteReport> report(StationId self, Instant now) override { return real->report(self, now); }
    Result<std::string> epoch() override { return real->epoch(); }
    void wait_for_news(std::chrono::milliseconds timeout) override { real->wait_for_news(timeout); }
    void wake() override { real->wake(); }
};

}  // namespace

TEST_CASE("what one station writes, the other knows after both have exchanged", "[sync][contract][postgres]") {
    Building b;
    const auto visitor = b.lobby.describe("Zhang Wei", this_week);
    const auto sent = b.lobby.sync();
    CHECK(sent.pushed == 2);
    CHECK(sent.acknowledged == 2);
    const auto got = b.reception.sync();
    CHECK(got.pulled == 2);
    CHECK(got.keys_taken == 1);
    CHECK(got.refused.empty());
    CHECK(b.reception.name_of_person(visitor) == "Zhang Wei");
    CHECK(must(b.reception.reader.stations()).size() == 2);
    CHECK(b.lobby.sync().pulled == 1);
    CHECK(must(b.lobby.reader.cursor()) == must(b.reception.reader.cursor()));
    CHECK_FALSE(must(verify_log(b.lobby.place / "log.db")));
    CHECK_FALSE(must(verify_log(b.reception.place / "log.db")));

    const auto quiet = b.lobby.sync();
    CHECK(quiet.pushed + quiet.pulled + quiet.keys_taken == 0);
    CHECK(quiet.acknowledged == 2);
}

TEST_CASE("an acknowledgement that was lost is made up for: nothing is there twice", "[sync][contract][postgres]") {
    Building b;
    Meddling line{b.site.open_store()};
    for (int i = 0; i < 10; ++i) b.lobby.write("visit.rated", new_id<StreamId>());
    auto parts = ExchangeParts{b.lobby.identity, Role::lobby, b.lobby.log, b.lobby.reader, b.lobby.vault, line};
    line.pushes_until_lost = 0;
    CHECK(vestibule::exchange(parts, nine).error().remedy == Remedy::retry_later);
    CHECK(must(b.lobby.reader.acknowledged_seq()) == 0);
    const auto again = must(vestibule::exchange(parts, nine));
    CHECK(again.acknowledged == 11);
    CHECK(again.pushed == 11);
    CHECK(b.reception.sync().pulled == 11);
    CHECK(b.reception.events() == 12);
}

TEST_CASE("batches that don't verify are refused in words and don't hold up the others",
          "[sync][contract][postgres]") {
    Building b;
    Station guard{b.site, "guard", Role::guard};
    b.lobby.sync();
    guard.sync();
    Meddling line{b.site.open_store()};
    const Station& victim = b.lobby;
    const auto only_victim = [&](auto change) {
        return [&victim, change](Batch& batch) {
            if (batch.head.station == victim.identity.station()) change(batch);
        };
    };
    std::string why;
    SECTION("a changed byte") {
        line.on_pull = only_victim([](Batch& batch) { batch.events[0].body += ' '; });
        why = "the hash doesn't fit";
    }
    SECTION("a changed byte, hashed anew") {
        line.on_pull = only_victim([](Batch& batch) {
            batch.events[0].body += ' ';
            batch.events[0].hash = batch.head.hash = hash_of(batch.events[0]);
        });
        why = "signature";
    }
    SECTION("a head signed by somebody else") {
        line.on_pull = only_victim([&](Batch& batch) { guard.sign_head(batch); });
        why = "signature";
    }
    SECTION("an own certificate that the root hasn't signed") {
        const auto elsewhere = std::make_shared<const Site>(store_kinds().front());
        const auto stranger = std::make_shared<const Station>(*elsewhere, "lobby", Role::lobby);
        line.on_pull = only_victim([elsewhere, stranger](Batch& batch) {
            batch.certificate.key = stranger->identity.certificate.key;
            stranger->sign_head(batch);
        });
        why = "certified";
    }
    SECTION("another certified station's certificate") {
        line.on_pull = only_victim([&](Batch& batch) {
            batch.certificate = guard.identity.certificate;
            guard.sign_head(batch);
        });
        why = "another station's";
    }
    SECTION("another site's certificate") {
        line.on_pull = only_victim([](Batch& batch) { batch.certificate.site = new_id<SiteId>(); });
        why = "another site";
    }
    const auto parts = b.reception.parts();
    const auto result =
        must(vestibule::exchange({parts.identity, parts.role, parts.log, parts.reader, parts.vault, line}, nine));
    REQUIRE(result.refused.size() == 1);
    CHECK_THAT(result.refused[0], Catch::Contains(to_string(victim.identity.station())) && Catch::Contains(why));
    CHECK(result.pulled == 1);  // the guard's
    CHECK_FALSE(must(b.reception.reader.cursor()).contains(victim.identity.station()));
    CHECK(b.reception.sync().pulled == 1);  // once the line is clean
}

TEST_CASE("a station without a certificate of the root isn't believed by anybody", "[sync][contract][postgres]") {
    Building b;
    const Site elsewhere{store_kinds().front()};
    const Station stranger{elsewhere, "lobby", Role::lobby};
    const auto pushed = must(b.site.open_store()->push(stranger.batch(0, 1)));
    b.lobby.sync();
    if (b.site.kind == "postgres") {  // its server checks certificates itself
        CHECK(pushed == PushOutcome::broken_chain);
        CHECK(b.reception.sync().refused.empty());
        return;
    }
    // It can write to the shared file, so the store holds its rows; but nobody takes them.
    CHECK(pushed == PushOutcome::taken);
    const auto result = b.reception.sync();
    CHECK(result.refused.size() == 1);
    CHECK(result.pulled == 1);
    CHECK_FALSE(must(b.reception.reader.cursor()).contains(stranger.identity.station()));
}

TEST_CASE("a log that was restored from a backup is told from its central copy", "[sync][contract][postgres]") {
    Building b;
    namespace fs = std::filesystem;
    b.lobby.sync();
    must(b.lobby.log.checkpoint_truncate());
    fs::copy_file(b.lobby.place / "log.db", b.lobby.place / "backup.db");
    for (int i = 0; i < 3; ++i) b.lobby.write("visit.rated", new_id<StreamId>());
    b.lobby.sync();

    auto old_log = must(Log::open(b.lobby.place / "backup.db", b.lobby.identity.station()));
    const auto old_reader = must(LogReader::open(b.lobby.place / "backup.db"));
    const auto sync_old = [&] {
        return vestibule::exchange(
            {b.lobby.identity, Role::lobby, old_log, old_reader, b.lobby.vault, *b.lobby.store}, nine);
    };
    CHECK(sync_old().error().remedy == Remedy::ask_staff);
    // It goes on writing under numbers that are taken: a fork, also once it is as long as the central copy.
    const std::vector<NewEvent> more(5,
                                     {.kind = "visit.rated", .stream = new_id<StreamId>(), .body = {{"score", 1}}});
    must(old_log.append(more, {}, nine));
    CHECK(sync_old().error().remedy == Remedy::ask_staff);
    CHECK(b.reception.sync().pulled == 4);
}

TEST_CASE("a revoked station's later events reach nobody, and it is told", "[sync][contract][postgres]") {
    Building b;
    b.sync_all();
    b.reception.write(kind::station_revoked, stream_of(b.reception.identity.trust.site),
                      {{"station", to_string(b.lobby.identity.station())}, {"reason", "stolen"}});
    b.reception.sync();
    b.lobby.write("visit.rated", new_id<StreamId>());
    const auto refused = b.lobby.try_sync();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().remedy == Remedy::ask_staff);
    CHECK_THAT(refused.error().what, Catch::Contains("revoked"));
    CHECK(b.reception.sync().pulled == 0);
}

TEST_CASE("a door gets a key inside its window only, reception at any time", "[sync][contract][postgres]") {
    Building b;
    const auto next_month = b.reception.describe("Amélie Dupont", {.from = day(20), .until = day(50)});
    b.reception.sync();
    CHECK(b.lobby.sync(day(0)).keys_taken == 0);
    CHECK_FALSE(b.lobby.vault.holds(next_month));
    CHECK(b.lobby.sync(day(21)).keys_taken == 1);
    CHECK(b.lobby.name_of_person(next_month) == "Amélie Dupont");
    CHECK(must(b.lobby.vault.drop_keys_outside(day(51))) == 1);
    CHECK(b.lobby.sync(day(51)).keys_taken == 0);
    CHECK_FALSE(b.lobby.name_of_person(next_month).has_value());
}

TEST_CASE("an appointment that was moved opens its key to the doors anew", "[sync][contract][postgres]") {
    Building b;
    const auto person = b.reception.describe("Jonas Weber", {.from = day(-9), .until = day(-8)});
    b.reception.sync();
    CHECK(b.lobby.sync().keys_taken == 0);
    must(b.reception.vault.widen_window(person, this_week));
    b.reception.sync();
    CHECK(b.lobby.sync().keys_taken == 1);
    CHECK(b.lobby.name_of_person(person) == "Jonas Weber");
}

TEST_CASE("a door where no PIN is checked doesn't get the keys of staff: guard and reception do",
          "[sync][contract][postgres]") {
    Building b;
    b.lobby.identity.certificate =
        must(certified_with(b.site.folder.path(), b.lobby.identity.certificate, {Right::door}));
    Station guard{b.site, "guard", Role::guard};
    const auto staff = b.reception.describe("Grace Hall", this_week);
    b.reception.write(kind::staff_listed, stream_of(staff), {{"roles", {"guard"}}});
    b.reception.sync();
    b.lobby.sync();
    guard.sync();
    CHECK_FALSE(b.lobby.vault.holds(staff));
    CHECK(guard.vault.holds(staff));
}

TEST_CASE("an erased person is erased everywhere, and no key of theirs is taken again",
          "[sync][contract][postgres]") {
    Building b;
    const auto person = b.lobby.describe("Zhang Wei", this_week);
    b.sync_all();
    REQUIRE(b.reception.name_of_person(person) == "Zhang Wei");
    const auto old_keys = must(b.lobby.store->fetch_keys(Role::reception, nine, {})).keys;
    REQUIRE(old_keys.size() == 1);

    must(b.reception.vault.erase(person));
    b.reception.write(kind::person_erased, stream_of(person), {{"reason", "asked"}});
    b.sync_all();
    CHECK(b.lobby.vault.is_erased(person));
    CHECK_FALSE(b.lobby.name_of_person(person).has_value());
    CHECK(must(b.lobby.reader.person(person))->erased);

    must(b.lobby.store->offer_keys(old_keys));
    Station late{b.site, "guard", Role::guard};
    late.sync();
    CHECK_FALSE(late.vault.holds(person));
    CHECK(late.vault.is_erased(person));
    CHECK(must(late.vault.accept(old_keys)).held == 0);
    CHECK_FALSE(must(verify_log(b.lobby.place / "log.db")));
}

TEST_CASE("a key that says it is wrapped by a newer site key holds up no other key", "[sync][contract][postgres]") {
    Building b;
    b.sync_all();
    const WrappedKey forged{.person = new_id<PersonId>(),
                            .id = {1},
                            .generation = 2'000'000'000,
                            .wrapped = Bytes(72, 1),
                            .window = this_week};
    must(b.lobby.store->offer_keys({forged}));
    const auto first = b.lobby.describe("Zhang Wei", this_week);
    b.lobby.sync();
    const auto got = b.reception.sync();
    CHECK(got.keys_wait);
    CHECK(got.keys_taken == 1);
    CHECK(b.reception.name_of_person(first) == "Zhang Wei");
    // It is passed by once, not with every round.
    CHECK_FALSE(b.reception.sync().keys_wait);
    const auto second = b.lobby.describe("Li Na", this_week);
    b.lobby.sync();
    b.reception.sync();
    CHECK(b.reception.name_of_person(second) == "Li Na");
}

TEST_CASE("bytes under a key's name that open nothing aren't taken for the key", "[sync]") {
    const Site site{store_kinds().at(1)};
    Station reception{site, "reception", Role::reception};
    const auto person = reception.describe("Zhang Wei", this_week);
    reception.sync();
    // The store is put back to before it had the key, which it doesn't say, and somebody has a door's login.
    const auto central = std::make_shared<test_support::MemoryCentral>();
    const auto key = must(reception.vault.keys_after(0, 1)).keys.at(0);
    auto garbage = key, of_another = key;
    garbage.wrapped = Bytes(72, 1);
    of_another.person = new_id<PersonId>();
    must(test_support::open_memory_store(central, test_support::Login::door)->offer_keys({garbage, of_another}));
    reception.store = test_support::open_memory_store(central);
    reception.sync();
    Station guard{site, "guard", Role::guard};
    guard.store = test_support::open_memory_store(central);
    guard.sync();
    CHECK(guard.name_of_person(person) == "Zhang Wei");
}

TEST_CASE("a photo goes where its person's key goes, and with the person", "[sync][contract][postgres]") {
    Building b;
    const auto person = b.lobby.describe("Zhang Wei", this_week), later = b.lobby.describe("Li Na", {day(3), day(9)});
    const auto photo = must(b.lobby.vault.put_blob(person, view("a face"), day(30)));
    const auto other = must(b.lobby.vault.put_blob(later, view("another face"), day(30)));
    Station guard{b.site, "guard", Role::guard};
    b.lobby.sync();
    CHECK(b.reception.sync().blobs_taken == 2);
    CHECK(guard.sync().blobs_taken == 1);
    CHECK(text_of(must(guard.vault.blob(photo))) == "a face");
    CHECK_FALSE(guard.vault.has_blob(other));
    CHECK(guard.sync(day(4)).blobs_taken == 1);  // its window has begun
    CHECK(b.lobby.sync().blobs_taken == 0);

    must(b.reception.vault.erase(person));
    b.reception.write(kind::person_erased, stream_of(person), {{"reason", "asked"}});
    b.reception.sync();
    guard.sync(day(4));
    CHECK_FALSE(guard.vault.has_blob(photo));
    CHECK(must(b.reception.store->fetch_blobs(Role::reception, nine, photo)).empty());
}

TEST_CASE("a central store that was lost is filled again by whoever holds the logs, dead stations' too",
          "[sync][contract][postgres]") {
    Building b;
    const auto visitor = b.lobby.describe("Zhang Wei", this_week), erased = b.lobby.describe("Li Na", this_week);
    for (int i = 0; i < 30; ++i) {
        b.lobby.write("visit.rated", new_id<StreamId>());
        b.lobby.sync();
    }
    b.sync_all();
    must(b.reception.vault.erase(erased));
    b.reception.write(kind::person_erased, stream_of(erased), {{"reason", "asked"}});
    b.sync_all();
    const auto before = must(b.reception.store->cursor());
    // An empty store of the same kind stands for one that was restored from before the first event.
    const auto anew = b.site.another_store();
    b.reception.store = anew.open(&b.reception.identity);
    CHECK(b.reception.sync().refused.empty());
    CHECK(must(b.reception.store->cursor()) == before);
    // The lobby is gone; its log and its visitors' keys are there again, and the tombstone as well.
    Station guard{b.site, "guard", Role::guard};
    guard.store = anew.open(&guard.identity);
    CHECK(guard.sync().refused.empty());
    CHECK(must(guard.reader.cursor()).at(b.lobby.identity.station()) == 33);
    CHECK(guard.name_of_person(visitor) == "Zhang Wei");
    CHECK(guard.vault.is_erased(erased));
}

TEST_CASE("an exchange that is killed anywhere goes on where it was", "[sync][crash][contract][postgres]") {
    Building b;
    const int rounds = 12;
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < 40; ++i) b.lobby.write("visit.rated", new_id<StreamId>(), {{"score", i}});
        const auto child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            // Its own connections: SQLite's must not be carried into a child.
            Station lobby{b.site, "lobby", Role::lobby};
            for (;;) (void)lobby.try_sync();
        }
        usleep(static_cast<useconds_t>(1000 * (1 + round * 3)));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        b.reception.sync();
    }
    CHECK(b.lobby.sync().acknowledged == static_cast<std::uint64_t>(1 + rounds * 40));
    b.sync_all();
    CHECK(b.reception.events() == static_cast<std::uint64_t>(2 + rounds * 40));
    CHECK_FALSE(must(verify_log(b.reception.place / "log.db")));
    CHECK_FALSE(must(verify_log(b.lobby.place / "log.db")));
}
