// New generations of the site key: made every month, shared with every station, taken however late, cut off anywhere.
#include "kiosk/vault/generations.h"

#include <catch2/catch.hpp>

#include "kiosk/vault/private_file.h"
#include "kiosk/vault/site_keeper.h"
#include "kiosk/vault/site_share.h"
#include "tests/vault/folder.h"

using namespace vestibule;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

const Instant start{1'000'000h};
constexpr auto month = site_key_age_max;
constexpr std::string_view details = R"({"name":"Zhang Wei"})";

template <class T>
T must(Result<T> result) {
    if (!result) FAIL(result.error().what);
    return std::move(*result);
}

struct Member {
    StationPlace place;
    Identity identity;
    Vault vault;
    Member(const fs::path& data, const std::string& name)
        : place{.data = data, .name = name},
          identity{must(open_identity(place, {}))},
          vault{must(open_vault(place, identity, KeysFile::may_be_made))} {}
    [[nodiscard]] std::string read(PersonId person, const Bytes& sealed) const {
        return vault.unseal(person, "visit.described", {}, sealed).value_or("can't be read");
    }
    Bytes seal(PersonId person) { return must(vault.seal(person, "visit.described", {}, details)); }
};

// A month later: the keeper's part of a round.
int keep(const fs::path& data, Instant now, const std::vector<Certificate>& stations, int revoked = 0) {
    auto keeper = must(SiteKeeper::find(data));
    REQUIRE(keeper);
    const auto generation = must(keeper->renew(now, revoked));
    REQUIRE(keeper->share_with(stations));
    return generation;
}

}  // namespace

TEST_CASE("the site key is renewed every month and after a revocation, and not before") {
    const Folder folder;
    const Member lobby{folder.path, "lobby"};
    const std::vector<Certificate> all = {lobby.identity.certificate};
    CHECK(keep(folder.path, start, all) == 1);
    CHECK(keep(folder.path, start + month - 1us, all) == 1);
    CHECK(keep(folder.path, start + month, all) == 2);
    CHECK(keep(folder.path, start + month + 1h, all) == 2);
    CHECK(keep(folder.path, start + month + 1h, all, 1) == 3);
    CHECK(keep(folder.path, start + month + 2h, all, 1) == 3);
    // A clock that was far ahead when the key was made doesn't keep it for years.
    CHECK(keep(folder.path, start - 24h * 365, all, 1) == 3);
    CHECK(keep(folder.path, start - 24h * 365 + month, all, 1) == 4);
}

TEST_CASE("a station takes its share of a newer site key, also one that missed two generations") {
    const Folder folder;
    const auto person = new_id<PersonId>();
    Bytes sealed;
    std::vector<Certificate> all;
    {
        Member lobby{folder.path, "lobby"}, guard{folder.path, "guard"};
        sealed = lobby.seal(person);
        all = {lobby.identity.certificate, guard.identity.certificate};
        keep(folder.path, start, all);
        keep(folder.path, start + month, all);
        CHECK(must(take_share(guard.place, guard.identity, guard.vault)));
        CHECK(guard.vault.generation() == 2);
        CHECK_FALSE(must(take_share(guard.place, guard.identity, guard.vault)));
        keep(folder.path, start + month * 2, all);
    }
    Member lobby{folder.path, "lobby"};
    CHECK(lobby.vault.generation() == 3);
    CHECK(lobby.read(person, sealed) == details);
    const auto again = must(open_identity(lobby.place, {}));
    CHECK(again.site_key_generation == 3);
    CHECK_FALSE(fs::exists(folder.path / "lobby" / "site_share.json"));
    // A station that is enrolled now begins with the newest.
    const Member reception{folder.path, "reception"};
    CHECK(reception.vault.generation() == 3);
}

