// The modifiers and times of keys under X, as X itself tells them.
#pragma once

#include <cstdint>
#include <optional>

namespace vestibule::ui {

// SDL keeps account of the modifiers itself, and takes one that is released and pressed again within 2 ms, as fast
// scanners do, for one that was held all the time. While this lives, each SDL_KEYDOWN bears in keysym.mod what X said
// of Shift and AltGr with it, and in its timestamp when the key went down, not when somebody looked: between those a
// busy display may have drawn for longer than a scanner takes. Elsewhere than under X nothing changes.
// Thread: the window's, after SDL's video has begun and before it ends. One at a time.
class RawKeys {
  public:
    RawKeys();
    RawKeys(const RawKeys&) = delete;
    RawKeys& operator=(const RawKeys&) = delete;
    ~RawKeys();

  private:
    struct Told {
        std::uint16_t modifiers;
        std::uint32_t at_ms;  // by X's clock
    };
    std::optional<Told> told_;               // of the key that comes next
    std::optional<std::int64_t> sdl_ahead_;  // of X's clock, at most: by the event that came soonest
    friend struct RawKeysFilter;
};

}  // namespace vestibule::ui
