// Putting back a station's identity.json from its secret keys, the log's certificate and the site's keys.
#include <sodium.h>

#include <algorithm>

#include "kiosk/vault/box.h"
#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/recovery.h"
#include "kiosk/vault/seal.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

// Does this identity.json open for this station, with the newest site key of the site?
bool is_whole(const IdentityFile& file, const Enroller& enroller, const PublicKey& key, ByteView box_secret) {
    if (file.certificate.key != key || file.certificate.box_key != box_key_of(box_secret) ||
        !holds(file.certificate, enroller.site.trust.root) || file.site.trust.site != enroller.site.trust.site)
        return false;
    const auto site_key = open_sealed(file.sealed_site_key, file.certificate.box_key, box_secret);
    const auto import_key = open_sealed(file.sealed_import_key, file.certificate.box_key, box_secret);
    // An older generation opens as well: the station takes the newer one's share by itself.
    const auto same_generation = file.site.site_key_generation == enroller.site.site_key_generation;
    return site_key && import_key &&
           (!same_generation || std::ranges::equal(site_key->view(), enroller.site_key.view()));
}

}  // namespace

Result<std::string> recover_station(const fs::path& data, const std::string& station, const Enroller& enroller,
                                    const CertificateOf& certificate_of) {
    ready_sodium();
    const auto folder = data / station;
    const auto secret = read_secret(folder / "station.key", station_secret_bytes);
    if (!secret)
        return ask_staff(fmt::format(
            "the station {} can't be given back its keys: {}; put {} back from a backup, or move its folder "
            "aside and let it be enrolled anew",
            station, secret.error().what, (folder / "station.key").string()));
    PublicKey key{};
    std::ranges::copy(secret->view().subspan(32, key.size()), key.begin());
    const auto box_secret = secret->view().subspan(crypto_sign_SECRETKEYBYTES);
    const auto path = folder / "identity.json";
    const auto held = read_identity_file(path);
    if (held && is_whole(*held, enroller, key, box_secret)) return std::string{};

    auto certificate = held && held->certificate.key == key && holds(held->certificate, enroller.site.trust.root)
                           ? std::optional{held->certificate}
                           : certificate_of(key);
    if (!certificate || !holds(*certificate, enroller.site.trust.root) ||
        certificate->box_key != box_key_of(box_secret))
        return ask_staff(
            fmt::format("the log of the station {} holds no certificate for its keys: enrol it anew", station));
    certificate->site = enroller.site.trust.site;
    const IdentityFile file{.site = enroller.site,
                            .certificate = *certificate,
                            .sealed_site_key = seal_to(certificate->box_key, enroller.site_key.view()),
                            .sealed_import_key = seal_to(certificate->box_key, enroller.import_key.view())};
    VESTIBULE_CHECK(set_aside(path));
    VESTIBULE_CHECK(write_checked(path, json_of(file)));
    return path.string() + " is back";
}

}  // namespace vestibule
