// What the vault promises: sealed for one person, erased without a trace, doors only inside their window.
#include "kiosk/vault/vault.h"

#include <catch2/catch.hpp>

#include "kiosk/sqlite/database.h"
#include "tests/vault/sealing.h"

using namespace vestibule;
using namespace vestibule::vault_test;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

TEST_CASE("what is sealed is read again, also after a restart, by nobody else") {
    const Folder folder;
    const auto person = new_id<PersonId>();
    const auto stream = new_id<StreamId>();
    Bytes sealed;
    {
        auto vault = opened(folder);
        sealed = sealed_for(vault, person, stream);
        CHECK(vault.unseal(person, "visit.described", stream, sealed) == std::string{details});
        CHECK(sealed_for(vault, person, stream) != sealed);  // a nonce of its own
    }
    auto vault = opened(folder);
    CHECK(vault.holds(person));
    CHECK(vault.unseal(person, "visit.described", stream, sealed) == std::string{details});
    CHECK(remedy_of(vault.unseal(person, "visit.changed", stream, sealed)) == Remedy::give_up);
    CHECK(remedy_of(vault.unseal(person, "visit.described", new_id<StreamId>(), sealed)) == Remedy::give_up);
    CHECK(remedy_of(vault.unseal(person, "visit.described", stream, {})) == Remedy::give_up);
    const auto other = new_id<PersonId>();
    CHECK(remedy_of(vault.unseal(other, "visit.described", stream, sealed)) == Remedy::retry_later);
    sealed_for(vault, other);
    CHECK(remedy_of(vault.unseal(other, "visit.described", stream, sealed)) == Remedy::give_up);
    for (auto& byte : sealed) {
        byte ^= 1U;
        if (vault.unseal(person, "visit.described", stream, sealed)) FAIL("a changed byte is accepted");
        byte ^= 1U;
    }
}

TEST_CASE("sealed details have the form that FORMATS.md says") {
    const Folder folder;
    auto vault = opened(folder);
    const auto person = new_id<PersonId>();
    const auto stream = new_id<StreamId>();
    const auto sealed = sealed_for(vault, person, stream);
    const auto key = unwrapped(offered(vault).at(0));
    Bytes associated;
    for (const ByteView part : {ByteView{person.bytes}, view("visit.described"), ByteView{stream.bytes}})
        associated.insert(associated.end(), part.begin(), part.end());
    Bytes plain(sealed.size() - 40);
    REQUIRE(crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, sealed.data() + 24,
                                                       sealed.size() - 24, associated.data(), associated.size(),
                                                       sealed.data(), key.data()) == 0);
    CHECK(text_of(plain) == details);
}

