// What the app's loop asks of every role's screens, and what they may ask of the app.
//
//     while (ui.wait()) {
//         if (something_changed) screen.on_wake();
//         if (auto request = screen.frame(ui)) …
//     }
#pragma once

#include <optional>

#include "kiosk/base/scan.h"
#include "kiosk/desk/views.h"

namespace vestibule {

namespace ui {
class Ui;
}

enum class AppRequest { go_lobby, go_guard, go_reception, quit };

// Thread: the window's. Blocks: at most one local commit.
class AppScreen {
  public:
    AppScreen() = default;
    AppScreen(const AppScreen&) = delete;
    AppScreen& operator=(const AppScreen&) = delete;
    virtual ~AppScreen() = default;

    // One whole frame, from ui.begin_frame() to ui.end_frame(): takes touches, keys and scans, does what they mean,
    // and shows the outcome. Whatever changes by itself later asks for its frame with ui.redraw_in().
    [[nodiscard]] virtual std::optional<AppRequest> frame(ui::Ui& ui) = 0;
    // The log, the exchange or the printer changed: what is shown must be read anew.
    virtual void on_wake() = 0;
    // With a request for another role's screens: who signed in for it.
    [[nodiscard]] virtual std::optional<StaffView> handed_over() { return std::nullopt; }
    // What a scanner typed. It acts, or the display says in words why it doesn't.
    virtual void on_scan(const Scan& scan) = 0;
};

}  // namespace vestibule
