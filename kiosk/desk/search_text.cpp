// Matching forms on ICU. Its transliterators cost microseconds a character, so that each character is asked for once.
#include "kiosk/desk/search_text.h"

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <memory>
#include <mutex>
#include <unordered_map>

#include "kiosk/base/ensure.h"

namespace vestibule {
namespace {

constexpr std::size_t starts_max = 64;

bool is_han(UChar32 c) {
    return u_hasBinaryProperty(c, UCHAR_UNIFIED_IDEOGRAPH);
}

bool is_latin(UChar32 c) {
    auto status = U_ZERO_ERROR;
    return uscript_getScript(c, &status) == USCRIPT_LATIN;
}

// Accents that stand by themselves, and joiners.
bool is_silent(UChar32 c) {
    const auto type = u_charType(c);
    return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR || c == '\'' ||
           c == 0x2019;
}

// ICU's macro narrows inside.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
UChar32 next(std::string_view raw, std::size_t& at) {
    UChar32 c = 0;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(raw.data());
    U8_NEXT_OR_FFFD(bytes, at, raw.size(), c);
    return c;
}
#pragma GCC diagnostic pop

std::unique_ptr<icu::Transliterator> transliterator(const char* rules) {
    auto status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made{icu::Transliterator::createInstance(rules, UTRANS_FORWARD, status)};
    ensure(U_SUCCESS(status), "ICU has its transliteration data");
    return made;
}

std::string transliterated(const icu::Transliterator& by, icu::UnicodeString text) {
    by.transliterate(text);
    std::string out;
    text.toUTF8String(out);
    return out;
}

// How characters and surnames are read, asked once each. A transliterator isn't thread-safe, hence the lock.
class Readings {
  public:
    std::string of(UChar32 c) {
        const std::lock_guard lock{mutex_};
        return kept(characters_, c, *plain_);
    }
    std::string of_surname(UChar32 c) {
        const std::lock_guard lock{mutex_};
        return kept(surnames_, c, *names_);
    }
    // 尉迟 is Yuchi, though 尉 alone is Wei. Nothing where the two are no surname of two characters that is read
    // otherwise.
    std::string of_double_surname(UChar32 first, UChar32 second) {
        constexpr std::u32string_view firsts = U"尉万萬长長单單令澹";
        if (firsts.find(static_cast<char32_t>(first)) == std::u32string_view::npos) return {};
        const std::lock_guard lock{mutex_};
        const auto both = transliterated(*names_, icu::UnicodeString{first}.append(second));
        const auto apart = kept(surnames_, first, *names_) + " " + kept(characters_, second, *plain_);
        return both == apart ? std::string{} : both;
    }
    std::string of_text(std::string_view raw, Reading reading) {
        const std::lock_guard lock{mutex_};
        const auto text =
            icu::UnicodeString::fromUTF8(icu::StringPiece{raw.data(), static_cast<std::int32_t>(raw.size())});
        return transliterated(reading == Reading::name ? *passports_ : *plain_, text);
    }

  private:
    using Kept = std::unordered_map<UChar32, std::string>;
    static std::string kept(Kept& in, UChar32 c, const icu::Transliterator& by) {
        const auto found = in.find(c);
        if (found != in.end()) return found->second;
        return in.emplace(c, transliterated(by, icu::UnicodeString{c})).first->second;
    }

    std::mutex mutex_;
    std::unique_ptr<icu::Transliterator> plain_ = transliterator("Any-Latin; Latin-ASCII; Lower");
    std::unique_ptr<icu::Transliterator> names_ = transliterator("Han-Latin/Names; Latin-ASCII; Lower");
    // What they don't know the last two put into Latin.
    std::unique_ptr<icu::Transliterator> passports_ =
        transliterator("Russian-Latin/BGN; Greek-Latin/UNGEGN; Any-Latin; Latin-ASCII; Lower");
    Kept characters_, surnames_;
};

Readings& readings() {
    static Readings all;
    return all;
}

class FormWriter {
  public:
    MatchingForm form;

    void end_word() { start_ = true; }
    void put(std::string_view latin) {
        for (const char c : latin) put(c);
    }
    void put(char c) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
        if (!word) {
            if (c != '\'') end_word();
            return;
        }
        if (start_ && form.text.size() < starts_max) form.word_starts |= std::uint64_t{1} << form.text.size();
        start_ = false;
        form.text += c;
    }
    void put_syllable(std::string_view latin) {
        end_word();
        put(latin);
        end_word();
    }

