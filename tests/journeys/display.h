// A display of one's own (Xvfb) with a finger, a keyboard and a scanner (XTest): real input events, as hardware
// makes.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "tests/journeys/child_process.h"

namespace journeys {

struct Pixels {
    int width = 1080, height = 1920;
};

class Display {
  public:
    // Starts an X server of this size on a free number. Throws std::runtime_error where that fails.
    explicit Display(Pixels size);
    Display(const Display&) = delete;
    Display& operator=(const Display&) = delete;
    ~Display();

    [[nodiscard]] std::string name() const;  // for DISPLAY
    [[nodiscard]] Pixels size() const { return size_; }
    // Gives the keyboard to the program's window, as a window manager does. Call once its window is there.
    void focus_window();

    void tap(int x, int y);
    void press(int x, int y);
    void release();
    // Letters of a US keyboard, as fast as the server takes them; '\n' is Enter, '\t' is Tab, '\b' is Backspace,
    // '\x1b' is Escape.
    void keys(std::string_view text);
    // The keys that a scanner presses for this text, set to a country's keyboard (tests/support/wedge.h).
    void scan(std::string_view layout, std::string_view text);
    // The keyboard's layout, as the system knows it: "us", "de", "ru", …
    void use_layout(const std::string& layout);
    void turn_wheel(int x, int y, int notches);
    void save_png(const std::filesystem::path& file);
    [[nodiscard]] std::size_t colours();

  private:
    struct Connection;
    Pixels size_;
    std::unique_ptr<Child> server_;
    std::string name_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace journeys
