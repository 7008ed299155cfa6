// Decisions that follow from the company's rules, and the rules' JSON form for site.policy_set.
#include "kiosk/visit/policy.h"

#include <algorithm>

#include "kiosk/base/ensure.h"
#include "kiosk/visit/policy_limits.h"

namespace vestibule {
namespace {

constexpr auto hour = std::chrono::hours{1};
constexpr Instant::duration instant_step{1};  // an end at midnight is the end of the day before

Json texts_json(const std::vector<std::string>& texts) {
    return Json(texts);
}

std::vector<std::string> texts_field(const Json& object, const char* key) {
    std::vector<std::string> out;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array()) return out;
    for (const auto& item : *found)
        if (item.is_string()) out.push_back(item.get<std::string>());
    return out;
}

const Json& array_field(const Json& object, const char* key) {
    static const Json none = Json::array();
    const auto found = object.find(key);
    return found != object.end() && found->is_array() ? *found : none;
}

int limited(const Json& object, const NumberLimits& limits, int fallback) {
    return static_cast<int>(std::clamp(int_field(object, limits.key, fallback), limits.least, limits.most));
}

// The value whose word it is; one that isn't known is the default.
template <class Choice>
Choice chosen(const Json& object, const WordLimits& limits) {
    const auto found = std::ranges::find(limits.words, text_field(object, std::string{limits.key}.c_str()));
    const auto at = found == limits.words.end() || found->empty() ? 0 : found - limits.words.begin();
    return static_cast<Choice>(at);
}

template <class Choice>
std::string_view word_of(Choice value, const WordLimits& limits) {
    return limits.words.at(static_cast<std::size_t>(value));
}

VisitType type_from(const Json& json) {
    return {.name = text_field(json, "name"),
            .label = text_field(json, "label"),
            .label_zh = text_field(json, "label_zh"),
            .zones = texts_field(json, "zones"),
            .escort = bool_field(json, "escort"),
            .walk_in_needs_approval = bool_field(json, "walk_in_needs_approval", true),
            .booked_needs_answer = bool_field(json, "booked_needs_answer"),
            .walk_in_hours = limited(json, policy_limits::walk_in_hours, VisitType{}.walk_in_hours),
            .badge_template = text_field(json, "badge_template", "visitor")};
}

}  // namespace

std::string_view name_of(InsideFrom from) {
    return word_of(from, policy_words::inside_from);
}

std::string_view name_of(CallBy by) {
    return word_of(by, policy_words::call_by);
}

Policy default_policy() {
    Policy policy;
    policy.zones.push_back({.id = "public", .name = "Ground floor"});
    policy.types.push_back(
        {.name = "visitor", .label = "VISITOR", .label_zh = "访客", .zones = {"public"}, .escort = true});
    return policy;
}

Json policy_json(const Policy& policy) {
    auto zones = Json::array();
    for (const auto& zone : policy.zones)
        zones.push_back({{"id", zone.id}, {"name", zone.name}, {"wear", zone.wear}, {"escort", zone.escort}});
    auto types = Json::array();
    for (const auto& type : policy.types)
        types.push_back({{"name", type.name},
                         {"label", type.label},
                         {"label_zh", type.label_zh},
                         {"zones", texts_json(type.zones)},
                         {"escort", type.escort},
                         {"walk_in_needs_approval", type.walk_in_needs_approval},
                         {"booked_needs_answer", type.booked_needs_answer},
                         {"walk_in_hours", type.walk_in_hours},
                         {"badge_template", type.badge_template}});
    return {{"version", policy.version},
            {"default_type", policy.default_type},
            {"zone", zones},
            {"type", types},
            {"own_domains", texts_json(policy.own_domains)},
            {"clock_skew_s", policy.clock_skew_s},
            {"data_age_limit_s", policy.data_age_limit_s},
            {"retention_days", policy.retention_days},
            {"host_retention_days", policy.host_retention_days},
            {"keeper_absence_hours", policy.keeper_absence_hours},
            {"lead_hours", policy.lead_hours},
            {"badge_grace_minutes", policy.badge_grace_minutes},
            {"print_fail_over_after_s", policy.print_fail_over_after_s},
            {"inside_from", std::string{name_of(policy.inside_from)}},
            {"call_by", std::string{name_of(policy.call_by)}},
            {"admit_unknown_badges", policy.admit_unknown_badges}};
}

