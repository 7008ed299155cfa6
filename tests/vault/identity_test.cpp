// A station's identity: made once, kept private, never overwritten, one site for all stations of a machine.
#include "kiosk/vault/identity.h"

#include <sodium.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <set>

#include "kiosk/vault/site.h"
#include "tests/vault/folder.h"

using namespace vestibule;
namespace fs = std::filesystem;

namespace {

const Config::Site site{};

StationPlace place(const Folder& folder, std::string name = "lobby", Role role = Role::lobby) {
    return {.data = folder.path / "data", .name = std::move(name), .role = role};
}

Identity opened(const StationPlace& where) {
    auto identity = open_identity(where, site);
    if (!identity) FAIL(identity.error().what);
    return std::move(*identity);
}

Problem problem_at(const StationPlace& where, const Config::Site& config = site) {
    const auto identity = open_identity(where, config);
    REQUIRE_FALSE(identity);
    return identity.error();
}

Bytes bytes_of(const SecretBytes& secret) {
    return {secret.view().begin(), secret.view().end()};
}

}  // namespace

TEST_CASE("the first start makes an identity, the next one opens it") {
    const Folder folder;
    const auto first = opened(place(folder));
    CHECK(first.fresh);
    CHECK(first.certificate.role == "lobby");
    CHECK(first.certificate.name == "lobby");
    CHECK(first.trust.issuer == "VEST");
    CHECK(first.trust.name == "Harbour House");
    CHECK(first.site_key.view().size() == 32);
    CHECK(holds(first.certificate, first.trust.root));

    const auto second = opened(place(folder));
    CHECK_FALSE(second.fresh);
    CHECK(second.certificate == first.certificate);
    CHECK(second.trust.site == first.trust.site);
    CHECK(bytes_of(second.signing_key) == bytes_of(first.signing_key));
    CHECK(bytes_of(second.box_secret) == bytes_of(first.box_secret));
    CHECK(bytes_of(second.site_key) == bytes_of(first.site_key));
}

TEST_CASE("stations of one machine are of one site, each with keys of its own") {
    const Folder folder;
    const auto lobby = opened(place(folder));
    const auto guard = opened(place(folder, "guard", Role::guard));
    CHECK(lobby.trust.site == guard.trust.site);
    CHECK(lobby.trust.root == guard.trust.root);
    CHECK(bytes_of(lobby.site_key) == bytes_of(guard.site_key));
    CHECK(lobby.station() != guard.station());
    CHECK(lobby.certificate.key != guard.certificate.key);
    CHECK(guard.certificate.role == "guard");
    CHECK(holds(guard.certificate, lobby.trust.root));
}

TEST_CASE("everything on disk is for the owner only, and no secret lies in identity.json") {
    const Folder folder;
    const auto before = ::umask(0);
    const auto identity = opened(place(folder));
    ::umask(before);
    const auto data = folder.path / "data";
    for (const auto* name : {"site/site.json", "site/root.key", "site/site_key", "lobby/identity.json",
                             "lobby/station.key", "site.lock"}) {
        INFO(name);
        CHECK(mode_of(data / name) == 0600);
    }
    for (const auto* name : {"", "site", "lobby"}) CHECK(mode_of(data / name) == 0700);
    const auto text = content_of(data / "lobby" / "identity.json");
    for (const auto* secret : {&identity.signing_key, &identity.box_secret, &identity.site_key}) {
        const auto hex = to_hex(secret->view().first(32));
        CHECK(std::ranges::search(text, view(hex)).empty());
    }
    // The site key is at the station only sealed.
    CHECK(files_with(data / "lobby", identity.site_key.view()) == 0);
    for (const auto& entry : fs::recursive_directory_iterator{data}) CHECK(entry.path().extension() != ".part");
}

TEST_CASE("a signature holds for its message and key only") {
    const Folder folder;
    const auto lobby = opened(place(folder));
    const auto guard = opened(place(folder, "guard", Role::guard));
    auto signature = sign(lobby, view("head"));
    CHECK(verify(lobby.certificate.key, view("head"), signature));
    CHECK_FALSE(verify(lobby.certificate.key, view("heap"), signature));
    CHECK_FALSE(verify(guard.certificate.key, view("head"), signature));
    signature[3] ^= 1U;
    CHECK_FALSE(verify(lobby.certificate.key, view("head"), signature));
}

