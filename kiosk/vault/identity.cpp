// Opens a station's identity, or makes it: keys, certificate by the site's root key, the site key sealed to it.
#include "kiosk/vault/identity.h"

#include <sodium.h>

#include <algorithm>
#include <cctype>

#include "kiosk/vault/box.h"
#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/enrolment_code.h"
#include "kiosk/vault/identity_file.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/vault/seal.h"
#include "kiosk/vault/secret_memory.h"
#include "kiosk/vault/site.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

SecretBytes part_of(const SecretBytes& secret, std::size_t from, std::size_t length) {
    const auto part = secret.view().subspan(from, length);
    return SecretBytes{Bytes{part.begin(), part.end()}};
}

// A station's folder stands beside DATA/site and its like, and nowhere else.
bool is_station_name(std::string_view name) {
    return !name.empty() && name.size() <= station_name_length_max && name != "site" && name != "badges" &&
           std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
}

// Do the secret keys belong to the certificate?
bool fits(const Certificate& certificate, ByteView signing_key, ByteView box_secret) {
    return box_key_of(box_secret) == certificate.box_key && signs_for(signing_key, certificate.key);
}

// A share of the site's that was sealed to this station's box key.
Result<SecretBytes> unsealed_share(const Bytes& sealed, const PublicKey& box_key, ByteView box_secret,
                                   const fs::path& path) {
    auto key = open_sealed(sealed, box_key, box_secret);
    if (!key) return damaged(path, "a sealed key of the site doesn't open");
    if (key->view().size() != seal_key_bytes) return damaged(path, "a sealed key of the site has another length");
    return std::move(*key);
}

// The identity must be of the site that this data folder and the configuration name.
Result<> expect_same_site(const IdentityFile& file, const fs::path& data, const Config::Site& config) {
    VESTIBULE_TRY(has_site, is_there(data / "site"));
    if (has_site) {
        VESTIBULE_TRY(site, read_site_file(data / "site" / "site.json"));
        if (site.trust.site != file.site.trust.site || site.trust.root != file.site.trust.root)
            return ask_staff(
                fmt::format("the station {} is of another site than {}: start it with its own data folder",
                            file.certificate.name, (data / "site").string()));
    }
    if (config.issuer != file.site.trust.issuer)
        return ask_staff(
            fmt::format("the configuration's issuer is \"{}\", but the site in {} was made as \"{}\": set it back, "
                        "or use another data folder",
                        config.issuer, data.string(), file.site.trust.issuer));
    return {};
}

Result<Identity> read_identity(const fs::path& folder, const fs::path& data, const Config::Site& config) {
    const auto path = folder / "identity.json";
    VESTIBULE_TRY(file, read_identity_file(path));
    VESTIBULE_TRY(secret, read_secret(folder / "station.key", station_secret_bytes));
    Identity identity;
    identity.signing_key = part_of(secret, 0, crypto_sign_SECRETKEYBYTES);
    identity.box_secret = part_of(secret, crypto_sign_SECRETKEYBYTES, crypto_box_SECRETKEYBYTES);
    if (!fits(file.certificate, identity.signing_key.view(), identity.box_secret.view()))
        return damaged(folder / "station.key", "it doesn't belong to the certificate");
    if (file.certificate.site != file.site.trust.site || !holds(file.certificate, file.site.trust.root))
        return damaged(path, "the certificate isn't signed by the site");
    VESTIBULE_CHECK(expect_same_site(file, data, config));
    const auto& box_key = file.certificate.box_key;
    VESTIBULE_TRY(site_key, unsealed_share(file.sealed_site_key, box_key, identity.box_secret.view(), path));
    VESTIBULE_TRY(import_key, unsealed_share(file.sealed_import_key, box_key, identity.box_secret.view(), path));
    identity.trust = file.site.trust;
    identity.trust.name = config.name;  // a house may be renamed
    identity.certificate = file.certificate;
    identity.site_key = std::move(site_key);
    identity.import_key = std::move(import_key);
    identity.site_key_generation = file.site.site_key_generation;
    return identity;
}

Result<> make_identity(const StationPlace& place, const fs::path& folder, const Enroller& enroller) {
    const auto keys = new_station_keys(place.name);
    return write_identity(folder, certified_by(enroller, keys.draft, name_of(place.role), every_right), keys.secret);
}

// Certifies a station of before; one that has its rights named is left as it is.
Result<> name_rights(const fs::path& path, IdentityFile& file, const Enroller& enroller) {
    if (file.certificate.rights) return {};
    file.certificate.rights = every_right;
    file.certificate.rights_signature = sign_by(enroller.root_key.view(), signed_part_of_rights(file.certificate));
    return write_checked(path, json_of(file));
}

Bytes signed_as(std::string_view label, const Certificate& certificate, std::string_view says) {
    Bytes out;
    const auto add = [&](ByteView part) { out.insert(out.end(), part.begin(), part.end()); };
    add(view(label));
    add(certificate.site.bytes);
    add(certificate.station.bytes);
    add(certificate.key);
    add(certificate.box_key);
    add(view(says));
    return out;
}

}  // namespace

Bytes signed_part(const Certificate& certificate) {
    return signed_as("VC1", certificate, certificate.role);
}

Bytes signed_part_of_rights(const Certificate& certificate) {
    return signed_as("VC2", certificate, certificate.name + "\n" + text_of(certificate.rights.value_or(Rights{})));
}

