// Costs of letters by the language's pairs of letters, of Han by how common they are, of signs by where they stand.
#include "kiosk/intake/text_cost.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <limits>

#include "kiosk/intake/letter_model.h"
#include "kiosk/intake/script_of.h"

namespace vestibule {
namespace {

constexpr double no_text_bits = 40;
constexpr double ascii_letter_bits = 5.2;
constexpr double ascii_other_bits = 6;
constexpr double sign_bits = 10;            // of a sign where signs may stand
constexpr double misplaced_sign_bits = 26;  // amid letters
constexpr double usual_mark_bits = 6;       // a dash, a quotation mark at a word's edge
constexpr double script_change_bits = 45;
constexpr double small_letter_by_han_bits = 25;  // "ABC公司" is written, "Concei玢o" isn't
constexpr double capital_by_han_bits = 10;
constexpr double kana_change_bits = 1;
constexpr double wrong_capital_bits = 20;
constexpr double foreign_letter_bits = 16;

enum class Kind { none, latin, ascii_latin, other_letters, east_asian, digit, sign };

bool is_letter(UChar32 c) {
    // ª and º are letters to Unicode, but stand behind figures.
    return (u_isalpha(c) || u_getCombiningClass(c) != 0) && c != 0xAA && c != 0xBA;
}

Kind kind_of(UChar32 c) {
    if (is_east_asian(c)) return Kind::east_asian;
    if (c >= '0' && c <= '9') return Kind::digit;
    if (!is_letter(c)) return Kind::sign;
    if (c < 0x80) return Kind::ascii_latin;
    return script_of(c) == USCRIPT_LATIN ? Kind::latin : Kind::other_letters;
}

bool is_latin(Kind kind) {
    return kind == Kind::latin || kind == Kind::ascii_latin;
}
bool is_word(Kind kind) {
    return kind != Kind::none && kind != Kind::digit && kind != Kind::sign;
}

// A run of letters of one script.
double letters_cost(const icu::UnicodeString& word, std::string_view language) {
    auto lower = word;
    lower.toLower();
    // Romanian's encodings of old have cedillas where its commas are meant.
    if (language == "ro") lower.findAndReplace(u"\u0163", u"\u021B").findAndReplace(u"\u015F", u"\u0219");
    return std::min(foreign_letter_bits * lower.countChar32(), letter_model(language).bits_of(lower));
}

// Capitals amid small letters and the other way round, where one of the two isn't plain ASCII.
double capitals_cost(const icu::UnicodeString& word) {
    double bits = 0;
    for (int32_t i = 0, next = word.moveIndex32(0, 1); next < word.length();
         i = next, next = word.moveIndex32(i, 1)) {
        const auto a = word.char32At(i), b = word.char32At(next);
        const auto after = word.moveIndex32(next, 1);
        const auto c = after < word.length() ? word.char32At(after) : 0;
        if (a < 0x80 && b < 0x80) continue;
        if (u_islower(a) && u_isupper(b)) bits += wrong_capital_bits;
        if (u_isupper(a) && u_islower(b) && u_isupper(c) && b != 0xDF) bits += wrong_capital_bits;
        if (u_isupper(a) && u_isupper(b) && u_islower(c)) bits += wrong_capital_bits;
    }
    return bits;
}

// Marks that words are written with, at the place where they are.
bool is_usual_mark(UChar32 c, Kind before, Kind after) {
    switch (c) {
        case 0x2019:
            return is_word(before);  // ’
        case 0x201C:
        case 0x201E:
        case 0xAB:
        case 0x2018:
            return !is_word(before);  // “ „ « ‘
        case 0x201D:
        case 0xBB:
            return !is_word(after);  // ” »
        case 0x2013:
        case 0x2014:
            return !is_word(before) && !is_word(after);  // – —
        case 0x2026:
            return !is_word(after);  // …
        case 0xB7:
        case 0x30FB:
            return before == Kind::east_asian;  // · ・
        case 0xBA:
        case 0xAA:
        case 0xB0:
            return before == Kind::digit;  // º ª °
        case 0x20AC:
        case 0xA3:
        case 0xA7:
            return !is_word(before) && !is_word(after);  // € £ §
        case 0x3001:
        case 0x3002:
        case 0x300A:
        case 0x300B:
        case 0xFF01:
        case 0xFF08:
        case 0xFF09:
        case 0xFF0C:
        case 0xFF1A:
        case 0xFF1B:
        case 0xFF1F:
            return before != Kind::latin && after != Kind::latin;  // 、（），
        default:
            return false;
    }
}

double sign_cost(UChar32 c, Kind before, Kind after) {
    if (c < 0x80) return ascii_other_bits;
    if (is_usual_mark(c, before, after)) return usual_mark_bits;
    return is_word(before) || is_word(after) ? misplaced_sign_bits : sign_bits;
}

double change_cost(Kind before, UChar32 last, Kind after, UChar32 first) {
    if (!is_word(before) || !is_word(after)) return 0;
    if (before == Kind::east_asian && after == Kind::east_asian) return kana_change_bits;
    const auto latin = is_latin(before) ? last : first;
    if ((before == Kind::east_asian && is_latin(after)) || (is_latin(before) && after == Kind::east_asian))
        return latin < 0x80 && u_isupper(latin) ? capital_by_han_bits : small_letter_by_han_bits;
    return script_change_bits;
}

// Goes through the text and hands on runs of letters, other characters one by one.
class Meter {
  public:
    Meter(std::string_view language, EastAsianStandard standard) : language_{language}, standard_{standard} {}

