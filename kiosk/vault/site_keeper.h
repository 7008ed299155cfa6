// The site key's generations where the site is kept (DATA/site with the root key): a new one every month and after a
// revocation, a share of it for every station, and the end of the old one.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/vault/site.h"

namespace vestibule {

inline constexpr std::chrono::hours site_key_age_max{24 * 30};

struct OldSiteKey {
    int generation = 1;
    SecretBytes key;
};

// Each call reads what lies in DATA/site and holds the SiteLock, so several stations of a machine may do it.
// May be cut off anywhere: site.json says which generation counts, and is replaced whole.
// Thread: any, one at a time. Errors: ask_staff with the file; then nothing was changed.
class SiteKeeper {
  public:
    // Nothing where this machine doesn't keep the site (it has no root key).
    [[nodiscard]] static Result<std::optional<SiteKeeper>> find(const std::filesystem::path& data);

    // Makes a new generation where the newest is site_key_age_max old, or more stations are revoked than when it was
    // made. Also makes what is missing of the recovery file and share. Answers the generation that counts.
    [[nodiscard]] Result<int> renew(Instant now, int stations_revoked);
    // The share of the generation that counts, for each of these that hasn't got it.
    [[nodiscard]] Result<> share_with(std::span<const Certificate> stations);

    [[nodiscard]] Result<OldSiteKey> newest_key();
    // Generations whose keys are still here because something may be wrapped by them, oldest first.
    [[nodiscard]] Result<std::vector<OldSiteKey>> old_keys();
    // Once nothing is wrapped by it any more.
    [[nodiscard]] Result<> destroy(int generation);

  private:
    explicit SiteKeeper(std::filesystem::path data) : data_{std::move(data)} {}
    std::filesystem::path data_;
};

}  // namespace vestibule
