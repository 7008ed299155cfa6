// Matching on the forms of search_text.
#include "kiosk/desk/matching.h"

#include <algorithm>

#include "kiosk/base/text.h"
#include "kiosk/desk/search_text.h"

namespace vestibule {
namespace {

constexpr std::string_view between = "\x1f";  // parts texts of one row that mustn't run into each other
constexpr std::string_view phone_marks = "+-()./ ";
constexpr int rank_elsewhere = 3;
constexpr std::size_t loose_letters_min = 2;

std::uint64_t letter_bit(char c) {
    if (c >= 'a' && c <= 'z') return std::uint64_t{1} << (c - 'a');
    if (c >= '0' && c <= '9') return std::uint64_t{1} << (26 + c - '0');
    return std::uint64_t{1} << 36;
}

std::uint64_t letters_of(std::string_view initials) {
    std::uint64_t out = 0;
    for (const char c : initials) out |= letter_bit(c);
    return out;
}

Pairs pairs_of(std::string_view text) {
    Pairs out;
    out.add(text);
    return out;
}

bool starts_word(std::uint64_t starts, std::size_t at) {
    return at < 64 && (starts >> at & 1) != 0;
}

// 0: `name` begins with `word`, 1: a word of it does, 2: it's inside.
std::optional<int> rank_in(std::string_view name, std::uint64_t starts, std::string_view word) {
    auto at = name.find(word);
    if (at == std::string_view::npos) return std::nullopt;
    if (at == 0) return 0;
    for (; at != std::string_view::npos; at = name.find(word, at + 1))
        if (starts_word(starts, at)) return 1;
    return 2;
}

std::optional<int> better(std::optional<int> a, std::optional<int> b) {
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

std::vector<std::string> words_of(std::string_view line) {
    std::string text{line};
    for (const std::string_view point : {",", ";", "·", "・", "，", "、", "　"})
        for (auto at = text.find(point); at != std::string::npos; at = text.find(point))
            text.replace(at, point.size(), " ");
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size() && out.size() < query_words_max;) {
        const auto end = std::min(text.find(' ', at), text.size());
        if (end > at) out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

// The words of a form, in which none begins beyond what it tells.
std::vector<std::string> parts_of(const MatchingForm& form) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < form.text.size(); ++at) {
        if (at == 0 || starts_word(form.word_starts, at)) out.emplace_back();
        out.back() += form.text[at];
    }
    return out;
}

struct Spelt {
    std::string together;
    std::vector<std::string> words;  // sorted
};
Spelt spelt(std::string_view name, Reading reading) {
    const auto form = loose_form(matching_form(name, reading));
    auto words = parts_of(form);
    std::sort(words.begin(), words.end());
    return {form.text, std::move(words)};
}

// At the beginning of a word only: inside one, letters that are alike are everywhere.
std::optional<int> loose_rank_in(std::string_view name, std::uint64_t starts, std::string_view word) {
    const auto exact = rank_in(name, starts, word);
    return exact && *exact < 2 ? std::optional{*exact + 1} : std::nullopt;
}

// Puts one row's parts behind each other.
class RowWriter {
  public:
    RowWriter(RowShape& shape, std::string& text) : shape_{shape}, text_{text}, begin_{text.size()} {}

    void add(std::string_view form) {
        form = form.substr(0, searched_text_max);
        shape_.pairs.add(form);
        text_ += form;
    }
    void add_apart(std::string_view form) {
        if (form.empty()) return;
        add(form);
        text_ += between;
    }
    // The words of a form that its loose one is another than, or that isn't `known` already.
    void add_loose(const MatchingForm& form, const MatchingForm& known) {
        const auto loose = loose_form(form);
        if (loose == form && (known.text.empty() || form == known)) return;
        std::string words;
        for (const auto& word : parts_of(loose)) words += std::string{between} + word;
        add(words);
    }
    void end(Part part) {
        shape_.ends[static_cast<std::size_t>(part)] = static_cast<std::uint16_t>(text_.size() - begin_);
    }

