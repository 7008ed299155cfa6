// Matching on the folded forms of base/text.
#include "kiosk/desk/matching.h"

#include "kiosk/base/text.h"

namespace vestibule {
namespace {

constexpr std::size_t phone_digits_min = 3;
constexpr std::size_t typed_length_max = 80;

// Does any word of `name` begin with `folded`? Words are what white space and commas part.
bool word_begins(std::string_view name, const std::string& folded) {
    std::size_t at = 0;
    while (at < name.size()) {
        const auto end = std::min(name.find_first_of(" ,-·", at), name.size());
        if (end > at && fold_for_matching(name.substr(at)).starts_with(folded)) return true;
        at = end + 1;
    }
    return false;
}

}  // namespace

TypedQuery::TypedQuery(std::string_view typed)
    : folded_{fold_for_matching(clean_line(typed, typed_length_max))},
      digits_{digits_of(typed)},
      typed_{clean_line(typed, typed_length_max)} {}

std::optional<int> TypedQuery::rank_in_name(std::string_view name) const {
    if (folded_.empty()) return std::nullopt;
    const auto whole = fold_for_matching(name);
    if (whole.starts_with(folded_)) return 0;
    if (word_begins(name, folded_) || initials_for_matching(name).starts_with(folded_)) return 1;
    if (whole.find(folded_) != std::string::npos) return 2;
    return std::nullopt;
}

bool TypedQuery::in_text(std::string_view text) const {
    return !folded_.empty() && fold_for_matching(text).find(folded_) != std::string::npos;
}

bool TypedQuery::in_phone(std::string_view phone) const {
    return digits_.size() >= phone_digits_min && digits_of(phone).find(digits_) != std::string::npos;
}

}  // namespace vestibule