Policy policy_from_json(const Json& json) {
    const Policy defaults;
    Policy policy;
    policy.version = limited(json, policy_limits::version, defaults.version);
    policy.default_type = text_field(json, "default_type", defaults.default_type);
    policy.own_domains = texts_field(json, "own_domains");
    policy.clock_skew_s = limited(json, policy_limits::clock_skew_s, defaults.clock_skew_s);
    policy.data_age_limit_s = limited(json, policy_limits::data_age_limit_s, defaults.data_age_limit_s);
    policy.retention_days = limited(json, policy_limits::retention_days, defaults.retention_days);
    policy.host_retention_days = limited(json, policy_limits::host_retention_days, defaults.host_retention_days);
    policy.keeper_absence_hours = limited(json, policy_limits::keeper_absence_hours, defaults.keeper_absence_hours);
    policy.lead_hours = limited(json, policy_limits::lead_hours, defaults.lead_hours);
    policy.badge_grace_minutes = limited(json, policy_limits::badge_grace_minutes, defaults.badge_grace_minutes);
    policy.print_fail_over_after_s =
        limited(json, policy_limits::print_fail_over_after_s, defaults.print_fail_over_after_s);
    policy.inside_from = chosen<InsideFrom>(json, policy_words::inside_from);
    policy.call_by = chosen<CallBy>(json, policy_words::call_by);
    policy.admit_unknown_badges = bool_field(json, "admit_unknown_badges");
    for (const auto& zone : array_field(json, "zone"))
        if (policy.zones.size() < policy_zones_max)
            policy.zones.push_back({.id = text_field(zone, "id"),
                                    .name = text_field(zone, "name"),
                                    .wear = text_field(zone, "wear"),
                                    .escort = bool_field(zone, "escort")});
    for (const auto& type : array_field(json, "type")) policy.types.push_back(type_from(type));
    // A policy without any type would leave nobody to admit.
    if (policy.types.empty()) policy.types = default_policy().types;
    if (policy.zones.empty()) policy.zones = default_policy().zones;
    return policy;
}

const VisitType& type_named(const Policy& policy, std::string_view name) {
    ensure(!policy.types.empty(), "a policy has at least one type");
    const auto find = [&](std::string_view wanted) {
        return std::find_if(policy.types.begin(), policy.types.end(),
                            [&](const VisitType& t) { return t.name == wanted; });
    };
    if (const auto found = find(name); found != policy.types.end()) return *found;
    const auto fallback = find(policy.default_type);
    return fallback != policy.types.end() ? *fallback : policy.types.front();
}

Access access_of(const Policy& policy, const VisitType& type) {
    int mask = 0;
    for (std::size_t i = 0; i < policy.zones.size(); ++i)
        if (std::find(type.zones.begin(), type.zones.end(), policy.zones[i].id) != type.zones.end()) mask |= 1 << i;
    return access_of_mask(policy, mask, type.escort);
}

Access access_of_mask(const Policy& policy, int zones, bool escort) {
    Access access{.zones = zones, .escort = escort};
    for (std::size_t i = 0; i < policy.zones.size(); ++i) {
        if ((zones & (1 << i)) == 0) continue;
        access.zone_names.push_back(policy.zones[i].name);
        access.escort = access.escort || policy.zones[i].escort;
        if (!policy.zones[i].wear.empty()) access.wear.push_back(policy.zones[i].wear);
    }
    return access;
}

bool may_be_met(const Policy& policy, const VisitState& visit, const SiteZone& zone, Instant now) {
    const auto earliest = std::min(zone.start_of_day(visit.from), visit.from - policy.lead_hours * hour);
    return now >= earliest && now < zone.end_of_day(std::max(visit.from, visit.until - instant_step));
}

Instant walk_in_end(const VisitType& type, Instant now) {
    return std::chrono::ceil<std::chrono::minutes>(now) + type.walk_in_hours * hour;
}

Instant badge_end(const Policy& policy, const VisitState& visit, const SiteZone& zone, Instant now) {
    const auto planned = visit.until > std::max(now, visit.from) && may_be_met(policy, visit, zone, now);
    const auto end = planned ? visit.until : walk_in_end(type_named(policy, visit.type), now);
    return std::chrono::ceil<std::chrono::minutes>(end) + std::chrono::minutes{policy.badge_grace_minutes};
}

}  // namespace vestibule
