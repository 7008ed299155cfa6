// Files that bear a check value: any flipped bit is found and named, older files are read, copies heal.
#include "kiosk/vault/checked_file.h"

#include <catch2/catch.hpp>

#include "kiosk/sqlite/database.h"
#include "kiosk/vault/generations.h"
#include "kiosk/vault/healing.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/vault/site_keeper.h"
#include "kiosk/vault/site_share.h"
#include "tests/vault/sealing.h"

using namespace vestibule;
using namespace vestibule::vault_test;
namespace fs = std::filesystem;

namespace {

// A machine that keeps a site, with one station that has a certificate and a share.
struct Machine {
    Folder folder;
    StationPlace place{.data = folder.path / "data", .name = "lobby"};
    Certificate certificate;

    Machine() {
        const auto identity = open_identity(place, {});
        REQUIRE(identity);
        certificate = identity->certificate;
        auto keeper = SiteKeeper::find(place.data);
        REQUIRE((keeper && *keeper));
        REQUIRE((*keeper)->renew(noon, 0));
        REQUIRE((*keeper)->share_with({&certificate, 1}));
        REQUIRE(copy_recovery_share(place));
        REQUIRE(damaged_files(place).empty());
    }
    [[nodiscard]] fs::path file(std::string_view name) const { return place.data / name; }
    [[nodiscard]] CertificateOf log() const {
        return [this](const PublicKey& key) {
            return key == certificate.key ? std::optional{certificate} : std::nullopt;
        };
    }
    void heal() const { REQUIRE(heal_from_copies(place, log())); }
    [[nodiscard]] bool names(std::string_view name) const {
        const auto found = damaged_files(place);
        return found.size() == 1 && found[0].find(file(name).string()) != std::string::npos;
    }
};

void flip(const fs::path& file, std::size_t bit) {
    auto bytes = content_of(file);
    bytes.at(bit / 8) ^= static_cast<std::uint8_t>(1U << bit % 8);
    write(file, text_of(bytes));
}

}  // namespace

TEST_CASE("any bit that rots in a file of keys is found, and the file is named") {
    const Machine machine;
    const auto share = fs::relative(share_file(machine.place.data, machine.certificate.station), machine.place.data);
    const std::string names[] = {
        "lobby/identity.json", "lobby/station.key", "lobby/recovery_share.json", "site/site.json", "site/root.key",
        "site/site_key",       "site/import_key",   "site/recovery_share.json",  share.string()};
    for (const auto& name : names) {
        const auto file = machine.file(name);
        const auto whole = content_of(file);
        for (std::size_t bit = 0; bit<8 * whole.size(); bit += whole.size()> 200 ? 53 : 5) {
            flip(file, bit);
            CAPTURE(name, bit);
            REQUIRE(machine.names(name));
            write(file, text_of(whole));
        }
    }
    CHECK(damaged_files(machine.place).empty());
}

TEST_CASE("a file of keys that is cut off is found wherever it ends") {
    const Machine machine;
    for (const auto* name : {"lobby/identity.json", "lobby/station.key", "site/root.key", "site/site_key"}) {
        const auto file = machine.file(name);
        const auto whole = content_of(file);
        for (std::size_t length = 0; length < whole.size(); length += file.extension() == ".json" ? 29 : 4) {
            CAPTURE(name, length);
            write(file, text_of(ByteView{whole}.first(length)));
            // Where the check value alone is cut off, the secret is whole: as an older program wrote it.
            const bool is_of_before = file.extension() != ".json" && length + check_bytes == whole.size();
            CHECK(machine.names(name) == !is_of_before);
        }
        write(file, text_of(whole));
    }
}

TEST_CASE("a file of before, without a check value, is read, and gets one when it is next written") {
    const Folder folder;
    const auto json = folder.path / "some.json", key = folder.path / "some.key";
    write(json, R"({"version":1})");
    write(key, std::string(32, 'k'));
    CHECK(read_checked(json) == Json{{"version", 1}});
    CHECK(read_secret(key, 32)->view().size() == 32);
    REQUIRE(write_checked(json, read_checked(json).value()));
    REQUIRE(write_secret(key, read_secret(key, 32)->view()));
    CHECK(read_checked(json) == Json{{"version", 1}});
    CHECK(text_of(content_of(json)).find("check") != std::string_view::npos);
    CHECK(content_of(key).size() == 32 + check_bytes);
    flip(key, 3);
    CHECK(read_secret(key, 32).error().what.find(key.string()) != std::string::npos);
}

TEST_CASE("what is said of a damaged file is which copy brings it back") {
    const auto said = [](const char* file) { return damaged(file, "why").value().what; };
    CHECK(said("d/lobby/identity.json").find("station recover --file") != std::string::npos);
    CHECK(said("d/site/site_key.7").find("station recover --file") != std::string::npos);
    CHECK(said("d/lobby/station.key").find("enrol this station anew") != std::string::npos);
    CHECK(said("d/lobby/central.json").find("enrol this station anew") != std::string::npos);
    CHECK(said("d/site/shares/x.json").find("makes another") != std::string::npos);
    CHECK(said("d/else").find("d/else is damaged (why): restore it from a backup") != std::string::npos);
}