  private:
    RowShape& shape_;
    std::string& text_;
    std::size_t begin_;
};

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
    for (const auto of_a : {Reading::name, Reading::plain})
        for (const auto of_b : {Reading::name, Reading::plain}) {
            const auto one = spelt(a, of_a), other = spelt(b, of_b);
            if (one.together.empty()) return false;
            if (one.together == other.together || one.words == other.words) return true;
        }
    return false;
}

bool called_by(std::string_view name, std::string_view typed) {
    constexpr std::size_t letters_min = 4;
    if (same_name(name, typed)) return true;
    for (const auto of_name : {Reading::name, Reading::plain})
        for (const auto of_typed : {Reading::name, Reading::plain}) {
            const auto all = spelt(name, of_name), some = spelt(typed, of_typed);
            if (some.together.size() >= letters_min &&
                std::includes(all.words.begin(), all.words.end(), some.words.begin(), some.words.end()))
                return true;
        }
    return false;
}

void Pairs::add(std::string_view text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const auto a = static_cast<unsigned char>(text[i]), b = static_cast<unsigned char>(text[i + 1]);
        const auto place = (a * 31U + b * 7U) & 255U;
        bits[place >> 6U] |= std::uint64_t{1} << (place & 63U);
    }
}

RowShape shape_of(const Searched& row, std::string& text) {
    RowShape shape;
    RowWriter out{shape, text};
    const auto name = matching_form(row.name, Reading::name);
    const auto other = matching_form(row.name, Reading::plain);
    const auto host = matching_form(row.host, Reading::name);
    const auto initials = initials_of(name);
    shape.name_starts = name.word_starts;
    shape.host_starts = host.word_starts;
    shape.letters = letters_of(initials) | letters_of(initials_of(host));
    out.add(name.text), out.end(Part::name);
    if (other != name) {
        shape.other_starts = other.word_starts;
        shape.letters |= letters_of(initials_of(other));
        out.add(other.text);
    }
    out.end(Part::other_reading);
    out.add(initials), out.end(Part::initials);
    out.add(host.text), out.end(Part::host);
    for (const auto& one : {row.company, row.department, row.plate, row.code, row.purpose, row.host_text, row.email})
        out.add_apart(matching_form(one, Reading::plain).text);
    out.end(Part::rest);
    out.add(written_form(row.name)), out.end(Part::written_name);
    for (const auto& one : {row.host, row.company, row.department, row.plate, row.purpose, row.host_text})
        out.add_apart(written_form(one));
    out.end(Part::written);
    out.add(digits_of(row.phone)), out.end(Part::phone);
    for (const auto& one : {row.name, row.host, row.company}) out.add_apart(signs_form(one));
    out.end(Part::signs);
    const auto loose = loose_form(name), loose_other = loose_form(other);
    shape.loose_starts = loose.word_starts;
    shape.loose_other_starts = loose_other.word_starts;
    if (loose != name) out.add(loose.text);
    out.end(Part::loose_name);
    if (loose_other != other && loose_other != loose) out.add(loose_other.text);
    out.end(Part::loose_other);
    out.add_loose(host, {});
    out.add_loose(matching_form(row.host, Reading::plain), host);
    for (const auto& one : {row.company, row.department, row.purpose, row.host_text})
        out.add_loose(matching_form(one, Reading::plain), {});
    out.end(Part::loose_rest);
    return shape;
}

TypedQuery::TypedQuery(std::string_view typed) {
    const auto line = clean_line(typed, query_length_max);
    const auto digits = digits_of(line);
    if (digits.size() >= phone_digits_min &&
        line.find_first_not_of("0123456789" + std::string{phone_marks}) == std::string::npos) {
        phone_ = digits;
        phone_pairs_ = pairs_of(digits);
    }
    std::string all;
    for (const auto& one : words_of(line)) {
        auto word = word_of(one);
        if (word.folded.empty()) continue;
        all += one;
        words_.push_back(std::move(word));
    }
    if (words_.size() > 1) together_ = word_of(all);
    if (!words_.empty() || !phone_.empty()) return;
    signs_ = signs_form(line);
    signs_pairs_ = pairs_of(signs_);
}

TypedQuery::Word TypedQuery::word_of(const std::string& one) {
    Word word;
    word.folded = matching_form(one, Reading::plain).text;
    word.loose = loose_form(matching_form(one, Reading::name)).text;
    word.written = written_form(one);
    // Characters were typed, not what they sound like.
    if (!word.written.empty() || word.loose.size() < loose_letters_min) word.loose.clear();
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (word.folded.size() >= phone_digits_min && std::all_of(word.folded.begin(), word.folded.end(), is_digit))
        word.digits = word.folded;
    if (word.folded.size() == 1) word.letter = letter_bit(word.folded.front());
    word.folded_pairs = pairs_of(word.folded);
    word.loose_pairs = pairs_of(word.loose);
    word.written_pairs = pairs_of(word.written);
    return word;
}

bool TypedQuery::may_match(const Word& word, const RowShape& shape) {
    if (word.letter != 0) return (shape.letters & word.letter) != 0;
    return shape.pairs.may_hold(word.folded_pairs) ||
           (!word.loose.empty() && shape.pairs.may_hold(word.loose_pairs)) ||
           (!word.written.empty() && shape.pairs.may_hold(word.written_pairs));
}