TEST_CASE("a certificate holds for exactly what was signed") {
    const Folder folder;
    const auto identity = opened(place(folder));
    const auto changed = [&](auto change) {
        auto certificate = identity.certificate;
        change(certificate);
        return holds(certificate, identity.trust.root);
    };
    CHECK(changed([](Certificate& c) { c.name = "Lobby 2"; }));  // shown, not signed
    CHECK_FALSE(changed([](Certificate& c) { c.role = "reception"; }));
    CHECK_FALSE(changed([](Certificate& c) { c.station.bytes[0] ^= 1U; }));
    CHECK_FALSE(changed([](Certificate& c) { c.site.bytes[0] ^= 1U; }));
    CHECK_FALSE(changed([](Certificate& c) { c.key[0] ^= 1U; }));
    CHECK_FALSE(changed([](Certificate& c) { c.box_key[0] ^= 1U; }));
    CHECK_FALSE(changed([](Certificate& c) { c.signature[0] ^= 1U; }));
    CHECK_FALSE(holds(identity.certificate, PublicKey{1}));

    // "VC1" ‖ site ‖ station ‖ key ‖ box_key ‖ role, checked by libsodium alone.
    const auto& c = identity.certificate;
    Bytes message{'V', 'C', '1'};
    for (const ByteView part :
         {ByteView{c.site.bytes}, ByteView{c.station.bytes}, ByteView{c.key}, ByteView{c.box_key}, view("lobby")})
        message.insert(message.end(), part.begin(), part.end());
    CHECK(crypto_sign_verify_detached(c.signature.data(), message.data(), message.size(),
                                      identity.trust.root.data()) == 0);
}

TEST_CASE("damaged files are a case for staff, and stay as they are") {
    const auto* name = GENERATE("lobby/identity.json", "lobby/station.key", "site/site.json");
    const auto* content = GENERATE("", "garbage", "{\"version\":1}", "{\"version\":0}", "[]");
    const Folder folder;
    opened(place(folder));
    const auto file = folder.path / "data" / name;
    write(file, content);
    CAPTURE(name, content);
    const auto problem = problem_at(place(folder));
    CHECK(problem.remedy == Remedy::ask_staff);
    CHECK(problem.what.find(name) != std::string::npos);
    CHECK(text_of(content_of(file)) == content);
}

TEST_CASE("any flipped byte of a secret or of the identity is noticed") {
    const auto* name = GENERATE("lobby/station.key", "lobby/identity.json");
    const Folder folder;
    const auto identity = opened(place(folder));
    const auto file = folder.path / "data" / name;
    const auto good = content_of(file);
    for (std::size_t i = 0; i < good.size(); i += 7) {
        auto bad = good;
        bad[i] ^= 0x04U;
        write(file, text_of(bad));
        const auto result = open_identity(place(folder), site);
        // Free text and white space may change; what is trusted may not.
        if (!result) continue;
        CHECK(result->certificate.key == identity.certificate.key);
        CHECK(result->certificate.role == identity.certificate.role);
        CHECK(bytes_of(result->site_key) == bytes_of(identity.site_key));
        CHECK(result->trust.root == identity.trust.root);
    }
    write(file, text_of(good));
    CHECK_FALSE(opened(place(folder)).fresh);
}

TEST_CASE("a bit that rots anywhere in a secret key is found before anything is signed with it") {
    const Folder folder;
    opened(place(folder));
    const auto data = folder.path / "data";
    const auto found = [&](const fs::path& file) {
        if (file.filename() == "station.key") return !open_identity(place(folder), site);
        return !read_enroller(data / "site");
    };
    for (const auto* name : {"lobby/station.key", "site/root.key"}) {
        const auto file = data / name;
        const auto good = content_of(file);
        for (std::size_t i = 0; i < good.size(); ++i) {
            auto bad = good;
            bad[i] ^= 0x08U;  // no bit that X25519 overlooks
            write(file, text_of(bad));
            CAPTURE(name, i);
            CHECK(found(file));
        }
        write(file, text_of(good));
        CHECK_FALSE(found(file));
    }
}

TEST_CASE("a file of a newer program is named as such") {
    const Folder folder;
    opened(place(folder));
    write(folder.path / "data" / "lobby" / "identity.json", "{\"version\":2}");
    CHECK(problem_at(place(folder)).what.find("newer") != std::string::npos);
}

