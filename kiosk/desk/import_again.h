// Rows of a file that was exported here and comes back: what is held already isn't taken twice.
#pragma once

#include <vector>

#include "kiosk/desk/imports.h"

namespace vestibule {

// Takes out of `rows` those that name a visit which is held and say what is held of it, and refuses those that say
// otherwise of a visit that has begun or is over. Answers the first ones, as unchanged. Types must be settled.
[[nodiscard]] Result<std::vector<ImportedRow>> set_aside_held(Desk& desk, Imported<AppointmentRow>& rows);

}  // namespace vestibule
