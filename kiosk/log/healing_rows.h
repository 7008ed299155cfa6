// Putting back rows that have rotted, or that somebody has written into the file: Log::heal inside its transaction.
#pragma once

#include <span>

#include "kiosk/log/log.h"
#include "kiosk/sqlite/database.h"

namespace vestibule {

// As Log::heal says, without the views. How many rows were put back.
[[nodiscard]] Result<int> heal_rows(Database& database, const StationId& own, std::span<const Event> events,
                                    const Head& head);

}  // namespace vestibule
