// Every kind of event: its stream, its version, what its body holds and what is sealed.
#pragma once

#include <span>
#include <string_view>

namespace vestibule {

enum class StreamKind { person, visit, badge, site, plan, keypad };

// What the writing station needs for a row of a kind to count (ARCHITECTURE "Who may write what").
enum class Need {
    nothing,
    reception,        // the right of that name
    keeping,          // reception or keeper
    staffed,          // an answer that staff give
    staffed_by_hand,  // as `staffed` where the body says by whom, else nothing
    own,              // reception, or to have made what the stream is about
    own_or_here,      // as `own`, or that the visitor has come to it
};

struct Kind {
    std::string_view name;
    StreamKind stream;
    int version;
    std::string_view body;    // fields of `body`, comma separated; "?" = may be missing
    std::string_view sealed;  // fields of the sealed JSON; the subject is the person that the kind is about
    Need needs = Need::nothing;
};

[[nodiscard]] std::span<const Kind> all_kinds();
// Nothing for a kind that this version doesn't know: such events are kept, relayed and ignored.
[[nodiscard]] const Kind* kind_named(std::string_view name);

namespace kind {
inline constexpr std::string_view person_described = "person.described";
inline constexpr std::string_view person_joined = "person.joined";
inline constexpr std::string_view person_erased = "person.erased";
inline constexpr std::string_view host_listed = "host.listed";
inline constexpr std::string_view host_unlisted = "host.unlisted";
inline constexpr std::string_view staff_listed = "staff.listed";
inline constexpr std::string_view staff_signed_in = "staff.signed_in";
inline constexpr std::string_view staff_looked_up = "staff.looked_up";
inline constexpr std::string_view visit_booked = "visit.booked";
inline constexpr std::string_view visit_requested = "visit.requested";
inline constexpr std::string_view visit_described = "visit.described";
inline constexpr std::string_view visit_changed = "visit.changed";
inline constexpr std::string_view visit_merged = "visit.merged";
inline constexpr std::string_view visit_cancelled = "visit.cancelled";
inline constexpr std::string_view visit_approved = "visit.approved";
inline constexpr std::string_view visit_declined = "visit.declined";
inline constexpr std::string_view visit_arrived = "visit.arrived";
inline constexpr std::string_view visit_called = "visit.called";
inline constexpr std::string_view visit_admitted = "visit.admitted";
inline constexpr std::string_view visit_left = "visit.left";
inline constexpr std::string_view host_told = "host.told";
inline constexpr std::string_view badge_issued = "badge.issued";
inline constexpr std::string_view badge_printed = "badge.printed";
inline constexpr std::string_view badge_print_cancelled = "badge.print_cancelled";
inline constexpr std::string_view badge_print_moved = "badge.print_moved";
inline constexpr std::string_view badge_revoked = "badge.revoked";
inline constexpr std::string_view badge_entered = "badge.entered";
inline constexpr std::string_view badge_left = "badge.left";
inline constexpr std::string_view badge_refused = "badge.refused";
inline constexpr std::string_view badge_returned = "badge.returned";
inline constexpr std::string_view site_policy_set = "site.policy_set";
inline constexpr std::string_view station_enrolled = "station.enrolled";
inline constexpr std::string_view station_revoked = "station.revoked";
inline constexpr std::string_view keypad_refused = "keypad.refused";
inline constexpr std::string_view keypad_accepted = "keypad.accepted";
inline constexpr std::string_view keypad_unlocked = "keypad.unlocked";
}  // namespace kind

}  // namespace vestibule
