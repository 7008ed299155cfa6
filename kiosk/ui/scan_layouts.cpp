// Tables of letters from xkb keymaps.
#include "kiosk/ui/scan_layouts.h"

#include <xkbcommon/xkbcommon.h>

#include <memory>
#include <utility>

namespace vestibule::ui {
namespace {

struct Releaser {
    void operator()(xkb_context* c) const { xkb_context_unref(c); }
    void operator()(xkb_keymap* k) const { xkb_keymap_unref(k); }
    void operator()(xkb_state* s) const { xkb_state_unref(s); }
};

struct Named {
    const char *layout, *variant;
};
// Where scanners' manuals have a setting for it, the common ones first.
constexpr Named all_layouts[] = {{"us", ""},       {"de", ""},       {"fr", ""},       {"ru", ""},  {"tr", ""},
                                 {"es", ""},       {"it", ""},       {"pl", ""},       {"cz", ""},  {"gb", ""},
                                 {"ch", ""},       {"ch", "fr"},     {"be", ""},       {"br", ""},  {"ca", ""},
                                 {"dk", ""},       {"ee", ""},       {"fi", ""},       {"gr", ""},  {"hr", ""},
                                 {"hu", ""},       {"is", ""},       {"il", ""},       {"jp", ""},  {"latam", ""},
                                 {"lt", ""},       {"lv", ""},       {"no", ""},       {"pt", ""},  {"ro", ""},
                                 {"se", ""},       {"si", ""},       {"sk", ""},       {"ua", ""},  {"bg", ""},
                                 {"by", ""},       {"rs", ""},       {"ca", "multix"}, {"tr", "f"}, {"cz", "qwerty"},
                                 {"sk", "qwerty"}, {"pl", "qwertz"}, {"us", "dvorak"}};

struct Place {
    std::uint16_t usage;
    std::uint16_t evdev;  // linux/input-event-codes.h; xkb's numbers are 8 more
};
constexpr Place printing_places[] = {
    {4, 30},  {5, 48},  {6, 46},  {7, 32},  {8, 18},  {9, 33},   {10, 34},  {11, 35},  {12, 23}, {13, 36}, {14, 37},
    {15, 38}, {16, 50}, {17, 49}, {18, 24}, {19, 25}, {20, 16},  {21, 19},  {22, 31},  {23, 20}, {24, 22}, {25, 47},
    {26, 17}, {27, 45}, {28, 21}, {29, 44}, {30, 2},  {31, 3},   {32, 4},   {33, 5},   {34, 6},  {35, 7},  {36, 8},
    {37, 9},  {38, 10}, {39, 11}, {44, 57}, {45, 12}, {46, 13},  {47, 26},  {48, 27},  {49, 43}, {50, 43}, {51, 39},
    {52, 40}, {53, 41}, {54, 51}, {55, 52}, {56, 53}, {100, 86}, {135, 89}, {137, 124}};

// The number pad says the same in all layouts.
constexpr std::uint16_t pad_first = 84, pad_last = 99;
constexpr const char* pad_letters = "/*-+\n1234567890.";

char capital(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Capital, and both of Turkey's letters i, whose other halves aren't in ASCII, are the one that codes have.
char letter_of(xkb_state* state, xkb_keycode_t code) {
    const auto point = xkb_state_key_get_utf32(state, code);
    constexpr std::uint32_t dotted_capital = 0x130, dotless = 0x131;
    if (point == dotted_capital || point == dotless) return 'I';
    return point >= ' ' && point < 0x7F ? capital(static_cast<char>(point)) : no_letter;
}

}  // namespace

std::vector<std::string> ScanLayouts::names() {
    std::vector<std::string> out;
    for (const auto& [layout, variant] : all_layouts)
        out.push_back(*variant == 0 ? std::string{layout} : std::string{layout} + "(" + variant + ")");
    return out;
}

std::optional<ScanLayouts::Table> ScanLayouts::read(const char* layout, const char* variant) {
    const std::unique_ptr<xkb_context, Releaser> context{xkb_context_new(XKB_CONTEXT_NO_ENVIRONMENT_NAMES)};
    if (!context) return std::nullopt;
    xkb_context_set_log_level(context.get(), XKB_LOG_LEVEL_CRITICAL);
    const xkb_rule_names names{"evdev", "pc105", layout, variant, ""};
    const std::unique_ptr<xkb_keymap, Releaser> keymap{
        xkb_keymap_new_from_names(context.get(), &names, XKB_KEYMAP_COMPILE_NO_FLAGS)};
    if (!keymap) return std::nullopt;
    const std::unique_ptr<xkb_state, Releaser> state{xkb_state_new(keymap.get())};
    const auto bit = [&](const char* name) -> xkb_mod_mask_t {
        const auto index = xkb_keymap_mod_get_index(keymap.get(), name);
        return index == XKB_MOD_INVALID ? 0 : xkb_mod_mask_t{1} << index;
    };
    const xkb_mod_mask_t shift = bit(XKB_MOD_NAME_SHIFT), alt_gr = bit("Mod5");
    Table table{};
    for (std::size_t level = 0; level < levels; ++level) {
        const xkb_mod_mask_t mods = ((level & 1) != 0 ? shift : 0) | ((level & 2) != 0 ? alt_gr : 0);
        xkb_state_update_mask(state.get(), mods, 0, 0, 0, 0, 0);
        for (const auto& [usage, evdev] : printing_places)
            table.at(usage).at(level) = letter_of(state.get(), xkb_keycode_t{evdev} + 8);
    }
    return table;
}

bool ScanLayouts::read_next() {
    if (next_ >= std::size(all_layouts)) return false;
    const auto& [layout, variant] = all_layouts[next_++];
    if (auto made = read(layout, variant)) tables_.push_back(*made);
    return true;
}

bool ScanLayouts::types(std::uint16_t place) {
    if (place >= pad_first && place <= pad_last) return pad_letters[place - pad_first] != '\n';
    for (const auto& one : printing_places)
        if (one.usage == place) return true;
    return false;
}

char ScanLayouts::letter(std::size_t layout, const ScanKey& key) const {
    if (key.letter != 0) return capital(key.letter);
    if (key.place >= pad_first && key.place <= pad_last) return pad_letters[key.place - pad_first];
    if (key.place >= places) return no_letter;
    const std::size_t level = (key.shift ? 1U : 0U) + (key.alt_gr ? 2U : 0U);
    const char own = tables_[layout][key.place][level];
    if (own != no_letter || key.alt_gr) return own;
    const char beside = tables_.front()[key.place][level];
    return beside >= 'A' && beside <= 'Z' ? beside : no_letter;
}

std::optional<ScanKey> ScanLayouts::key_of(std::size_t layout, char letter) const {
    for (std::size_t level = 0; level < levels; ++level)
        for (const auto& place : printing_places) {
            const ScanKey key{.place = place.usage, .shift = (level & 1) != 0, .alt_gr = (level & 2) != 0};
            const bool capital_needs_shift = letter >= 'A' && letter <= 'Z' && !key.shift;
            if (!capital_needs_shift && this->letter(layout, key) == letter) return key;
        }
    return std::nullopt;
}

}  // namespace vestibule::ui
