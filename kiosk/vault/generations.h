// A station's side of the site key's generations: keys.db is always opened by the key that wrapped it, and a newer
// share is taken as soon as it's there, however many generations were missed.
#pragma once

#include "kiosk/vault/identity.h"
#include "kiosk/vault/site_share.h"
#include "kiosk/vault/vault.h"

namespace vestibule {

// Opens DATA/<station>/keys.db, ends a change of generation that was cut off, and takes a newer share.
// Errors: those of Vault::open; nothing is overwritten then. `identity` gets the newest site key.
[[nodiscard]] Result<Vault> open_vault(const StationPlace& place, Identity& identity, KeysFile file);

// A share that came through the central store, for take_share.
[[nodiscard]] Result<> keep_share(const StationPlace& place, const SiteShare& share);

// Takes the share in DATA/site/shares, or the one that was kept, where it is newer: keys.db is wrapped anew,
// identity.json keeps the new site key. Answers whether it did. May be cut off anywhere. Thread: any, but one at a
// time for a station. Errors: ask_staff where the share is refused; the station goes on with the key that it has.
[[nodiscard]] Result<bool> take_share(const StationPlace& place, const Identity& identity, Vault& vault);

}  // namespace vestibule
