// Reads config/policy.toml strictly: what isn't understood is an error that names its line.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <span>

#include "kiosk/base/toml.h"
#include "kiosk/visit/policy.h"
#include "kiosk/visit/policy_limits.h"

namespace vestibule {
namespace {

enum class Form { text, word, yes_or_no, number, texts, tables };

struct Key {
    std::string_view name;
    Form form;
};

constexpr auto top_keys = std::to_array<Key>({{"version", Form::number},
                                              {"default_type", Form::text},
                                              {"own_domains", Form::texts},
                                              {"clock_skew_s", Form::number},
                                              {"data_age_limit_s", Form::number},
                                              {"retention_days", Form::number},
                                              {"host_retention_days", Form::number},
                                              {"keeper_absence_hours", Form::number},
                                              {"lead_hours", Form::number},
                                              {"badge_grace_minutes", Form::number},
                                              {"print_fail_over_after_s", Form::number},
                                              {"inside_from", Form::word},
                                              {"call_by", Form::word},
                                              {"admit_unknown_badges", Form::yes_or_no},
                                              {"zone", Form::tables},
                                              {"type", Form::tables}});
constexpr auto zone_keys =
    std::to_array<Key>({{"id", Form::text}, {"name", Form::text}, {"wear", Form::text}, {"escort", Form::yes_or_no}});
constexpr auto type_keys = std::to_array<Key>({{"name", Form::text},
                                               {"label", Form::text},
                                               {"label_zh", Form::text},
                                               {"zones", Form::texts},
                                               {"escort", Form::yes_or_no},
                                               {"walk_in_needs_approval", Form::yes_or_no},
                                               {"booked_needs_answer", Form::yes_or_no},
                                               {"walk_in_hours", Form::number},
                                               {"badge_template", Form::text}});

// Where a problem is: "policy.toml:12".
struct Place {
    std::string_view file;
    const toml::node& node;

    [[nodiscard]] tl::unexpected<Problem> problem(const std::string& what) const {
        return give_up(fmt::format("{}:{}: {}", file, node.source().begin.line, what));
    }
};

// TOML's scalars, lists and tables as JSON.
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

bool all_of(const toml::node& node, toml::node_type type) {
    const auto* array = node.as_array();
    return array != nullptr &&
           std::all_of(array->begin(), array->end(), [&](const toml::node& item) { return item.type() == type; });
}

// One of the words that are allowed for `key`.
std::string wrong_word(const toml::node& node, const Key& key) {
    const auto limits = std::ranges::find(policy_words::all, key.name, &WordLimits::key);
    std::vector<std::string_view> words;
    std::ranges::copy_if(limits->words, std::back_inserter(words), [](std::string_view w) { return !w.empty(); });
    const auto value = node.value_exact<std::string>();
    if (value && std::ranges::count(words, *value) > 0) return "";
    return fmt::format("must be one of \"{}\"", fmt::join(words, "\", \""));
}

// An empty string, or what the value must be.
std::string wrong_with(const toml::node& node, const Key& key) {
    switch (key.form) {
        case Form::word:
            return wrong_word(node, key);
        case Form::text:
            return node.is_string() ? "" : "must be a text in quotes";
        case Form::yes_or_no:
            return node.is_boolean() ? "" : "must be true or false";
        case Form::texts:
            return all_of(node, toml::node_type::string) ? "" : "must be a list of texts, such as [\"public\"]";
        case Form::tables:
            return all_of(node, toml::node_type::table) ? "" : fmt::format("is written as [[{}]]", key.name);
        case Form::number:
            break;
    }
    const auto* limits = std::find_if(policy_limits::all.begin(), policy_limits::all.end(),
                                      [&](const NumberLimits& l) { return l.key == key.name; });
    const auto value = node.value_exact<std::int64_t>();
    if (value && *value >= limits->least && *value <= limits->most) return "";
    return fmt::format("must be a whole number, {} to {}", limits->least, limits->most);
}

Result<> check_values(const toml::table& table, std::span<const Key> keys, std::string_view what,
                      std::string_view file) {
    for (const auto& [name, node] : table) {
        const Place place{file, node};
        const auto key = std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == name.str(); });
        if (key == keys.end()) {
            std::vector<std::string_view> known;
            for (const auto& k : keys) known.push_back(k.name);
            return place.problem(fmt::format("\"{}\" is not a setting of {}; the settings are {}", name.str(), what,
                                             fmt::join(known, ", ")));
        }
        if (const auto wrong = wrong_with(node, *key); !wrong.empty())
            return place.problem(fmt::format("{} {}", name.str(), wrong));
    }
    return {};
}

std::string text_of(const toml::table& table, std::string_view key) {
    return table[key].value_or(std::string{});
}

Result<> check_zones(const toml::array& zones, std::set<std::string>& ids, std::string_view file) {
    for (const auto& node : zones) {
        const auto& zone = *node.as_table();
        const Place place{file, node};
        VESTIBULE_CHECK(check_values(zone, zone_keys, "[[zone]]", file));
        const auto id = text_of(zone, "id");
        if (id.empty() || text_of(zone, "name").empty() || !ids.insert(id).second)
            return place.problem(fmt::format("each [[zone]] needs an id of its own and a name (\"{}\")", id));
        if (ids.size() > policy_zones_max)
            return place.problem(fmt::format("a badge has room for {} zones at most", policy_zones_max));
    }
    return {};
}

Result<> check_types(const toml::array& types, const std::set<std::string>& zones, std::set<std::string>& names,
                     std::string_view file) {
    for (const auto& node : types) {
        const auto& type = *node.as_table();
        const Place place{file, node};
        VESTIBULE_CHECK(check_values(type, type_keys, "[[type]]", file));
        const auto name = text_of(type, "name");
        if (name.empty() || text_of(type, "label").empty() || !names.insert(name).second)
            return place.problem(fmt::format("each [[type]] needs a name of its own and a label (\"{}\")", name));
        if (const auto* named = type["zones"].as_array())
            for (const auto& zone : *named)
                if (!zones.contains(zone.value_or(std::string{})))
                    return place.problem(fmt::format("type \"{}\" names the zone \"{}\", which isn't in the file",
                                                     name, zone.value_or(std::string{})));
    }
    return {};
}

Result<> check_all(const toml::table& table, std::string_view file) {
    VESTIBULE_CHECK(check_values(table, top_keys, "the policy", file));
    const toml::array none;
    const auto* zones = table["zone"].as_array();
    const auto* types = table["type"].as_array();
    std::set<std::string> zone_ids, type_names;
    VESTIBULE_CHECK(check_zones(zones != nullptr ? *zones : none, zone_ids, file));
    VESTIBULE_CHECK(check_types(types != nullptr ? *types : none, zone_ids, type_names, file));
    return {};
}

}  // namespace

Result<Policy> parse_policy_toml(std::string_view text, std::string_view file) try {
    const auto table = toml::parse(text, file);
    VESTIBULE_CHECK(check_all(table, file));
    const auto policy = policy_from_json(json_of(table));
    if (type_named(policy, policy.default_type).name == policy.default_type) return policy;
    const auto* written = table.get("default_type");
    return Place{file, written != nullptr ? *written : table}.problem(
        fmt::format("default_type \"{}\" is none of the types", policy.default_type));
} catch (const toml::parse_error& error) {
    return give_up(
        fmt::format("{}:{}: {}; please correct this line", file, error.source().begin.line, error.description()));
} catch (const std::logic_error&) {
    return give_up(
        fmt::format("{}: it can't be read as TOML; look for a bracket that isn't closed in its line", file));
}

}  // namespace vestibule
