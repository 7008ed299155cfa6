// How what a person types finds people: parts of names, pinyin, initials, accents folded, digits of a phone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vestibule {

// What was typed, folded once and compared with many.
class TypedQuery {
  public:
    explicit TypedQuery(std::string_view typed);
    [[nodiscard]] bool empty() const { return folded_.empty() && digits_.empty(); }
    // Smaller is better; nothing = no match. 0: the name begins so, 1: a word or the initials do, 2: it's somewhere
    // inside.
    [[nodiscard]] std::optional<int> rank_in_name(std::string_view name) const;
    [[nodiscard]] bool in_text(std::string_view text) const;
    [[nodiscard]] bool in_phone(std::string_view phone) const;  // 3 digits at least

  private:
    std::string folded_, digits_, typed_;
};

}  // namespace vestibule
