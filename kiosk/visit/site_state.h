// What a site is, as a pure and total fold over the set of its events: its stations, whose rows count, its policy.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <span>

#include "kiosk/base/json.h"
#include "kiosk/base/rights.h"
#include "kiosk/visit/event.h"

namespace vestibule {

// What the site's root has signed of a station.enrolled, whose body this is; nothing where it hasn't.
using EnrolmentJudge = std::function<std::optional<CertifiedRights>(const Json& enrolment)>;

// How a log tells whose rows count. Without `certified` every enrolment is believed, in whatever stream.
struct SiteJudge {
    StreamId site;
    EnrolmentJudge certified;
};

inline constexpr std::uint64_t every_row = std::numeric_limits<std::int64_t>::max();

struct StationStanding {
    Rights rights;                      // all that certificates give it together
    bool named = false;                 // one of them names rights
    std::optional<EventKey> enrolment;  // the newest of its certified ones
    bool revoked = false, stolen = false;
    std::uint64_t last = every_row;  // the last row of it that counts

    bool operator==(const StationStanding&) const = default;
};

struct SiteState {
    std::map<StationId, StationStanding> stations;
    std::optional<EventKey> policy;  // the newest that counts

    // The root has signed somebody's rights. A site of before counts everybody's rows until its own machine has been
    // brought up to date.
    [[nodiscard]] bool is_judged() const;
    [[nodiscard]] Rights rights_of(const StationId& station) const;
    // Whether a row isn't behind the last one that counts of its station.
    [[nodiscard]] bool counts(const EventKey& row) const;
    bool operator==(const SiteState&) const = default;
};

// Revocations are judged first, by certificates alone: two receptions that revoke each other are both gone.
[[nodiscard]] SiteState fold_site(std::span<const Event> events, const EnrolmentJudge& certified);

}  // namespace vestibule
