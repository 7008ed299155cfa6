// How what a person types finds people: parts of names in any order, pinyin, initials, accents folded or spelt out as
// each language does, digits of a phone. One rule for the hosts in the lobby, for today's rows and for everything
// ever.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vestibule {

inline constexpr std::size_t query_length_max = 80;
inline constexpr std::size_t query_words_max = 8;
inline constexpr std::size_t phone_digits_min = 3;
inline constexpr std::size_t searched_text_max = 2000;  // bytes of one text's form that are searched

// What is searched of one thing; views into texts in clear.
struct Searched {
    std::string_view name, host, company, plate, code, purpose, host_text, phone, email, department;
};

// A set of pairs of neighbouring bytes, some of them sharing a place: what isn't in it can't be in the text.
struct Pairs {
    std::array<std::uint64_t, 4> bits{};
    void add(std::string_view text);
    [[nodiscard]] bool may_hold(const Pairs& all) const {
        std::uint64_t missing = 0;
        for (std::size_t i = 0; i < bits.size(); ++i) missing |= all.bits[i] & ~bits[i];
        return missing == 0;
    }
};

// Where the forms of one row lie in its text, in this order.
enum class Part {
    name,
    other_reading,
    initials,
    host,
    rest,
    written_name,
    written,
    phone,
    signs,
    loose_name,  // these three hold only what differs from the forms above
    loose_other,
    loose_rest,
};
inline constexpr std::size_t parts = 12;
struct RowShape {
    Pairs pairs;
    std::uint64_t letters = 0;  // with which words of names begin
    std::uint64_t name_starts = 0, other_starts = 0, host_starts = 0, loose_starts = 0, loose_other_starts = 0;
    std::array<std::uint16_t, parts> ends{};

    [[nodiscard]] std::string_view part(std::string_view text, Part which) const {
        const auto n = static_cast<std::size_t>(which);
        const std::size_t begin = n == 0 ? 0 : ends[n - 1];
        return text.substr(begin, ends[n] - begin);
    }
};
// Appends the row's forms to `text`.
[[nodiscard]] RowShape shape_of(const Searched& row, std::string& text);

// Is it the same person's name, however the two were written: accents, scripts, spellings, the order of its words?
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

// Is it this person who is called `typed`: by the whole name, or by whole words of it, four letters at least?
[[nodiscard]] bool called_by(std::string_view name, std::string_view typed);

// What was typed, folded once and compared with many.
class TypedQuery {
  public:
    explicit TypedQuery(std::string_view typed);
    [[nodiscard]] bool empty() const { return words_.empty() && phone_.empty() && signs_.empty(); }
    // Nothing but signs was typed: whoever has them in the name is found, "-" or "👩‍👧".
    [[nodiscard]] bool is_signs() const { return !signs_.empty(); }
    // Smaller is better; nothing = no match. Every word must be found. Of each: 0: the name begins so, 1: a word or
    // the initials do, 2: it's somewhere inside, 3: not in the name but in the host's, the company, the phone…
    [[nodiscard]] std::optional<int> rank(const RowShape& shape, std::string_view text) const;
    [[nodiscard]] std::optional<int> rank(const Searched& row) const;
    // As above, of nothing but a name.
    [[nodiscard]] std::optional<int> rank_in_name(std::string_view name) const {
        return rank(Searched{.name = name});
    }
    [[nodiscard]] bool in_text(std::string_view text) const { return rank(Searched{.company = text}).has_value(); }
    // Cheap: false = rank() would be nothing.
    [[nodiscard]] bool may_match(const RowShape& shape) const;

  private:
    struct Word {
        std::string folded, loose, written, digits;
        Pairs folded_pairs, loose_pairs, written_pairs;
        std::uint64_t letter = 0;  // a word of one letter looks at beginnings only
    };
    [[nodiscard]] static Word word_of(const std::string& one);
    [[nodiscard]] std::optional<int> rank_of_signs(const RowShape& shape, std::string_view text) const;
    [[nodiscard]] std::optional<int> rank_of_words(const RowShape& shape, std::string_view text) const;
    [[nodiscard]] static std::optional<int> rank(const Word& word, const RowShape& shape, std::string_view text);
    [[nodiscard]] static std::optional<int> loose_rank(const Word& word, const RowShape& shape,
                                                       std::string_view text);
    [[nodiscard]] static bool loose_elsewhere(const Word& word, const RowShape& shape, std::string_view text);
    [[nodiscard]] static bool may_match(const Word& word, const RowShape& shape);

    std::vector<Word> words_;
    std::optional<Word> together_;  // several words as one, for what is written apart: "ABC 1" in "ABC123"
    std::string phone_;             // all was digits, as in "070-123 45"
    std::string signs_;             // where there are no words
    Pairs phone_pairs_, signs_pairs_;
};

}  // namespace vestibule
