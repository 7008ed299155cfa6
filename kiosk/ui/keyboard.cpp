// Drawing the keyboard and turning taps into strokes.
#include "kiosk/ui/keyboard.h"

#include <glib.h>

#include <array>
#include <memory>
#include <vector>

namespace vestibule::ui {
namespace {

enum Page : int { letters_page = 0, signs_page = 1, accents_page = 2 };
enum class KeyLook { letter, special, action };

struct KeyFace {
    std::string id, words, icon;  // either words or an icon on it
    KeyLook look = KeyLook::letter;
    float width = 1;  // in letter keys
    std::string inserts;
    bool dead = false;
    bool on = false;  // shift that is held down
    std::string spoken;
};
using Row = std::vector<KeyFace>;

std::string composed(const std::string& letter, const std::string& combining) {
    const auto both = letter + combining;
    const std::unique_ptr<gchar, decltype(&g_free)> text{g_utf8_normalize(both.c_str(), -1, G_NORMALIZE_NFC),
                                                         &g_free};
    return text ? std::string{text.get()} : letter;
}

Row row_of(std::initializer_list<const char*> keys) {
    Row row;
    for (const auto* key : keys) row.push_back({.id = key, .words = key, .icon = {}, .inserts = key, .spoken = key});
    return row;
}

std::vector<Row> letter_rows(Ui& ui, bool shifted) {
    std::vector<Row> rows;
    for (const auto& keys : ui.layout().letters) {
        Row row;
        for (const auto& key : keys) {
            const auto& shown = shifted ? key.shown_shifted : key.shown_plain;
            const auto& text = shifted ? key.shifted : key.plain;
            row.push_back({.id = key.dead ? "dead" + key.shown_plain : key.plain,
                           .words = shown,
                           .icon = {},
                           .inserts = text,
                           .dead = key.dead,
                           .spoken = shown});
        }
        rows.push_back(std::move(row));
    }
    rows.resize(3);
    return rows;
}

std::vector<Row> sign_rows() {
    return {row_of({"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"}),
            row_of({"-", "/", ":", ";", "(", ")", "&", "@", "\"", "+"}),
            row_of({".", ",", "?", "!", "'", "_", "#", "*"})};
}

std::vector<Row> accent_rows(bool shifted) {
    if (shifted)
        return {row_of({"À", "Á", "Â", "Ä", "Ã", "Å", "Æ", "Ç", "È", "É"}),
                row_of({"Ê", "Ë", "Ì", "Í", "Î", "Ï", "Ñ", "Ò", "Ó", "Ô"}),
                row_of({"Ö", "Õ", "Ø", "Œ", "Ù", "Ú", "Ü", "Š"})};
    return {row_of({"à", "á", "â", "ä", "ã", "å", "æ", "ç", "è", "é"}),
            row_of({"ê", "ë", "ì", "í", "î", "ï", "ñ", "ò", "ó", "ô"}),
            row_of({"ö", "õ", "ø", "œ", "ù", "ú", "ü", "ß"})};
}

// Capitals and digits of a code at once, without I, L, O, U, which codes don't have but people may type.
std::vector<Row> code_rows() {
    auto rows = std::vector<Row>{row_of({"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"}),
                                 row_of({"Q", "W", "E", "R", "T", "Y", "U", "I", "O", "P"}),
                                 row_of({"A", "S", "D", "F", "G", "H", "J", "K", "L"}),
                                 row_of({"Z", "X", "C", "V", "B", "N", "M"})};
    for (auto& row : rows)
        for (auto& key : row) key.id = std::string(1, static_cast<char>(g_ascii_tolower(key.words[0])));
    return rows;
}

KeyFace special(std::string id, std::string words, std::string icon, float width, std::string spoken) {
    return {.id = std::move(id),
            .words = std::move(words),
            .icon = std::move(icon),
            .look = KeyLook::special,
            .width = width,
            .inserts = {},
            .spoken = std::move(spoken)};
}

KeyFace action_key(const KeyboardSpec& spec, float width) {
    return {.id = "action",
            .words = std::string{spec.action},
            .icon = {},
            .look = KeyLook::action,
            .width = width,
            .inserts = {},
            .spoken = std::string{spec.action}};
}

KeyFace backspace_key(Ui& ui, float width) {
    return special("backspace", "", "backspace", width, ui.texts().say("Delete"));
}

// Upright, backspace and the action end the rows; on a wide display they stand tall at the right of them.
std::vector<Row> rows_for(Ui& ui, const KeyboardSpec& spec) {
    auto& state = ui.keyboard();
    const auto& texts = ui.texts();
    const bool all_in_rows = ui.theme().portrait();
    if (spec.kind == FieldKind::code) {
        auto rows = code_rows();
        rows[3].insert(rows[3].begin(), row_of({"-"}).front());
        if (all_in_rows) rows[2].push_back(backspace_key(ui, 1));
        if (all_in_rows) rows[3].push_back(action_key(spec, 2));
        return rows;
    }
    const bool shifted = state.shift || state.caps;
    auto rows = state.page == signs_page     ? sign_rows()
                : state.page == accents_page ? accent_rows(shifted)
                                             : letter_rows(ui, shifted);
    if (state.page != signs_page) {
        auto shift = special("shift", "", "shift", 1.35F, texts.say("Shift"));
        shift.on = shifted;
        rows[2].insert(rows[2].begin(), shift);
    }
    if (all_in_rows) rows[2].push_back(backspace_key(ui, 1.35F));
    const std::string page = state.page == signs_page ? "ABC" : "123";
    Row last{special("page", page, "", 1.4F, page), special("accents", state.page == accents_page ? "abc" : "áß", "",
                                                            1.4F, texts.say("Letters with accents"))};
    last.push_back(
        {.id = "space", .words = "", .icon = {}, .width = 4.9F, .inserts = " ", .spoken = texts.say("Space")});
    if (all_in_rows) last.push_back(action_key(spec, 2.3F));
    rows.push_back(std::move(last));
    return rows;
}

void type(Ui& ui, const KeyFace& key) {
    auto& state = ui.keyboard();
    if (key.dead) {
        state.dead = key.inserts;
        return;
    }
    ui.input().add_text(state.dead.empty() ? key.inserts : composed(key.inserts, state.dead));
    state.dead.clear();
    state.shift = false;
}

void press_special(Ui& ui, const KeyFace& key) {
    auto& state = ui.keyboard();
    if (key.id == "shift") {
        constexpr int double_tap_ms = 400;
        const bool twice = ui.now_ms() - state.shifted_ms < double_tap_ms;
        const bool was_on = state.shift || state.caps;
        state.caps = !state.caps && twice;
        state.shift = !was_on;
        state.shifted_ms = ui.now_ms();
    } else if (key.id == "page") {
        state.page = state.page == signs_page ? letters_page : signs_page;
    } else if (key.id == "accents") {
        state.page = state.page == accents_page ? letters_page : accents_page;
    } else if (key.id == "backspace") {
        ui.input().add_edit(EditKey::backspace);
    } else if (!key.inserts.empty()) {
        type(ui, key);
    }
}

// Held down, backspace goes on by itself.
void repeat_backspace(Ui& ui, const Touch& touch) {
    constexpr int first_ms = 450, next_ms = 70;
    auto& last = ui.keyboard().repeated_ms;
    if (!touch.held) return;
    ui.redraw_in(touch.held_ms < first_ms ? first_ms - touch.held_ms + 1 : next_ms);
    if (touch.held_ms < first_ms || ui.now_ms() - last < next_ms) return;
    last = ui.now_ms();
    ui.input().add_edit(EditKey::backspace);
}

void draw_key(Ui& ui, std::string_view id, const KeyFace& key, Rect rect, float press, bool enabled) {
    const auto& p = ui.palette();
    auto& paint = ui.paint();
    const float radius = std::min(ui.px(20), rect.height * 0.2F);
    auto fill = key.look == KeyLook::letter ? p.key : key.look == KeyLook::special ? p.key_side : p.brand;
    auto words = key.look == KeyLook::action ? p.on_brand : p.ink;
    if (key.on) fill = p.ink, words = p.card;
    if (!enabled) fill = p.key_side, words = darkened_until(p.ink_second, p.key_side, text_contrast_min);
    if (key.look != KeyLook::action)
        paint.fill(rect.moved(0, std::max(1.0F, ui.px(3))), mix(p.keyboard, p.ink, 0.18), radius);
    paint.fill(rect, mix(fill, key.look == KeyLook::action ? p.ink : p.brand, 0.2 * press), radius);
    if (ui.comfort().large) paint.outline(rect, p.line, std::max(1.5F, ui.px(2)), radius);
    if (!key.icon.empty()) {
        const float side = std::min(ui.px(50), rect.height * 0.5F);
        paint.icon(key.icon, rect.middle({side, side}), words);
        return;
    }
    const bool word = key.look != KeyLook::letter;
    words_on(ui, id, rect.inset(ui.px(4), 0), key.words,
             {.type = word && key.words.size() > 1 ? (key.look == KeyLook::action ? Type::body : Type::caption)
                                                   : Type::choice,
              .weight = key.look == KeyLook::action ? Weight::semibold : Weight::regular,
              .colour = words,
              .align = Align::centre,
              .lines_max = key.look == KeyLook::action ? 2 : 1},
             Within::middle);
}

bool draw_and_touch(Ui& ui, const KeyboardSpec& spec, const KeyFace& key, Rect rect, float gap) {
    const auto& p = ui.palette();
    const bool action = key.look == KeyLook::action;
    const bool enabled = !action || spec.action_enabled;
    const auto id = action ? std::string{spec.action_id} : "keyboard." + key.id;
    const auto words = !action   ? p.ink
                       : enabled ? p.on_brand
                                 : darkened_until(p.ink_second, p.key_side, text_contrast_min);
    const auto ground = action && enabled ? p.brand : key.look == KeyLook::letter ? p.key : p.key_side;
    // The gaps belong to the keys: a finger between two of them still hits one.
    const auto touch = ui.touch({.id = id,
                                 .rect = rect.inset(-gap / 2),
                                 .role = action ? WidgetRole::button : WidgetRole::key,
                                 .label = key.spoken,
                                 .value = key.on ? "on" : "",
                                 .enabled = enabled,
                                 .focusable = action,
                                 .fg = words,
                                 .bg = ground});
    draw_key(ui, id, key, rect, touch.press, enabled);
    if (touch.focused) focus_ring(ui, rect.inset(ui.px(8)), ui.px(12));
    if (key.id == "backspace") repeat_backspace(ui, touch);
    if (!touch.clicked) return false;
    if (action) return true;
    if (key.look == KeyLook::special)
        press_special(ui, key);
    else
        type(ui, key);
    ui.redraw_in(1);
    return false;
}

float gap_of(const Ui& ui) {
    return std::max(4.0F, ui.px(12));
}

// Backspace above the action, each half as tall as the keyboard.
bool side_keys(Ui& ui, const KeyboardSpec& spec, Rect column, float gap) {
    static_cast<void>(draw_and_touch(ui, spec, backspace_key(ui, 1), column.cut_top((column.height - gap) / 2), gap));
    column.cut_top(gap);
    return draw_and_touch(ui, spec, action_key(spec, 1), column, gap);
}

// Letters keep one width; shift, backspace and the like share what their row has left.
bool letters_pad(Ui& ui, const KeyboardSpec& spec, Rect area) {
    const auto rows = rows_for(ui, spec);
    const float gap = gap_of(ui);
    bool acted = false;
    if (!ui.theme().portrait()) {
        acted = side_keys(ui, spec, area.cut_right(area.width * 0.17F), gap);
        area.cut_right(gap * 1.5F);
    }
    const auto count = static_cast<float>(rows.size());
    const float height = (area.height - gap * (count - 1)) / count;
    std::size_t keys_most = 1;
    for (const auto& row : rows) keys_most = std::max(keys_most, row.size());
    const float unit = (area.width - gap * static_cast<float>(keys_most - 1)) / static_cast<float>(keys_most);
    for (const auto& row : rows) {
        const auto line = area.cut_top(height);
        area.cut_top(gap);
        float letters = 0, others = 0;
        for (const auto& key : row) (key.look == KeyLook::letter ? letters : others) += key.width;
        const float gaps = gap * static_cast<float>(row.size() - 1);
        float other_unit = others > 0 ? (line.width - gaps - letters * unit) / others : 0;
        if (&row != &rows.back()) other_unit = std::min(other_unit, unit * 1.3F);
        float x = line.x + (line.width - gaps - letters * unit - others * other_unit) / 2;
        for (const auto& key : row) {
            const float width = key.width * (key.look == KeyLook::letter ? unit : other_unit);
            acted |= draw_and_touch(ui, spec, key, {x, line.y, width, line.height}, gap);
            x += width + gap;
        }
    }
    return acted;
}

// As on a telephone, with backspace and the action tall at the right.
bool digits_pad(Ui& ui, const KeyboardSpec& spec, Rect area) {
    constexpr std::array<const char*, 12> keys{"1", "2", "3", "4", "5", "6", "7", "8", "9", "+", "0", "-"};
    const float gap = gap_of(ui);
    auto right = area.cut_right(area.width * 0.3F);
    area.cut_right(gap);
    const float width = (area.width - 2 * gap) / 3, height = (area.height - 3 * gap) / 4;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const Rect at{area.x + static_cast<float>(i % 3) * (width + gap),
                      area.y + static_cast<float>(i / 3) * (height + gap), width, height};
        static_cast<void>(draw_and_touch(ui, spec, row_of({keys[i]}).front(), at, gap));
    }
    return side_keys(ui, spec, right, gap);
}

}  // namespace

