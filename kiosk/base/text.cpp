// Cleaning and matching forms of text, on ICU.
#include "kiosk/base/text.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <memory>
#include <mutex>

#include "kiosk/base/ensure.h"

namespace vestibule {
namespace {

icu::UnicodeString from_utf8(std::string_view raw) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece{raw.data(), static_cast<std::int32_t>(raw.size())});
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

icu::UnicodeString nfc(const icu::UnicodeString& text) {
    auto status = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFCInstance(status);
    auto out = normalizer->normalize(text, status);
    ensure(U_SUCCESS(status), "ICU has its NFC data");
    return out;
}

// Marks that reorder or isolate what follows; a name needs none of them and they can hide text.
bool is_bidi_control(UChar32 c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// Emoji, Persian and Indic names are written with joiners; all other invisible format characters only hide things.
bool is_joiner(UChar32 c) {
    return c == 0x200C || c == 0x200D;
}

bool is_dropped(UChar32 c) {
    return (u_iscntrl(c) && !is_joiner(c)) || is_bidi_control(c) || u_charType(c) == U_SURROGATE || c == 0xFEFF;
}

bool is_blank_at_end(UChar32 c) {
    return c == ' ' || is_joiner(c);
}

icu::UnicodeString without_controls(const icu::UnicodeString& text) {
    icu::UnicodeString out;
    bool gap = false;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const auto c = text.char32At(i);
        if (u_isUWhiteSpace(c)) {
            gap = !out.isEmpty();
            continue;
        }
        if (is_dropped(c) || (is_joiner(c) && (out.isEmpty() || gap))) continue;
        if (gap) out.append(u' ');
        gap = false;
        out.append(c);
    }
    return out;
}

// Cuts before the first grapheme that would pass `length_max` code points.
icu::UnicodeString cut(const icu::UnicodeString& text, std::size_t length_max) {
    if (static_cast<std::size_t>(text.countChar32()) <= length_max) return text;
    auto status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> graphemes{
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status)};
    ensure(U_SUCCESS(status), "ICU has its break data");
    graphemes->setText(text);
    const auto limit = text.moveIndex32(0, static_cast<int32_t>(length_max));
    return text.tempSubString(0, graphemes->isBoundary(limit) ? limit : graphemes->preceding(limit));
}

icu::UnicodeString without_blank_end(icu::UnicodeString text) {
    while (!text.isEmpty() && is_blank_at_end(text.char32At(text.length() - 1))) text.truncate(text.length() - 1);
    return text;
}

// Syllables of Han come out of Han-Latin separated by spaces. A transliterator isn't thread-safe, hence the lock.
icu::UnicodeString latin(std::string_view raw) {
    static std::mutex one_at_a_time;
    static const std::unique_ptr<icu::Transliterator> transliterator = [] {
        auto status = U_ZERO_ERROR;
        auto* made = icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status);
        ensure(U_SUCCESS(status), "ICU has its transliteration data");
        return std::unique_ptr<icu::Transliterator>{made};
    }();
    auto text = from_utf8(raw);
    text.findAndReplace(icu::UnicodeString{u'\u200C'}, {}).findAndReplace(icu::UnicodeString{u'\u200D'}, {});
    const std::lock_guard lock{one_at_a_time};
    transliterator->transliterate(text);
    return text;
}

bool is_ascii(std::string_view raw) {
    for (const char c : raw)
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    return true;
}

}  // namespace

std::string clean_line(std::string_view raw, std::size_t length_max) {
    // What is far beyond the limit is dropped first, so that a flood costs nothing.
    const auto clean = without_controls(nfc(from_utf8(raw.substr(0, length_max * 32 + 64))));
    return to_utf8(without_blank_end(cut(clean, length_max)));
}

std::string digits_of(std::string_view raw) {
    std::string out;
    const auto text = from_utf8(raw);
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const auto value = u_charDigitValue(text.char32At(i));
        if (value >= 0) out += static_cast<char>('0' + value);
    }
    return out;
}

std::string fold_for_matching(std::string_view raw) {
    std::string out;
    const auto text = is_ascii(raw) ? std::string{raw} : to_utf8(latin(raw));
    for (char c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) out += c;
    }
    return out;
}

std::string monogram(std::string_view raw) {
    const auto text = from_utf8(clean_line(raw, name_length_max));
    if (text.isEmpty()) return "?";
    auto status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> graphemes{
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status)};
    ensure(U_SUCCESS(status), "ICU has its break data");
    graphemes->setText(text);
    graphemes->first();
    icu::UnicodeString first = text.tempSubString(0, graphemes->next());
    return to_utf8(first.toUpper());
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
    return from_utf8(a).foldCase() == from_utf8(b).foldCase();
}

}  // namespace vestibule
