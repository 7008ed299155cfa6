// The byte search, by ICU's converters and normalisers.
#include "tests/support/byte_search.h"

#include <fcntl.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>

#include "kiosk/base/text.h"

namespace vestibule::test_support {
namespace {

template <class Unit>
void put(std::string& out, Unit unit, bool little) {
    for (std::size_t i = 0; i < sizeof unit; ++i) {
        const auto shift = 8 * (little ? i : sizeof unit - 1 - i);
        out.push_back(static_cast<char>(static_cast<unsigned char>(unit >> shift)));
    }
}

std::string utf16(const icu::UnicodeString& text, bool little) {
    std::string out;
    for (int i = 0; i < text.length(); ++i) put(out, static_cast<std::uint16_t>(text.charAt(i)), little);
    return out;
}

std::string utf32(const icu::UnicodeString& text, bool little) {
    std::string out;
    for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1))
        put(out, static_cast<std::uint32_t>(text.char32At(i)), little);
    return out;
}

icu::UnicodeString normalized(const icu::UnicodeString& text, const icu::Normalizer2* (*form)(UErrorCode&)) {
    UErrorCode failed = U_ZERO_ERROR;
    const auto* normalizer = form(failed);
    return U_FAILURE(failed) ? text : normalizer->normalize(text, failed);
}

void add_encodings(std::vector<Form>& forms, const std::string& name, const icu::UnicodeString& text) {
    std::string utf8;
    text.toUTF8String(utf8);
    forms.push_back({"UTF-8 " + name, utf8});
    for (const bool little : {true, false}) {
        const std::string order = little ? "LE " : "BE ";
        forms.push_back({"UTF-16" + order + name, utf16(text, little)});
        forms.push_back({"UTF-32" + order + name, utf32(text, little)});
    }
}

// A byte of a form that few other texts have: the search jumps from one to the next, for all forms at once that have
// it.
std::size_t rarest(const std::string& bytes) {
    constexpr std::string_view rare = "QZJXKVqzjxkvWYwyGPBgpb";
    for (const char letter : rare)
        if (const auto at = bytes.find(letter); at != std::string::npos) return at;
    const auto at = bytes.find_first_not_of('\0');
    return at == std::string::npos ? 0 : at;
}

void find_in(const std::string& content, const std::string& where, const std::vector<Form>& forms,
             std::vector<Hit>& hits) {
    struct Sought {
        const Form* form;
        std::size_t at;  // of its rarest byte
        bool found = false;
    };
    std::map<char, std::vector<Sought>> by_byte;
    for (const auto& form : forms) {
        const auto at = rarest(form.bytes);
        by_byte[form.bytes[at]].push_back({&form, at});
    }
    const char* const end = content.data() + content.size();
    for (auto& [byte, sought] : by_byte)
        for (const auto* hit = content.data(); hit < end; ++hit) {
            hit = static_cast<const char*>(std::memchr(hit, byte, static_cast<std::size_t>(end - hit)));
            if (hit == nullptr) break;
            for (auto& one : sought) {
                const auto begin = static_cast<std::size_t>(hit - content.data()) - one.at;
                const auto& bytes = one.form->bytes;
                one.found =
                    one.found || (begin <= content.size() && content.compare(begin, bytes.size(), bytes) == 0);
            }
        }
    for (const auto& form : forms)
        for (const auto& sought : by_byte[form.bytes[rarest(form.bytes)]])
            if (sought.form == &form && sought.found) hits.push_back({.where = where, .form = form.name});
}

}  // namespace

std::vector<Form> forms_of(std::string_view utf8) {
    const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int>(utf8.size())});
    std::vector<Form> forms;
    add_encodings(forms, "NFC", normalized(text, &icu::Normalizer2::getNFCInstance));
    add_encodings(forms, "NFD", normalized(text, &icu::Normalizer2::getNFDInstance));
    if (const auto folded = fold_for_matching(utf8); !folded.empty())
        add_encodings(forms, "folded", icu::UnicodeString::fromUTF8(folded));
    std::vector<Form> once;
    for (auto& form : forms)
        if (std::none_of(once.begin(), once.end(), [&](const Form& f) { return f.bytes == form.bytes; }))
            once.push_back(std::move(form));
    return once;
}

std::vector<Hit> hits_in_folder(const std::filesystem::path& folder, const std::vector<Form>& forms) {
    std::vector<Hit> hits;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        const auto where = std::filesystem::relative(entry.path(), folder).string();
        find_in(where, where, forms, hits);
        if (!entry.is_regular_file()) continue;
        std::ifstream in{entry.path(), std::ios::binary};
        find_in({std::istreambuf_iterator<char>{in}, {}}, where, forms, hits);
    }
    return hits;
}

std::vector<Hit> hits_in_folder(const std::filesystem::path& folder, std::string_view utf8) {
    return hits_in_folder(folder, forms_of(utf8));
}

std::vector<Hit> hits_in_process(int pid, std::string_view utf8) {
    const auto forms = forms_of(utf8);
    const auto process = "/proc/" + std::to_string(pid);
    std::ifstream maps{process + "/maps"};
    const int memory = ::open((process + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
    std::vector<Hit> hits;
    if (memory < 0) return {{.where = process, .form = "its memory can't be read"}};
    for (std::string line; std::getline(maps, line);) {
        unsigned long from = 0, until = 0;
        char readable = '-';
        if (std::sscanf(line.c_str(), "%lx-%lx %c", &from, &until, &readable) != 3 || readable != 'r') continue;
        std::string content(until - from, '\0');
        const auto got = ::pread(memory, content.data(), content.size(), static_cast<off_t>(from));
        if (got <= 0) continue;  // vsyscall and the like
        content.resize(static_cast<std::size_t>(got));
        find_in(content, line, forms, hits);
    }
    ::close(memory);
    return hits;
}

}  // namespace vestibule::test_support
