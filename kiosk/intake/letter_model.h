// How likely a word is in a language, by the pairs of letters in it: learnt from the names that ICU has of countries,
// languages, cities, currencies, months and days.
#pragma once

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <map>
#include <string>
#include <string_view>

namespace vestibule {

// Immutable once made. Thread: any.
class LetterModel {
  public:
    // `language` is an ICU locale such as "pl". Takes some milliseconds.
    explicit LetterModel(const std::string& language);
    // What the word costs to write down in this language, in bits; it's in lower case and letters only. A letter that
    // the language doesn't have costs most.
    [[nodiscard]] double bits_of(const icu::UnicodeString& word) const;

  private:
    void learn(const icu::UnicodeString& text);
    void learn_word(const icu::UnicodeString& word);

    void learn_cities(const icu::Locale& locale);
    void learn_currencies(const std::string& language);
    [[nodiscard]] double share_of(UChar32 before, UChar32 c) const;

    struct First {
        double count = 0, followers = 0;  // how often it stood first of two, and how many different ones behind it
    };
    std::map<std::pair<UChar32, UChar32>, double> pairs_;
    std::map<UChar32, First> firsts_;
    std::map<UChar32, double> letters_;
    double letters_in_all_ = 0;
};

// Made when it is first asked for, then kept.
[[nodiscard]] const LetterModel& letter_model(std::string_view language);

}  // namespace vestibule
