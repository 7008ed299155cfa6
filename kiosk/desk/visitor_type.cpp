// Which of policy's types of visitors a word means.
#include "kiosk/desk/visitor_type.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "kiosk/base/paths.h"
#include "kiosk/base/text.h"
#include "kiosk/base/texts.h"

namespace vestibule {
namespace {

// "Escort_required", "escort-required" and "Escort required" are the same.
std::string spaced(std::string_view word) {
    auto out = clean_line(word, line_length_max);
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == '_' || c == '-'; }, ' ');
    return out;
}

// As policy calls it, or as the screens do in one of the site's languages.
const VisitType* type_said(const Policy& policy, std::string_view word, const std::vector<Texts>& languages) {
    if (const auto* type = type_meant(policy, word)) return type;
    for (const auto& texts : languages)
        for (const auto& type : policy.types)
            if (same_ignoring_case(spaced(texts.say(type.name)), spaced(word))) return &type;
    return nullptr;
}

}  // namespace

const VisitType* type_meant(const Policy& policy, std::string_view word) {
    const auto wanted = spaced(word);
    const auto is_meant = [&](const VisitType& type) {
        const auto both = type.label + " " + type.label_zh;  // as on the badge
        for (const auto& name : {type.name, type.label, type.label_zh, both})
            if (!name.empty() && same_ignoring_case(spaced(name), wanted)) return true;
        return false;
    };
    const auto found = std::find_if(policy.types.begin(), policy.types.end(), is_meant);
    return found == policy.types.end() ? nullptr : &*found;
}

void settle_types(const Desk& desk, Imported<AppointmentRow>& rows) {
    const auto& policy = desk.policy();
    std::vector<Texts> languages;
    for (const auto& language : desk.config().site.languages) languages.emplace_back(catalogue_folder(), language);
    std::vector<std::string_view> names;
    for (const auto& type : policy.types) names.push_back(type.name);
    std::map<std::string, const VisitType*> meant;  // each word is looked up once
    for (auto& row : rows.taken) {
        if (row.type.empty()) continue;
        const auto [found, is_new] = meant.try_emplace(row.type, nullptr);
        if (is_new) found->second = type_said(policy, row.type, languages);
        const auto* type = found->second;
        if (type == nullptr) {
            type = &type_named(policy, "");
            rows.doubts.push_back(
                {row.line, fmt::format("no type is called \"{}\", so it is taken as {}; the types are {}", row.type,
                                       type->name, fmt::join(names, ", "))});
        }
        row.type = type->name;
    }
}

}  // namespace vestibule
