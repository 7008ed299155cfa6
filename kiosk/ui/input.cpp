// SDL's events, put in order and told apart.
#include "kiosk/ui/input.h"

#include <SDL2/SDL_keyboard.h>

#include <algorithm>
#include <charconv>

namespace vestibule::ui {
namespace {

// What a key does besides typing its letter, where a person presses it.
std::optional<Stroke> stroke_of(const SDL_Keysym& key) {
    const bool shift = (key.mod & KMOD_SHIFT) != 0, control = (key.mod & KMOD_CTRL) != 0;
    switch (key.sym) {
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
            return Key::enter;
        case SDLK_TAB:
            return shift ? Key::tab_back : Key::tab;
        case SDLK_ESCAPE:
            return Key::escape;
        case SDLK_SPACE:
            return Key::space;
        case SDLK_UP:
            return Key::up;
        case SDLK_DOWN:
            return Key::down;
        case SDLK_PAGEUP:
            return Key::page_up;
        case SDLK_PAGEDOWN:
            return Key::page_down;
        case SDLK_BACKSPACE:
            return EditKey::backspace;
        case SDLK_DELETE:
            return EditKey::erase;
        case SDLK_LEFT:
            return shift ? EditKey::select_left : EditKey::left;
        case SDLK_RIGHT:
            return shift ? EditKey::select_right : EditKey::right;
        case SDLK_HOME:
            return EditKey::home;
        case SDLK_END:
            return EditKey::end;
        case SDLK_a:
            if (control) return EditKey::select_all;
            break;
        default:
            break;
    }
    return std::nullopt;
}

// Windows' keyboards have Control and Alt where others have AltGr, and scanners follow either.
bool alt_gr(Uint16 mod) {
    return (mod & (KMOD_RALT | KMOD_MODE)) != 0 || ((mod & KMOD_CTRL) != 0 && (mod & KMOD_ALT) != 0);
}

PressedKey pressed_key(const SDL_Keysym& key) {
    const auto place = static_cast<std::uint16_t>(key.scancode);
    const bool command = (key.mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI)) != 0 && !alt_gr(key.mod);
    return {.key = {.place = place, .shift = (key.mod & KMOD_SHIFT) != 0, .alt_gr = alt_gr(key.mod)},
            .prints = ScanLayouts::types(place) && !command,
            .ends = key.sym == SDLK_RETURN || key.sym == SDLK_KP_ENTER || key.sym == SDLK_TAB,
            .stroke = stroke_of(key)};
}

// "0" to "9" on the number pad.
std::optional<char> pad_digit(SDL_Scancode place) {
    if (place == SDL_SCANCODE_KP_0) return '0';
    if (place < SDL_SCANCODE_KP_1 || place > SDL_SCANCODE_KP_9) return std::nullopt;
    return static_cast<char>('1' + (place - SDL_SCANCODE_KP_1));
}

}  // namespace

bool Input::queue(std::vector<ScannerOutput> outputs) {
    for (auto& output : outputs) {
        if (queue_.size() >= input_events_max) break;
        std::visit([this](auto& one) { queue_.emplace_back(std::move(one)); }, output);
    }
    return !outputs.empty();
}

// What was typed before comes before it.
bool Input::queue_gesture(Event event) {
    queue(detector_.flush(field_focused_));
    if (queue_.size() < input_events_max) queue_.push_back(std::move(event));
    return true;
}

bool Input::take(const SDL_Event& event, Size window) {
    const auto point = [](int x, int y) { return Point{static_cast<float>(x), static_cast<float>(y)}; };
    const auto finger = [&] { return Point{event.tfinger.x * window.width, event.tfinger.y * window.height}; };
    const auto at_ms = static_cast<std::int64_t>(event.common.timestamp);
    switch (event.type) {
        case SDL_MOUSEBUTTONDOWN:
            return event.button.button == SDL_BUTTON_LEFT &&
                   queue_gesture(Press{point(event.button.x, event.button.y), at_ms});
        case SDL_MOUSEBUTTONUP:
            return event.button.button == SDL_BUTTON_LEFT &&
                   queue_gesture(Release{point(event.button.x, event.button.y)});
        case SDL_MOUSEMOTION:
            // Nothing looks different under a mouse that only passes over it.
            return (event.motion.state & SDL_BUTTON_LMASK) != 0 &&
                   queue_gesture(Move{point(event.motion.x, event.motion.y)});
        case SDL_FINGERDOWN:
            if (finger_) return false;  // a second finger is a palm
            finger_ = event.tfinger.fingerId;
            return queue_gesture(Press{finger(), at_ms});
        case SDL_FINGERUP:
            if (finger_ != event.tfinger.fingerId) return false;
            finger_.reset();
            return queue_gesture(Release{finger()});
        case SDL_FINGERMOTION:
            return finger_ == event.tfinger.fingerId && queue_gesture(Move{finger()});
        case SDL_MOUSEWHEEL:
            return queue_gesture(
                Wheel{point(event.wheel.mouseX, event.wheel.mouseY), static_cast<float>(event.wheel.y)});
        case SDL_TEXTINPUT:
            return queue(detector_.typed(event.text.text));
        case SDL_KEYDOWN:
            return take_key(event.key);
        case SDL_KEYUP:
            return take_key_up(event.key);
        default:
            return false;
    }
}

