// What the visitor does, from SDL's events, one gesture a frame: fingers and mouse alike, keys, scans.
#pragma once

#include <SDL2/SDL_events.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/ui/geometry.h"
#include "kiosk/ui/line_editor.h"
#include "kiosk/ui/scanner.h"

namespace vestibule::ui {

inline constexpr std::size_t input_events_max = 4096;  // more in one go is no person; the rest is dropped

enum class Key { tab, tab_back, enter, escape, space, up, down, page_up, page_down };

struct Pointer {
    Point at;
    bool down = false;
    bool pressed = false;   // in this frame
    bool released = false;  // in this frame
    float wheel = 0;        // notches up
};

using Stroke = std::variant<std::string, EditKey, Key>;  // text that was typed, an editing key, another key

// A press and its release come in different frames, so a tap that is faster than a frame still works.
class Input {
  public:
    // Returns true when the event matters to what's shown.
    bool take(const SDL_Event& event, Size window);
    // Moves the next gesture into the frame. `now_ms`: SDL's ticks.
    void begin_frame(std::int64_t now_ms, bool field_focused);
    [[nodiscard]] bool pending() const { return !queue_.empty(); }
    [[nodiscard]] std::optional<std::int64_t> deadline_ms() const { return detector_.deadline_ms(); }

    [[nodiscard]] const Pointer& pointer() const { return pointer_; }
    [[nodiscard]] std::vector<Stroke>& strokes() { return strokes_; }
    [[nodiscard]] std::optional<std::string> take_scan();
    // From the on-screen keyboard; seen by the focused field in this frame or the next.
    void add_text(std::string text);
    void add_edit(EditKey key);
    [[nodiscard]] bool has_own_strokes() const { return !own_strokes_.empty(); }
    [[nodiscard]] std::int64_t last_touch_ms() const { return last_touch_ms_; }
    [[nodiscard]] bool by_keys() const { return by_keys_; }  // the last thing done was done on a keyboard

  private:
    struct Letters {
        std::string text;
        std::int64_t at_ms;
    };
    struct Ended {
        Ender by;
        std::int64_t at_ms;
        bool back;
    };
    struct Press {
        Point at;
    };
    struct Release {
        Point at;
    };
    struct Move {
        Point at;
    };
    struct Wheel {
        float notches;
    };
    using Event = std::variant<Letters, Ended, Press, Release, Move, Wheel, EditKey, Key>;

    bool queue(Event event);
    bool take_key(const SDL_KeyboardEvent& key);
    void accept(std::vector<ScannerOutput> outputs, bool back);
    bool apply(const Event& event, bool field_focused);

    std::deque<Event> queue_;
    ScannerDetector detector_;
    Pointer pointer_;
    std::vector<Stroke> strokes_, own_strokes_;
    std::optional<std::string> scan_;
    std::optional<SDL_FingerID> finger_;
    std::int64_t last_touch_ms_ = 0;
    bool by_keys_ = false;
};

}  // namespace vestibule::ui
