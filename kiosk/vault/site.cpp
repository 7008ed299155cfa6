// Makes and opens DATA/site.
#include "kiosk/vault/site.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "kiosk/vault/box.h"
#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/vault/recovery.h"
#include "kiosk/vault/seal.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

// A missing site beside stations that belong to one was lost, not never made: a new one would split the building in
// two.
Result<> expect_no_stations(const fs::path& data) {
    std::error_code failed;
    for (fs::directory_iterator entry{data, failed}, end; !failed && entry != end; entry.increment(failed)) {
        VESTIBULE_TRY(station, is_there(entry->path() / "identity.json"));
        if (station)
            return ask_staff(fmt::format(
                "{} is missing, but the station {} belongs to a site: restore it from a backup, or with the "
                "recovery file (vestibule station recover --file F)",
                (data / "site").string(), entry->path().filename().string()));
    }
    if (failed) return ask_staff(fmt::format("{} can't be read: {}", data.string(), failed.message()));
    return {};
}

Result<> make_site(const fs::path& data, const Config::Site& config) {
    Bytes root_key(crypto_sign_SECRETKEYBYTES);
    SiteFile site{.trust = {.site = new_id<SiteId>(), .name = config.name, .issuer = config.issuer, .root = {}}};
    crypto_sign_keypair(site.trust.root.data(), root_key.data());
    Enroller enroller{.site = {},
                      .root_key = SecretBytes{std::move(root_key)},
                      .site_key = random_key(),
                      .import_key = random_key()};
    VESTIBULE_TRY(recovery_key, make_recovery_file(data, site.trust));
    site.recovery_key = recovery_key;
    enroller.site = site;

    // Renamed into place when it's whole; an unfinished one of an earlier start is begun anew.
    const auto unfinished = data / "site.part";
    std::error_code failed;
    fs::remove_all(unfinished, failed);
    VESTIBULE_CHECK(make_private_folder(unfinished));
    VESTIBULE_CHECK(write_secret(unfinished / "root.key", enroller.root_key.view()));
    VESTIBULE_CHECK(write_secret(unfinished / "site_key", enroller.site_key.view()));
    VESTIBULE_CHECK(write_secret(unfinished / "import_key", enroller.import_key.view()));
    VESTIBULE_CHECK(write_checked(unfinished / "site.json", json_of(site)));
    fs::rename(unfinished, data / "site", failed);
    if (failed) return ask_staff(fmt::format("{} can't be made: {}", (data / "site").string(), failed.message()));
    VESTIBULE_CHECK(sync_folder(data));
    return keep_recovery_share(data, enroller);
}

}  // namespace

fs::path site_key_file(const fs::path& site_folder, int generation) {
    return site_folder / (generation == 1 ? "site_key" : fmt::format("site_key.{}", generation));
}

Result<Enroller> read_enroller(const fs::path& folder) {
    VESTIBULE_TRY(site, read_site_file(folder / "site.json"));
    VESTIBULE_TRY(has_root_key, is_there(folder / "root.key"));
    if (!has_root_key)
        return ask_staff(
            fmt::format("{} isn't there, so this machine can't enrol a new station: enrol it where the site was "
                        "made",
                        (folder / "root.key").string()));
    VESTIBULE_TRY(root_key, read_secret(folder / "root.key", crypto_sign_SECRETKEYBYTES));
    VESTIBULE_TRY(site_key, read_secret(site_key_file(folder, site.site_key_generation), seal_key_bytes));
    VESTIBULE_TRY(import_key, read_secret(folder / "import_key", seal_key_bytes));
    if (!signs_for(root_key.view(), site.trust.root))
        return damaged(folder / "root.key", "it isn't the key of site.json");
    return Enroller{.site = std::move(site),
                    .root_key = std::move(root_key),
                    .site_key = std::move(site_key),
                    .import_key = std::move(import_key)};
}

Result<> check_site_folder(const StationPlace& place, const Identity& identity) {
    const auto folder = place.data / "site";
    const auto advice = "put it back from a backup, or with the recovery file: vestibule station recover --file F";
    VESTIBULE_TRY(there, is_there(folder));
    VESTIBULE_TRY(was_there, is_there(place.data / place.name / "recovery_share.json"));
    if (!there && was_there) return ask_staff(fmt::format("{} is missing: {}", folder.string(), advice));
    VESTIBULE_TRY(keeps_site, is_there(folder / "root.key"));
    if (!there || (!keeps_site && !was_there)) return {};
    const auto enroller = read_enroller(folder);
    if (!enroller) {
        const auto& what = enroller.error().what;
        return ask_staff(what.find("recover --file") != std::string::npos ? what
                                                                          : fmt::format("{}; {}", what, advice));
    }
    const auto generation = enroller->site.site_key_generation;
    if (generation == identity.site_key_generation &&
        !std::ranges::equal(enroller->site_key.view(), identity.site_key.view()))
        return ask_staff(fmt::format("{} isn't the site key by which this station's keys are wrapped: {}",
                                     site_key_file(folder, generation).string(), advice));
    if (!std::ranges::equal(enroller->import_key.view(), identity.import_key.view()))
        return ask_staff(fmt::format("{} isn't the site's: {}", (folder / "import_key").string(), advice));
    return {};
}

Result<SiteLock> SiteLock::take(const fs::path& data) {
    const auto file = data / "site.lock";
    SiteLock lock{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (lock.descriptor_ < 0)
        return ask_staff(fmt::format("{} can't be written ({}): check the folder's owner and mode", file.string(),
                                     std::strerror(errno)));
    while (::flock(lock.descriptor_, LOCK_EX) != 0)
        if (errno != EINTR)
            return ask_staff(fmt::format("{} can't be locked: {}", file.string(), std::strerror(errno)));
    return lock;
}

SiteLock::~SiteLock() {
    if (descriptor_ >= 0) ::close(descriptor_);  // which also unlocks
}

Result<Enroller> open_enroller(const fs::path& data, const Config::Site& site) {
    ready_sodium();
    VESTIBULE_TRY(made, is_there(data / "site"));
    if (!made) {
        VESTIBULE_CHECK(expect_no_stations(data));
        VESTIBULE_CHECK(make_site(data, site));
    }
    return read_enroller(data / "site");
}

}  // namespace vestibule
