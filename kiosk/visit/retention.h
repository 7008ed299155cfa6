// When a person's data has been kept long enough: a pure rule over what is known of them and the policy's days.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/visit/policy.h"
#include "kiosk/visit/visit_state.h"

namespace vestibule {

struct RetentionInput {
    bool erased = false;
    bool listed = false;      // as a host or as staff, now
    bool was_listed = false;  // … or ever
    std::vector<VisitState> visits;
    Instant noted{};  // the newest event of the person's own stream
};

// From when on the person's data is to be erased: policy's days after the last visit was over, and after a host or a
// member of staff was taken off the list. Nothing while they are listed, inside, or expected.
[[nodiscard]] std::optional<Instant> erasure_due(const Policy& policy, const RetentionInput& input, Instant now);

}  // namespace vestibule