  private:
    bool start_ = true;
};

// A run of letters of a script whose spelling depends on its neighbours: Cyrillic, Arabic, Kana, Hangul…
bool is_other_script(UChar32 c) {
    return c >= 0x80 && !is_han(c) && !is_latin(c) && (u_isalpha(c) || is_silent(c));
}

// Puts the surname at the start of `raw` and returns how many bytes it takes; 0: it's none of Han.
std::size_t put_surname(std::string_view raw, FormWriter& out) {
    std::size_t after_first = 0;
    if (raw.empty()) return 0;
    const auto first = next(raw, after_first);
    if (!is_han(first)) return 0;
    if (after_first < raw.size()) {
        auto after_second = after_first;
        const auto second = next(raw, after_second);
        if (const auto both = is_han(second) ? readings().of_double_surname(first, second) : ""; !both.empty()) {
            out.put_syllable(both);
            return after_second;
        }
    }
    out.put_syllable(readings().of_surname(first));
    return after_first;
}

bool is_ascii(std::string_view raw) {
    for (const char c : raw)
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    return true;
}

struct Spelling {
    std::string_view from, to;
};
// Longer ones before what they begin with.
constexpr Spelling spellings[] = {
    {"shch", "s"}, {"sch", "s"}, {"tch", "c"},                              // щ is s in science, ч is tch in French
    {"ae", "a"},   {"oe", "o"},  {"ue", "u"},  {"aa", "a"},                 // ä ö ü å and their like
    {"sh", "s"},   {"ch", "c"},  {"zh", "z"},  {"kh", "h"},   {"ts", "c"},  // ш ч ж х ц; and š č ž
    {"dj", "d"},   {"lv", "lu"}, {"nv", "nu"}, {"lyu", "lu"}, {"nyu", "nu"},  // đ; 吕 and 女, as one types pinyin
    {"j", "i"},    {"y", "i"}};
constexpr std::size_t spelling_max = 4;

// None of `from` where the letters are what they are.
Spelling spelling_of(std::string_view letters) {
    for (const auto& one : spellings)
        if (letters.starts_with(one.from)) return one;
    return {};
}

}  // namespace

MatchingForm matching_form(std::string_view raw, Reading reading) {
    FormWriter out;
    if (is_ascii(raw)) {
        out.put(raw);
        return out.form;
    }
    std::size_t at = reading == Reading::name ? put_surname(raw, out) : 0;
    while (at < raw.size()) {
        const auto begin = at;
        const auto c = next(raw, at);
        if (c < 0x80) {
            out.put(static_cast<char>(c));
        } else if (is_other_script(c) && !is_silent(c)) {
            for (auto end = at; end < raw.size() && is_other_script(next(raw, end));) at = end;
            out.put(readings().of_text(raw.substr(begin, at - begin), reading));
        } else if (is_han(c)) {
            out.put_syllable(readings().of(c));
        } else if (is_latin(c) || u_isdigit(c)) {
            out.put(readings().of(c));
        } else if (!is_silent(c)) {
            out.end_word();
        }
    }
    return out.form;
}

std::string initials_of(const MatchingForm& form) {
    std::string out;
    for (std::size_t i = 0; i < form.text.size() && i < starts_max; ++i)
        if ((form.word_starts >> i & 1) != 0) out += form.text[i];
    return out;
}

MatchingForm loose_form(const MatchingForm& form) {
    MatchingForm out;
    const auto starts = [&form](std::size_t at) { return at < starts_max && (form.word_starts >> at & 1) != 0; };
    for (std::size_t at = 0; at < form.text.size();) {
        auto rest = std::string_view{form.text}.substr(at);
        // Never across the beginning of a word: Anna Eriksson isn't Annariksson.
        for (std::size_t n = 1; n < std::min(rest.size(), spelling_max); ++n)
            if (starts(at + n)) rest = rest.substr(0, n);
        const auto spelling = spelling_of(rest);
        const auto letters = spelling.from.empty() ? rest.substr(0, 1) : spelling.to;
        const bool again = letters == "i" && out.text.ends_with('i') && !starts(at);
        if (starts(at) && out.text.size() < starts_max) out.word_starts |= std::uint64_t{1} << out.text.size();
        if (!again) out.text += letters;
        at += std::max<std::size_t>(1, spelling.from.size());
    }
    return out;
}

std::string written_form(std::string_view raw) {
    if (is_ascii(raw)) return {};
    std::string out;
    bool han = false;
    for (std::size_t at = 0; at < raw.size();) {
        const auto begin = at;
        const auto c = next(raw, at);
        han = han || is_han(c);
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if (u_isalnum(c))
            out += raw.substr(begin, at - begin);
    }
    return han ? out : std::string{};
}

std::string signs_form(std::string_view raw) {
    std::string out;
    for (std::size_t at = 0; at < raw.size();) {
        const auto begin = at;
        const auto c = next(raw, at);
        if (!u_isalnum(c) && !u_isUWhiteSpace(c) && !is_silent(c) && !is_han(c)) out += raw.substr(begin, at - begin);
    }
    return out;
}

}  // namespace vestibule