SecretBytes::SecretBytes(Bytes bytes) {
    if (bytes.empty()) return;
    bytes_ = {static_cast<std::uint8_t*>(secret_memory().allocate(bytes.size(), 1)), bytes.size()};
    std::ranges::copy(bytes, bytes_.begin());
    sodium_memzero(bytes.data(), bytes.size());
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    SecretBytes gone{std::move(*this)};
    bytes_ = std::exchange(other.bytes_, {});
    return *this;
}

SecretBytes::~SecretBytes() {
    if (bytes_.empty()) return;
    sodium_memzero(bytes_.data(), bytes_.size());
    secret_memory().deallocate(bytes_.data(), bytes_.size(), 1);
}

bool holds(const Certificate& certificate, const PublicKey& root) {
    return verify(root, signed_part(certificate), certificate.signature);
}

std::optional<CertifiedRights> certified_rights(const Certificate& certificate, const PublicKey& root) {
    if (!holds(certificate, root)) return std::nullopt;
    CertifiedRights out{.rights = rights_of_role(certificate.role)};
    out.named = certificate.rights && verify(root, signed_part_of_rights(certificate), certificate.rights_signature);
    if (out.named) out.rights = *certificate.rights;
    return out;
}

Result<std::vector<Certificate>> certify_stations_here(const fs::path& data) {
    ready_sodium();
    VESTIBULE_TRY(has_root_key, is_there(data / "site" / "root.key"));
    std::vector<Certificate> out;
    if (!has_root_key) return out;
    const auto lock = SiteLock::take(data);
    if (!lock) return tl::unexpected(lock.error());
    VESTIBULE_TRY(enroller, read_enroller(data / "site"));
    std::error_code failed;
    for (fs::directory_iterator entry{data, failed}, end; !failed && entry != end; entry.increment(failed)) {
        const auto path = entry->path() / "identity.json";
        VESTIBULE_TRY(there, is_there(path));
        if (!there) continue;
        auto file = read_identity_file(path);  // a damaged one is for its own station to say
        const auto& trust = enroller.site.trust;
        if (!file || file->certificate.site != trust.site || !holds(file->certificate, trust.root)) continue;
        VESTIBULE_CHECK(name_rights(path, *file, enroller));
        out.push_back(file->certificate);
    }
    return out;
}

Result<Certificate> certified_with(const fs::path& data, Certificate certificate, Rights rights) {
    ready_sodium();
    VESTIBULE_TRY(enroller, read_enroller(data / "site"));
    const auto& trust = enroller.site.trust;
    if (certificate.site != trust.site || !holds(certificate, trust.root))
        return ask_staff("that station isn't one of this site");
    certificate.rights = rights;
    certificate.rights_signature = sign_by(enroller.root_key.view(), signed_part_of_rights(certificate));
    return certificate;
}

Signature sign(const Identity& identity, ByteView message) {
    return sign_by(identity.signing_key.view(), message);
}

bool verify(const PublicKey& key, ByteView message, const Signature& signature) {
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

Result<Identity> open_identity(const StationPlace& place, const Config::Site& site) {
    ready_sodium();
    if (!is_station_name(place.name))
        return give_up(fmt::format("\"{}\" can't be a station's name: take letters, digits, - and _ (not \"site\")",
                                   place.name));
    const auto folder = place.data / place.name;
    VESTIBULE_TRY(known, is_there(folder / "identity.json"));
    if (known) return read_identity(folder, place.data, site);

    VESTIBULE_CHECK(make_private_folder(place.data));
    const auto lock = SiteLock::take(place.data);
    if (!lock) return tl::unexpected(lock.error());
    VESTIBULE_TRY(made_meanwhile, is_there(folder / "identity.json"));
    if (made_meanwhile) return read_identity(folder, place.data, site);
    VESTIBULE_TRY(has_log, is_there(folder / "log.db"));
    if (has_log)
        return ask_staff(
            fmt::format("{} has a log but no identity.json: restore it from a backup, or move the folder aside",
                        folder.string()));
    VESTIBULE_TRY(enroller, open_enroller(place.data, site));
    VESTIBULE_CHECK(make_identity(place, folder, enroller));
    VESTIBULE_TRY(identity, read_identity(folder, place.data, site));
    identity.fresh = true;
    return std::move(identity);
}

Result<Identity> read_incarnation(const StationPlace& place, const fs::path& folder, const Config::Site& site) {
    ready_sodium();
    return read_identity(folder, place.data, site);
}

Result<Identity> make_incarnation(const StationPlace& place, const fs::path& folder, const Config::Site& site) {
    ready_sodium();
    const auto root_key = place.data / "site" / "root.key";
    VESTIBULE_TRY(has_root_key, is_there(root_key));  // asked first: a missing site isn't to be made here
    if (!has_root_key)
        return ask_staff(fmt::format(
            "{} isn't there, and only the site's root key can give a restored station its new identity: "
            "take the folder {} and the backup to the machine where the site was made, restore there, and "
            "bring the folder back",
            root_key.string(), (place.data / place.name).string()));
    const auto lock = SiteLock::take(place.data);
    if (!lock) return tl::unexpected(lock.error());
    VESTIBULE_TRY(enroller, open_enroller(place.data, site));
    VESTIBULE_CHECK(make_identity(place, folder, enroller));
    return read_identity(folder, place.data, site);
}

}  // namespace vestibule