    void take(UChar32 c, Kind kind, Kind after) {
        const auto same_run = (is_latin(kind) && is_latin(before_)) ||
                              (kind == Kind::other_letters && before_ == kind && script_of(c) == script_of(last_)) ||
                              (u_getCombiningClass(c) != 0 && !run_.isEmpty());
        if (!same_run) {
            end_run();
            bits_ += change_cost(before_, last_, kind, c);
        }
        if (is_no_text(c))
            bits_ += no_text_bits;
        else if (is_latin(kind) || kind == Kind::other_letters)
            run_.append(c);
        else if (kind == Kind::east_asian)
            bits_ += east_asian_cost(c, standard_);
        else
            bits_ += kind == Kind::digit ? ascii_other_bits : sign_cost(c, before_, after);
        before_ = kind;
        last_ = c;
    }

    [[nodiscard]] double end() {
        end_run();
        return bits_;
    }

  private:
    void end_run() {
        if (run_.isEmpty()) return;
        const auto is_ascii = [](const icu::UnicodeString& text) {
            return std::all_of(text.getBuffer(), text.getBuffer() + text.length(),
                               [](char16_t c) { return c < 0x80; });
        };
        bits_ +=
            is_ascii(run_) ? ascii_letter_bits * run_.length() : letters_cost(run_, language_) + capitals_cost(run_);
        run_.remove();
    }

    std::string_view language_;
    EastAsianStandard standard_;
    icu::UnicodeString run_;
    Kind before_ = Kind::none;
    UChar32 last_ = 0;
    double bits_ = 0;
};

}  // namespace

bool is_no_text(UChar32 c) {
    switch (u_charType(c)) {
        case U_CONTROL_CHAR:
        case U_PRIVATE_USE_CHAR:
        case U_SURROGATE:
        case U_UNASSIGNED:
            return c != '\t' && c != '\n';
        default:
            return c == 0xFFFD;
    }
}

double text_cost(const icu::UnicodeString& text, std::string_view language, EastAsianStandard standard) {
    Meter meter{language, standard};
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const auto next = text.moveIndex32(i, 1);
        const auto c = text.char32At(i);
        meter.take(c, kind_of(c), next < text.length() ? kind_of(text.char32At(next)) : Kind::none);
    }
    return meter.end();
}

}  // namespace vestibule