TEST_CASE("erasing leaves no byte of the key, wrapped or not, and no blob") {
    const Folder folder;
    auto vault = opened(folder);
    const auto person = new_id<PersonId>();
    const auto other = new_id<PersonId>();
    const auto sealed = sealed_for(vault, person);
    const auto kept = sealed_for(vault, other);
    const auto blob = vault.put_blob(person, Bytes(50'000, 7), noon);
    const auto other_blob = vault.put_blob(other, Bytes(50'000, 8), noon);
    REQUIRE((blob && other_blob));
    const auto keys = offered(vault);
    const auto& key = keys.at(0).person == person ? keys.at(0) : keys.at(1);
    CHECK(files_with(folder.path, key.wrapped) > 0);
    CHECK(files_with(folder.path, unwrapped(key)) == 0);
    CHECK(fs::exists(folder.path / "blobs" / to_string(*blob)));

    REQUIRE(vault.erase(person));
    CHECK(files_with(folder.path, key.wrapped) == 0);
    CHECK(files_with(folder.path, ByteView{key.wrapped}.subspan(24, 16)) == 0);
    CHECK_FALSE(fs::exists(folder.path / "blobs" / to_string(*blob)));
    CHECK(vault.is_erased(person));
    CHECK_FALSE(vault.holds(person));
    CHECK(remedy_of(vault.unseal(person, "visit.described", {}, sealed)) == Remedy::give_up);
    CHECK(vault.unseal(other, "visit.described", {}, kept) == std::string{details});
    CHECK(vault.blob(*other_blob) == Bytes(50'000, 8));
}

TEST_CASE("an erased person stays erased, whatever comes later") {
    const Folder folder;
    const auto person = new_id<PersonId>();
    WrappedKey key;
    {
        auto vault = opened(folder);
        sealed_for(vault, person);
        key = offered(vault).at(0);
        REQUIRE(vault.erase(person));
        REQUIRE(vault.erase(person));
        CHECK_FALSE(accepts(vault, key));
        CHECK(remedy_of(vault.seal(person, "visit.described", {}, details)) == Remedy::give_up);
        CHECK(remedy_of(vault.put_blob(person, Bytes{1}, noon)) == Remedy::give_up);
        CHECK(remedy_of(vault.widen_window(person, {.from = noon, .until = noon + 1h})) == Remedy::give_up);
    }
    auto vault = opened(folder);
    CHECK(vault.is_erased(person));
    CHECK_FALSE(accepts(vault, key));
    CHECK_FALSE(vault.holds(person));
    CHECK(offered(vault).empty());

    const auto never_seen = new_id<PersonId>();
    REQUIRE(vault.erase(never_seen));
    CHECK(vault.is_erased(never_seen));
}

TEST_CASE("a key travels to another station of the site, not to another site") {
    const Folder here, there, elsewhere;
    auto vault = opened(here);
    const auto person = new_id<PersonId>();
    const auto sealed = sealed_for(vault, person);
    REQUIRE(vault.widen_window(person, {.from = noon, .until = noon + 2h}));
    const auto key = offered(vault).at(0);
    CHECK(key.window == DoorWindow{.from = noon, .until = noon + 2h});

    auto door = opened(there);
    CHECK(accepts(door, key));
    CHECK(accepts(door, key));
    CHECK(door.unseal(person, "visit.described", {}, sealed) == std::string{details});
    CHECK(offered(door).empty());

    auto stranger = opened(elsewhere, Bytes(32, 1));
    CHECK_FALSE(accepts(stranger, key));
    auto changed = key;
    changed.person = new_id<PersonId>();
    CHECK_FALSE(accepts(door, changed));
    changed = key;
    changed.generation = 2;
    CHECK_FALSE(accepts(door, changed));
    changed = key;
    changed.wrapped.pop_back();
    CHECK_FALSE(accepts(door, changed));
    CHECK_FALSE(stranger.holds(person));
}

TEST_CASE("two stations that were apart may each have a key of one person: both open what they sealed") {
    const Folder here, there;
    auto one = opened(here), two = opened(there);
    const auto person = new_id<PersonId>();
    const auto sealed_one = sealed_for(one, person), sealed_two = sealed_for(two, person);
    CHECK(remedy_of(one.unseal(person, "visit.described", {}, sealed_two)) == Remedy::give_up);
    REQUIRE(accepts(one, offered(two).at(0)));
    REQUIRE(accepts(two, offered(one).at(0)));
    for (auto* vault : {&one, &two}) {
        CHECK(vault->unseal(person, "visit.described", {}, sealed_one) == std::string{details});
        CHECK(vault->unseal(person, "visit.described", {}, sealed_two) == std::string{details});
    }
    const auto keys = offered(one);
    REQUIRE(one.erase(person));
    for (const auto& key : keys) CHECK(files_with(here.path, key.wrapped) == 0);
}

TEST_CASE("keys are offered until acknowledged, and again when their window widens") {
    const Folder folder;
    auto vault = opened(folder);
    const auto person = new_id<PersonId>();
    sealed_for(vault, person);
    sealed_for(vault, new_id<PersonId>());
    CHECK(vault.keys_to_offer(1)->size() == 1);
    const auto before = offered(vault);
    REQUIRE(before.size() == 2);
    CHECK(before[0].window == DoorWindow{});

    // Widened between offering and acknowledgement: the wider one is still to be offered.
    REQUIRE(vault.widen_window(person, {.from = noon, .until = noon + 1h}));
    REQUIRE(vault.mark_offered(before));
    REQUIRE(offered(vault).size() == 1);
    REQUIRE(vault.mark_offered(offered(vault)));
    CHECK(offered(vault).empty());

    REQUIRE(vault.widen_window(person, {.from = noon + 10min, .until = noon + 20min}));
    CHECK(offered(vault).empty());  // not wider
    REQUIRE(vault.widen_window(person, {.from = noon + 10min, .until = noon + 3h}));
    CHECK(offered(vault).at(0).window == DoorWindow{.from = noon, .until = noon + 3h});
}

TEST_CASE("a door drops what lies outside its window, and nothing that only it holds") {
    const Folder folder;
    auto door = opened(folder);
    const auto over = new_id<PersonId>(), running = new_id<PersonId>(), unsaid = new_id<PersonId>(),
               ours = new_id<PersonId>();
    for (const auto& person : {over, running, unsaid, ours}) sealed_for(door, person);
    REQUIRE(door.widen_window(over, {.from = noon - 2h, .until = noon}));
    REQUIRE(door.widen_window(running, {.from = noon - 2h, .until = noon + 1us}));
    REQUIRE(door.mark_offered(offered(door)));
    REQUIRE(door.widen_window(ours, {.from = noon - 2h, .until = noon - 1h}));
    Bytes wrapped;
    {
        auto database = Database::open(folder.path / "keys.db", FileAccess::read_only);
        REQUIRE(database);
        auto row = database->query("SELECT wrapped FROM subject_key WHERE person = ?", {over});
        REQUIRE((row && row->step() == true));
        wrapped = {row->blob(0).begin(), row->blob(0).end()};
    }

    CHECK(door.drop_keys_outside(noon) == 1);
    CHECK_FALSE(door.holds(over));
    CHECK(files_with(folder.path, wrapped) == 0);
    CHECK_FALSE(door.is_erased(over));
    for (const auto& person : {running, unsaid, ours}) CHECK(door.holds(person));
    REQUIRE(door.mark_offered(offered(door)));
    CHECK(door.drop_keys_outside(noon + 1us) == 2);
    CHECK(door.drop_keys_outside(noon + 1us) == 0);
}

TEST_CASE("another site key is noticed, and nothing is overwritten") {
    const Folder folder;
    const auto person = new_id<PersonId>();
    Bytes sealed;
    {
        auto vault = opened(folder);
        sealed = sealed_for(vault, person);
    }
    const auto before = content_of(folder.path / "keys.db");
    const auto wrong = Vault::open(folder.path / "keys.db", Bytes(32, 1), 1);
    CHECK(remedy_of(wrong) == Remedy::ask_staff);
    CHECK(wrong.error().what.find("another site key") != std::string::npos);
    CHECK(remedy_of(Vault::open(folder.path / "keys.db", site_key, 2)) == Remedy::ask_staff);
    CHECK(content_of(folder.path / "keys.db") == before);
    CHECK(opened(folder).unseal(person, "visit.described", {}, sealed) == std::string{details});
}

TEST_CASE("blobs are sealed, bounded, private, and go when they expire") {
    const Folder folder;
    auto vault = opened(folder);
    const auto person = new_id<PersonId>();
    const Bytes photo(100'000, 0xAB);
    const auto early = vault.put_blob(person, photo, noon);
    const auto late = vault.put_blob(person, {}, noon + 1h);
    REQUIRE((early && late));
    CHECK(vault.blob(*early) == photo);
    CHECK(vault.blob(*late) == Bytes{});
    const auto file = folder.path / "blobs" / to_string(*early);
    CHECK(mode_of(file) == 0600);
    CHECK(mode_of(folder.path / "blobs") == 0700);
    CHECK(mode_of(folder.path / "keys.db") == 0600);
    CHECK(files_with(folder.path, Bytes(64, 0xAB)) == 0);
    CHECK(remedy_of(vault.put_blob(person, Bytes(blob_bytes_max + 1), noon)) == Remedy::give_up);
    CHECK(remedy_of(vault.blob(new_id<BlobId>())) == Remedy::retry_later);

    // One blob's file in place of another's, and a cut-off one, are noticed.
    fs::copy_file(file, folder.path / "blobs" / to_string(*late), fs::copy_options::overwrite_existing);
    CHECK(remedy_of(vault.blob(*late)) == Remedy::give_up);
    fs::resize_file(file, 10);
    CHECK(remedy_of(vault.blob(*early)) == Remedy::give_up);

    CHECK(vault.drop_blobs_expired_at(noon) == 1);
    CHECK_FALSE(fs::exists(file));
    CHECK(remedy_of(vault.blob(*early)) == Remedy::retry_later);
    CHECK(fs::exists(folder.path / "blobs" / to_string(*late)));
}

TEST_CASE("an erasure that was cut off before its files is ended at the next start") {
    const Folder folder;
    const auto person = new_id<PersonId>();
    BlobId blob;
    {
        auto vault = opened(folder);
        blob = vault.put_blob(person, Bytes(10, 1), noon).value();
    }
    {
        auto database = Database::open(folder.path / "keys.db", FileAccess::read_write);
        REQUIRE(database);
        REQUIRE(database->execute("INSERT INTO tombstone VALUES(?, 0)", {person}));
    }
    CHECK(fs::exists(folder.path / "blobs" / to_string(blob)));
    auto vault = opened(folder);
    CHECK_FALSE(fs::exists(folder.path / "blobs" / to_string(blob)));
}

TEST_CASE("a damaged or missing place is a case for staff") {
    const Folder folder;
    CHECK(remedy_of(Vault::open(folder.path / "no" / "keys.db", site_key, 1)) == Remedy::ask_staff);
    write(folder.path / "keys.db", std::string(9'000, 'x'));
    CHECK(remedy_of(Vault::open(folder.path / "keys.db", site_key, 1)) == Remedy::ask_staff);
    CHECK(content_of(folder.path / "keys.db") == Bytes(9'000, 'x'));
}
