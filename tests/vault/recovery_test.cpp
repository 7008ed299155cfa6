// Lost and damaged keys: every one is noticed, nothing is overwritten, and the recovery file brings them back.
#include "kiosk/vault/recovery.h"

#include <catch2/catch.hpp>
#include <functional>
#include <map>

#include "kiosk/vault/generations.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/vault/site_keeper.h"
#include "tests/vault/folder.h"

using namespace vestibule;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

const Instant start{1'000'000h};
constexpr std::string_view details = R"({"name":"Zhang Wei"})";

template <class T>
T must(Result<T> result) {
    if (!result) FAIL(result.error().what);
    return std::move(*result);
}

// A site with one station that has sealed something, two generations on.
struct Home {
    Folder folder;
    fs::path data = folder.path / "data";
    StationPlace place{.data = data, .name = "lobby"};
    PersonId person = new_id<PersonId>();
    Bytes sealed;
    Certificate certificate;
    fs::path recovery_file;
    explicit Home(const std::string& site = "Harbour House") {
        auto identity = must(open_identity(place, {.name = site}));
        auto vault = must(open_vault(place, identity, KeysFile::may_be_made));
        certificate = identity.certificate;
        sealed = must(vault.seal(person, "visit.described", {}, details));
        auto keeper = must(SiteKeeper::find(data));
        REQUIRE(keeper);
        for (const auto now : {start, start + site_key_age_max}) {
            must(keeper->renew(now, 0));
            REQUIRE(keeper->share_with({&certificate, 1}));
        }
        REQUIRE(must(take_share(place, identity, vault)));
        REQUIRE(keeper->destroy(1));
        REQUIRE(copy_recovery_share(place));
        REQUIRE(recovery_files_in(data).size() == 1);
        write(data / "lobby" / "log.db", "a log, of which nothing is read here");
        recovery_file = folder.path / "stick";
        fs::rename(recovery_files_in(data).front(), recovery_file);
    }
    [[nodiscard]] CertificateOf log() const {
        return [this](const PublicKey& key) {
            return key == certificate.key ? std::optional{certificate} : std::nullopt;
        };
    }
    [[nodiscard]] Result<std::string> read() const {
        auto identity = open_identity(place, {});
        if (!identity) return tl::unexpected(identity.error());
        VESTIBULE_CHECK(check_site_folder(place, *identity));
        auto vault = open_vault(place, *identity, KeysFile::must_be_there);
        if (!vault) return tl::unexpected(vault.error());
        return vault->unseal(person, "visit.described", {}, sealed);
    }
};

std::map<std::string, Bytes> all_files(const fs::path& folder) {
    std::map<std::string, Bytes> out;
    for (const auto& entry : fs::recursive_directory_iterator{folder})
        if (entry.is_regular_file() && !entry.path().filename().string().ends_with(".lock"))
            out[fs::relative(entry.path(), folder).string()] = content_of(entry.path());
    return out;
}

const std::vector<std::string> key_files = {"site/site.json",  "site/root.key",       "site/site_key.2",
                                            "site/import_key", "lobby/identity.json", "lobby/station.key",
                                            "lobby/keys.db"};

}  // namespace

TEST_CASE("every lost, cut off, damaged or foreign file of keys is noticed, and nothing is overwritten") {
    const Home home, stranger;
    REQUIRE(home.read() == std::string{details});
    for (const auto& name : key_files) {
        const auto file = home.data / name;
        const auto whole = content_of(file);
        const std::pair<const char*, std::function<void()>> damages[] = {
            {"missing", [&] { fs::remove(file); }},
            {"empty", [&] { fs::resize_file(file, 0); }},
            {"cut off", [&] { fs::resize_file(file, whole.size() - 7); }},
            {"half", [&] { fs::resize_file(file, whole.size() / 2 / 512 * 512 + (whole.size() < 1024 ? 9 : 0)); }},
            {"garbage", [&] { write(file, std::string(whole.size(), '#')); }},
            {"another site's",
             [&] { fs::copy_file(stranger.data / name, file, fs::copy_options::overwrite_existing); }}};
        for (const auto& [what, damage] : damages) {
            INFO(name << " is " << what);
            // What SQLite keeps beside keys.db belongs to the whole one.
            for (const auto* end : {"-wal", "-shm"}) fs::remove(home.data / ("lobby/keys.db" + std::string{end}));
            damage();
            const auto before = all_files(home.data);
            for (int start_again = 0; start_again < 2; ++start_again) {
                const auto read = home.read();
                REQUIRE_FALSE(read);
                CHECK(read.error().remedy == Remedy::ask_staff);
                CHECK(read.error().what.find(home.data.string()) != std::string::npos);
            }
            auto after = all_files(home.data);
            for (const auto* end : {"-wal", "-shm"}) after.erase("lobby/keys.db" + std::string{end});
            CHECK(after == before);
            std::ofstream{file, std::ios::binary}.write(reinterpret_cast<const char*>(whole.data()),
                                                        static_cast<std::streamsize>(whole.size()));
        }
    }
    CHECK(home.read() == std::string{details});
}

