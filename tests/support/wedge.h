// A barcode scanner that is a keyboard ("wedge"), set to a country's layout: which keys it presses for a text.
// Written down from drawings of the keyboards, not from the data that the program reads.
#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace vestibule_tests_support {

struct WedgeKey {
    std::uint16_t usage = 0;  // USB HID usage id, as SDL's scancodes are
    std::uint16_t evdev = 0;  // the kernel's number; X's are 8 more
    bool shift = false, alt_gr = false;
};

// Rows from the top, left to right: the key at the left of 1, q, a and (where there is one) left of z come first.
// Whatever isn't in ASCII is a dot in the middle.
struct WedgeLayout {
    const char* name;
    const char32_t *plain[4], *shifted[4];
    std::map<char, char> alt_gr{};  // a letter, and the American key that it's on
};

inline const std::vector<WedgeLayout>& wedge_layouts() {
    static const std::vector<WedgeLayout> all = {
        {"us",
         {U"`1234567890-=", U"qwertyuiop[]\\", U"asdfghjkl;'", U"<zxcvbnm,./"},
         {U"~!@#$%^&*()_+", U"QWERTYUIOP{}|", U"ASDFGHJKL:\"", U">ZXCVBNM<>?"}},
        {"de",
         {U"^1234567890··", U"qwertzuiop·+#", U"asdfghjkl··", U"<yxcvbnm,.-"},
         {U"·!\"·$%&/()=?`", U"QWERTZUIOP·*'", U"ASDFGHJKL··", U">YXCVBNM;:_"}},
        {"fr",
         {U"·&·\"'(-·_··)=", U"azertyuiop^$*", U"qsdfghjklm·", U"<wxcvbn,;:!"},
         {U"·1234567890·+", U"AZERTYUIOP···", U"QSDFGHJKLM%", U">WXCVBN?./·"}},
        {"tr",
         {U"\"1234567890*-", U"qwertyu·op··,", U"asdfghjkl··", U"<zxcvbnm··."},
         {U"·!'^+%&/()=?_", U"QWERTYUIOP··;", U"ASDFGHJKL··", U">ZXCVBNM··:"},
         {{'$', '4'}}},
        {"es",
         {U"·1234567890'·", U"qwertyuiop`+·", U"asdfghjkl··", U"<zxcvbnm,.-"},
         {U"·!\"·$%&/()=?·", U"QWERTYUIOP^*·", U"ASDFGHJKL··", U">ZXCVBNM;:_"}},
        {"it",
         {U"\\1234567890'·", U"qwertyuiop·+·", U"asdfghjkl··", U"<zxcvbnm,.-"},
         {U"|!\"·$%&/()=?^", U"QWERTYUIOP·*·", U"ASDFGHJKL··", U">ZXCVBNM;:_"}},
        {"cz",
         {U";+·········=·", U"qwertzuiop·)·", U"asdfghjkl··", U"\\yxcvbnm,.-"},
         {U"·1234567890%·", U"QWERTZUIOP/('", U"ASDFGHJKL\"!", U"|YXCVBNM?:_"},
         {{'$', ';'}, {'*', '/'}}},
        {"pl",  // as programmers have it, whose signs are American
         {U"`1234567890-=", U"qwertyuiop[]\\", U"asdfghjkl;'", U"<zxcvbnm,./"},
         {U"~!@#$%^&*()_+", U"QWERTYUIOP{}|", U"ASDFGHJKL:\"", U">ZXCVBNM<>?"}},
        {"gb",
         {U"`1234567890-=", U"qwertyuiop[]#", U"asdfghjkl;'", U"\\zxcvbnm,./"},
         {U"·!\"·$%^&*()_+", U"QWERTYUIOP{}~", U"ASDFGHJKL:@", U"|ZXCVBNM<>?"}}};
    return all;
}

inline WedgeKey wedge_place(int row, std::size_t at) {
    struct Place {
        std::uint16_t usage, evdev;
    };
    static const std::vector<Place> rows[4] = {
        {{53, 41},
         {30, 2},
         {31, 3},
         {32, 4},
         {33, 5},
         {34, 6},
         {35, 7},
         {36, 8},
         {37, 9},
         {38, 10},
         {39, 11},
         {45, 12},
         {46, 13}},
        {{20, 16},
         {26, 17},
         {8, 18},
         {21, 19},
         {23, 20},
         {28, 21},
         {24, 22},
         {12, 23},
         {18, 24},
         {19, 25},
         {47, 26},
         {48, 27},
         {49, 43}},
        {{4, 30}, {22, 31}, {7, 32}, {9, 33}, {10, 34}, {11, 35}, {13, 36}, {14, 37}, {15, 38}, {51, 39}, {52, 40}},
        {{100, 86},
         {29, 44},
         {27, 45},
         {6, 46},
         {25, 47},
         {5, 48},
         {17, 49},
         {16, 50},
         {54, 51},
         {55, 52},
         {56, 53}}};
    const auto& place = rows[row].at(at);
    return {.usage = place.usage, .evdev = place.evdev};
}

inline WedgeKey wedge_key(const WedgeLayout& layout, char letter) {
    if (letter == ' ') return {.usage = 44, .evdev = 57};
    if (letter == '\n') return {.usage = 40, .evdev = 28};
    if (letter == '\t') return {.usage = 43, .evdev = 15};
    for (const bool shift : {false, true})
        for (int row = 0; row < 4; ++row) {
            const std::u32string_view keys{shift ? layout.shifted[row] : layout.plain[row]};
            const auto at = keys.find(static_cast<char32_t>(letter));
            if (at == std::u32string_view::npos) continue;
            auto key = wedge_place(row, at);
            key.shift = shift;
            return key;
        }
    const auto found = layout.alt_gr.find(letter);
    if (found == layout.alt_gr.end())
        throw std::runtime_error(std::string{"the keyboard "} + layout.name + " has no " + letter);
    auto key = wedge_key(wedge_layouts().front(), found->second);
    key.alt_gr = true;
    return key;
}

// '\n' is Enter, '\t' is Tab.
inline std::vector<WedgeKey> wedge_keys(std::string_view layout, std::string_view text) {
    for (const auto& one : wedge_layouts()) {
        if (one.name != layout) continue;
        std::vector<WedgeKey> out;
        for (const char letter : text) out.push_back(wedge_key(one, letter));
        return out;
    }
    throw std::runtime_error("no such keyboard");
}

}  // namespace vestibule_tests_support
