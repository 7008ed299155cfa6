// Detection by byte order mark, validity and uchardet; conversion by ICU.
#include "kiosk/intake/encoding.h"

#include <fmt/format.h>
#include <uchardet/uchardet.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>

#include <memory>

namespace vestibule {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t sample_bytes_max = 64 * 1024;  // enough for a guess, whatever the file's size

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

bool is_valid_utf8(std::string_view text) {
    auto status = U_ZERO_ERROR;
    int32_t length = 0;
    u_strFromUTF8(nullptr, 0, &length, text.data(), static_cast<int32_t>(text.size()), &status);
    return status != U_INVALID_CHAR_FOUND;
}

// Text in UTF-16 without a mark has its zeros (of commas, digits, line ends) on one side.
std::string_view unmarked_utf16(std::string_view sample) {
    std::size_t zeros[2] = {0, 0};
    for (std::size_t i = 0; i < sample.size(); ++i)
        if (sample[i] == '\0') ++zeros[i % 2];
    const auto many = sample.size() / 10;
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

bool uchardet_says_gb(std::string_view sample) {
    const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector{uchardet_new(), uchardet_delete};
    uchardet_handle_data(detector.get(), sample.data(), sample.size());
    uchardet_data_end(detector.get());
    return std::string_view{uchardet_get_charset(detector.get())}.starts_with("GB");
}

// In GB 2312's plane every high byte comes in a pair; accented letters of Western names stand alone.
bool is_all_gb_pairs(std::string_view sample) {
    std::size_t i = 0;
    while (i < sample.size()) {
        if (byte_at(sample, i) < 0x80) {
            ++i;
            continue;
        }
        if (byte_at(sample, i) < 0xA1 || i + 1 >= sample.size() || byte_at(sample, i + 1) < 0xA1) return false;
        i += 2;
    }
    return true;
}

struct Guess {
    std::string_view encoding;
    std::size_t mark_bytes = 0;
};

Guess guess(std::string_view content) {
    if (content.starts_with("\xEF\xBB\xBF"sv)) return {"UTF-8", 3};
    if (content.starts_with("\xFF\xFE"sv)) return {"UTF-16LE", 2};
    if (content.starts_with("\xFE\xFF"sv)) return {"UTF-16BE", 2};
    const auto sample = content.substr(0, sample_bytes_max);
    if (const auto wide = unmarked_utf16(sample); !wide.empty()) return {wide};
    if (is_valid_utf8(content) || is_damaged_utf8(sample)) return {"UTF-8"};
    // The sample may end within a pair, so a last high byte is left out.
    const auto whole = byte_at(sample, sample.size() - 1) >= 0x80 ? sample.substr(0, sample.size() - 1) : sample;
    if (is_all_gb_pairs(sample) || is_all_gb_pairs(whole) || uchardet_says_gb(sample)) return {"GB18030"};
    return {"windows-1252"};
}

icu::UnicodeString to_unicode(std::string_view bytes, const std::string& encoding) {
    const auto size = static_cast<int32_t>(bytes.size());
    if (encoding == "UTF-8") return icu::UnicodeString::fromUTF8(icu::StringPiece{bytes.data(), size});
    return {bytes.data(), size, encoding.c_str()};
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

Result<DecodedText> decode_text(std::string_view content, std::string_view file_name) {
    VESTIBULE_CHECK(check_import(content, file_name));
    const auto guessed = guess(content);
    DecodedText out{.encoding = std::string{guessed.encoding}};
    const auto unicode = to_unicode(content.substr(guessed.mark_bytes), out.encoding);
    for (int32_t i = 0; i < unicode.length(); ++i)
        if (unicode.charAt(i) == 0xFFFD) ++out.replaced;
    std::string utf8;
    unicode.toUTF8String(utf8);
    out.text = with_plain_line_ends(utf8);
    return out;
}

}  // namespace vestibule
