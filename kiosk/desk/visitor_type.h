// Which of policy's types of visitors a word of a calendar or a table means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/desk/desk.h"
#include "kiosk/intake/import_rows.h"
#include "kiosk/visit/policy.h"

namespace vestibule {

// By name, label or Chinese label, in any case; nothing where policy has no such type.
[[nodiscard]] const VisitType* type_meant(const Policy& policy, std::string_view word);

// Puts the names that policy has for the rows' types, whatever they are called in one of the site's languages, and
// doubts those that it doesn't have: they get the site's usual type.
void settle_types(const Desk& desk, Imported<AppointmentRow>& rows);

}  // namespace vestibule
