// Plays a person at the screens: real input events in, frames drawn, pictures taken. For `vestibule rehearse`.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/screens/app_screen.h"
#include "kiosk/station/station.h"
#include "kiosk/ui/ui.h"

namespace vestibule {

inline constexpr std::chrono::seconds player_patience{20};  // for a screen that has to come

// Thread: the window's.
class Player {
  public:
    Player(ui::Ui& display, std::filesystem::path picture_folder)
        : display_{display}, folder_{std::move(picture_folder)} {}

    // The screens that are on the display from now on; `meanwhile` is called between frames (workers' rounds).
    void show(AppScreen& screens, std::function<void()> meanwhile);
    // Draws until the named screen is shown, or the widget is there. Errors: give_up says what was shown instead.
    [[nodiscard]] Result<> until_screen(std::string_view name);
    [[nodiscard]] Result<> until_widget(std::string_view id);
    [[nodiscard]] Result<> until(const std::function<bool(const ui::WidgetTree&)>& holds, std::string_view what);
    // Waits for the widget, then touches it.
    [[nodiscard]] Result<> tap(std::string_view id);
    [[nodiscard]] Result<> type(std::string_view field, std::string_view text);  // taps the field first
    [[nodiscard]] Result<> scan(std::string_view code);
    [[nodiscard]] Result<> picture(std::string_view name);  // "01-welcome.png"
    [[nodiscard]] int taps() const { return taps_; }
    [[nodiscard]] const ui::WidgetTree& tree() const { return display_.tree(); }

  private:
    bool draw_once();  // whether there was something to draw
    void settle();

    ui::Ui& display_;
    std::filesystem::path folder_;
    AppScreen* screens_ = nullptr;
    std::function<void()> meanwhile_;
    int taps_ = 0, pictures_ = 0;
};

}  // namespace vestibule