TEST_CASE("a station of another site, or another issuer, is refused") {
    const Folder folder, other;
    opened(place(folder));
    opened(place(other));
    fs::remove_all(folder.path / "data" / "site");
    fs::copy(other.path / "data" / "site", folder.path / "data" / "site");
    CHECK(problem_at(place(folder)).what.find("another site") != std::string::npos);

    Config::Site renamed;
    renamed.issuer = "ELSE";
    CHECK(problem_at(place(other), renamed).remedy == Remedy::ask_staff);
    renamed = {};
    renamed.name = "Harbour Tower";
    CHECK(open_identity(place(other), renamed)->trust.name == "Harbour Tower");
}

TEST_CASE("a lost site or a lost identity isn't made anew behind people's backs") {
    const Folder folder;
    opened(place(folder));
    const auto data = folder.path / "data";
    fs::rename(data / "site", folder.path / "aside");
    const auto problem = problem_at(place(folder, "guard", Role::guard));
    CHECK(problem.remedy == Remedy::ask_staff);
    CHECK_FALSE(fs::exists(data / "site"));
    CHECK_FALSE(opened(place(folder)).fresh);  // the station itself needs no DATA/site

    fs::rename(folder.path / "aside", data / "site");
    fs::rename(data / "site" / "root.key", folder.path / "root.key");
    CHECK(problem_at(place(folder, "guard", Role::guard)).what.find("root.key") != std::string::npos);
    CHECK_FALSE(fs::exists(data / "site" / "root.key"));
    fs::rename(folder.path / "root.key", data / "site" / "root.key");

    write(data / "lobby" / "log.db", "");
    fs::remove(data / "lobby" / "identity.json");
    CHECK(problem_at(place(folder)).what.find("log") != std::string::npos);
}

TEST_CASE("a start that was cut off is begun anew") {
    const Folder folder;
    const auto data = folder.path / "data";
    fs::create_directories(data / "site.part");
    write(data / "site.part" / "root.key", "half");
    fs::create_directories(data / "lobby");
    write(data / "lobby" / "station.key", "half");
    write(data / "lobby" / "identity.json.part", "half");
    CHECK(opened(place(folder)).fresh);
    CHECK_FALSE(opened(place(folder)).fresh);
}

TEST_CASE("first starts at the same moment make one site") {
    const Folder folder;
    std::vector<pid_t> children;
    for (int i = 0; i < 8; ++i) {
        const auto child = ::fork();
        REQUIRE(child >= 0);
        // Two starts of each of four stations.
        if (child == 0) ::_exit(open_identity(place(folder, "lobby" + std::to_string(i / 2)), site) ? 0 : 1);
        children.push_back(child);
    }
    for (const auto child : children) {
        int status = 1;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    std::set<SiteId> sites;
    std::set<StationId> stations;
    for (int i = 0; i < 4; ++i) {
        const auto identity = opened(place(folder, "lobby" + std::to_string(i)));
        CHECK_FALSE(identity.fresh);
        sites.insert(identity.trust.site);
        stations.insert(identity.station());
    }
    CHECK(sites.size() == 1);
    CHECK(stations.size() == 4);
}

TEST_CASE("a place that can't be written is named") {
    const Folder folder;
    write(folder.path / "data", "a file where the folder should be");
    const auto problem = problem_at(place(folder));
    CHECK(problem.remedy == Remedy::ask_staff);
    CHECK(problem.what.find((folder.path / "data").string()) != std::string::npos);

    // Root may write everywhere, so the mode says nothing to it; /proc refuses root, too.
    const auto refused = problem_at({.data = "/proc/vestibule", .name = "lobby", .role = Role::lobby});
    CHECK(refused.remedy == Remedy::ask_staff);
    CHECK(refused.what.find("/proc/vestibule") != std::string::npos);
}

TEST_CASE("a station's name stays inside the data folder") {
    const Folder folder;
    for (const auto* name : {"", "..", "a/b", "site", "lobby\n", ".", "ünder"})
        CHECK(problem_at(place(folder, name)).remedy == Remedy::give_up);
    CHECK(problem_at(place(folder, std::string(65, 'a'))).remedy == Remedy::give_up);
}

TEST_CASE("a secret moves, and what it moved over is wiped") {
    SecretBytes one{Bytes{1, 2, 3}};
    SecretBytes two{std::move(one)};
    CHECK(bytes_of(two) == Bytes{1, 2, 3});
    CHECK(one.view().empty());
    SecretBytes three{Bytes{9}};
    three = std::move(two);
    CHECK(bytes_of(three) == Bytes{1, 2, 3});
    CHECK(two.view().empty());
}
