// The display: one SDL window with OpenGL, waiting for events without using the processor.
#pragma once

#include <SDL2/SDL_events.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/ui/geometry.h"
#include "kiosk/ui/raw_keys.h"

struct SDL_Window;

namespace vestibule::ui {

struct WindowOptions {
    std::string title = "Vestibule";
    std::optional<Size> windowed;  // nothing: the whole display
};

// Of the library that is loaded.
[[nodiscard]] std::string sdl_version();

// Thread: the one that opened it, but for wake(). Works on X11, Wayland, KMS, Xvfb and SDL_VIDEODRIVER=offscreen.
class Window {
  public:
    // Errors: ask_staff, in words that name what to install or set: no display, no OpenGL.
    [[nodiscard]] static Result<std::unique_ptr<Window>> open(const WindowOptions& options);
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;
    ~Window();

    // Appends what has happened. Blocks until something does, at most `timeout_ms` (-1: for ever; 0: not at all).
    // Returns when it looked last, in SDL's ticks: all that happened before is there.
    std::int64_t wait(int timeout_ms, std::vector<SDL_Event>& events);
    // Ends a wait(). Thread: any.
    static void wake();
    [[nodiscard]] static bool is_wake(const SDL_Event& event);
    [[nodiscard]] Size size() const;
    void present();
    // Reads what was rendered since the last present(). Errors: ask_staff when the file can't be written.
    [[nodiscard]] Result<> save_png(const std::filesystem::path& file) const;

  private:
    Window() = default;
    SDL_Window* window_ = nullptr;
    void* context_ = nullptr;
    std::optional<RawKeys> raw_keys_;
};

}  // namespace vestibule::ui
