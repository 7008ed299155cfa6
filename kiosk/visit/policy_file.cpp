// Reads config/policy.toml strictly: what isn't understood is an error that names its line.
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <set>

#include "kiosk/visit/policy.h"

namespace vestibule {
namespace {

constexpr auto top_keys =
    std::to_array<std::string_view>({"version", "default_type", "own_domains", "clock_skew_s", "data_age_limit_s",
                                     "retention_days", "lead_hours", "admit_unknown_badges", "zone", "type"});
constexpr auto zone_keys = std::to_array<std::string_view>({"id", "name", "wear", "escort"});
constexpr auto type_keys =
    std::to_array<std::string_view>({"name", "label", "label_zh", "zones", "escort", "walk_in_needs_approval",
                                     "booked_needs_answer", "badge_template"});

// TOML's scalars, lists and tables as JSON; policy_from_json judges the types.
Json json_of(const toml::node& node) {
    if (const auto* table = node.as_table()) {
        auto out = Json::object();
        for (const auto& [key, value] : *table) out[std::string{key.str()}] = json_of(value);
        return out;
    }
    if (const auto* array = node.as_array()) {
        auto out = Json::array();
        for (const auto& value : *array) out.push_back(json_of(value));
        return out;
    }
    if (const auto value = node.value_exact<std::string>()) return *value;
    if (const auto value = node.value_exact<bool>()) return *value;
    if (const auto value = node.value_exact<std::int64_t>()) return *value;
    return nullptr;
}

template <std::size_t N>
Result<> known_keys(const toml::table& table, const std::array<std::string_view, N>& keys, std::string_view what,
                    std::string_view file) {
    for (const auto& [key, node] : table)
        if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
            return give_up(fmt::format("{}:{}: \"{}\" is not a setting of {}; the settings are {}", file,
                                       node.source().begin.line, key.str(), what, fmt::join(keys, ", ")));
    return {};
}

template <std::size_t N>
Result<> known_keys_of_each(const toml::table& table, const char* list, const std::array<std::string_view, N>& keys,
                            std::string_view file) {
    const auto* array = table[list].as_array();
    if (array == nullptr) return {};
    for (const auto& item : *array)
        if (const auto* entry = item.as_table())
            VESTIBULE_CHECK(known_keys(*entry, keys, fmt::format("[[{}]]", list), file));
    return {};
}

Result<> check_names(const Policy& policy, std::string_view file) {
    std::set<std::string> zones, types;
    for (const auto& zone : policy.zones)
        if (zone.id.empty() || zone.name.empty() || !zones.insert(zone.id).second)
            return give_up(
                fmt::format("{}: each [[zone]] needs an id of its own and a name (\"{}\")", file, zone.id));
    for (const auto& type : policy.types) {
        if (type.name.empty() || type.label.empty() || !types.insert(type.name).second)
            return give_up(
                fmt::format("{}: each [[type]] needs a name of its own and a label (\"{}\")", file, type.name));
        for (const auto& zone : type.zones)
            if (!zones.contains(zone))
                return give_up(fmt::format("{}: type \"{}\" names the zone \"{}\", which isn't in the file", file,
                                           type.name, zone));
    }
    if (!types.contains(policy.default_type))
        return give_up(fmt::format("{}: default_type \"{}\" is none of the types", file, policy.default_type));
    return {};
}

}  // namespace

Result<Policy> parse_policy_toml(std::string_view text, std::string_view file) try {
    const auto table = toml::parse(text, file);
    VESTIBULE_CHECK(known_keys(table, top_keys, "the policy", file));
    VESTIBULE_CHECK(known_keys_of_each(table, "zone", zone_keys, file));
    VESTIBULE_CHECK(known_keys_of_each(table, "type", type_keys, file));
    const auto policy = policy_from_json(json_of(table));
    VESTIBULE_CHECK(check_names(policy, file));
    return policy;
} catch (const toml::parse_error& error) {
    return give_up(
        fmt::format("{}:{}: {}; please correct this line", file, error.source().begin.line, error.description()));
}

}  // namespace vestibule
