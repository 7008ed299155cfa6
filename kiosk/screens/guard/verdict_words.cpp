// The table of verdicts.
#include "kiosk/screens/guard/verdict_words.h"

#include "kiosk/screens/common/words.h"

namespace vestibule::guard {
namespace {

VerdictWords stop(std::string reason, std::string advice) {
    return {.icon = "cross-bold", .word = {}, .reason = std::move(reason), .advice = std::move(advice)};
}

VerdictWords already_inside(const Texts& t, const CheckView& check, const SiteZone& zone, Instant now) {
    auto advice = t.say("Compare the person with their identity card. A copy of a badge is the usual cause.");
    if (!check.inside_since) return stop(t.say("This badge is already inside."), std::move(advice));
    const auto since = words::moment(t, zone, *check.inside_since, now);
    if (check.inside_gate.empty())
        return stop(t.say("This badge is already inside since {time}.", {{"time", since}}), std::move(advice));
    return stop(
        t.say("This badge is already inside since {time} at {gate}.", {{"time", since}, {"gate", check.inside_gate}}),
        std::move(advice));
}

std::string expired(const Texts& t, const SiteZone& zone, Instant at, Instant now) {
    const auto time = words::end_of(t, zone, at, now);
    return zone.start_of_day(at) == zone.start_of_day(now) ? t.say("This badge expired at {time}.", {{"time", time}})
                                                           : t.say("This badge expired on {day}.", {{"day", time}});
}

VerdictWords refused(const Texts& t, const CheckView& check, const SiteZone& zone, Instant now) {
    switch (check.result.refusal) {
        case Refusal::none:
        case Refusal::unreadable:
            return stop(t.say("This isn’t one of our badges."),
                        t.say("Please try once more. If it happens again, send the visitor to reception."));
        case Refusal::wrong_site:
            return stop(t.say("This badge belongs to another site."),
                        t.say("Please send the visitor to reception for a badge of this house."));
        case Refusal::unknown_key:
            return stop(t.say("We don’t know the station that made this badge."),
                        t.say("Nobody may enter with it. Please call reception."));
        case Refusal::forged:
            return stop(t.say("This badge isn’t genuine."),
                        t.say("Nobody may enter with it. Keep the badge if you can, and call reception."));
        case Refusal::not_yet_valid:
            return stop(t.say("This badge is valid from {time}.",
                              {{"time", words::moment(t, zone, check.claims.not_before, now)}}),
                        t.say("Please ask the visitor to come back then, or to see reception."));
        case Refusal::expired:
            return stop(expired(t, zone, check.claims.expires, now),
                        t.say("Please send the visitor to reception for a new one."));
        case Refusal::revoked:
            return stop(t.say("This badge was withdrawn."),
                        t.say("A newer one may have been printed. Ask for it, or send the visitor to reception."));
        case Refusal::already_inside:
            return already_inside(t, check, zone, now);
        case Refusal::visit_over:
            return stop(t.say("This visit is over."),
                        t.say("Please send the visitor to reception to sign in again."));
        case Refusal::erased:
            return stop(t.say("This visitor’s data was erased."),
                        t.say("Please send the visitor to reception to register again."));
    }
    return stop(t.say("This isn’t one of our badges."), {});
}

}  // namespace

VerdictWords words_of(const Texts& t, const CheckView& check, const SiteZone& zone, Instant now) {
    switch (check.result.verdict) {
        case Verdict::welcome:
            if (check.let_in_by)
                return {.icon = "shield",
                        .word = t.say("Let in"),
                        .reason = check.let_in_by->empty()
                                      ? t.say("With a PIN.")
                                      : t.say("By {name}, with a PIN.", {{"name", *check.let_in_by}}),
                        .advice = {}};
            return {.icon = "check-bold", .word = t.say("Welcome"), .reason = {}, .advice = {}};
        case Verdict::goodbye:
            return {
                .icon = "wave", .word = t.say("Goodbye"), .reason = t.say("Thank you for your visit."), .advice = {}};
        case Verdict::details_missing:
            return {.icon = "question",
                    .word = t.say("Compare"),
                    .reason = t.say("This badge is genuine, but its details aren’t here yet."),
                    .advice = t.say("Compare the identity card with the name on the badge. If they agree, let the "
                                    "visitor in with your PIN; if not, call reception.")};
        case Verdict::refused:
            break;
    }
    auto words =
        check.wait_s > 0
            ? stop(t.say("Too many wrong codes were typed."),
                   t.say_count("Please scan the badge, or wait {n} second before the next code.",
                               "Please scan the badge, or wait {n} seconds before the next code.", check.wait_s))
            : refused(t, check, zone, now);
    words.word = t.say("Stop");
    return words;
}

}  // namespace vestibule::guard
