// The company's rules as data (config/policy.toml, site.policy_set) and the decisions that follow from them.
// Pure: the time is an argument. Source of the defaults: RECEPTION_RULES R2, R3, R7, R8, R17.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "kiosk/base/result.h"
#include "kiosk/visit/visit_state.h"

namespace vestibule {

inline constexpr std::size_t type_name_bytes_max =
    15;  // of a type's name in the token (FORMATS: 221 characters in all)

struct Zone {
    std::string id;       // position in the list = bit in the token's mask
    std::string name;     // shown and printed: "Floors 1–2"
    std::string wear;     // R7, said before admission and printed; empty = none
    bool escort = false;  // R8
};

struct VisitType {
    std::string name;      // key: "visitor"
    std::string label;     // printed: "VISITOR"
    std::string label_zh;  // printed beside it: "访客"
    std::vector<std::string> zones;
    bool escort = false;
    bool walk_in_needs_approval = true;  // R3
    bool booked_needs_answer = false;    // R2: wait for the host's definite answer after arriving
    int walk_in_hours = 8;               // how long a walk-in of this type may stay
    std::string badge_template = "visitor";
};

// From when on somebody who was admitted is inside: from the gate's scan where the site has a gate, else from the
// admission. automatic: it has one where a guard's station is enrolled.
enum class InsideFrom { automatic, gate, admission };

// How the lobby calls somebody who waits: a name on a display is read by everybody in the room (ACCEPTANCE E6).
enum class CallBy { name, number };

struct Policy {
    int version = 1;
    std::string default_type = "visitor";
    std::vector<VisitType> types;
    std::vector<Zone> zones;
    std::vector<std::string> own_domains;  // mail domains whose attendees are staff, not visitors
    int clock_skew_s = 60;                 // allowed when a badge's times are checked
    int data_age_limit_s = 3600;           // a guard's data older than this is said loudly
    int retention_days = 90;               // a visitor's data, after the last visit
    int host_retention_days = 90;          // a host's or a staff member's, after they were taken off the list
    int keeper_absence_hours = 24;     // not heard of for so long, the site's keeper is replaced by another station
    int lead_hours = 12;               // an appointment may be met this long before its start…
    int badge_grace_minutes = 30;      // … and its badge counts this long after its end
    int print_fail_over_after_s = 60;  // how long a badge waits for a printer before it goes to the next; 0: for ever
    InsideFrom inside_from = InsideFrom::automatic;
    CallBy call_by = CallBy::name;
    bool admit_unknown_badges =
        false;  // genuine badge, details not here yet: admit after comparing the identity card
};

// Errors: give_up with the file's line or the field's name.
[[nodiscard]] Result<Policy> parse_policy_toml(std::string_view toml, std::string_view file_name);
[[nodiscard]] Json policy_json(const Policy& policy);
[[nodiscard]] Policy policy_from_json(const Json& json);  // total: missing or wrong fields keep the defaults
[[nodiscard]] Policy default_policy();
// "auto", "gate", "admission".
[[nodiscard]] std::string_view name_of(InsideFrom from);
[[nodiscard]] std::string_view name_of(CallBy by);  // "name", "number"

// The type of that name, else the default one.
[[nodiscard]] const VisitType& type_named(const Policy& policy, std::string_view name);

struct Access {
    int zones = 0;  // bit mask for the token
    bool escort = false;
    std::vector<std::string> zone_names;
    std::vector<std::string> wear;  // R7
};
[[nodiscard]] Access access_of(const Policy& policy, const VisitType& type);
[[nodiscard]] Access access_of_mask(const Policy& policy, int zones, bool escort);

// May this appointment be met now? Same day, or within the lead time before its start, and not after its end's day.
[[nodiscard]] bool may_be_met(const Policy& policy, const VisitState& visit, const SiteZone& zone, Instant now);

// The planned end of a walk-in of this type who comes now: a whole minute, for people read no seconds.
[[nodiscard]] Instant walk_in_end(const VisitType& type, Instant now);

// The one end of a badge that is issued for this visit now, on paper, in the token, at the gate and on every screen:
// its planned end and policy's grace, also over midnight (ACCEPTANCE B2). Whom no plan covers, having come after its
// end or on another day, gets a walk-in's time.
[[nodiscard]] Instant badge_end(const Policy& policy, const VisitState& visit, const SiteZone& zone, Instant now);

}  // namespace vestibule
