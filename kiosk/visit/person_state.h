// What is known of a person without any name: visitor, host or staff; erased is absorbing, in any order.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/visit/event.h"
#include "kiosk/visit/revision.h"

namespace vestibule {

struct PersonState {
    bool erased = false;
    bool host = false;   // listed as a host now
    bool staff = false;  // listed as staff now
    std::vector<std::string> staff_roles;
    std::string language;
    std::optional<EventKey> details;        // newest sealed row of person.described or host.listed
    std::optional<EventKey> staff_details;  // newest sealed row of staff.listed (name, PIN hash)
    // What an import last said of the person, and in which revision; `details` may be newer, by hand.
    Revision revision;
    std::optional<EventKey> said;

    bool operator==(const PersonState&) const = default;
};

[[nodiscard]] PersonState fold_person(std::span<const Event> events);

}  // namespace vestibule
