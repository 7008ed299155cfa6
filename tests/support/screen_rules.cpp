// The rules of what every screen must keep.
#include "tests/support/screen_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <regex>

namespace vestibule::test_support {
namespace {

constexpr double target_mm_min = 15, primary_mm_min = 20, key_mm_min = 9, contrast_min = 7;
constexpr double rounding_mm = 0.1;  // the tree tells whole pixels

bool overlap(const Widget& a, const Widget& b) {
    constexpr int touching = 2;  // rounding; the gaps between keys belong to them
    return a.x + a.width - touching > b.x && b.x + b.width - touching > a.x && a.y + a.height - touching > b.y &&
           b.y + b.height - touching > a.y;
}

// Words over words, or over something to touch. A line's box is a little taller than its letters.
bool words_meet(const Widget& a, const Widget& b) {
    if (!(a.role == "text" || a.touchable()) || !(b.role == "text" || b.touchable())) return false;
    const double across = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const double down = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return across > 2 && down > 0.15 * std::min(a.height, b.height);
}

// A part of another widget lies on it on purpose: who.name and who.name.clear, visit.1 and visit.1.action.
bool part_of(const Widget& whole, const Widget& part) {
    return part.id.size() > whole.id.size() && part.id.starts_with(whole.id) && part.id[whole.id.size()] == '.';
}

bool ends_with_one_of(const std::string& id, std::initializer_list<const char*> ends) {
    return std::any_of(ends.begin(), ends.end(), [&id](const char* end) { return id.ends_with(end); });
}

bool has_keyboard(const Tree& tree) {
    return tree.find("keyboard.space") != nullptr || tree.find("keyboard.1") != nullptr ||
           tree.find("keyboard.backspace") != nullptr;
}

bool primary(const Widget& w, bool keyboard) {
    if (w.id == "welcome.appointment" || w.id == "welcome.walk_in" || w.id == "welcome.leaving") return true;
    return w.role == "button" && ends_with_one_of(w.id, {".next", ".done", ".yes"}) && !keyboard;
}

class Finder {
  public:
    Finder(const Tree& tree, const ScreenRules& rules) : tree_{tree}, rules_{rules}, keyboard_{has_keyboard(tree)} {}

    std::vector<Fault> find() {
        std::map<std::string, int> seen;
        for (const auto& w : tree_.widgets) {
            if (++seen[w.id] == 2) note(w, "is there twice");
            look_at(w);
            if (w.touchable() && w.enabled) measure(w);
            if (w.role == "list" && rules_.for_visitors && w.height * tree_.mm_per_px < target_mm_min - rounding_mm)
                note(w, fmt::format("a list of {:.1f} mm", w.height * tree_.mm_per_px));
        }
        for (std::size_t i = 0; i < tree_.widgets.size(); ++i)
            for (std::size_t j = i + 1; j < tree_.widgets.size(); ++j)
                look_between(tree_.widgets[i], tree_.widgets[j]);
        return std::move(found_);
    }

