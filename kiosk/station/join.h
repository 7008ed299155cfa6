// A new station on this machine, enrolled with a one-time code that the site's keeper gave; or a new incarnation of
// one that is here, whose log was restored or whose disk was cloned.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "kiosk/station/restore.h"

namespace vestibule {

inline constexpr std::chrono::seconds answer_wait_max{180};

struct JoinRequest {
    std::filesystem::path data;
    std::string code;  // as typed
    std::string url;   // of the central store
    std::string name;  // of the station's folder; empty: as the keeper calls it
    Config::Site site;
    Clock clock = system_now;
    std::function<void(std::string_view)> progress = [](std::string_view) {};
};

struct Joined {
    std::string name, role;
    std::optional<Restored> reborn;  // set where a station with a log was here
};

// Makes keys, asks at the central store, waits for the keeper's answer, and writes the station's folder.
// Thread: one. Blocks: until answered. Errors: give_up where the code or the address is wrong; ask_staff where it was
// used or has expired, where the answer isn't the keeper's, or a station of another site is here; retry_later where
// nobody answers. A code that was asked with is used up; nothing else has changed then.
[[nodiscard]] Result<Joined> join(const JoinRequest& request);

}  // namespace vestibule
