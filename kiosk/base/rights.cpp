// Rights by name.
#include "kiosk/base/rights.h"

#include <algorithm>
#include <array>

namespace vestibule {
namespace {

struct Named {
    std::string_view name;
    Right right;
};
constexpr std::array<Named, 4> names{
    {{"reception", Right::reception}, {"keeper", Right::keeper}, {"staffed", Right::staffed}, {"door", Right::door}}};

}  // namespace

Rights rights_of_role(std::string_view role) {
    if (role == "reception") return every_right;
    if (role == "guard") return {Right::door, Right::staffed};
    return role == "lobby" ? Rights{Right::door} : Rights{};
}

std::string text_of(Rights rights) {
    std::string out;
    for (const auto& [name, right] : names) {
        if ((rights.bits() & static_cast<std::uint8_t>(right)) == 0) continue;
        if (!out.empty()) out += ',';
        out += name;
    }
    return out;
}

std::optional<Rights> rights_named(std::string_view text) {
    Rights out;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(','));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        const auto found = std::ranges::find(names, word, &Named::name);
        if (found == names.end()) return std::nullopt;
        out = out | Rights{found->right};
    }
    return out;
}

}  // namespace vestibule
