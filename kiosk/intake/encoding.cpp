// Detection by byte order mark, validity and what the text reads like; conversion by ICU.
#include "kiosk/intake/encoding.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>

#include <memory>
#include <optional>

#include "kiosk/base/text.h"
#include "kiosk/intake/encoding_guess.h"
#include "kiosk/intake/text_cost.h"

namespace vestibule {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t sample_bytes_max = 64 * 1024;  // enough for a guess, whatever the file's size

bool is_valid_utf8(std::string_view text) {
    auto status = U_ZERO_ERROR;
    int32_t length = 0;
    u_strFromUTF8(nullptr, 0, &length, text.data(), static_cast<int32_t>(text.size()), &status);
    return status != U_INVALID_CHAR_FOUND;
}

// Text in UTF-16 without a mark has its zeros (of commas, digits, line ends) on one side, also where most of it is
// Han.
std::string_view unmarked_utf16(std::string_view sample) {
    std::size_t zeros[2] = {0, 0};
    for (std::size_t i = 0; i < sample.size(); ++i)
        if (sample[i] == '\0') ++zeros[i % 2];
    const auto many = sample.size() / 20;
    if (zeros[1] > many && zeros[0] <= many / 4) return "UTF-16LE";
    if (zeros[0] > many && zeros[1] <= many / 4) return "UTF-16BE";
    return "";
}

// A file in UTF-8 with a few broken bytes is still UTF-8: in other encodings few sequences are valid by chance.
bool is_damaged_utf8(std::string_view sample) {
    int good = 0, bad = 0;
    const auto text =
        icu::UnicodeString::fromUTF8(icu::StringPiece{sample.data(), static_cast<int32_t>(sample.size())});
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        if (text.char32At(i) == 0xFFFD)
            ++bad;
        else if (text.char32At(i) >= 0x80)
            ++good;
    }
    return good > 2 * bad;
}

struct Place {
    std::string encoding;
    std::size_t mark_bytes = 0;
    std::string sample;
};

std::optional<Place> by_mark(std::string_view content) {
    if (content.starts_with("\xEF\xBB\xBF"sv)) return Place{"UTF-8", 3, {}};
    if (content.starts_with("\xFF\xFE"sv)) return Place{"UTF-16LE", 2, {}};
    if (content.starts_with("\xFE\xFF"sv)) return Place{"UTF-16BE", 2, {}};
    return std::nullopt;
}

std::string listed(const std::vector<EncodingReading>& readings) {
    std::string out;
    for (const auto& reading : readings)
        out += fmt::format("{}{} would read \"{}\"", out.empty() ? "" : ", ", reading.encoding, reading.sample);
    return out;
}

Result<Place> by_text(std::string_view content, std::string_view file_name, const DecodeOptions& options) {
    const auto sample = content.substr(0, sample_bytes_max);
    if (const auto wide = unmarked_utf16(sample); !wide.empty()) return Place{std::string{wide}, 0, {}};
    if (is_valid_utf8(content) || is_damaged_utf8(sample)) return Place{"UTF-8", 0, {}};
    auto guess = guess_encoding(content, options.known);
    if (!guess.certain)
        return give_up(
            fmt::format("{}: which encoding? {}; choose one with --encoding NAME, or save the file as UTF-8",
                        file_name, listed(guess.readings)));
    return Place{guess.readings.front().encoding, 0, guess.readings.front().sample};
}

// Among the many names of each, one that ICU lacks.
std::string icu_name(const std::string& chosen) {
    return ucnv_compareNames(chosen.c_str(), "mac-roman") == 0 ? "macintosh" : chosen;
}

Result<Place> as_chosen(std::string_view content, const DecodeOptions& options) {
    auto status = U_ZERO_ERROR;
    const auto name = icu_name(options.encoding);
    const std::unique_ptr<UConverter, void (*)(UConverter*)> converter{ucnv_open(name.c_str(), &status), ucnv_close};
    if (U_FAILURE(status))
        return give_up(
            fmt::format("no encoding is called \"{}\"; write one such as UTF-8, UTF-16, GB18030, Big5, "
                        "Shift_JIS, windows-1252, windows-1250, windows-1251, ISO-8859-15 or macintosh",
                        clean_line(options.encoding, name_length_max)));
    if (const auto marked = by_mark(content);
        marked && ucnv_compareNames(marked->encoding.c_str(), name.c_str()) == 0)
        return *marked;
    const auto* official = ucnv_getStandardName(name.c_str(), "IANA", &status);
    return Place{official == nullptr ? name : official, 0, {}};
}

Result<Place> place_of(std::string_view content, std::string_view file_name, const DecodeOptions& options) {
    if (!options.encoding.empty()) return as_chosen(content, options);
    if (auto marked = by_mark(content)) return std::move(*marked);
    return by_text(content, file_name, options);
}

icu::UnicodeString to_unicode(std::string_view bytes, const std::string& encoding) {
    const auto size = static_cast<int32_t>(bytes.size());
    if (encoding == "UTF-8") return icu::UnicodeString::fromUTF8(icu::StringPiece{bytes.data(), size});
    return {bytes.data(), size, encoding.c_str()};
}

// Where a byte of an encoding of old has no meaning, ICU answers with a control or a character of private use.
icu::UnicodeString with_marked_gaps(const icu::UnicodeString& text) {
    icu::UnicodeString out;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const auto c = text.char32At(i);
        out.append(c >= 0x80 && is_no_text(c) ? UChar32{0xFFFD} : c);
    }
    return out;
}

// NULs out, CR LF and lone CR to LF. Continuation bytes of UTF-8 are never mistaken for these.
std::string with_plain_line_ends(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\0') continue;
        if (text[i] != '\r')
            out += text[i];
        else if (i + 1 >= text.size() || text[i + 1] != '\n')
            out += '\n';
    }
    return out;
}

}  // namespace

Result<> check_import(std::string_view content, std::string_view file_name) {
    if (content.empty()) return give_up(fmt::format("{} is empty; export it again", file_name));
    if (content.size() > import_bytes_max)
        return give_up(
            fmt::format("{} is larger than {} MB, the most that is imported at once; split it into smaller files",
                        file_name, import_bytes_max / (1024 * 1024)));
    if (content.starts_with("PK\x03\x04"sv) || content.starts_with("\xD0\xCF\x11\xE0"sv))
        return give_up(
            fmt::format("{} is a spreadsheet or an archive; save the sheet as CSV and import that", file_name));
    if (content.starts_with("%PDF"sv))
        return give_up(fmt::format("{} is a PDF; export the list as CSV or iCalendar and import that", file_name));
    return {};
}

Result<DecodedText> decode_text(std::string_view content, std::string_view file_name, const DecodeOptions& options) {
    VESTIBULE_CHECK(check_import(content, file_name));
    VESTIBULE_TRY(place, place_of(content, file_name, options));
    DecodedText out{.text = {}, .encoding = place.encoding, .sample = place.sample};
    auto unicode = to_unicode(content.substr(place.mark_bytes), out.encoding);
    if (!out.encoding.starts_with("UTF")) unicode = with_marked_gaps(unicode);
    for (int32_t i = 0; i < unicode.length(); ++i)
        if (unicode.charAt(i) == 0xFFFD) ++out.replaced;
    std::string utf8;
    unicode.toUTF8String(utf8);
    out.text = with_plain_line_ends(utf8);
    return out;
}

}  // namespace vestibule
