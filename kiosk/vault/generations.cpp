// Taking a new generation of the site key: the share is kept beside identity.json first, so that the key which
// wrapped keys.db is at hand wherever this is cut off.
#include "kiosk/vault/generations.h"

#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/identity_file.h"
#include "kiosk/vault/key_store.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/vault/site_share.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

fs::path pending_file(const StationPlace& place) {
    return place.data / place.name / "site_share.json";
}

// The last step: identity.json holds the new site key, the copy of the share goes.
Result<> keep_in_identity(const StationPlace& place, const SiteShare& share) {
    const auto path = place.data / place.name / "identity.json";
    VESTIBULE_TRY(file, read_identity_file(path));
    if (file.site.site_key_generation < share.generation) {
        file.site.site_key_generation = share.generation;
        file.sealed_site_key = share.sealed;
        VESTIBULE_CHECK(write_checked(path, json_of(file)));
    }
    return remove_private(pending_file(place));
}

// A damaged share stops nobody who has a key: it is set aside, and the site's keeper or the central store gives
// another.
Result<std::optional<SiteShare>> usable_share(const fs::path& file) {
    auto share = read_share(file);
    if (share) return share;
    VESTIBULE_CHECK(set_aside(file));
    return std::nullopt;
}

// A share that waits here and is newer than `generation`: the site's newest, else the copy of one that was cut off.
Result<std::optional<SiteShare>> newer_share(const StationPlace& place, StationId station, int generation) {
    VESTIBULE_TRY(newest, usable_share(share_file(place.data, station)));
    if (newest && newest->generation > generation) return newest;
    VESTIBULE_TRY(pending, usable_share(pending_file(place)));
    if (pending && pending->generation > generation) return pending;
    return std::nullopt;
}

}  // namespace

Result<> keep_share(const StationPlace& place, const SiteShare& share) {
    return write_share(pending_file(place), share);
}

Result<bool> take_share(const StationPlace& place, const Identity& identity, Vault& vault) {
    VESTIBULE_TRY(share, newer_share(place, identity.station(), vault.generation()));
    if (!share) return false;
    VESTIBULE_TRY(key, open_share(*share, identity));
    VESTIBULE_CHECK(write_share(pending_file(place), *share));
    if (const auto rotated = vault.rotate(key.view(), share->generation);
        !rotated && vault.generation() != share->generation)
        return tl::unexpected(rotated.error());
    VESTIBULE_CHECK(keep_in_identity(place, *share));
    return true;
}

Result<Vault> open_vault(const StationPlace& place, Identity& identity, KeysFile kind) {
    const auto file = place.data / place.name / "keys.db";
    VESTIBULE_TRY(kept, usable_share(pending_file(place)));
    VESTIBULE_TRY(given, usable_share(share_file(place.data, identity.station())));
    const auto& pending = kept ? kept : given;  // the one of which the kept one is a copy
    if (pending && pending->generation > identity.site_key_generation) {
        VESTIBULE_TRY(wrapped_by, generation_of_keys(file));
        if (wrapped_by == pending->generation) {
            VESTIBULE_TRY(key, open_share(*pending, identity));
            identity.site_key = std::move(key);
            identity.site_key_generation = pending->generation;
            VESTIBULE_CHECK(keep_in_identity(place, *pending));
        }
    }
    VESTIBULE_TRY(vault, Vault::open(file, identity.site_key.view(), identity.site_key_generation, kind));
    VESTIBULE_CHECK(take_share(place, identity, vault));
    return std::move(vault);
}

}  // namespace vestibule
