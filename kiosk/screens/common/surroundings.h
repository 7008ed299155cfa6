// What the app tells a staffed station's screens about the world around their desk.
#pragma once

#include <functional>
#include <optional>

#include "kiosk/desk/views.h"
#include "kiosk/visit/keeper.h"

namespace vestibule {

struct Surroundings {
    // Thread: the window's; must not block. Asked once a frame.
    std::function<ExchangeView()> exchange;
    std::function<PrinterView()> printer;
    std::function<SiteReport()> report;  // which stations are heard of
    // Other roles are shown on the same display, so there is a way back to the lobby.
    bool shares_display = false;
    // Signed in already, on the screens that were shown before.
    std::optional<StaffView> staff{};
};

}  // namespace vestibule
