// Which station does what is done once a site: retention, and whatever else must not be done by several at once.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/ids.h"

namespace vestibule {

// Who was heard of at the central store, as of this station's own last contact with it.
struct SiteReport {
    std::optional<Instant> at;                // nothing: never in contact
    std::map<StationId, Instant> heard = {};  // by the store's clock, as `at`
};

struct KeeperCandidate {
    StationId station;
    std::string name;
    bool reception = false;
    bool revoked = false;
};

// The first that is there: a reception before the others, then by id. One that the store hasn't heard of for
// `absence` is gone, and its work goes to the next. Without news of anybody nobody is gone: a station that is cut off
// itself doesn't take over. `self` is always there.
[[nodiscard]] bool is_keeper(std::span<const KeeperCandidate> stations, StationId self, const SiteReport& report,
                             std::chrono::hours absence);

}  // namespace vestibule
