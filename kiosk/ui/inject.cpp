// Pushing SDL events.
#include "kiosk/ui/inject.h"

#include <SDL2/SDL_events.h>
#include <SDL2/SDL_keyboard.h>
#include <SDL2/SDL_timer.h>
#include <glib.h>

#include <cstring>

#include "kiosk/ui/scan_layouts.h"

namespace vestibule::ui {
namespace {

constexpr SDL_FingerID injected_finger = 4711;

void push_finger(Uint32 type, Point at, Size window) {
    SDL_Event event{};
    event.type = type;
    event.tfinger.fingerId = injected_finger;
    event.tfinger.x = at.x / window.width;
    event.tfinger.y = at.y / window.height;
    event.tfinger.pressure = 1;
    SDL_PushEvent(&event);
}

void push_key(SDL_Scancode place, SDL_Keycode key, Uint16 mod = KMOD_NONE) {
    SDL_Event event{};
    event.type = SDL_KEYDOWN;
    event.key.state = SDL_PRESSED;
    event.key.keysym.scancode = place;
    event.key.keysym.sym = key;
    event.key.keysym.mod = mod;
    SDL_PushEvent(&event);
    event.type = SDL_KEYUP;
    event.key.state = SDL_RELEASED;
    SDL_PushEvent(&event);
}

void push_letter(std::string_view letter) {
    SDL_Event event{};
    event.type = SDL_TEXTINPUT;
    std::memcpy(event.text.text, letter.data(), std::min(letter.size(), sizeof event.text.text - 1));
    SDL_PushEvent(&event);
}

}  // namespace

Result<> tap(const Ui& ui, std::string_view widget_id) {
    const auto* widget = ui.tree().find(widget_id);
    if (widget == nullptr)
        return give_up(fmt::format("The screen {} has nothing named {} to touch.", ui.tree().screen, widget_id));
    if (!widget->enabled)
        return give_up(fmt::format("{} on the screen {} can't be used now.", widget_id, ui.tree().screen));
    SDL_Delay(static_cast<Uint32>(ui.until_taps_ms()));
    push_finger(SDL_FINGERDOWN, widget->rect.centre(), ui.theme().window());
    push_finger(SDL_FINGERUP, widget->rect.centre(), ui.theme().window());
    return {};
}

void type_text(std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        const auto bytes = static_cast<std::size_t>(g_utf8_skip[static_cast<unsigned char>(utf8[at])]);
        push_letter(utf8.substr(at, bytes));
        at += bytes;
    }
}

void scan(std::string_view code) {
    ScanLayouts layouts;
    static_cast<void>(layouts.read_next());
    for (const char letter : code) {
        const auto key = layouts.count() > 0 ? layouts.key_of(0, letter) : std::nullopt;
        if (!key) continue;
        const auto place = static_cast<SDL_Scancode>(key->place);
        push_key(place, SDL_GetKeyFromScancode(place), key->shift ? Uint16{KMOD_LSHIFT} : Uint16{KMOD_NONE});
        push_letter({&letter, 1});
    }
    press_enter();
}

void press_enter() {
    push_key(SDL_SCANCODE_RETURN, SDLK_RETURN);
}

}  // namespace vestibule::ui