  private:
    void note(const Widget& w, std::string what) {
        found_.push_back(
            {w.id, std::move(what), fmt::format("\"{}\" [{} {} {} {}]", w.label, w.x, w.y, w.width, w.height)});
    }
    void look_at(const Widget& w) {
        if (w.x < 0 || w.y < 0 || w.x + w.width > rules_.width + 1 || w.y + w.height > rules_.height + 1)
            note(w, "leaves the window");
        // A row's name may end in "…" where all of it is what somebody typed; what is touched opens it whole.
        const bool ours = our_own(w.label) || (w.touchable() && (w.role != "row" || rules_.data == nullptr));
        if (w.ellipsized && ours) note(w, "is cut off");
        const bool worded = w.role != "image" && w.role != "list" && !w.label.empty() && w.enabled;
        if (worded && contrast(w.foreground, w.background) < contrast_min)
            note(w, fmt::format("contrast {:.2f} of {} on {}", contrast(w.foreground, w.background), w.foreground,
                                w.background));
    }
    [[nodiscard]] bool our_own(const std::string& label) const {
        return rules_.data != nullptr && std::ranges::none_of(*rules_.data, [&label](const std::string& typed) {
                   return label.find(typed) != std::string::npos;
               });
    }
    // Scrolled half out of sight.
    [[nodiscard]] bool peeps_out(const Widget& w) const {
        return std::ranges::any_of(tree_.widgets, [&w](const Widget& list) {
            constexpr int edge = 1;
            const bool inside = list.role == "list" && w.x >= list.x - edge &&
                                w.x + w.width <= list.x + list.width + edge && w.y >= list.y - edge &&
                                w.y + w.height <= list.y + list.height + edge;
            return inside && (w.y <= list.y + edge || w.y + w.height >= list.y + list.height - edge);
        });
    }
    void measure(const Widget& w) {
        if (peeps_out(w)) return;
        const double mm = std::min(w.width, w.height) * tree_.mm_per_px;
        if (w.role == "key" && mm < key_mm_min) note(w, fmt::format("a key of {:.1f} mm", mm));
        if (!rules_.for_visitors) return;
        const bool keyboard_action = w.id.ends_with(".next") && !primary(w, keyboard_);
        if (w.role != "key" && !keyboard_action && mm < target_mm_min - rounding_mm)
            note(w, fmt::format("a target of {:.1f} mm", mm));
        if (primary(w, keyboard_) && mm < primary_mm_min - rounding_mm)
            note(w, fmt::format("a primary target of {:.1f} mm", mm));
    }
    void look_between(const Widget& a, const Widget& b) {
        if (a.enabled && b.enabled && (a.role == "text" || b.role == "text") && !part_of(a, b) && !part_of(b, a) &&
            words_meet(a, b))
            note(a.role == "text" ? a : b, "lies on " + (a.role == "text" ? b : a).id);
        const bool both = a.touchable() && b.touchable() && a.enabled && b.enabled;
        if (both && overlap(a, b) && !part_of(a, b) && !part_of(b, a)) note(a, "lies on " + b.id);
    }

    const Tree& tree_;
    const ScreenRules& rules_;
    bool keyboard_;
    std::vector<Fault> found_;
};

bool has_latin_letters(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c); });
}

// Does anything stay of the text when the data in it and the signs on keys are taken out?
bool holds_words(std::string text, const SameEverywhere& same) {
    static const std::set<std::string> signs = {"XXXX-XXXX", "ABC", "abc", "Aa", "selected", "on", "logo"};
    if (signs.contains(text)) return false;
    std::vector<std::string> data{same.data.begin(), same.data.end()};
    std::ranges::sort(data, std::ranges::greater{}, &std::string::size);
    for (const auto& part : data)
        for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at))
            text.erase(at, part.size());
    return has_latin_letters(text);
}

// Within Chinese, commas, stops, colons, questions and exclamations are full-width.
bool has_narrow_punctuation(const std::string& text) {
    static const std::regex narrow{R"([\xE4-\xE9][\x80-\xBF][\x80-\xBF] ?[,.?!;:])"};
    return std::regex_search(text, narrow);
}

// A key with one letter, and what only its program reads.
bool is_sign(const Widget& w) {
    return w.role == "key" && w.label.size() <= 1;
}

}  // namespace

std::vector<Fault> faults_of(const Tree& tree, const ScreenRules& rules) {
    return Finder{tree, rules}.find();
}

std::vector<Fault> language_faults(const Tree& english, const Tree& other, const SameEverywhere& same) {
    std::map<std::string, const Widget*> by_id;
    for (const auto& w : english.widgets) by_id[w.id] = &w;
    std::vector<Fault> out;
    const auto look_at = [&](const Widget& w, const std::string& text, const std::string& source) {
        if (text == source && !same.words.contains(text) && holds_words(text, same))
            out.push_back({w.id, "is English: " + text, {}});
        if (other.language.starts_with("zh") && has_narrow_punctuation(text))
            out.push_back({w.id, "has narrow punctuation: " + text, {}});
    };
    for (const auto& w : other.widgets) {
        if (is_sign(w)) continue;
        const auto found = by_id.find(w.id);
        const auto* source = found == by_id.end() ? nullptr : found->second;
        look_at(w, w.label, source == nullptr ? std::string{} : source->label);
        // The second line of a card or a row; a field's value is what was typed.
        if (w.role == "choice" || w.role == "row")
            look_at(w, w.value, source == nullptr ? std::string{} : source->value);
    }
    return out;
}

std::string text_of(const Fault& fault) {
    return fmt::format("{} {}: {}", fault.widget, fault.where, fault.what);
}

}  // namespace vestibule::test_support
