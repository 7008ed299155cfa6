// Gestures come one a frame and in order; a scan never presses anything; a tap too early is nobody's.
#include "kiosk/ui/input.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>

#include "tests/support/wedge.h"

using namespace vestibule;
using namespace vestibule::ui;
using vestibule_tests_support::wedge_keys;

namespace {

constexpr Size window{1000, 1000};

SDL_Event finger(Uint32 type, float x, float y, SDL_FingerID id = 1, Uint32 at_ms = 0) {
    SDL_Event event{};
    event.type = type;
    event.tfinger.timestamp = at_ms;
    event.tfinger.fingerId = id, event.tfinger.x = x, event.tfinger.y = y;
    return event;
}

SDL_Event text(const char* utf8, Uint32 at_ms) {
    SDL_Event event{};
    event.type = SDL_TEXTINPUT;
    event.text.timestamp = at_ms;
    std::strncpy(event.text.text, utf8, sizeof event.text.text - 1);
    return event;
}

SDL_Event key(SDL_Scancode place, SDL_Keycode symbol, Uint32 at_ms = 0, Uint16 mod = KMOD_NONE) {
    SDL_Event event{};
    event.type = SDL_KEYDOWN;
    event.key.timestamp = at_ms;
    event.key.keysym.scancode = place;
    event.key.keysym.sym = symbol;
    event.key.keysym.mod = mod;
    return event;
}

SDL_Event key_up(SDL_Scancode place, Uint32 at_ms) {
    auto event = key(place, SDLK_UNKNOWN, at_ms);
    event.type = SDL_KEYUP;
    return event;
}

// The keys of a scanner that is set to `layout`, on a display that is set to Russian.
Uint32 scan_keys(Input& input, std::string_view layout, std::string_view code, Uint32 at_ms) {
    for (const auto& one : wedge_keys(layout, code)) {
        const auto place = static_cast<SDL_Scancode>(one.usage);
        const auto symbol = place == SDL_SCANCODE_RETURN  ? SDLK_RETURN
                            : place == SDL_SCANCODE_SPACE ? SDLK_SPACE
                                                          : SDLK_UNKNOWN;
        const auto mod = static_cast<Uint16>((one.shift ? KMOD_LSHIFT : 0) | (one.alt_gr ? KMOD_RALT : 0));
        at_ms += 5;
        CHECK_FALSE((input.take(key(place, symbol, at_ms, mod), window) && symbol != SDLK_RETURN));
        if (symbol != SDLK_RETURN) CHECK_FALSE(input.take(text(symbol == SDLK_SPACE ? " " : "ж", at_ms), window));
    }
    return at_ms;
}

bool read(const std::optional<Scan>& scan, const std::string& code) {
    return scan && std::ranges::count(scan->readings, code) == 1;
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

TEST_CASE("a press of before the page could be seen is nobody's, and so is its release: keys count at once") {
    Input input;
    CHECK(input.take(finger(SDL_FINGERDOWN, 0.5F, 0.25F, 1, 1299), window));
    CHECK(input.take(finger(SDL_FINGERUP, 0.5F, 0.25F, 1, 1350), window));
    CHECK_FALSE(input.take(key(SDL_SCANCODE_RETURN, SDLK_RETURN, 1100), window));
    input.begin_frame(1400, false, 1300);
    CHECK_FALSE(input.pointer().pressed);
    CHECK_FALSE(input.pointer().down);
    CHECK_FALSE(input.pointer().released);
    CHECK(input.strokes() == std::vector<Stroke>{Key::enter});
    CHECK(input.last_touch_ms() == 1400);  // somebody is there all the same

    CHECK(input.take(finger(SDL_FINGERDOWN, 0.5F, 0.25F, 1, 1300), window));
    input.begin_frame(1401, false, 1300);
    CHECK(input.pointer().pressed);
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
    CHECK_FALSE(input.take(key(SDL_SCANCODE_A, SDLK_a, 10), window));
    CHECK_FALSE(input.take(text("a", 10), window));
    CHECK(input.take(finger(SDL_FINGERDOWN, 0.5F, 0.5F), window));
    input.begin_frame(11, true);
    CHECK(input.strokes() == std::vector<Stroke>{std::string{"a"}});
    CHECK_FALSE(input.pointer().pressed);
    input.begin_frame(12, true);
    CHECK(input.pointer().pressed);
}

TEST_CASE(
    "a scan arrives whole, whatever the scanner's keyboard, and leaves no key behind that could press a button") {
    for (const auto& layout : vestibule_tests_support::wedge_layouts()) {
        INFO(layout.name);
        Input input;
        const auto end = scan_keys(input, layout.name, "VB1:AB CD*%$+-./\n", 100);
        input.begin_frame(end + 1, false);
        CHECK(input.strokes().empty());
        CHECK(read(input.take_scan(), "VB1:AB CD*%$+-./"));
        CHECK_FALSE(input.take_scan());
    }
}

TEST_CASE("a scanner that types letters by Alt and their numbers is read as well") {
    Input input;
    Uint32 at_ms = 100;
    for (const char letter : std::string{"VI1:ABCD2345\r"}) {
        for (const char digit : fmt::format("{:04}", static_cast<int>(letter))) {
            const auto place =
                digit == '0' ? SDL_SCANCODE_KP_0 : static_cast<SDL_Scancode>(SDL_SCANCODE_KP_1 + (digit - '1'));
            input.take(key(place, SDLK_UNKNOWN, ++at_ms, KMOD_LALT), window);
        }
        input.take(key_up(SDL_SCANCODE_LALT, ++at_ms), window);
    }
    input.begin_frame(at_ms + 1, false);
    CHECK(read(input.take_scan(), "VI1:ABCD2345"));
    CHECK(input.strokes().empty());
}

TEST_CASE("who scans sits at no keyboard") {
    Input input;
    CHECK(input.take(finger(SDL_FINGERDOWN, 0.5F, 0.5F), window));
    input.begin_frame(1, false);
    const auto end = scan_keys(input, "us", "VI1:ABCD2345\n", 100);
    input.begin_frame(end + 1, false);
    CHECK(input.take_scan());
    CHECK_FALSE(input.by_keys());
}

TEST_CASE("Enter and Tab are keys where no scan ends in them, once it is sure that none does") {
    Input input;
    CHECK_FALSE(input.take(key(SDL_SCANCODE_RETURN, SDLK_RETURN, 100), window));
    input.begin_frame(101, false);
    CHECK(input.strokes().empty());
    CHECK(input.deadline_ms() == 100 + scan_gap_ms_max);
    input.begin_frame(100 + scan_gap_ms_max, false);
    CHECK(input.strokes() == std::vector<Stroke>{Key::enter});
}

TEST_CASE("a key that is held down goes on at once and is no scanner's") {
    Input input;
    auto held = key(SDL_SCANCODE_BACKSPACE, SDLK_BACKSPACE, 100);
    CHECK_FALSE(input.take(held, window));
    held.key.repeat = 1;
    held.key.timestamp += 300;
    for (int i = 0; i < 9; ++i) {
        held.key.timestamp += 33;
        CHECK(input.take(held, window));
    }
    auto letter = key(SDL_SCANCODE_A, SDLK_a, 1500);
    letter.key.repeat = 1;
    for (int i = 0; i < 9; ++i) {
        letter.key.timestamp += 33;
        input.take(letter, window);
        CHECK(input.take(text("a", letter.key.timestamp), window));
    }
    input.begin_frame(letter.key.timestamp + 1, false);
    CHECK(input.strokes().size() == 19);
    CHECK_FALSE(input.take_scan());
}

TEST_CASE("a letter twice at a scanner's speed, which X takes for one that is held down, is the letter twice") {
    Input input;
    Uint32 at_ms = 100;
    SDL_Scancode before = SDL_SCANCODE_UNKNOWN;
    for (const auto& one : wedge_keys("us", "VI1:AABB2233\n\n")) {
        const auto place = static_cast<SDL_Scancode>(one.usage);
        auto pressed = key(place, place == SDL_SCANCODE_RETURN ? SDLK_RETURN : SDLK_UNKNOWN, ++at_ms,
                           one.shift ? Uint16{KMOD_LSHIFT} : Uint16{KMOD_NONE});
        pressed.key.repeat = place == before ? 1 : 0;
        input.take(pressed, window);
        before = place;
    }
    input.begin_frame(at_ms + 1, false);
    CHECK(read(input.take_scan(), "VI1:AABB2233"));
    input.begin_frame(at_ms + 2, false);
    CHECK(input.strokes().empty());
}

TEST_CASE("a mouse that only passes over is no event, and its wheel turns what it stands on") {
    Input input;
    SDL_Event event{};
    event.type = SDL_MOUSEMOTION;
    CHECK_FALSE(input.take(event, window));
    event.type = SDL_MOUSEWHEEL;
    event.wheel.y = -1, event.wheel.mouseX = 300, event.wheel.mouseY = 700;
    CHECK(input.take(event, window));
    input.begin_frame(1, false);
    CHECK(input.pointer().wheel == -1);
    CHECK(input.pointer().at.x == Approx(300));
    CHECK(input.pointer().at.y == Approx(700));
}
