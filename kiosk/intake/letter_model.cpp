// Letter pairs counted over ICU's own names, and what a word costs by them.
#include "kiosk/intake/letter_model.h"

#include <unicode/dtfmtsym.h>
#include <unicode/locdspnm.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>
#include <unicode/tznames.h>
#include <unicode/uchar.h>
#include <unicode/ucurr.h>
#include <unicode/uenum.h>

#include <cmath>
#include <memory>
#include <mutex>

namespace vestibule {
namespace {

constexpr UChar32 border = ' ';           // before and after each word
constexpr double known_share = 0.997;     // the rest is left to letters that the language doesn't have
constexpr double foreign_letters = 1000;  // that share it

// Each letter with the one before it; the word's borders count as letters.
template <class Take>
void each_pair(const icu::UnicodeString& word, const Take& take) {
    auto before = border;
    for (int32_t i = 0; i < word.length(); i = word.moveIndex32(i, 1)) {
        take(before, word.char32At(i));
        before = word.char32At(i);
    }
    take(before, border);
}

}  // namespace

LetterModel::LetterModel(const std::string& language) {
    const icu::Locale locale{language.c_str()};
    const std::unique_ptr<icu::LocaleDisplayNames> names{icu::LocaleDisplayNames::createInstance(locale)};
    icu::UnicodeString text;
    for (const auto* country = icu::Locale::getISOCountries(); *country != nullptr; ++country)
        learn(names->regionDisplayName(*country, text));
    for (const auto* other = icu::Locale::getISOLanguages(); *other != nullptr; ++other)
        if (names->languageDisplayName(*other, text) != icu::UnicodeString{*other, -1, US_INV}) learn(text);
    learn_cities(locale);
    learn_currencies(language);
    auto status = U_ZERO_ERROR;
    const icu::DateFormatSymbols symbols{locale, status};
    if (U_FAILURE(status)) return;
    int32_t count = 0;
    const auto* months = symbols.getMonths(count);
    for (int32_t i = 0; i < count; ++i) learn(months[i]);
    const auto* days = symbols.getWeekdays(count);
    for (int32_t i = 0; i < count; ++i) learn(days[i]);
}

void LetterModel::learn_cities(const icu::Locale& locale) {
    auto status = U_ZERO_ERROR;
    const std::unique_ptr<icu::TimeZoneNames> names{icu::TimeZoneNames::createInstance(locale, status)};
    const std::unique_ptr<icu::StringEnumeration> zones{icu::TimeZone::createEnumeration(status)};
    if (U_FAILURE(status)) return;
    icu::UnicodeString text;
    while (const auto* zone = zones->snext(status)) learn(names->getExemplarLocationName(*zone, text));
}

void LetterModel::learn_currencies(const std::string& language) {
    auto status = U_ZERO_ERROR;
    const std::unique_ptr<UEnumeration, void (*)(UEnumeration*)> codes{ucurr_openISOCurrencies(UCURR_ALL, &status),
                                                                       uenum_close};
    while (const auto* code = uenum_unext(codes.get(), nullptr, &status)) {
        UBool is_choice = 0;
        int32_t length = 0;
        const auto* name = ucurr_getName(code, language.c_str(), UCURR_LONG_NAME, &is_choice, &length, &status);
        if (U_FAILURE(status)) return;
        learn(icu::UnicodeString{name, length});
    }
}

void LetterModel::learn(const icu::UnicodeString& text) {
    auto lower = text;
    lower.toLower();
    icu::UnicodeString word;
    for (int32_t i = 0; i < lower.length(); i = lower.moveIndex32(i, 1)) {
        const auto c = lower.char32At(i);
        if (u_isalpha(c) || u_getCombiningClass(c) != 0) {
            word.append(c);
            continue;
        }
        learn_word(word);
        word.remove();
    }
    learn_word(word);
}

void LetterModel::learn_word(const icu::UnicodeString& word) {
    if (word.isEmpty()) return;
    each_pair(word, [&](UChar32 before, UChar32 c) {
        auto& first = firsts_[before];
        if (++pairs_[{before, c}] == 1) ++first.followers;
        ++first.count;
        ++letters_[c];
        ++letters_in_all_;
    });
}

double LetterModel::bits_of(const icu::UnicodeString& word) const {
    double bits = 0;
    each_pair(word, [&](UChar32 before, UChar32 c) { bits -= std::log2(share_of(before, c)); });
    return bits;
}

// Witten and Bell's way: what was seen behind a letter counts, and the more different letters stood there, the more
// is left to the others, by how frequent they are by themselves.
double LetterModel::share_of(UChar32 before, UChar32 c) const {
    const auto letter = letters_.find(c);
    const auto count = letter == letters_.end() ? 0.0 : letter->second;
    const auto alone = known_share * count / std::max(letters_in_all_, 1.0) + (1 - known_share) / foreign_letters;
    const auto first = firsts_.find(before);
    if (first == firsts_.end()) return alone;
    const auto pair = pairs_.find({before, c});
    const auto seen = pair == pairs_.end() ? 0.0 : pair->second;
    return (seen + first->second.followers * alone) / (first->second.count + first->second.followers);
}

const LetterModel& letter_model(std::string_view language) {
    static std::mutex one_at_a_time;
    static std::map<std::string, std::unique_ptr<LetterModel>, std::less<>> made;
    const std::lock_guard lock{one_at_a_time};
    const auto found = made.find(language);
    if (found != made.end()) return *found->second;
    const std::string name{language};
    return *made.emplace(name, std::make_unique<LetterModel>(name)).first->second;
}

}  // namespace vestibule
