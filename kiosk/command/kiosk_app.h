// The app on a display: one station, one window, and the screens of the role that is shown.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "kiosk/command/site_reception.h"
#include "kiosk/desk/desk.h"
#include "kiosk/screens/app_screen.h"
#include "kiosk/station/station.h"
#include "kiosk/ui/ui.h"

namespace vestibule {

struct ShownBefore {
    bool shares_display = false;       // other roles are shown on the same display by turns
    std::optional<StaffView> staff{};  // who signed in there for the screens that follow
};
// The screens of `role` on the desk.
[[nodiscard]] Result<std::unique_ptr<AppScreen>> open_screens(Role role, Desk& desk, const Station& station,
                                                              const ShownBefore& before);

// Receptions of other sites, shown by the same screens.
using OtherSites = std::vector<std::unique_ptr<SiteReception>>;

// Shows `role` until somebody asks for another one, or the window is closed. Thread: the one that owns the window.
// Errors: what hinders the first frame (no display, no OpenGL, no fonts).
[[nodiscard]] Result<> run_app(Station& station, Role role, std::optional<ui::Size> windowed,
                               const OtherSites& others = {});

}  // namespace vestibule
