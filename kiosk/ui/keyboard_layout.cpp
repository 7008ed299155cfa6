// Keymaps to rows of letters.
#include "kiosk/ui/keyboard_layout.h"

#include <glib.h>
#include <xkbcommon/xkbcommon.h>

#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace vestibule::ui {
namespace {

struct KeymapReleaser {
    void operator()(xkb_context* c) const { xkb_context_unref(c); }
    void operator()(xkb_keymap* k) const { xkb_keymap_unref(k); }
};

// Dead keys and the combining sign that each stands for.
struct DeadKey {
    xkb_keysym_t symbol;
    const char* combining;
    const char* shown;
};
constexpr std::array<DeadKey, 7> dead_keys{{{XKB_KEY_dead_grave, "\u0300", "`"},
                                            {XKB_KEY_dead_acute, "\u0301", "´"},
                                            {XKB_KEY_dead_circumflex, "\u0302", "^"},
                                            {XKB_KEY_dead_tilde, "\u0303", "~"},
                                            {XKB_KEY_dead_diaeresis, "\u0308", "¨"},
                                            {XKB_KEY_dead_abovering, "\u030A", "°"},
                                            {XKB_KEY_dead_caron, "\u030C", "ˇ"}}};

const DeadKey* dead_key(xkb_keysym_t symbol) {
    for (const auto& key : dead_keys)
        if (key.symbol == symbol) return &key;
    return nullptr;
}

xkb_keysym_t symbol_at(xkb_keymap* keymap, xkb_keycode_t code, xkb_level_index_t level) {
    const xkb_keysym_t* symbols = nullptr;
    return xkb_keymap_key_get_syms_by_level(keymap, code, 0, level, &symbols) == 1 ? symbols[0] : XKB_KEY_NoSymbol;
}

std::string utf8_of(xkb_keysym_t symbol) {
    std::array<char, 16> text{};
    return xkb_keysym_to_utf8(symbol, text.data(), text.size()) > 0 ? std::string{text.data()} : std::string{};
}

bool is_letter(const std::string& text) {
    return !text.empty() && g_unichar_isalpha(g_utf8_get_char(text.c_str())) != FALSE;
}

std::string letter_in_capitals(const std::string& letter) {
    const std::unique_ptr<gchar, decltype(&g_free)> up{g_utf8_strup(letter.c_str(), -1), &g_free};
    return up.get();
}

// The key's letter or dead sign; nothing for punctuation, which stands on the symbols page.
std::optional<LayoutKey> key_at(xkb_keymap* keymap, xkb_keycode_t code) {
    const auto symbol = symbol_at(keymap, code, 0);
    if (const auto* dead = dead_key(symbol)) {
        const auto* other = dead_key(symbol_at(keymap, code, 1));
        if (other == nullptr) other = dead;
        return LayoutKey{dead->combining, other->combining, true, dead->shown, other->shown};
    }
    const auto plain = utf8_of(symbol);
    if (!is_letter(plain)) return std::nullopt;
    auto shifted = utf8_of(symbol_at(keymap, code, 1));
    if (!is_letter(shifted)) shifted = letter_in_capitals(plain);  // é on the French row of digits
    return LayoutKey{plain, shifted, false, plain, shifted};
}

void append_range(xkb_keymap* keymap, xkb_keycode_t first, xkb_keycode_t last, std::vector<LayoutKey>& row) {
    for (auto code = first; code <= last; ++code)
        if (auto key = key_at(keymap, code)) row.push_back(std::move(*key));
}

}  // namespace

std::string layout_for_language(std::string_view language) {
    struct Pair {
        std::string_view language, layout;
    };
    constexpr std::array<Pair, 14> pairs{{{"en_GB", "gb"},
                                          {"de", "de"},
                                          {"fr", "fr"},
                                          {"es", "es"},
                                          {"it", "it"},
                                          {"pt", "pt"},
                                          {"nl", "us"},
                                          {"pl", "pl"},
                                          {"sv", "se"},
                                          {"da", "dk"},
                                          {"nb", "no"},
                                          {"fi", "fi"},
                                          {"tr", "tr"},
                                          {"cs", "cz"}}};
    for (const auto& pair : pairs)
        if (language.starts_with(pair.language)) return std::string{pair.layout};
    return "us";
}

Result<KeyboardLayout> read_layout(const std::string& name) {
    const std::unique_ptr<xkb_context, KeymapReleaser> context{xkb_context_new(XKB_CONTEXT_NO_ENVIRONMENT_NAMES)};
    if (!context)
        return ask_staff("The keyboard layouts couldn't be opened. Install them with: apt-get install xkb-data");
    xkb_context_set_log_level(context.get(), XKB_LOG_LEVEL_CRITICAL);
    const xkb_rule_names names{"evdev", "pc105", name.c_str(), "", ""};
    const std::unique_ptr<xkb_keymap, KeymapReleaser> keymap{
        xkb_keymap_new_from_names(context.get(), &names, XKB_KEYMAP_COMPILE_NO_FLAGS)};
    if (!keymap)
        return ask_staff("There is no keyboard layout named \"" + name +
                         "\" on this machine. Install the layouts with: apt-get install xkb-data");
    // evdev key codes: AD01 24, AC01 38, BKSL 51, AB01 52, AE02 11 (the digits' row, where French keeps é è ç à).
    KeyboardLayout layout{.name = name, .letters = std::vector<std::vector<LayoutKey>>(3)};
    append_range(keymap.get(), 24, 35, layout.letters[0]);
    append_range(keymap.get(), 38, 48, layout.letters[1]);
    append_range(keymap.get(), 51, 51, layout.letters[1]);
    append_range(keymap.get(), 52, 61, layout.letters[2]);
    append_range(keymap.get(), 10, 21, layout.letters[2]);
    if (layout.letters[0].size() < 8)
        return ask_staff("The keyboard layout \"" + name + "\" has no letters of its own; choose a Latin one.");
    return layout;
}

}  // namespace vestibule::ui
