// Renewing the site key, and shares for the stations.
#include "kiosk/vault/site_keeper.h"

#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/vault/recovery.h"
#include "kiosk/vault/seal.h"
#include "kiosk/vault/site_share.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

Result<> write_site(const fs::path& data, const SiteFile& site) {
    return write_checked(data / "site" / "site.json", json_of(site));
}

}  // namespace

Result<std::optional<SiteKeeper>> SiteKeeper::find(const fs::path& data) {
    VESTIBULE_TRY(kept, is_there(data / "site" / "root.key"));
    if (!kept) return std::nullopt;
    return SiteKeeper{data};
}

Result<int> SiteKeeper::renew(Instant now, int stations_revoked) {
    auto lock = SiteLock::take(data_);
    if (!lock) return tl::unexpected(lock.error());
    VESTIBULE_TRY(enroller, read_enroller(data_ / "site"));
    auto& site = enroller.site;
    const auto before = site;
    // A site that was made before its key had a date, or by a clock that was ahead: its month begins now.
    if (site.site_key_made == Instant{} || site.site_key_made > now) site.site_key_made = now;
    if (now - site.site_key_made >= site_key_age_max || stations_revoked > site.stations_revoked) {
        ++site.site_key_generation;
        site.site_key_made = now;
        site.stations_revoked = stations_revoked;
        enroller.site_key = random_key();
        // The key first: site.json is what makes it count.
        VESTIBULE_CHECK(
            write_secret(site_key_file(data_ / "site", site.site_key_generation), enroller.site_key.view()));
    }
    if (!site.recovery_key) {
        VESTIBULE_TRY(key, make_recovery_file(data_, site.trust));
        site.recovery_key = key;
    }
    if (json_of(site) != json_of(before)) VESTIBULE_CHECK(write_site(data_, site));
    // Before any station takes the new key, so that what is wrapped by it can be recovered.
    VESTIBULE_CHECK(keep_recovery_share(data_, enroller));
    return site.site_key_generation;
}

Result<> SiteKeeper::share_with(std::span<const Certificate> stations) {
    auto lock = SiteLock::take(data_);
    if (!lock) return tl::unexpected(lock.error());
    VESTIBULE_TRY(enroller, read_enroller(data_ / "site"));
    const auto generation = enroller.site.site_key_generation;
    for (const auto& station : stations) {
        const auto file = share_file(data_, station.station);
        const auto held = read_share(file);
        if (!held) VESTIBULE_CHECK(set_aside(file));  // a damaged one is made anew
        if (held && *held && (*held)->generation >= generation) continue;
        VESTIBULE_CHECK(
            write_share(file, make_share(station, enroller.site_key.view(), generation, enroller.root_key.view())));
    }
    return {};
}

Result<OldSiteKey> SiteKeeper::newest_key() {
    auto lock = SiteLock::take(data_);
    if (!lock) return tl::unexpected(lock.error());
    VESTIBULE_TRY(enroller, read_enroller(data_ / "site"));
    return OldSiteKey{.generation = enroller.site.site_key_generation, .key = std::move(enroller.site_key)};
}

Result<std::vector<OldSiteKey>> SiteKeeper::old_keys() {
    VESTIBULE_TRY(site, read_site_file(data_ / "site" / "site.json"));
    std::vector<OldSiteKey> out;
    for (int generation = 1; generation < site.site_key_generation; ++generation) {
        const auto file = site_key_file(data_ / "site", generation);
        VESTIBULE_TRY(held, is_there(file));
        if (!held) continue;
        VESTIBULE_TRY(key, read_secret(file, seal_key_bytes));
        out.push_back({.generation = generation, .key = std::move(key)});
    }
    return out;
}

Result<> SiteKeeper::destroy(int generation) {
    VESTIBULE_TRY(site, read_site_file(data_ / "site" / "site.json"));
    if (generation >= site.site_key_generation) return give_up("this generation of the site key still counts");
    VESTIBULE_CHECK(remove_private(site_key_file(data_ / "site", generation)));
    return sync_folder(data_ / "site");
}

}  // namespace vestibule