TEST_CASE("a site's folder that was lost comes back from the recovery file and a station's share") {
    const Home home;
    const auto before = all_files(home.data / "site");
    fs::remove_all(home.data / "site");
    REQUIRE_FALSE(home.read());
    const auto recovered = must(recover_site(home.data, home.recovery_file));
    CHECK(recovered.done.size() == 4);
    const auto after = all_files(home.data / "site");
    for (const auto* name : {"root.key", "site_key.2", "import_key", "site.json"}) {
        INFO(name);
        CHECK(after.at(name) == before.at(name));
        CHECK(mode_of(home.data / "site" / name) == 0600);
    }
    CHECK(must(recover_station(home.data, "lobby", recovered.enroller, home.log())).empty());
    CHECK(home.read() == std::string{details});
    CHECK(must(recover_site(home.data, home.recovery_file)).done.empty());
}

TEST_CASE("single keys come back as well, and what was damaged is kept beside") {
    const Home home;
    for (const auto& name :
         {"site/root.key", "site/site_key.2", "site/import_key", "site/site.json", "lobby/identity.json"}) {
        INFO(name);
        const auto file = home.data / name;
        write(file, "garbage");
        REQUIRE_FALSE(home.read());
        const auto recovered = must(recover_site(home.data, home.recovery_file));
        const auto said = must(recover_station(home.data, "lobby", recovered.enroller, home.log()));
        CHECK(recovered.done.size() + (said.empty() ? 0 : 1) == 1);
        CHECK(content_of(file.string() + ".damaged") == Bytes{'g', 'a', 'r', 'b', 'a', 'g', 'e'});
        CHECK(home.read() == std::string{details});
    }
    fs::remove(home.data / "lobby" / "station.key");
    const auto recovered = must(recover_site(home.data, home.recovery_file));
    CHECK_FALSE(recover_station(home.data, "lobby", recovered.enroller, home.log()));
}

TEST_CASE("a wrong recovery file is refused, and nothing is written") {
    const Home home, stranger;
    fs::remove_all(home.data / "site");
    const auto before = all_files(home.data);
    const auto wrong = home.folder.path / "wrong";
    CHECK_FALSE(recover_site(home.data, stranger.recovery_file));
    CHECK_FALSE(recover_site(home.data, home.folder.path / "nowhere"));
    write(wrong, "site: x\n");
    CHECK_FALSE(recover_site(home.data, wrong));
    // One digit of the secret is another.
    const auto bytes = content_of(home.recovery_file);
    std::string text{bytes.begin(), bytes.end()};
    const auto at = text.find("\nsecret: ") + 30;  // not in the first byte, of which X25519 reads only a part
    text[at] = text[at] == '0' ? '1' : '0';
    write(wrong, text);
    CHECK_FALSE(recover_site(home.data, wrong));
    CHECK(all_files(home.data) == before);
}

TEST_CASE("the recovery file is private, says what it is for, and opens only the newest share") {
    const Folder folder;
    const StationPlace place{.data = folder.path, .name = "lobby"};
    const auto identity = must(open_identity(place, {.name = "Café 1/Ost"}));
    const auto files = recovery_files_in(folder.path);
    REQUIRE(files.size() == 1);
    CHECK(files[0].filename() == "recovery-Caf---1-Ost.vestibule");
    CHECK(mode_of(files[0]) == 0600);
    const auto bytes = content_of(files[0]);
    const std::string text{bytes.begin(), bytes.end()};
    CHECK(text.find("vestibule station recover --file") != std::string::npos);
    CHECK(text.find("safe place") != std::string::npos);
    // The secret lies in that file alone; the keys that it brings back don't lie in it.
    const auto secret = text.substr(text.find("\nsecret: ") + 9, 64);
    CHECK(files_with(folder.path, view(secret)) == 1);
    CHECK(text.find(to_hex(identity.site_key.view())) == std::string::npos);

    auto keeper = *must(SiteKeeper::find(folder.path));
    must(keeper.renew(start, 0));
    const auto first = content_of(folder.path / "site" / "recovery_share.json");
    must(keeper.renew(start + 1h, 0));
    CHECK(content_of(folder.path / "site" / "recovery_share.json") == first);
    must(keeper.renew(start + site_key_age_max, 0));
    CHECK(content_of(folder.path / "site" / "recovery_share.json") != first);
}
