// Subject keys on disk: kept in batches, wrapped anew by a new site key, brought along from older files.
#include <sodium.h>

#include <catch2/catch.hpp>

#include "kiosk/sqlite/database.h"
#include "tests/vault/sealing.h"

using namespace vestibule;
using namespace vestibule::vault_test;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

TEST_CASE("keys of a batch are kept together, or not at all") {
    const Folder folder;
    const auto wei = new_id<PersonId>(), ann = new_id<PersonId>();
    Bytes sealed, again, dropped;
    {
        auto vault = opened(folder);
        {
            auto batch = vault.batch();
            dropped = batch.seal(wei, "visit.described", {}, details).value();
            CHECK_FALSE(vault.holds(wei));
        }
        CHECK_FALSE(vault.holds(wei));
        auto batch = vault.batch();
        sealed = batch.seal(wei, "visit.described", {}, details).value();
        again = batch.seal(wei, "visit.described", {}, details).value();
        REQUIRE(batch.seal(ann, "visit.described", {}, details));
        REQUIRE(batch.widen_window(wei, {.from = noon, .until = noon + 1h}));
        CHECK_FALSE(vault.holds(wei));
        REQUIRE(batch.commit());
        CHECK(offered(vault).size() == 2);
        CHECK(offered(vault).at(0).window == DoorWindow{.from = noon, .until = noon + 1h});

        // An erasure in between refuses the whole batch.
        const auto other = new_id<PersonId>();
        REQUIRE(batch.seal(other, "visit.described", {}, details));
        REQUIRE(batch.seal(ann, "visit.described", {}, details));
        REQUIRE(batch.widen_window(ann, {.from = noon, .until = noon + 1h}));
        REQUIRE(vault.erase(ann));
        CHECK(remedy_of(batch.commit()) == Remedy::give_up);
        CHECK_FALSE(vault.holds(other));
        REQUIRE(batch.commit());
    }
    auto vault = opened(folder);
    CHECK(vault.unseal(wei, "visit.described", {}, sealed) == std::string{details});
    CHECK(vault.unseal(wei, "visit.described", {}, again) == std::string{details});
    CHECK(remedy_of(vault.unseal(wei, "visit.described", {}, dropped)) == Remedy::give_up);
}

TEST_CASE("taking keys that are held already writes nothing") {
    const Folder here, there;
    auto vault = opened(here), door = opened(there);
    for (int i = 0; i < 20; ++i) {
        const auto person = new_id<PersonId>();
        sealed_for(vault, person);
        REQUIRE(vault.widen_window(person, {.from = noon, .until = noon + 1h}));
    }
    const auto keys = offered(vault);
    const auto first = door.accept(keys);
    REQUIRE(first);
    CHECK(first->held == 20);
    CHECK(first->fresh == 20);
    const auto wal = content_of(there.path / "keys.db-wal");
    REQUIRE_FALSE(wal.empty());
    const auto second = door.accept(keys);
    REQUIRE(second);
    CHECK(second->held == 20);
    CHECK(second->fresh == 0);
    CHECK(content_of(there.path / "keys.db-wal") == wal);
}

TEST_CASE("a key that another station has offered is offered by whoever seals with it as well") {
    const Folder here, there;
    auto vault = opened(here), door = opened(there);
    const auto read = new_id<PersonId>(), written = new_id<PersonId>(), imported = new_id<PersonId>();
    for (const auto& person : {read, written, imported}) {
        sealed_for(vault, person);
        REQUIRE(vault.widen_window(person, {.from = noon, .until = noon + 1h}));
    }
    const auto keys = offered(vault);
    REQUIRE(door.accept(keys));
    CHECK(door.keys_to_offer(10)->empty());
    for (int i = 0; i < 2; ++i) {
        sealed_for(door, written);
        REQUIRE(door.batch().seal(imported, "visit.described", {}, details));
        const auto again = door.keys_to_offer(10).value();
        CHECK(again.size() == (i == 0 ? 2 : 0));
        for (const auto& key : again) CHECK(key.person != read);
        REQUIRE(door.mark_offered(again));
    }
    // What nothing here was sealed with goes with its window, and so does the rest.
    CHECK(door.drop_keys_outside(noon + 2h) == 3);
}

