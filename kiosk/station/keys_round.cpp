// The site key's part of an exchange round.
#include "kiosk/station/keys_round.h"

#include "kiosk/vault/certificate_json.h"
#include "kiosk/vault/generations.h"
#include "kiosk/vault/key_store.h"
#include "kiosk/vault/recovery.h"
#include "kiosk/vault/site_keeper.h"
#include "kiosk/vault/site_share.h"

namespace vestibule {

bool KeysRound::is_due(Instant now, Seen stations) const {
    return !kept_at_ || stations != stations_seen_ || now < *kept_at_ || now - *kept_at_ >= site_kept_every;
}

Result<> KeysRound::keep_site(Instant now) {
    VESTIBULE_TRY(stations, desk_->reader().stations());
    std::vector<Certificate> trusted;
    int revoked = 0;
    const auto& trust = desk_->identity().trust;
    for (const auto& station : stations) {
        if (station.revoked) ++revoked;
        const auto certificate = certificate_of_enrolment(station.enrolment, trust.site);
        if (!station.revoked && certificate && holds(*certificate, trust.root)) trusted.push_back(*certificate);
    }
    const Seen known{.trusted = trusted.size(), .revoked = revoked};
    if (!is_due(now, known)) return {};
    VESTIBULE_CHECK(check_site_folder(place_, desk_->identity()));
    VESTIBULE_TRY(keeper, SiteKeeper::find(place_.data));
    if (keeper) {
        VESTIBULE_CHECK(keeper->renew(now, revoked));
        VESTIBULE_CHECK(keeper->share_with(trusted));
        shares_to_offer_ = trusted;
        old_keys_left_ = true;
    }
    VESTIBULE_CHECK(copy_recovery_share(place_));
    kept_at_ = now;
    stations_seen_ = known;
    return {};
}

// Shares travel through the store to stations on other machines. What fails for want of a network is tried again with
// the next round; the exchange itself says what is wrong.
void KeysRound::pass_shares_on() {
    std::vector<SiteShare> shares;
    for (const auto& station : shares_to_offer_)
        if (auto share = read_share(share_file(place_.data, station.station)); share && *share)
            shares.push_back(std::move(**share));
    if (store_->offer_shares(shares)) shares_to_offer_.clear();
    const auto own = store_->share();
    if (own && *own && (*own)->generation > desk_->vault().generation()) (void)keep_share(place_, **own);
}

Result<> KeysRound::before_exchange(Instant now) {
    const auto kept = keep_site(now);
    pass_shares_on();
    VESTIBULE_CHECK(take_share(place_, desk_->identity(), desk_->vault()));
    return kept;
}

Result<> KeysRound::wrap_anew(ByteView old_key, int old_generation, ByteView new_key, int new_generation) {
    for (;;) {
        VESTIBULE_TRY(keys, store_->keys_of_generation(old_generation, keys_page_max));
        if (keys.empty()) return {};
        std::vector<KeyReplacement> replacements;
        for (auto& [key, offered_by] : keys) {
            KeyReplacement replacement{
                .person = key.person, .old_id = key.id, .offered_by = offered_by, .fresh = std::nullopt};
            // What its own site key doesn't open is damaged, and of no use to anybody.
            if (const auto secret = unwrap_key(old_key, key.person, key.wrapped)) {
                key.id = id_of_key(secret->view());
                key.generation = new_generation;
                key.wrapped = wrap_key(new_key, key.person, secret->view());
                replacement.fresh = std::move(key);
            }
            replacements.push_back(std::move(replacement));
        }
        VESTIBULE_CHECK(store_->replace_keys(replacements));
    }
}

Result<> KeysRound::after_exchange() {
    if (!old_keys_left_) return {};
    VESTIBULE_TRY(keeper, SiteKeeper::find(place_.data));
    if (keeper) {
        VESTIBULE_TRY(newest, keeper->newest_key());
        VESTIBULE_TRY(old_keys, keeper->old_keys());
        if (!old_keys.empty() && desk_->vault().generation() != newest.generation) return {};
        for (const auto& old : old_keys) {
            VESTIBULE_CHECK(wrap_anew(old.key.view(), old.generation, newest.key.view(), newest.generation));
            VESTIBULE_CHECK(keeper->destroy(old.generation));
        }
    }
    old_keys_left_ = false;
    return {};
}

}  // namespace vestibule
