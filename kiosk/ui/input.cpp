// SDL's events, put in order and told apart.
#include "kiosk/ui/input.h"

#include <SDL2/SDL_keyboard.h>

#include <algorithm>

namespace vestibule::ui {

bool Input::queue(Event event) {
    if (queue_.size() < input_events_max) queue_.push_back(std::move(event));
    return true;
}

bool Input::take(const SDL_Event& event, Size window) {
    const auto point = [](int x, int y) { return Point{static_cast<float>(x), static_cast<float>(y)}; };
    const auto finger = [&] { return Point{event.tfinger.x * window.width, event.tfinger.y * window.height}; };
    switch (event.type) {
        case SDL_MOUSEBUTTONDOWN:
            return event.button.button == SDL_BUTTON_LEFT && queue(Press{point(event.button.x, event.button.y)});
        case SDL_MOUSEBUTTONUP:
            return event.button.button == SDL_BUTTON_LEFT && queue(Release{point(event.button.x, event.button.y)});
        case SDL_MOUSEMOTION:
            // Nothing looks different under a mouse that only passes over it.
            return (event.motion.state & SDL_BUTTON_LMASK) != 0 && queue(Move{point(event.motion.x, event.motion.y)});
        case SDL_FINGERDOWN:
            if (finger_) return false;  // a second finger is a palm
            finger_ = event.tfinger.fingerId;
            return queue(Press{finger()});
        case SDL_FINGERUP:
            if (finger_ != event.tfinger.fingerId) return false;
            finger_.reset();
            return queue(Release{finger()});
        case SDL_FINGERMOTION:
            return finger_ == event.tfinger.fingerId && queue(Move{finger()});
        case SDL_MOUSEWHEEL:
            return queue(Wheel{static_cast<float>(event.wheel.y)});
        case SDL_TEXTINPUT:
            return queue(Letters{event.text.text, static_cast<std::int64_t>(event.text.timestamp)});
        case SDL_KEYDOWN:
            return take_key(event.key);
        default:
            return false;
    }
}

bool Input::take_key(const SDL_KeyboardEvent& key) {
    const bool shift = (key.keysym.mod & KMOD_SHIFT) != 0, control = (key.keysym.mod & KMOD_CTRL) != 0;
    const auto at = static_cast<std::int64_t>(key.timestamp);
    switch (key.keysym.sym) {
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
            return queue(Ended{Ender::enter, at, false});
        case SDLK_TAB:
            return queue(Ended{Ender::tab, at, shift});
        case SDLK_ESCAPE:
            return queue(Key::escape);
        case SDLK_SPACE:
            return queue(Key::space);
        case SDLK_UP:
            return queue(Key::up);
        case SDLK_DOWN:
            return queue(Key::down);
        case SDLK_PAGEUP:
            return queue(Key::page_up);
        case SDLK_PAGEDOWN:
            return queue(Key::page_down);
        case SDLK_BACKSPACE:
            return queue(EditKey::backspace);
        case SDLK_DELETE:
            return queue(EditKey::erase);
        case SDLK_LEFT:
            return queue(shift ? EditKey::select_left : EditKey::left);
        case SDLK_RIGHT:
            return queue(shift ? EditKey::select_right : EditKey::right);
        case SDLK_HOME:
            return queue(EditKey::home);
        case SDLK_END:
            return queue(EditKey::end);
        case SDLK_a:
            return control && queue(EditKey::select_all);
        default:
            return false;
    }
}

void Input::accept(std::vector<ScannerOutput> outputs, bool back) {
    for (auto& output : outputs) {
        if (auto* typed = std::get_if<Typed>(&output))
            strokes_.emplace_back(std::move(typed->text));
        else if (auto* scan = std::get_if<Scan>(&output))
            scan_ = std::move(scan->text);
        else if (std::get<Ender>(output) == Ender::enter)
            strokes_.emplace_back(Key::enter);
        else
            strokes_.emplace_back(back ? Key::tab_back : Key::tab);
    }
}

// Applies one event to the frame; false when the frame is full and the event must wait for the next.
bool Input::apply(const Event& event, bool field_focused) {
    const bool gesture = std::holds_alternative<Press>(event) || std::holds_alternative<Release>(event);
    const bool scan_key = std::holds_alternative<Letters>(event) || std::holds_alternative<Ended>(event) ||
                          std::holds_alternative<Key>(event);
    if (!scan_key) accept(detector_.flush(), false);  // another act: what was held is typing, and came first
    if ((gesture && (!strokes_.empty() || scan_)) || pointer_.pressed || pointer_.released) return false;
    if (scan_) return false;
    by_keys_ = !gesture && !std::holds_alternative<Move>(event) && !std::holds_alternative<Wheel>(event);
    if (const auto* letters = std::get_if<Letters>(&event))
        accept(detector_.letters(letters->text, letters->at_ms), false);
    else if (const auto* end = std::get_if<Ended>(&event))
        accept(detector_.ended(end->by, end->at_ms, field_focused), end->back);
    else if (const auto* press = std::get_if<Press>(&event))
        pointer_.at = press->at, pointer_.pressed = pointer_.down = true;
    else if (const auto* release = std::get_if<Release>(&event))
        pointer_.at = release->at, pointer_.released = true, pointer_.down = false;
    else if (const auto* move = std::get_if<Move>(&event))
        pointer_.at = move->at;
    else if (const auto* wheel = std::get_if<Wheel>(&event))
        pointer_.wheel += wheel->notches;
    else if (const auto* edit = std::get_if<EditKey>(&event))
        strokes_.emplace_back(*edit);
    else if (const auto key = std::get<Key>(event); key != Key::space || !detector_.deadline_ms())
        strokes_.emplace_back(key);  // a space within a code being scanned is no press of the focused button
    return true;
}

void Input::begin_frame(std::int64_t now_ms, bool field_focused) {
    pointer_.pressed = pointer_.released = false;
    pointer_.wheel = 0;
    strokes_ = std::move(own_strokes_);
    own_strokes_.clear();
    while (!queue_.empty() && apply(queue_.front(), field_focused)) {
        last_touch_ms_ = now_ms;
        queue_.pop_front();
    }
    if (queue_.empty()) accept(detector_.idle(now_ms), false);
}

void Input::add_text(std::string text) {
    own_strokes_.emplace_back(std::in_place_type<std::string>, std::move(text));
}

void Input::add_edit(EditKey key) {
    own_strokes_.emplace_back(std::in_place_type<EditKey>, key);
}

std::optional<std::string> Input::take_scan() {
    return std::exchange(scan_, std::nullopt);
}

}  // namespace vestibule::ui
