// The encoding in which a sample of the text costs least to write down, and whether that is clear.
#include "kiosk/intake/encoding_guess.h"

#include <uchardet/uchardet.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <memory>
#include <set>

#include "kiosk/base/ensure.h"
#include "kiosk/base/text.h"
#include "kiosk/intake/text_cost.h"

namespace vestibule {
namespace {

using Languages = std::array<std::string_view, 13>;
constexpr Languages western = {"de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is", "ca", "en"};
constexpr Languages central = {"pl", "cs", "sk", "hu", "ro", "sl", "hr", "de", "sq"};
constexpr Languages baltic = {"lt", "lv", "et", "de"};
constexpr Languages cyrillic = {"ru", "uk", "be", "bg", "sr", "mk"};

struct Candidate {
    const char* encoding;
    Languages languages;
    EastAsianStandard standard;
    double rarity_bits;  // how seldom such a file is met: little, since the text is to decide
};
constexpr auto candidates = std::to_array<Candidate>({
    {"windows-1252", western, EastAsianStandard::none, 0},
    {"GB18030", {"zh"}, EastAsianStandard::gb, 0},
    {"windows-1250", central, EastAsianStandard::none, 1},
    {"windows-1251", cyrillic, EastAsianStandard::none, 1},
    {"Big5", {"zh_TW"}, EastAsianStandard::big5, 1},
    {"Shift_JIS", {"ja"}, EastAsianStandard::jis, 1},
    {"windows-949", {"ko"}, EastAsianStandard::ks, 1},
    {"windows-1253", {"el"}, EastAsianStandard::none, 2},
    {"windows-1254", {"tr", "az", "de"}, EastAsianStandard::none, 2},
    {"windows-1255", {"he"}, EastAsianStandard::none, 2},
    {"windows-1256", {"ar", "fa", "ur"}, EastAsianStandard::none, 2},
    {"windows-1257", baltic, EastAsianStandard::none, 2},
    {"windows-874", {"th"}, EastAsianStandard::none, 2},
    {"macintosh", western, EastAsianStandard::none, 3},
    {"ISO-8859-15", western, EastAsianStandard::none, 3},
    {"ISO-8859-2", central, EastAsianStandard::none, 3},
    {"IBM850", western, EastAsianStandard::none, 4},
    {"IBM852", central, EastAsianStandard::none, 4},
    {"IBM866", cyrillic, EastAsianStandard::none, 4},
    {"KOI8-U", cyrillic, EastAsianStandard::none, 4},
    {"EUC-JP", {"ja"}, EastAsianStandard::jis, 6},
});

constexpr double margin_bits = 10;  // the best one is about so many times likelier, as a power of two
constexpr double vote_bits = 4;     // uchardet's
constexpr double known_word_bits = 30;
constexpr double another_language_bits = 5;
constexpr double beside_latin_bits = 6;  // of a word of another script: few names are half in Han
constexpr double bits_a_byte_max = 9;    // above it even the best one is no text
constexpr std::size_t guess_bytes_max = 16 * 1024;
constexpr std::size_t pieces_max = 300;
constexpr std::size_t piece_bytes_max = 400;
constexpr std::size_t shown_pieces = 3;
constexpr std::size_t rivals_shown = 3;

bool is_high(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}
// Below "0", and ":" to "?": no encoding has these as a later byte of a character.
bool is_separator(char c) {
    return !is_high(c) && (c < '0' || (c >= ':' && c <= '?'));
}

// Lines that say something about the encoding.
std::string sample_of(std::string_view content) {
    std::string out;
    while (!content.empty() && out.size() < guess_bytes_max) {
        const auto line = content.substr(0, content.find_first_of("\r\n"));
        content.remove_prefix(std::min(content.size(), line.size() + 1));
        if (std::any_of(line.begin(), line.end(), is_high)) out.append(line.substr(0, guess_bytes_max)) += '\n';
    }
    return out;
}

// A word of the sample that has a high byte.
struct Piece {
    std::string bytes;
    bool beside_latin = false;  // a word of ASCII letters stands before or after it, as "Max" does in "Max Süß"
};

// A word of ASCII letters.
bool is_latin(std::string_view word) {
    return word.size() > 1 && std::all_of(word.begin(), word.end(),
                                          [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::vector<Piece> pieces_of(std::string_view sample) {
    std::vector<Piece> out;
    std::set<std::string_view> seen;
    std::string_view before;  // the word that a space parts from this one
    while (!sample.empty() && out.size() < pieces_max) {
        const auto word = sample.substr(
            0, static_cast<std::size_t>(std::find_if(sample.begin(), sample.end(), is_separator) - sample.begin()));
        sample.remove_prefix(word.size());
        const bool before_space = sample.starts_with(' ');
        auto after = sample.substr(before_space ? 1 : 0);
        after = after.substr(
            0, static_cast<std::size_t>(std::find_if(after.begin(), after.end(), is_separator) - after.begin()));
        if (std::any_of(word.begin(), word.end(), is_high) && seen.insert(word).second)
            out.push_back({.bytes = std::string{word.substr(0, piece_bytes_max)},
                           .beside_latin = is_latin(before) || (before_space && is_latin(after))});
        before = before_space ? word : std::string_view{};
        sample.remove_prefix(std::min<std::size_t>(sample.size(), 1));
    }
    return out;
}

std::string uchardet_says(std::string_view sample) {
    const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector{uchardet_new(), uchardet_delete};
    uchardet_handle_data(detector.get(), sample.data(), sample.size());
    uchardet_data_end(detector.get());
    return uchardet_get_charset(detector.get());
}

// Same converter, whatever of its names is used.
bool is_same_encoding(const std::string& a, const char* b) {
    return !a.empty() &&
           (ucnv_compareNames(a.c_str(), b) == 0 || (a == "GB2312" && std::string_view{b} == "GB18030"));
}

struct Read {
    const Candidate* candidate = nullptr;
    std::vector<icu::UnicodeString> pieces;
    double bits = 0;
};

bool is_latin_text(const icu::UnicodeString& text) {
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        auto status = U_ZERO_ERROR;
        if (u_isalpha(text.char32At(i)) && uscript_getScript(text.char32At(i), &status) != USCRIPT_LATIN)
            return false;
    }
    return true;
}

// What the pieces cost in the best language for all of them, or each in its own where that is cheaper in spite of
// what another language costs.
double words_cost(const Candidate& candidate, const std::vector<icu::UnicodeString>& texts) {
    std::map<std::string_view, double> whole;
    std::set<std::string_view> used;
    double mixed = 0;
    for (const auto& text : texts) {
        std::pair best{std::numeric_limits<double>::max(), std::string_view{}};
        for (const auto language : candidate.languages) {
            if (language.empty()) break;
            const auto bits = text_cost(text, language, candidate.standard);
            whole[language] += bits;
            best = std::min(best, std::pair{bits, language});
        }
        mixed += best.first;
        used.insert(best.second);
    }
    if (texts.empty()) return 0;
    mixed += another_language_bits * static_cast<double>(used.size() - 1);
    for (const auto& [language, bits] : whole) mixed = std::min(mixed, bits);
    return mixed;
}

Read read_as(const Candidate& candidate, const std::vector<Piece>& pieces, std::span<const std::string> known) {
    Read out{.candidate = &candidate, .pieces = {}, .bits = candidate.rarity_bits};
    auto status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, void (*)(UConverter*)> converter{ucnv_open(candidate.encoding, &status),
                                                                       ucnv_close};
    ensure(U_SUCCESS(status), "ICU has the candidates' converters");
    std::vector<icu::UnicodeString> words;
    for (const auto& piece : pieces) {
        out.pieces.emplace_back(piece.bytes.data(), static_cast<int32_t>(piece.bytes.size()), converter.get(),
                                status);
        const auto& text = out.pieces.back();
        std::string utf8;
        if (std::find(known.begin(), known.end(), text.toUTF8String(utf8)) != known.end()) {
            out.bits -= known_word_bits;
            continue;
        }
        if (piece.beside_latin && !is_latin_text(text)) out.bits += beside_latin_bits;
        words.push_back(text);
    }
    out.bits += words_cost(candidate, words);
    return out;
}

// The words that `read` and `other` read differently, as the first of the two does.
std::string sample_of(const Read& read, const Read& other) {
    std::string out;
    std::size_t shown = 0;
    for (std::size_t i = 0; i < read.pieces.size() && shown < shown_pieces; ++i) {
        if (&read != &other && read.pieces[i] == other.pieces[i]) continue;
        std::string word;
        read.pieces[i].toUTF8String(word);
        out += (shown++ == 0 ? "" : ", ") + clean_line(word, 40);
    }
    return out;
}

// Those that read otherwise than `best` and cost hardly more, each reading once; the cheapest first.
std::vector<const Read*> rivals_of(const Read& best, const std::vector<Read>& reads) {
    std::vector<const Read*> out;
    for (const auto& read : reads) {
        const auto reads_same = [&](const Read* other) { return other->pieces == read.pieces; };
        if (!reads_same(&best) && read.bits <= best.bits + margin_bits &&
            std::none_of(out.begin(), out.end(), reads_same))
            out.push_back(&read);
    }
    std::stable_sort(out.begin(), out.end(), [](const Read* a, const Read* b) { return a->bits < b->bits; });
    if (out.size() > rivals_shown) out.resize(rivals_shown);
    return out;
}

bool is_text(const Read& read, const std::vector<Piece>& pieces) {
    std::size_t bytes = 0;
    for (const auto& piece : pieces) bytes += piece.bytes.size() + 1;
    return read.bits <= bits_a_byte_max * static_cast<double>(bytes);
}

}  // namespace

EncodingGuess guess_encoding(std::string_view content, std::span<const std::string> known) {
    const auto sample = sample_of(content);
    const auto pieces = pieces_of(sample);
    const auto vote = uchardet_says(sample);
    std::vector<Read> reads;
    for (const auto& candidate : candidates) {
        reads.push_back(read_as(candidate, pieces, known));
        if (is_same_encoding(vote, candidate.encoding)) reads.back().bits -= vote_bits;
    }
    const auto cheapest =
        std::min_element(reads.begin(), reads.end(), [](const Read& a, const Read& b) { return a.bits < b.bits; });
    // Of those that read the same the most usual one is named: the candidates stand in that order.
    const auto& best =
        *std::find_if(reads.begin(), reads.end(), [&](const Read& read) { return read.pieces == cheapest->pieces; });
    const auto rivals = rivals_of(*cheapest, reads);
    EncodingGuess out{.readings = {}, .certain = rivals.empty() && is_text(*cheapest, pieces)};
    out.readings.push_back({best.candidate->encoding, sample_of(best, rivals.empty() ? best : *rivals.front())});
    for (const auto* rival : rivals) out.readings.push_back({rival->candidate->encoding, sample_of(*rival, best)});
    return out;
}

}  // namespace vestibule