float keyboard_height(Ui& ui, FieldKind kind) {
    constexpr float key_mm_min = 9.2F;
    const float key = std::max(ui.px(ui.theme().portrait() ? 112.0F : 92.0F), ui.theme().mm(key_mm_min));
    constexpr float rows = 4;
    static_cast<void>(kind);  // all pages are of one height, so that nothing jumps
    return rows * key + (rows - 1) * gap_of(ui) + ui.px(28) + ui.px(32);
}

bool keyboard(Ui& ui, const KeyboardSpec& spec) {
    auto& state = ui.keyboard();
    if (state.focus != ui.focused()) state = {.focus = ui.focused()};  // another field: start anew
    if (spec.kind == FieldKind::name && spec.at_start_of_word && !state.word_start) state.shift = true;
    state.word_start = spec.at_start_of_word;
    ui.paint().fill(spec.rect, ui.palette().keyboard);
    const bool digits = spec.kind == FieldKind::digits;
    const float sides = ui.theme().portrait() ? ui.px(digits ? 120 : 26) : spec.rect.width * (digits ? 0.24F : 0.06F);
    auto area = spec.rect.inset(sides, 0);
    area.cut_top(ui.px(28));
    area.cut_bottom(ui.px(32));
    return digits ? digits_pad(ui, spec, area) : letters_pad(ui, spec, area);
}

}  // namespace vestibule::ui
