// Gestures come one a frame and in order; a scan never presses anything.
#include "kiosk/ui/input.h"

#include <catch2/catch.hpp>

using namespace vestibule::ui;

namespace {

constexpr Size window{1000, 1000};

SDL_Event finger(Uint32 type, float x, float y, SDL_FingerID id = 1) {
    SDL_Event event{};
    event.type = type;
    event.tfinger.fingerId = id, event.tfinger.x = x, event.tfinger.y = y;
    return event;
}

SDL_Event letter(char c, Uint32 at_ms) {
    SDL_Event event{};
    event.type = SDL_TEXTINPUT;
    event.text.timestamp = at_ms;
    event.text.text[0] = c;
    return event;
}

SDL_Event key(SDL_Keycode code, Uint32 at_ms = 0) {
    SDL_Event event{};
    event.type = SDL_KEYDOWN;
    event.key.timestamp = at_ms;
    event.key.keysym.sym = code;
    return event;
}

}  // namespace

TEST_CASE("a tap that is faster than a frame is a press in one frame and a release in the next") {
    Input input;
    CHECK(input.take(finger(SDL_FINGERDOWN, 0.5F, 0.25F), window));
    CHECK(input.take(finger(SDL_FINGERUP, 0.5F, 0.25F), window));
    input.begin_frame(1, false);
    CHECK(input.pointer().pressed);
    CHECK_FALSE(input.pointer().released);
    CHECK(input.pointer().at.y == Approx(250));
    CHECK(input.pending());
    input.begin_frame(2, false);
    CHECK(input.pointer().released);
    CHECK_FALSE(input.pending());
}

TEST_CASE("a second finger is a palm") {
    Input input;
    CHECK(input.take(finger(SDL_FINGERDOWN, 0.1F, 0.1F, 1), window));
    CHECK_FALSE(input.take(finger(SDL_FINGERDOWN, 0.9F, 0.9F, 2), window));
    CHECK_FALSE(input.take(finger(SDL_FINGERUP, 0.9F, 0.9F, 2), window));
    CHECK(input.take(finger(SDL_FINGERUP, 0.1F, 0.1F, 1), window));
}

TEST_CASE("what was typed before a tap is there before the tap") {
    Input input;
    CHECK(input.take(letter('a', 10), window));
    CHECK(input.take(finger(SDL_FINGERDOWN, 0.5F, 0.5F), window));
    input.begin_frame(11, true);
    REQUIRE(input.strokes().size() == 1);
    CHECK(std::get<std::string>(input.strokes()[0]) == "a");
    CHECK_FALSE(input.pointer().pressed);
    input.begin_frame(12, true);
    CHECK(input.pointer().pressed);
}

TEST_CASE("a scan arrives whole and leaves no key behind that could press a button") {
    Input input;
    Uint32 at = 100;
    for (const char c : std::string{"VB1:AB CD*%"}) {
        if (c == ' ') CHECK(input.take(key(SDLK_SPACE, at), window));
        CHECK(input.take(letter(c, at), window));
        at += 5;
    }
    CHECK(input.take(key(SDLK_RETURN, at), window));
    input.begin_frame(at + 1, false);
    CHECK(input.strokes().empty());
    CHECK(input.take_scan() == "VB1:AB CD*%");
    CHECK_FALSE(input.take_scan());
}

TEST_CASE("Enter and Tab are keys where no scan ends in them") {
    Input input;
    CHECK(input.take(key(SDLK_RETURN), window));
    input.begin_frame(1, false);
    REQUIRE(input.strokes().size() == 1);
    CHECK(std::get<Key>(input.strokes()[0]) == Key::enter);
}

TEST_CASE("a mouse that only passes over is no event") {
    Input input;
    SDL_Event event{};
    event.type = SDL_MOUSEMOTION;
    CHECK_FALSE(input.take(event, window));
}