TEST_CASE("a new site key wraps every key anew, and nothing of the old wrapping stays") {
    const Folder folder;
    const Bytes new_key(32, 0x77);
    const auto person = new_id<PersonId>();
    Bytes sealed;
    std::vector<WrappedKey> before;
    {
        auto vault = opened(folder);
        auto batch = vault.batch();
        for (int i = 0; i < 1'500; ++i) {
            REQUIRE(batch.seal(new_id<PersonId>(), "visit.described", {}, details));
            if (i % 300 == 0) REQUIRE(batch.commit());
        }
        REQUIRE(batch.commit());
        sealed = sealed_for(vault, person);
        before = vault.keys_to_offer(2'000).value();
        REQUIRE(vault.mark_offered(before));
        CHECK(remedy_of(vault.rotate(new_key, 1)) == Remedy::give_up);
        REQUIRE(vault.rotate(new_key, 3));
        CHECK(vault.generation() == 3);
        CHECK(vault.unseal(person, "visit.described", {}, sealed) == std::string{details});
        const auto after = vault.keys_to_offer(2'000).value();
        REQUIRE(after.size() == before.size());
        int kept_ids = 0;
        for (std::size_t i = 0; i < after.size(); ++i) kept_ids += after[i].id == before[i].id;
        CHECK(kept_ids == 1'501);
        CHECK(after.front().generation == 3);
        for (std::size_t i = 0; i < after.size(); i += 100)
            CHECK(files_with(folder.path, ByteView{before[i].wrapped}.subspan(0, 24)) == 0);
        // What was offered before the rotation is acknowledged late: the new wrapping is still to be offered.
        REQUIRE(vault.mark_offered(before));
        CHECK(vault.keys_to_offer(2'000)->size() == after.size());
        CHECK_FALSE(accepts(vault, before.back()));
    }
    CHECK(remedy_of(Vault::open(folder.path / "keys.db", site_key, 1)) == Remedy::ask_staff);
    auto vault = Vault::open(folder.path / "keys.db", new_key, 3);
    REQUIRE(vault);
    CHECK(vault->unseal(person, "visit.described", {}, sealed) == std::string{details});
}

TEST_CASE("a key of a newer generation waits for the site key, an older one is refused") {
    const Folder here, there;
    const Bytes new_key(32, 0x77);
    auto ahead = opened(here), behind = opened(there);
    const auto person = new_id<PersonId>();
    const auto sealed = sealed_for(ahead, person);
    const auto old_key = offered(ahead).at(0);
    REQUIRE(ahead.rotate(new_key, 2));
    const auto newer = offered(ahead);
    const auto waiting = behind.accept(newer);
    REQUIRE(waiting);
    CHECK(waiting->newer);
    CHECK(waiting->held == 0);
    REQUIRE(behind.rotate(new_key, 2));
    const auto taken = behind.accept(newer);
    REQUIRE(taken);
    CHECK_FALSE(taken->newer);
    CHECK(behind.unseal(person, "visit.described", {}, sealed) == std::string{details});
    REQUIRE(behind.accept({&old_key, 1}));
    CHECK(behind.unseal(person, "visit.described", {}, sealed) == std::string{details});
}

TEST_CASE("a keys.db of the first format gets ids for its keys, and offers them again") {
    const Folder folder;
    const Folder apart;
    const auto person = new_id<PersonId>();
    auto newer = opened(apart);
    const auto sealed = sealed_for(newer, person);
    const auto key = offered(newer).at(0);
    const auto check = [] {
        Bytes out(24 + 18 + 16, 3);
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            out.data() + 24, nullptr, reinterpret_cast<const unsigned char*>("vestibule site key"), 18,
            reinterpret_cast<const unsigned char*>("check"), 5, nullptr, out.data(), site_key.data());
        return out;
    }();
    {
        auto database = Database::open(folder.path / "keys.db", FileAccess::read_write, R"(
PRAGMA journal_mode=WAL;
CREATE TABLE site_key_check(generation INTEGER NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE subject_key(
  person BLOB NOT NULL CHECK(length(person) = 16), wrapped BLOB NOT NULL, generation INTEGER NOT NULL,
  offered INTEGER NOT NULL, PRIMARY KEY(person, wrapped));
CREATE INDEX subject_key_to_offer ON subject_key(offered) WHERE offered = 0;
CREATE TABLE door_window(person BLOB PRIMARY KEY, from_us INTEGER NOT NULL, until_us INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE tombstone(person BLOB PRIMARY KEY, offered INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE blob(id BLOB PRIMARY KEY, person BLOB NOT NULL, expires_us INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX blob_of_person ON blob(person);
CREATE INDEX blob_by_expiry ON blob(expires_us);
PRAGMA user_version=1;
)");
        REQUIRE(database);
        REQUIRE(database->execute("INSERT INTO site_key_check VALUES(1, ?)", {check}));
        REQUIRE(database->execute("INSERT INTO subject_key VALUES(?, ?, 1, 1)", {person, key.wrapped}));
    }
    auto vault = opened(folder);
    CHECK(vault.unseal(person, "visit.described", {}, sealed) == std::string{details});
    REQUIRE(offered(vault).size() == 1);
    CHECK(offered(vault).at(0).id == key.id);
    CHECK(offered(vault).at(0).wrapped == key.wrapped);
}

TEST_CASE("a keys.db that must be there isn't made anew") {
    const Folder folder;
    const auto file = folder.path / "keys.db";
    const auto open = [&] { return Vault::open(file, site_key, 1, KeysFile::must_be_there); };
    CHECK(remedy_of(open()) == Remedy::ask_staff);
    CHECK_FALSE(fs::exists(file));
    write(file, "");
    CHECK(remedy_of(open()) == Remedy::ask_staff);
    CHECK(fs::file_size(file) == 0);
    fs::remove(file);
    {
        auto vault = opened(folder);
        sealed_for(vault, new_id<PersonId>());
    }
    REQUIRE(open());
    fs::resize_file(file, fs::file_size(file) - 100);
    const auto before = content_of(file);
    CHECK(remedy_of(open()) == Remedy::ask_staff);
    CHECK(content_of(file) == before);
}