bool TypedQuery::may_match(const RowShape& shape) const {
    if (!phone_.empty() && shape.pairs.may_hold(phone_pairs_)) return true;
    if (together_ && may_match(*together_, shape)) return true;
    if (!signs_.empty()) return shape.pairs.may_hold(signs_pairs_);
    return !words_.empty() &&
           std::all_of(words_.begin(), words_.end(), [&](const Word& word) { return may_match(word, shape); });
}

std::optional<int> TypedQuery::loose_rank(const Word& word, const RowShape& shape, std::string_view text) {
    if (word.loose.empty()) return std::nullopt;
    const auto loose = shape.part(text, Part::loose_name), other = shape.part(text, Part::loose_other);
    const auto name = loose.empty() ? shape.part(text, Part::name) : loose;
    return better(loose_rank_in(name, shape.loose_starts, word.loose),
                  loose_rank_in(other, shape.loose_other_starts, word.loose));
}

bool TypedQuery::loose_elsewhere(const Word& word, const RowShape& shape, std::string_view text) {
    if (word.loose.empty()) return false;
    if (shape.part(text, Part::loose_rest).find(std::string{between} + word.loose) != std::string_view::npos)
        return true;
    if (word.loose == word.folded) return false;
    return shape.part(text, Part::rest).find(word.loose) != std::string_view::npos ||
           shape.part(text, Part::host).find(word.loose) != std::string_view::npos;
}

std::optional<int> TypedQuery::rank(const Word& word, const RowShape& shape, std::string_view text) {
    if (!word.written.empty()) {
        const auto at = shape.part(text, Part::written_name).find(word.written);
        if (at != std::string_view::npos) return at == 0 ? 0 : 1;
        if (shape.part(text, Part::written).find(word.written) != std::string_view::npos) return rank_elsewhere;
    }
    auto in_name = better(rank_in(shape.part(text, Part::name), shape.name_starts, word.folded),
                          rank_in(shape.part(text, Part::other_reading), shape.other_starts, word.folded));
    if (shape.part(text, Part::initials).starts_with(word.folded)) in_name = better(in_name, 1);
    // One letter inside a word is no hint at anybody.
    if (word.letter != 0 && in_name == 2) in_name.reset();
    if (!in_name) in_name = loose_rank(word, shape, text);
    // Characters that only sound like those in the name come after those that were typed.
    if (in_name) return word.written.empty() ? *in_name : rank_elsewhere;
    const auto in_host = rank_in(shape.part(text, Part::host), shape.host_starts, word.folded);
    if (in_host && (word.letter == 0 || *in_host < 2)) return rank_elsewhere;
    if (word.letter != 0) return std::nullopt;
    const bool elsewhere =
        shape.part(text, Part::rest).find(word.folded) != std::string_view::npos ||
        (!word.digits.empty() && shape.part(text, Part::phone).find(word.digits) != std::string_view::npos) ||
        loose_elsewhere(word, shape, text);
    return elsewhere ? std::optional{rank_elsewhere} : std::nullopt;
}

// First those whose name is nothing else.
std::optional<int> TypedQuery::rank_of_signs(const RowShape& shape, std::string_view text) const {
    const auto signs = shape.part(text, Part::signs);
    if (signs.find(signs_) == std::string_view::npos) return std::nullopt;
    const bool only_signs = shape.part(text, Part::name).empty();
    return only_signs && signs.starts_with(signs_ + std::string{between}) ? 0 : rank_elsewhere;
}

std::optional<int> TypedQuery::rank_of_words(const RowShape& shape, std::string_view text) const {
    if (words_.empty()) return std::nullopt;
    int sum = 0;
    for (const auto& word : words_) {
        const auto one = rank(word, shape, text);
        if (!one) return std::nullopt;
        sum += *one;
    }
    return sum;
}

std::optional<int> TypedQuery::rank(const RowShape& shape, std::string_view text) const {
    if (!phone_.empty() && shape.part(text, Part::phone).find(phone_) != std::string_view::npos) return 0;
    if (!signs_.empty()) return rank_of_signs(shape, text);
    const auto apart = rank_of_words(shape, text);
    return together_ ? better(apart, rank(*together_, shape, text)) : apart;
}

std::optional<int> TypedQuery::rank(const Searched& row) const {
    std::string text;
    const auto shape = shape_of(row, text);
    return rank(shape, text);
}

}  // namespace vestibule
