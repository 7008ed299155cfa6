// Editing of one line.
#include "kiosk/ui/line_editor.h"

#include <glib.h>

#include <algorithm>

#include "kiosk/ui/text.h"

namespace vestibule::ui {
namespace {

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void drop_selection(std::string& text, Caret& caret) {
    const auto from = std::min(caret.at, caret.anchor), to = std::max(caret.at, caret.anchor);
    text.erase(from, to - from);
    caret = {from, from};
}

std::string without_controls(std::string_view typed) {
    std::string out;
    if (!g_utf8_validate(typed.data(), static_cast<gssize>(typed.size()), nullptr)) return out;
    for (std::size_t at = 0; at < typed.size();) {
        const char* here = typed.data() + at;
        const auto bytes = static_cast<std::size_t>(g_utf8_skip[static_cast<unsigned char>(*here)]);
        const auto c = g_utf8_get_char(here);
        if (g_unichar_iscntrl(c) == FALSE) out.append(here, bytes);
        at += bytes;
    }
    return out;
}

}  // namespace

void keep_inside(Caret& caret, std::string_view text) {
    const auto fit = [&](std::size_t at) {
        at = std::min(at, text.size());
        while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
        return at;
    };
    caret = {fit(caret.at), fit(caret.anchor)};
}

void insert_text(std::string& text, Caret& caret, std::string_view typed, std::size_t length_max) {
    drop_selection(text, caret);
    const auto fresh = without_controls(typed);
    auto room = length_max - std::min(length_max, code_points(text));
    std::size_t taken = 0;
    while (taken < fresh.size()) {  // whole graphemes only
        const auto next = next_grapheme(fresh, taken);
        const auto size = code_points(std::string_view{fresh}.substr(taken, next - taken));
        if (size > room) break;
        room -= size;
        taken = next;
    }
    text.insert(caret.at, fresh, 0, taken);
    caret.at = caret.anchor = caret.at + taken;
}

void apply_key(std::string& text, Caret& caret, EditKey key) {
    const auto move = [&](std::size_t to) { caret = {to, to}; };
    switch (key) {
        case EditKey::backspace:
            if (!caret.selecting()) caret.anchor = previous_grapheme(text, caret.at);
            drop_selection(text, caret);
            break;
        case EditKey::erase:
            if (!caret.selecting()) caret.anchor = next_grapheme(text, caret.at);
            drop_selection(text, caret);
            break;
        case EditKey::left:
            move(caret.selecting() ? std::min(caret.at, caret.anchor) : previous_grapheme(text, caret.at));
            break;
        case EditKey::right:
            move(caret.selecting() ? std::max(caret.at, caret.anchor) : next_grapheme(text, caret.at));
            break;
        case EditKey::home:
            move(0);
            break;
        case EditKey::end:
            move(text.size());
            break;
        case EditKey::select_left:
            caret.at = previous_grapheme(text, caret.at);
            break;
        case EditKey::select_right:
            caret.at = next_grapheme(text, caret.at);
            break;
        case EditKey::select_all:
            caret = {text.size(), 0};
            break;
    }
}

}  // namespace vestibule::ui
