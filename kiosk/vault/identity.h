// Who this station is and what it trusts: its key pairs, its certificate, the site's root key and the site key.
// Files: DATA/site/{site.json, root.key, site_key} and DATA/<station>/{identity.json, station.key}, all of mode 0600;
// their content is in identity_file.h.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/bytes.h"
#include "kiosk/base/config.h"
#include "kiosk/base/ids.h"
#include "kiosk/base/result.h"
#include "kiosk/base/rights.h"

namespace vestibule {

using PublicKey = std::array<std::uint8_t, 32>;  // Ed25519 or X25519

// A secret in secret_memory(), wiped when it goes.
class SecretBytes {
  public:
    SecretBytes() = default;
    explicit SecretBytes(Bytes bytes);  // which are wiped where they were
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    SecretBytes(SecretBytes&& other) noexcept : bytes_{std::exchange(other.bytes_, {})} {}
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    ~SecretBytes();
    [[nodiscard]] ByteView view() const { return bytes_; }

  private:
    std::span<std::uint8_t> bytes_;
};

// What the site's root key says of a station: Ed25519 over "VC1" ‖ site ‖ station ‖ key ‖ box_key ‖ role, and over
// "VC2" ‖ site ‖ station ‖ key ‖ box_key ‖ name ‖ line feed ‖ its rights by name (FORMATS.md, "Event row").
struct Certificate {
    StationId station;
    SiteId site;
    std::string role;
    std::string name;     // signed with the rights alone
    PublicKey key{};      // Ed25519: heads and badges
    PublicKey box_key{};  // X25519: receives the site key
    Signature signature{};
    std::optional<Rights> rights;  // nothing: a certificate of before, whose rights are its role's
    Signature rights_signature{};
    bool operator==(const Certificate&) const = default;
};
[[nodiscard]] Bytes signed_part(const Certificate& certificate);            // VC1
[[nodiscard]] Bytes signed_part_of_rights(const Certificate& certificate);  // VC2
[[nodiscard]] bool holds(const Certificate& certificate, const PublicKey& root);
// Of rights that aren't signed nothing; those of the role where none are named. Nothing: the root hasn't signed it.
[[nodiscard]] std::optional<CertifiedRights> certified_rights(const Certificate& certificate, const PublicKey& root);

struct SiteTrust {
    SiteId site;
    std::string name;
    std::string issuer;  // of badge tokens
    PublicKey root{};    // pinned at enrolment
};

// One station's own secrets. Thread: any, immutable.
struct Identity {
    SiteTrust trust;
    Certificate certificate;
    SecretBytes signing_key;  // Ed25519 secret key, 64 bytes
    SecretBytes box_secret;   // X25519 secret key
    SecretBytes site_key;     // 32 bytes, unsealed
    int site_key_generation = 1;
    SecretBytes import_key;  // 32 bytes, the site's for good: what imported ids are derived with
    bool fresh = false;      // made by this call: its station.enrolled event is still to be written

    [[nodiscard]] StationId station() const { return certificate.station; }
};

// Ed25519 over `message` by the station's key.
[[nodiscard]] Signature sign(const Identity& identity, ByteView message);
[[nodiscard]] bool verify(const PublicKey& key, ByteView message, const Signature& signature);

inline constexpr std::size_t station_name_length_max = 64;  // ASCII letters, digits, - and _

struct StationPlace {
    std::filesystem::path data;  // DIR
    std::string name;            // DIR/<name>/
    Role role = Role::lobby;
};

// Opens the station's identity; makes the site (under a lock, so that two first starts make one) and the identity
// where there is none. Blocks: a few fsyncs at first. `place.role` counts only for a new identity: later the
// certificate's role is the one that was signed. Errors: ask_staff when a file is damaged, missing, unreadable, or of
// another site: nothing is overwritten.
[[nodiscard]] Result<Identity> open_identity(const StationPlace& place, const Config::Site& site);

// A new incarnation of a station whose log was restored: a new id and new keys of the same name and role, certified
// by the site's root on this machine; identity.json and station.key go to `folder`, not to the station's own. Errors:
// ask_staff where this machine has no root key of the site.
[[nodiscard]] Result<Identity> make_incarnation(const StationPlace& place, const std::filesystem::path& folder,
                                                const Config::Site& site);

// The certificates of all stations of the site in this data folder, each with every right: whoever has this machine
// has the root key as well. Those of before are certified anew in their identity.json. Nothing where the root key
// isn't here.
[[nodiscard]] Result<std::vector<Certificate>> certify_stations_here(const std::filesystem::path& data);

// The same certificate with these rights, signed by the root key in DATA/site. Errors: ask_staff where it isn't here,
// or the certificate is of another site.
[[nodiscard]] Result<Certificate> certified_with(const std::filesystem::path& data, Certificate certificate,
                                                 Rights rights);

// One whose files lie in `folder` already, since they came with a one-time code.
[[nodiscard]] Result<Identity> read_incarnation(const StationPlace& place, const std::filesystem::path& folder,
                                                const Config::Site& site);

}  // namespace vestibule
