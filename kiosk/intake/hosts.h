// The staff list: who can be visited, from a CSV file (FORMATS, Imports).
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/intake/import_rows.h"

namespace vestibule {

// Columns: name (needed), department, email, phone, location, delegate_email, languages; Chinese headings too.
// A row without a name, with a broken mail address, with one that an earlier row has or with a phone that a
// spreadsheet ruined is refused; the rest is taken. `encoding`: chosen by a person, empty = told by the text. Thread:
// any. Never blocks. Errors: as Table::read().
[[nodiscard]] Result<Imported<HostRow>> read_hosts(std::string_view content, std::string_view file_name,
                                                   const std::string& encoding = "");

}  // namespace vestibule
