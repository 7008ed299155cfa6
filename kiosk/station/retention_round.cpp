// The retention worker's round.
#include "kiosk/station/retention_round.h"

#include "kiosk/station/station.h"

namespace vestibule {

Result<bool> RetentionRound::keep_to_policy() {
    VESTIBULE_CHECK(desk_->refresh());
    const auto now = desk_->now();
    // A door's keys go when their window ends; this is for one whose exchange doesn't come to it.
    if (desk_->role() != Role::reception) VESTIBULE_CHECK(desk_->vault().drop_keys_outside(now));
    VESTIBULE_CHECK(desk_->finish_erasures());
    VESTIBULE_TRY(doubted, clock_.doubted_step(now));
    health_->set_clock_ahead(doubted);
    if (doubted > doubted.zero()) return false;
    VESTIBULE_CHECK(desk_->vault().drop_blobs_expired_at(now));
    VESTIBULE_TRY(keeper, desk_->is_keeper(health_->report()));
    if (keeper) {
        VESTIBULE_TRY(due, desk_->due_for_erasure());
        for (const auto& person : due) VESTIBULE_CHECK(desk_->erase_person(person, "retention"));
    }
    return true;
}

std::chrono::milliseconds RetentionRound::once(const std::function<bool()>& stop) {
    const std::chrono::milliseconds pause =
        keep_to_policy().value_or(false) ? std::chrono::milliseconds{retention_interval} : retention_retry;
    if (!check_) return pause;
    // One that fails, or was cut off, is due again in the next round.
    if (check_->is_due(*desk_).value_or(false) && !check_->look(*desk_, stop))
        return std::min<std::chrono::milliseconds>(pause, retention_retry);
    return std::min(pause, NightlyCheck::until_next(*desk_));
}

}  // namespace vestibule