TEST_CASE("a change of generation that is cut off anywhere is ended at the next start") {
    const Folder folder;
    const auto person = new_id<PersonId>();
    Bytes sealed;
    const auto identity_file = folder.path / "lobby" / "identity.json";
    Bytes old_identity;
    {
        Member lobby{folder.path, "lobby"};
        sealed = lobby.seal(person);
        keep(folder.path, start, {lobby.identity.certificate});
        keep(folder.path, start + month, {lobby.identity.certificate});
        old_identity = content_of(identity_file);
        const auto share = must(read_share(share_file(folder.path, lobby.identity.station())));
        REQUIRE(share);
        SECTION("before keys.db was wrapped anew") {
            REQUIRE(write_share(folder.path / "lobby" / "site_share.json", *share));
        }
        SECTION("before identity.json kept the new key, and the next month has come meanwhile") {
            REQUIRE(must(take_share(lobby.place, lobby.identity, lobby.vault)));
            REQUIRE(write_private(identity_file, old_identity));
            REQUIRE(write_share(folder.path / "lobby" / "site_share.json", *share));
            keep(folder.path, start + month * 2, {lobby.identity.certificate});
        }
        SECTION("before the copy of the share went") {
            REQUIRE(must(take_share(lobby.place, lobby.identity, lobby.vault)));
            REQUIRE(write_share(folder.path / "lobby" / "site_share.json", *share));
        }
    }
    for (int i = 0; i < 2; ++i) {
        const Member lobby{folder.path, "lobby"};
        CHECK(lobby.vault.generation() >= 2);
        CHECK(lobby.read(person, sealed) == details);
    }
}

TEST_CASE("a share that isn't the site's own, or another station's, is refused, and the old key goes on") {
    const Folder folder, elsewhere;
    const auto person = new_id<PersonId>();
    Member lobby{folder.path, "lobby"}, guard{folder.path, "guard"};
    const Member stranger{elsewhere.path, "lobby"};
    const auto sealed = lobby.seal(person);
    const std::vector<Certificate> all = {lobby.identity.certificate, guard.identity.certificate};
    keep(folder.path, start, all);
    keep(folder.path, start + month, all);
    const auto file = share_file(folder.path, lobby.identity.station());
    const auto good = *must(read_share(file));

    const auto refused = [&](const SiteShare& share) {
        REQUIRE(write_share(file, share));
        const auto taken = take_share(lobby.place, lobby.identity, lobby.vault);
        REQUIRE_FALSE(taken);
        CHECK(taken.error().remedy == Remedy::ask_staff);
        CHECK(lobby.vault.generation() == 1);
        CHECK(lobby.read(person, sealed) == details);
    };
    auto forged = good;
    forged.generation = 7;
    refused(forged);
    refused(*must(read_share(share_file(folder.path, guard.identity.station()))));
    auto other_root = make_share(lobby.identity.certificate, Bytes(32, 1), 2, stranger.identity.signing_key.view());
    refused(other_root);
    write(file, "{}");
    // A damaged one is set aside, and the keeper makes another.
    CHECK_FALSE(must(take_share(lobby.place, lobby.identity, lobby.vault)));
    keep(folder.path, start + month, all);
    CHECK(must(take_share(lobby.place, lobby.identity, lobby.vault)));
    CHECK(lobby.read(person, sealed) == details);
}

TEST_CASE("the old site key is kept until it's destroyed, and then it's nowhere") {
    const Folder folder;
    Member lobby{folder.path, "lobby"};
    keep(folder.path, start, {lobby.identity.certificate});
    auto keeper = *must(SiteKeeper::find(folder.path));
    CHECK(must(keeper.old_keys()).empty());
    keep(folder.path, start + month, {lobby.identity.certificate});
    const auto old_keys = must(keeper.old_keys());
    REQUIRE(old_keys.size() == 1);
    const Bytes old_key{old_keys[0].key.view().begin(), old_keys[0].key.view().end()};
    CHECK(std::ranges::equal(old_key, lobby.identity.site_key.view()));
    CHECK(files_with(folder.path, old_key) == 1);
    REQUIRE(must(take_share(lobby.place, lobby.identity, lobby.vault)));
    REQUIRE(keeper.destroy(1));
    CHECK(must(keeper.old_keys()).empty());
    CHECK(files_with(folder.path, old_key) == 0);
    CHECK_FALSE(keeper.destroy(2));
    CHECK(mode_of(folder.path / "site" / "site_key.2") == 0600);
}
