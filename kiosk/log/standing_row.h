// A row of the projection `station`, as log_sql::stations reads it.
#pragma once

#include "kiosk/sqlite/database.h"
#include "kiosk/visit/site_state.h"

namespace vestibule {

// Which event the enrolment came with isn't kept.
[[nodiscard]] inline StationStanding standing_row(const Statement& row) {
    return {.rights = Rights::of_bits(row.integer(4)),
            .named = row.integer(5) != 0,
            .enrolment = {},
            .revoked = row.integer(2) != 0,
            .stolen = row.integer(3) != 0,
            .last = static_cast<std::uint64_t>(row.integer(6))};
}

}  // namespace vestibule
