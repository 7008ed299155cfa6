// What a round does for keys: the site key's generations, shares and recovery, and the keys in the central store that
// an old generation wrapped.
#pragma once

#include <optional>

#include "kiosk/desk/desk.h"
#include "kiosk/sync/central_store.h"
#include "kiosk/vault/identity.h"

namespace vestibule {

inline constexpr std::chrono::minutes site_kept_every{10};

// Thread: the exchange worker's. Errors: ask_staff with what is wrong with DATA/site or the share; the station goes
// on with the keys that it has.
class KeysRound {
  public:
    KeysRound(StationPlace place, Desk& desk, CentralStore& store)
        : place_{std::move(place)}, desk_{&desk}, store_{&store} {}

    // Renews the site key where this machine keeps the site, and takes this station's share of a newer one.
    [[nodiscard]] Result<> before_exchange(Instant now);
    // Wraps anew what the central store still has of old generations; an old key that nothing needs is destroyed.
    [[nodiscard]] Result<> after_exchange();

  private:
    [[nodiscard]] Result<> keep_site(Instant now);
    void pass_shares_on();
    [[nodiscard]] Result<> wrap_anew(ByteView old_key, int old_generation, ByteView new_key, int new_generation);
    struct Seen {
        std::size_t trusted = 0;
        int revoked = 0;
        bool operator==(const Seen&) const = default;
    };
    [[nodiscard]] bool is_due(Instant now, Seen stations) const;

    StationPlace place_;
    Desk* desk_;
    CentralStore* store_;
    std::optional<Instant> kept_at_;
    Seen stations_seen_;
    bool old_keys_left_ = true;
    std::vector<Certificate> shares_to_offer_;  // stations whose share the store hasn't got yet
};

}  // namespace vestibule