bool Input::take_key(const SDL_KeyboardEvent& key) {
    const auto at_ms = static_cast<std::int64_t>(key.timestamp);
    const auto& symbol = key.keysym;
    if (const auto digit = pad_digit(symbol.scancode); digit && (symbol.mod & KMOD_LALT) != 0) {
        constexpr std::size_t digits_max = 5;
        if (alt_digits_.size() < digits_max) alt_digits_ += *digit;
        return false;
    }
    auto pressed = pressed_key(symbol);
    pressed.again = key.repeat != 0;
    if (!pressed.prints && !pressed.stroke) return false;
    // Held down, a key writes on and moves on, but a button is pressed once.
    if (pressed.again && pressed.stroke == Stroke{Key::enter}) return false;
    return queue(detector_.pressed(pressed, at_ms, field_focused_));
}

// Alt, and the number of a letter on the number pad: how scanners type that are told not to care for layouts.
bool Input::take_key_up(const SDL_KeyboardEvent& key) {
    if (key.keysym.scancode != SDL_SCANCODE_LALT || alt_digits_.empty()) return false;
    int number = 0;
    std::from_chars(alt_digits_.data(), alt_digits_.data() + alt_digits_.size(), number);
    alt_digits_.clear();
    const bool line_end = number == '\r' || number == '\n';
    if (!line_end && (number < ' ' || number > '~')) return false;
    PressedKey pressed{.key = {.letter = static_cast<char>(number)}, .prints = !line_end, .ends = line_end};
    if (line_end) pressed.stroke = Key::enter;
    return queue(detector_.pressed(pressed, static_cast<std::int64_t>(key.timestamp), field_focused_));
}

// Applies one event to the frame; false when the frame is full and the event must wait for the next.
bool Input::apply(const Event& event, std::int64_t taps_from_ms) {
    const bool gesture = std::holds_alternative<Press>(event) || std::holds_alternative<Release>(event);
    if ((gesture && !strokes_.empty()) || pointer_.pressed || pointer_.released || scan_) return false;
    if (const auto* scan = std::get_if<Scan>(&event)) {
        scan_ = *scan;  // who scans is at no keyboard
        return true;
    }
    by_keys_ = std::holds_alternative<Stroke>(event);
    if (const auto* stroke = std::get_if<Stroke>(&event)) {
        strokes_.push_back(*stroke);
    } else if (const auto* press = std::get_if<Press>(&event)) {
        pointer_.at = press->at;
        pointer_.pressed = pointer_.down = press->at_ms >= taps_from_ms;
    } else if (const auto* release = std::get_if<Release>(&event)) {
        pointer_.at = release->at, pointer_.released = pointer_.down, pointer_.down = false;
    } else if (const auto* move = std::get_if<Move>(&event)) {
        pointer_.at = move->at;
    } else if (const auto* wheel = std::get_if<Wheel>(&event)) {
        if (!pointer_.down) pointer_.at = wheel->at;
        pointer_.wheel += wheel->notches;
    }
    return true;
}

void Input::begin_frame(std::int64_t now_ms, bool field_focused, std::int64_t taps_from_ms) {
    field_focused_ = field_focused;
    pointer_.pressed = pointer_.released = false;
    pointer_.wheel = 0;
    strokes_ = std::move(own_strokes_);
    own_strokes_.clear();
    queue(detector_.idle(std::min(now_ms, looked_at_ms_), field_focused_));
    while (!queue_.empty() && apply(queue_.front(), taps_from_ms)) {
        last_touch_ms_ = now_ms;
        queue_.pop_front();
    }
    if (queue_.empty() && last_touch_ms_ == now_ms)
        std::deque<Event>{}.swap(queue_);  // nothing typed stays in its memory
}

void Input::add_text(std::string text) {
    own_strokes_.emplace_back(std::in_place_type<std::string>, std::move(text));
}

void Input::add_edit(EditKey key) {
    own_strokes_.emplace_back(std::in_place_type<EditKey>, key);
}

std::optional<Scan> Input::take_scan() {
    return std::exchange(scan_, std::nullopt);
}

}  // namespace vestibule::ui
