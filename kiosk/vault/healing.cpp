// Bringing files back from their copies, and looking through all of them.
#include "kiosk/vault/healing.h"

#include <sodium.h>

#include <algorithm>
#include <iterator>
#include <system_error>

#include "kiosk/vault/box.h"
#include "kiosk/vault/checked_file.h"
#include "kiosk/vault/identity_file.h"
#include "kiosk/vault/private_file.h"
#include "kiosk/vault/seal.h"
#include "kiosk/vault/site.h"

namespace vestibule {
namespace {

namespace fs = std::filesystem;

// What the station itself has of the site.
struct OwnCopies {
    IdentityFile file;
    SecretBytes secret;
    [[nodiscard]] ByteView box_secret() const { return secret.view().subspan(crypto_sign_SECRETKEYBYTES); }
};

// Nothing where it isn't whole: opening it says so.
std::optional<OwnCopies> own_copies(const fs::path& folder) {
    auto file = read_identity_file(folder / "identity.json");
    auto secret = read_secret(folder / "station.key", station_secret_bytes);
    if (!file || !secret) return std::nullopt;
    OwnCopies own{.file = std::move(*file), .secret = std::move(*secret)};
    if (!holds(own.file.certificate, own.file.site.trust.root) ||
        box_key_of(own.box_secret()) != own.file.certificate.box_key)
        return std::nullopt;
    return own;
}

// There, and not what was written.
bool is_damaged_secret(const fs::path& file) {
    return is_there(file).value_or(false) && !read_secret(file, seal_key_bytes);
}

Result<> heal_secret(const fs::path& file, const Bytes& sealed, const OwnCopies& own) {
    if (!is_damaged_secret(file)) return {};
    const auto key = open_sealed(sealed, own.file.certificate.box_key, own.box_secret());
    if (!key || key->view().size() != seal_key_bytes) return {};
    VESTIBULE_CHECK(set_aside(file));
    return write_secret(file, key->view());
}

// The station's copy is of when it took its newest site key: good as long as no newer one was made.
Result<> heal_site_json(const fs::path& folder, const SiteFile& copy) {
    const auto file = folder / "site.json";
    VESTIBULE_TRY(there, is_there(file));
    const auto held = read_site_file(file);
    // One of an older day names a site key that is destroyed.
    if (!there || (held && held->site_key_generation >= copy.site_key_generation)) return {};
    VESTIBULE_TRY(newer, is_there(site_key_file(folder, copy.site_key_generation + 1)));
    if (newer) return {};
    VESTIBULE_CHECK(set_aside(file));
    return write_checked(file, json_of(copy));
}

Result<> heal_site(const StationPlace& place) {
    const auto own = own_copies(place.data / place.name);
    if (!own) return {};
    const auto folder = place.data / "site";
    VESTIBULE_CHECK(heal_site_json(folder, own->file.site));
    VESTIBULE_CHECK(
        heal_secret(site_key_file(folder, own->file.site.site_key_generation), own->file.sealed_site_key, *own));
    return heal_secret(folder / "import_key", own->file.sealed_import_key, *own);
}

Result<> heal_identity(const StationPlace& place, const CertificateOf& certificate_of) {
    const auto file = place.data / place.name / "identity.json";
    VESTIBULE_TRY(there, is_there(file));
    if (!there || read_identity_file(file)) return {};
    const auto enroller = read_enroller(place.data / "site");
    // Where it can't be brought back, opening it says what is wrong with it.
    if (enroller) (void)recover_station(place.data, place.name, *enroller, certificate_of);
    return {};
}

constexpr std::string_view set_aside_mark = ".damaged";

std::string what_is_wrong(const fs::path& file) {
    const auto name = file.filename().string();
    if (name.find(set_aside_mark) != std::string::npos)
        return fmt::format("{} was damaged and set aside; another copy has taken its place: delete it",
                           file.string());
    Result<> read;
    if (file.extension() == ".json") {
        if (const auto json = read_checked(file); !json) read = tl::unexpected(json.error());
    } else if (name == "station.key" || name == "root.key" || name == "import_key" || name.starts_with("site_key")) {
        const auto length = name == "station.key" ? station_secret_bytes
                            : name == "root.key"  ? std::size_t{crypto_sign_SECRETKEYBYTES}
                                                  : seal_key_bytes;
        if (const auto secret = read_secret(file, length); !secret) read = tl::unexpected(secret.error());
    }
    return read ? std::string{} : read.error().what;
}

void look_through(const fs::path& folder, std::vector<std::string>& found) {
    std::error_code failed;
    for (fs::directory_iterator entry{folder, failed}, end; !failed && entry != end; entry.increment(failed)) {
        std::error_code unknown;
        if (!entry->is_regular_file(unknown)) continue;
        if (auto what = what_is_wrong(entry->path()); !what.empty()) found.push_back(std::move(what));
    }
}

// FOLDER/NAME.damaged…
std::vector<fs::path> set_aside_of(const fs::path& folder, std::string_view name) {
    std::vector<fs::path> found;
    std::error_code failed;
    for (fs::directory_iterator entry{folder, failed}, end; !failed && entry != end; entry.increment(failed))
        if (entry->path().filename().string().starts_with(fmt::format("{}{}", name, set_aside_mark)))
            found.push_back(entry->path());
    return found;
}

}  // namespace

Result<> heal_from_copies(const StationPlace& place, const CertificateOf& certificate_of) {
    ready_sodium();
    VESTIBULE_TRY(keeps_site, is_there(place.data / "site" / "root.key"));
    if (!keeps_site) return {};
    const auto lock = SiteLock::take(place.data);
    if (!lock) return tl::unexpected(lock.error());
    VESTIBULE_CHECK(heal_site(place));
    return heal_identity(place, certificate_of);
}

std::vector<std::string> damaged_files(const StationPlace& place) {
    std::vector<std::string> found;
    const auto site = place.data / "site";
    for (const auto& folder : {place.data / place.name, site, site / "shares"}) look_through(folder, found);
    for (const auto& file : set_aside_of(place.data, "central.db")) found.push_back(what_is_wrong(file));
    std::ranges::sort(found);
    return found;
}

std::vector<fs::path> keys_set_aside(const StationPlace& place) {
    auto found = set_aside_of(place.data, "central.db");
    std::ranges::copy(set_aside_of(place.data / place.name, "keys.db"), std::back_inserter(found));
    return found;
}

}  // namespace vestibule
