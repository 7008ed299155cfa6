// Who is signed in at a staffed station, and until when.
#pragma once

#include <chrono>
#include <optional>

#include "kiosk/desk/views.h"

namespace vestibule {

inline constexpr std::chrono::seconds guard_session_max{120};      // a gate is in everybody's sight
inline constexpr std::chrono::seconds reception_session_max{600};  // a desk has someone in front of it

// A staff member stays signed in until they sign out or touch nothing for the station's limit (R29).
struct Session {
    std::optional<StaffView> staff;
    Instant last_touched{};

    [[nodiscard]] bool over(Instant now, std::chrono::seconds limit) const {
        return staff && now - last_touched >= limit;
    }
};

}  // namespace vestibule
