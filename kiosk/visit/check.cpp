// The verdict at a gate.
#include "kiosk/visit/check.h"

namespace vestibule {
namespace {

CheckResult refuse(Refusal why) {
    return {.verdict = Verdict::refused, .refusal = why};
}

bool over(VisitPhase phase) {
    return phase == VisitPhase::left || phase == VisitPhase::declined || phase == VisitPhase::cancelled;
}

// What the log knows against the badge.
Refusal known_against(const CheckInput& input) {
    if (input.badge && input.badge->revoked) return Refusal::revoked;
    // Who has signed out in the lobby is on the way out: the exit doesn't hold them up.
    const auto binds = input.passage != Passage::out;
    return binds && input.visit && over(input.visit->phase) ? Refusal::visit_over : Refusal::none;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::welcome:
            return "welcome";
        case Verdict::goodbye:
            return "goodbye";
        case Verdict::details_missing:
            return "details-missing";
        case Verdict::refused:
            return "refused";
    }
    return "refused";
}

std::string_view name_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::none:
            return "none";
        case Refusal::unreadable:
            return "unreadable";
        case Refusal::wrong_site:
            return "wrong-site";
        case Refusal::unknown_key:
            return "unknown-key";
        case Refusal::forged:
            return "forged";
        case Refusal::not_yet_valid:
            return "not-yet-valid";
        case Refusal::expired:
            return "expired";
        case Refusal::revoked:
            return "revoked";
        case Refusal::already_inside:
            return "already-inside";
        case Refusal::visit_over:
            return "visit-over";
        case Refusal::erased:
            return "erased";
    }
    return "unreadable";
}

CheckResult check_badge(const Policy& policy, const CheckInput& input) {
    const auto skew = std::chrono::seconds{policy.clock_skew_s};
    if (const auto why = known_against(input); why != Refusal::none) return refuse(why);
    // Someone who overstayed still gets out: times bind the way in only.
    if (input.passage == Passage::out) return {.verdict = Verdict::goodbye};
    if (input.now < input.claims.not_before - skew) return refuse(Refusal::not_yet_valid);
    if (input.now >= input.claims.expires + skew) return refuse(Refusal::expired);
    if (input.passage == Passage::in && input.badge && input.badge->inside) return refuse(Refusal::already_inside);
    const auto heard_of = input.badge && input.badge->issued;
    if (!heard_of && !policy.admit_unknown_badges) return {.verdict = Verdict::details_missing};
    return {.verdict = Verdict::welcome};
}

}  // namespace vestibule
