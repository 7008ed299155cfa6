// The verdict at a gate: a pure decision over what the badge says and what the log knows.
#pragma once

#include <optional>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/visit/badge_state.h"
#include "kiosk/visit/policy.h"
#include "kiosk/visit/visit_state.h"

namespace vestibule {

enum class Verdict {
    welcome,
    goodbye,          // a scan at an exit, or of someone inside at a gate of both directions where policy says so
    details_missing,  // genuine, but this station hasn't heard of it: compare the identity card
    refused,
};
[[nodiscard]] std::string_view name_of(Verdict verdict);

enum class Refusal {
    none,
    unreadable,  // not a badge of this format
    wrong_site,  // genuine shape, another issuer
    unknown_key,
    forged,  // the signature doesn't hold
    not_yet_valid,
    expired,
    revoked,
    already_inside,
    visit_over,  // the visit has left, was declined or cancelled
    erased,
};
[[nodiscard]] std::string_view name_of(Refusal refusal);

enum class Passage { in, out, check };  // check: look only, nothing is recorded

// What the token itself proves; made by credential/.
struct Claims {
    BadgeId badge;
    std::string type;
    int zones = 0;
    bool escort = false;
    Instant not_before{}, expires{};
};

struct CheckInput {
    Claims claims;
    std::optional<BadgeState> badge;  // none: never heard of
    std::optional<VisitState> visit;
    Passage passage = Passage::in;
    Instant now{};
};

struct CheckResult {
    Verdict verdict = Verdict::refused;
    Refusal refusal = Refusal::none;
    bool operator==(const CheckResult&) const = default;
};

[[nodiscard]] CheckResult check_badge(const Policy& policy, const CheckInput& input);

}  // namespace vestibule
