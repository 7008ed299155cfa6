// What the visitor does, from SDL's events, one gesture a frame: fingers and mouse alike, keys, scans.
#pragma once

#include <SDL2/SDL_events.h>

#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/ui/geometry.h"
#include "kiosk/ui/scanner.h"
#include "kiosk/ui/stroke.h"

namespace vestibule::ui {

inline constexpr std::size_t input_events_max = 4096;  // more in one go is no person; the rest is dropped

struct Pointer {
    Point at;
    bool down = false;
    bool pressed = false;   // in this frame
    bool released = false;  // in this frame
    float wheel = 0;        // notches up
};

// A press and its release come in different frames, so a tap that is faster than a frame still works.
class Input {
  public:
    Input() = default;
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

    // Returns true when the event matters to what's shown; a key that may be a scanner's doesn't until that is known.
    bool take(const SDL_Event& event, Size window);
    // Moves the next gesture into the frame. `now_ms`: SDL's ticks. Presses of before `taps_from_ms` are nobody's.
    void begin_frame(std::int64_t now_ms, bool field_focused, std::int64_t taps_from_ms = 0);
    [[nodiscard]] bool pending() const { return !queue_.empty(); }
    [[nodiscard]] std::optional<std::int64_t> deadline_ms() const { return detector_.deadline_ms(); }
    // What a frame has left: with it letters are typing sooner than a scan.
    void set_field_focused(bool focused) { field_focused_ = focused; }
    // Every key that was pressed until then has been taken.
    void looked_at(std::int64_t at_ms) { looked_at_ms_ = at_ms; }
    // Call before looking for events.
    void looks_from(std::int64_t now_ms) { detector_.looks_from(now_ms); }
    // One layout more that a scanner may be set to; false when all are known. Blocks: some milliseconds.
    bool learn_layout() { return layouts_.read_next(); }

    [[nodiscard]] const Pointer& pointer() const { return pointer_; }
    [[nodiscard]] std::vector<Stroke>& strokes() { return strokes_; }
    [[nodiscard]] std::optional<Scan> take_scan();
    // From the on-screen keyboard; seen by the focused field in this frame or the next.
    void add_text(std::string text);
    void add_edit(EditKey key);
    [[nodiscard]] bool has_own_strokes() const { return !own_strokes_.empty(); }
    [[nodiscard]] std::int64_t last_touch_ms() const { return last_touch_ms_; }
    [[nodiscard]] bool by_keys() const { return by_keys_; }  // the last thing done was done on a keyboard

  private:
    struct Press {
        Point at;
        std::int64_t at_ms;
    };
    struct Release {
        Point at;
    };
    struct Move {
        Point at;
    };
    struct Wheel {
        Point at;
        float notches;
    };
    using Event = std::variant<Stroke, Scan, Press, Release, Move, Wheel>;

    bool queue(std::vector<ScannerOutput> outputs);
    bool queue_gesture(Event event);
    bool take_key(const SDL_KeyboardEvent& key);
    bool take_key_up(const SDL_KeyboardEvent& key);
    bool apply(const Event& event, std::int64_t taps_from_ms);

    std::deque<Event> queue_;
    ScanLayouts layouts_;
    ScannerDetector detector_{layouts_};
    std::string alt_digits_;  // of a letter that is being told by its number
    Pointer pointer_;
    std::vector<Stroke> strokes_, own_strokes_;
    std::optional<Scan> scan_;
    std::optional<SDL_FingerID> finger_;
    std::int64_t last_touch_ms_ = 0, looked_at_ms_ = std::numeric_limits<std::int64_t>::max();
    bool by_keys_ = false, field_focused_ = false;
};

}  // namespace vestibule::ui
