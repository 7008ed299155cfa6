// The site's folder DATA/site on a machine that enrols its own stations: root key and site key.
#pragma once

#include <filesystem>

#include "kiosk/vault/identity_file.h"

namespace vestibule {

// What is needed to enrol a station; secrets are wiped when it goes.
struct Enroller {
    SiteFile site;
    SecretBytes root_key;
    SecretBytes site_key;
    SecretBytes import_key;
};

// Held while a site or an identity is made: DATA/site.lock. Blocks until another start has ended with it.
class SiteLock {
  public:
    [[nodiscard]] static Result<SiteLock> take(const std::filesystem::path& data);
    SiteLock(SiteLock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
    SiteLock& operator=(SiteLock&&) = delete;
    ~SiteLock();

  private:
    explicit SiteLock(int descriptor) : descriptor_{descriptor} {}
    int descriptor_;
};

// Generation 1 is site_key, the others are site_key.2, site_key.3 …
[[nodiscard]] std::filesystem::path site_key_file(const std::filesystem::path& site_folder, int generation);
// Opens DATA/site. Errors: ask_staff when something in it is missing or damaged.
[[nodiscard]] Result<Enroller> read_enroller(const std::filesystem::path& site_folder);

// Whether DATA/site is whole and fits a station's keys; only reads. Fine where this machine never kept the site.
// Errors: ask_staff with what is missing, damaged or wrong, and what to do.
[[nodiscard]] Result<> check_site_folder(const StationPlace& place, const Identity& identity);

// Opens DATA/site, or makes it, whole or not at all. The caller holds the SiteLock.
// Errors: ask_staff when it's damaged, has no root key, or is missing though stations of a site are in DATA.
[[nodiscard]] Result<Enroller> open_enroller(const std::filesystem::path& data, const Config::Site& site);

}  // namespace vestibule
