// Who is signed in at a staffed station, and until when.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>

#include "kiosk/base/config.h"
#include "kiosk/desk/views.h"

namespace vestibule {

inline constexpr std::chrono::seconds guard_session_max{120};      // a gate is in everybody's sight
inline constexpr std::chrono::seconds reception_session_max{600};  // a desk has someone in front of it

// A staff member stays signed in until they sign out or touch nothing for the station's limit (R29).
struct Session {
    std::optional<StaffView> staff;
    Instant last_touched{};

    // A clock that was set back by more than a moment ends it as well: nobody knows how long it has stood.
    [[nodiscard]] bool over(Instant now, std::chrono::seconds limit) const {
        return staff && (now - last_touched >= limit || last_touched - now > std::chrono::minutes{1});
    }
};

// Staff without a role of their own may work everywhere; else their roles say where (R29). Reception may stand in at
// a gate, not the other way round.
[[nodiscard]] inline bool may_work_at(const StaffView& staff, Role role) {
    const auto has = [&staff](std::string_view name) {
        return std::find(staff.roles.begin(), staff.roles.end(), name) != staff.roles.end();
    };
    return staff.roles.empty() || has("admin") || has(name_of(role)) ||
           (role == Role::guard && has(name_of(Role::reception)));
}

}  // namespace vestibule
