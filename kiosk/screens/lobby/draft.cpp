// Wiping what was typed.
#include "kiosk/screens/lobby/draft.h"

namespace vestibule::lobby {

void wipe(Draft& draft) {
    auto& v = draft.visit;
    for (auto* text : {&v.name,           &v.company,        &v.phone,           &v.email,
                       &v.language,       &v.host_text,      &v.purpose,         &v.plate,
                       &v.type,           &draft.host_typed, &draft.host_name,   &draft.host_department,
                       &draft.code,       &draft.name,       &draft.phone_last4, &draft.name_of_host,
                       &draft.badge_code, &draft.staff_name, &draft.pin,         &draft.first_pin})
        wipe(*text);
    v.host.reset();
    v.companions = 0;
    draft.host_unknown = draft.name_asked_for = false;
    draft.by_host = draft.asked_by_host = draft.turned = false;
}

}  // namespace vestibule::lobby
