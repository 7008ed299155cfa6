// How a site and a station's identity lie on disk. Public parts are JSON; secret keys are raw bytes in files of their
// own, so that they go from disk to wiped memory without a copy in between. All bear a check value (checked_file.h).
//
//     DATA/site/site.json      version, site, name, issuer, root, site_key_generation, site_key_made_us,
//                              stations_revoked, recovery_key
//     DATA/site/root.key       Ed25519 secret key, 64 bytes; only where stations are enrolled
//     DATA/site/site_key       32 bytes; only where stations are enrolled; later generations are site_key.2,
//     site_key.3 DATA/site/import_key     32 bytes; the same DATA/<station>/identity.json   version, the trust, the
//     certificate, the site key sealed to the station's box key DATA/<station>/station.key     Ed25519 secret key, 64
//     bytes ‖ X25519 secret key, 32 bytes DATA/site/shares/, DATA/<station>/site_share.json    site_share.h
//     recovery_share.json in both, DATA/recovery-….vestibule    recovery.h
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

inline constexpr int identity_version = 1;
inline constexpr std::size_t station_secret_bytes = 64 + 32;  // of station.key, without its check value

struct SiteFile {
    SiteTrust trust;
    int site_key_generation = 1;
    Instant site_key_made{};   // unknown in files of older programs
    int stations_revoked = 0;  // when that site key was made
    std::optional<PublicKey> recovery_key;
};
[[nodiscard]] Json json_of(const SiteFile& site);
[[nodiscard]] std::optional<SiteFile> site_file(const Json& json);

// identity.json: what isn't secret of an Identity.
struct IdentityFile {
    SiteFile site;
    Certificate certificate;
    Bytes sealed_site_key;    // crypto_box_seal to certificate.box_key
    Bytes sealed_import_key;  // the same
};
[[nodiscard]] Json json_of(const IdentityFile& file);
[[nodiscard]] std::optional<IdentityFile> identity_file(const Json& json);

// Errors: ask_staff where the file can't be read, is no JSON object of this kind, or of a newer version.
[[nodiscard]] Result<SiteFile> read_site_file(const std::filesystem::path& file);
[[nodiscard]] Result<IdentityFile> read_identity_file(const std::filesystem::path& file);
}  // namespace vestibule