TEST_CASE("the site's files and a station's identity come back from each other, and the damaged ones are named") {
    const Machine machine;
    for (const auto* name : {"site/site.json", "site/site_key", "site/import_key", "lobby/identity.json"}) {
        INFO(name);
        const auto file = machine.file(name);
        const auto whole = content_of(file);
        flip(file, 100);
        machine.heal();
        if (name == std::string_view{"lobby/identity.json"})
            CHECK(open_identity(machine.place, {})->certificate == machine.certificate);  // sealed anew
        else if (name == std::string_view{"site/site.json"})  // as of when the station took its site key
            CHECK(read_site_file(file)->trust.root == open_identity(machine.place, {})->trust.root);
        else
            CHECK(content_of(file) == whole);
        CHECK(machine.names(std::string{name} + ".damaged"));
        fs::remove(file.string() + ".damaged");
    }
    const auto identity = open_identity(machine.place, {});
    REQUIRE(identity);
    CHECK(check_site_folder(machine.place, *identity));
}

TEST_CASE("what has no other copy here is left as it is") {
    const Machine machine;
    for (const auto* name : {"site/root.key", "lobby/station.key"}) {
        flip(machine.file(name), 100);
        const auto rotten = content_of(machine.file(name));
        machine.heal();
        CHECK(content_of(machine.file(name)) == rotten);
        CHECK(machine.names(name));
        flip(machine.file(name), 100);
    }
    // A copy of an older site key than the newest is nobody's.
    fs::copy_file(machine.file("site/site_key"), machine.file("site/site_key.2"));
    flip(machine.file("site/site.json"), 100);
    machine.heal();
    CHECK(machine.names("site/site.json"));
}

TEST_CASE("a damaged share stops nobody, and the keeper makes another") {
    const Machine machine;
    const auto file = share_file(machine.place.data, machine.certificate.station);
    flip(file, 200);
    auto identity = open_identity(machine.place, {});
    REQUIRE(identity);
    CHECK(open_vault(machine.place, *identity, KeysFile::may_be_made));
    CHECK(fs::exists(file.string() + ".damaged"));
    auto keeper = SiteKeeper::find(machine.place.data);
    REQUIRE((keeper && *keeper));
    REQUIRE((*keeper)->share_with({&machine.certificate, 1}));
    CHECK(open_share(read_share(file)->value(), *identity));
}

TEST_CASE("a subject key that has rotted is dropped and named, and all keys are asked for again") {
    const Folder folder;
    const auto wei = new_id<PersonId>(), ann = new_id<PersonId>();
    std::vector<WrappedKey> keys;
    Bytes sealed, of_ann;
    {
        auto vault = opened(folder);
        REQUIRE(vault.meet_store("one"));
        sealed = sealed_for(vault, wei);
        of_ann = sealed_for(vault, ann);
        keys = offered(vault);
        REQUIRE(vault.mark_offered(keys));
        CHECK(vault.drop_rotten()->empty());
        CHECK(vault.meet_store("one") == false);
    }
    const auto tamper = [&](const char* change) {
        auto database = Database::open(folder.path / "keys.db", FileAccess::read_write);
        REQUIRE(database);
        REQUIRE(database->execute(change, {wei}));
    };
    SECTION("its bytes") {
        tamper("UPDATE subject_key SET wrapped = zeroblob(72) WHERE person = ?");
        auto vault = opened(folder);
        CHECK(remedy_of(vault.unseal(wei, "visit.described", {}, sealed)) == Remedy::retry_later);
        const auto said = vault.drop_rotten();
        REQUIRE(said->size() == 1);
        CHECK(said->at(0).find(to_string(wei)) != std::string::npos);
        CHECK(vault.drop_rotten()->empty());
        CHECK(vault.meet_store("one") == true);
        CHECK(vault.accept(keys)->fresh == 1);
        CHECK(vault.unseal(wei, "visit.described", {}, sealed) == std::string{details});
    }
    SECTION("its name and generation: they follow from the key itself") {
        tamper("UPDATE subject_key SET id = zeroblob(16), generation = 9 WHERE person = ?");
        auto vault = opened(folder);
        CHECK(vault.drop_rotten()->empty());
        REQUIRE(offered(vault).size() == 1);
        CHECK(offered(vault)[0].id == (keys[0].person == wei ? keys[0] : keys[1]).id);
        CHECK(offered(vault)[0].generation == 1);
    }
    SECTION("a new site key isn't held up by it") {
        tamper("UPDATE subject_key SET wrapped = zeroblob(72) WHERE person = ?");
        auto vault = opened(folder);
        REQUIRE(vault.rotate(Bytes(32, 0x77), 2));
        CHECK_FALSE(vault.holds(wei));
        CHECK(vault.meet_store("one") == true);
    }
    auto vault = Vault::open(folder.path / "keys.db", site_key, 1);
    if (vault) CHECK(vault->unseal(ann, "visit.described", {}, of_ann) == std::string{details});
}

TEST_CASE("a picture that has rotted or is gone makes room for another copy") {
    const Folder folder;
    const auto wei = new_id<PersonId>();
    auto vault = opened(folder);
    const auto blob = vault.put_blob(wei, Bytes(1000, 7), noon);
    const auto gone = vault.put_blob(wei, Bytes(10, 8), noon);
    REQUIRE((blob && gone));
    const auto copies = vault.blobs_to_offer(2);
    REQUIRE(copies->size() == 2);
    CHECK(vault.drop_rotten()->empty());
    flip(folder.path / "blobs" / to_string(*blob), 4000);
    fs::remove(folder.path / "blobs" / to_string(*gone));
    CHECK(vault.drop_rotten()->size() == 2);
    CHECK_FALSE(vault.has_blob(*blob));
    for (const auto& copy : *copies) REQUIRE(vault.accept_blob(copy));
    CHECK(vault.blob(*blob) == Bytes(1000, 7));
    CHECK(vault.drop_rotten()->empty());
}
