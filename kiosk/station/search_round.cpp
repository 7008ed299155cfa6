// The search worker's round.
#include "kiosk/station/search_round.h"

namespace vestibule {
namespace {

constexpr std::chrono::seconds retry{5};
constexpr std::chrono::minutes idle_pause{1};  // keys come and go without waking anybody

}  // namespace

SearchRound::Done SearchRound::once(const std::function<bool()>& stop) {
    const auto before = board_->now();
    const auto kept = keeper_->round(stop);
    return {.pause = kept ? std::chrono::milliseconds{idle_pause} : std::chrono::milliseconds{retry},
            .changed = board_->now() != before};
}

}  // namespace vestibule
