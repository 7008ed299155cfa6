// The visits as a CSV file that spreadsheets open and `vestibule import people` takes back.
#pragma once

#include "kiosk/command/command.h"

namespace vestibule {

struct VisitsWishes {
    int days = 31;       // today and those before it
    int days_ahead = 0;  // after today
    bool excel = false;  // with a byte order mark, and guards for numbers that a spreadsheet would shorten
};

// One line a visit, RFC 4180, UTF-8; what a spreadsheet would run as a formula is made a text (formula_guard.h).
[[nodiscard]] Result<int> export_visits(Desk& desk, const VisitsWishes& wishes, Output& output);

}  // namespace vestibule
